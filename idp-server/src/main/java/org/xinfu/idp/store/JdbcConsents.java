package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.account.Consents;
import org.xinfu.idp.account.Purposes;
import org.xinfu.idp.domain.SignOut;

/** Somebody's consents, for their own eyes, and the words in which they were asked. */
public final class JdbcConsents implements Consents, Purposes {
  private final JdbcClient jdbc;
  private final SignOutTable signOut;
  private final TransactionTemplate transaction;
  private final JdbcGrantStore.Part part;

  public JdbcConsents(JdbcClient jdbc, TransactionTemplate transaction, JdbcGrantStore.Part part) {
    this.jdbc = jdbc;
    this.signOut = new SignOutTable(jdbc);
    this.transaction = transaction;
    this.part = part;
  }

  @Override
  public List<Consent> of(String account) {
    return jdbc.sql(
            """
            SELECT s.client_id, c.name AS service, c.name_en AS service_en, c.org, s.purpose,
              s.authorities, s.granted_at, s.expires_at
            FROM consent s JOIN client c ON c.id = s.client_id
            WHERE s.principal = ? AND (s.expires_at IS NULL OR s.expires_at > ?)
            ORDER BY s.granted_at DESC
            """)
        .params(List.of(account, Timestamp.from(part.clock().instant())))
        .query(
            (row, number) -> {
              Timestamp until = row.getTimestamp("expires_at");
              return new Consent(
                  row.getString("client_id"),
                  ClientColumns.service(row),
                  row.getString("org"),
                  row.getString("purpose"),
                  List.of(row.getString("authorities").replace("SCOPE_", "").split(" ")),
                  row.getTimestamp("granted_at").toInstant(),
                  until == null ? null : until.toInstant());
            })
        .list();
  }

  @Override
  public boolean withdraw(String account, String clientId) {
    return Boolean.TRUE.equals(
        transaction.execute(
            tx -> {
              boolean there =
                  jdbc.sql("DELETE FROM consent WHERE principal = ? AND client_id = ?")
                          .params(List.of(account, clientId))
                          .update()
                      > 0;
              if (there) {
                end(account, clientId);
              }
              return there;
            }));
  }

  private void end(String account, String clientId) {
    jdbc.sql("DELETE FROM oauth2_grant WHERE principal = ? AND client_id = ?")
        .params(List.of(account, clientId))
        .update();
    SignOutTable.Which which =
        new SignOutTable.Which(
            "principal = :principal AND client_id = :client",
            Map.of("principal", account, "client", clientId));
    signOut.queue(which, SignOut.Cause.CONSENT_WITHDRAWN, part.clock().instant());
    part.audit().record(clientId, account, "consent-withdrawn", "done");
  }

  @Override
  public @Nullable Purpose purpose(String clientId) {
    return jdbc.sql(
            """
            SELECT c.name AS service, c.name_en AS service_en, c.org, r.purpose_zh, r.purpose_en
            FROM client c LEFT JOIN client_registration r ON r.client_id = c.id WHERE c.id = ?
            """)
        .param(clientId)
        .query(
            (row, number) ->
                new Purpose(
                    ClientColumns.service(row),
                    Objects.requireNonNullElse(row.getString("org"), ""),
                    Objects.requireNonNullElse(row.getString("purpose_zh"), ""),
                    Objects.requireNonNullElse(row.getString("purpose_en"), "")))
        .optional()
        .orElse(null);
  }
}
