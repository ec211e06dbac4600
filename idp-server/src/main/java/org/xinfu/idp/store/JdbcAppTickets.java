package org.xinfu.idp.store;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.idp.ticket.AppTickets;
import org.xinfu.idp.token.LoginFacts;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.key.VerificationKey;

/** Applications, tickets and tokens in PostgreSQL. */
public final class JdbcAppTickets implements AppTickets {
  /** A login that is over may still have its row. */
  private static final String REACHED =
      SignOutTable.reached(
          "(SELECT sid FROM login_session WHERE sid = :sid AND expires_at > :now FOR SHARE) alive");

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final CitizenIdCipher cipher;
  private final SecureRandom random = new SecureRandom();

  public JdbcAppTickets(JdbcClient jdbc, TransactionTemplate transaction, CitizenIdCipher cipher) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.cipher = cipher;
  }

  @Override
  public Optional<App> app(String appId) {
    return jdbc.sql(
            """
            SELECT t.*, coalesce(r.consent_days, 0) > 0 AS asks
            FROM ticket_app t LEFT JOIN client_registration r USING (client_id)
            WHERE client_id = ?
            """)
        .param(appId)
        .query(
            (row, number) ->
                new App(
                    appId,
                    Set.of(row.getString("redirect_uris").split(" ")),
                    key(appId, row),
                    row.getBoolean("asks")))
        .optional();
  }

  @Override
  public boolean firstUse(String appId, String nonce, Instant expires) {
    return jdbc.sql(
                "INSERT INTO signed_request (request_hash, expires_at) VALUES (?, ?)"
                    + " ON CONFLICT DO NOTHING")
            .params(List.of(TokenHash.of(appId + " " + nonce), Timestamp.from(expires)))
            .update()
        == 1;
  }

  @Override
  public String issueTicket(Login login, Instant expires) {
    return issue("TICKET", login, expires);
  }

  @Override
  public Optional<Exchanged> exchange(String appId, String ticket, Instant now, Instant expires) {
    Optional<Login> taken =
        jdbc.sql(
                """
                DELETE FROM app_ticket
                WHERE ticket_hash = ? AND kind = 'TICKET' AND expires_at > ? RETURNING *
                """)
            .params(List.of(TokenHash.of(ticket), Timestamp.from(now)))
            .query((row, number) -> login(row))
            .optional()
            .filter(login -> login.appId().equals(appId));
    return taken.flatMap(login -> Optional.ofNullable(token(login, now, expires)));
  }

  private @Nullable Exchanged token(Login login, Instant now, Instant expires) {
    return transaction.execute(
        status ->
            reached(login, now) ? new Exchanged(issue("TOKEN", login, expires), login) : null);
  }

  private boolean reached(Login login, Instant now) {
    return jdbc.sql(REACHED)
            .param("sid", login.sid())
            .param("clientId", login.appId())
            .param("principal", login.account())
            .param("now", Timestamp.from(now))
            .update()
        == 1;
  }

  @Override
  public Optional<Login> login(String appId, String token, Instant now) {
    Timestamp at = Timestamp.from(now);
    return jdbc.sql(
            """
            SELECT t.* FROM app_ticket t JOIN login_session s USING (sid)
            WHERE t.ticket_hash = ? AND t.kind = 'TOKEN' AND t.client_id = ? AND t.expires_at > ?
              AND s.expires_at > ?
            """)
        .params(List.of(TokenHash.of(token), appId, at, at))
        .query((row, number) -> login(row))
        .optional();
  }

  private String issue(String kind, Login login, Instant expires) {
    byte[] value = new byte[32];
    random.nextBytes(value);
    String prefix = kind.equals("TICKET") ? "TK-" : "TT-";
    String text = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    jdbc.sql(
            """
            INSERT INTO app_ticket (ticket_hash, kind, client_id, sid, principal, acr, amr,
              auth_time, expires_at, entity_id, mandate_id)
            VALUES (:hash, :kind, :client, :sid, :principal, :acr, :amr, :at, :expires, :entity,
              :mandate)
            """)
        .param("hash", TokenHash.of(text))
        .param("kind", kind)
        .param("client", login.appId())
        .param("sid", login.sid())
        .param("principal", login.account())
        .param("acr", login.facts().acr())
        .param("amr", String.join(" ", login.facts().amr()))
        .param("at", Timestamp.from(login.facts().at()))
        .param("expires", Timestamp.from(expires))
        .param("entity", login.acting() == null ? null : login.acting().entityId())
        .param("mandate", login.acting() == null ? null : login.acting().mandateId())
        .update();
    return text;
  }

  private AppSignature.@Nullable Key key(String appId, ResultSet row) throws SQLException {
    String point = row.getString("sm2_point");
    if (point != null) {
      return VerificationKey.ofSm2Point(Bytes.hex(point))
          .map(AppSignature.Key.Sm2::new)
          .orElse(null);
    }
    byte[] sealed = row.getBytes("mac_key");
    return sealed == null
        ? null
        : new AppSignature.Key.Mac(Secret.copyOf(Bytes.utf8(cipher.open(appId, sealed)).toArray()));
  }

  private static Login login(ResultSet row) throws SQLException {
    String amr = row.getString("amr");
    LoginFacts facts =
        new LoginFacts(
            row.getString("acr"),
            amr.isEmpty() ? List.of() : List.of(amr.split(" ")),
            row.getTimestamp("auth_time").toInstant(),
            List.of());
    return new Login(
        row.getString("client_id"),
        row.getString("sid"),
        row.getString("principal"),
        facts,
        JdbcCasTickets.acting(row));
  }
}
