package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.closure.Closures;
import org.xinfu.idp.domain.SignOut;

/** Closures in PostgreSQL. */
public final class JdbcClosures implements Closures {
  /** Everything that says who somebody is or opens their account, but the account's own row. */
  private static final List<String> GONE =
      List.of(
          "contact",
          "authenticator",
          "recovery_code",
          "known_device",
          "undo_link",
          "person",
          "former_document",
          "net_identity",
          "upstream_link");

  private final JdbcClient jdbc;
  private final SignOut signOut;
  private final boolean keepPseudonym;

  /**
   * Over these tables.
   *
   * @param keepPseudonym whether the keyed hash of the document and the signed evidence, which name
   *     nobody, are kept
   */
  public JdbcClosures(JdbcClient jdbc, SignOut signOut, boolean keepPseudonym) {
    this.jdbc = jdbc;
    this.signOut = signOut;
    this.keepPseudonym = keepPseudonym;
  }

  @Override
  public boolean ask(String accountId, Instant now, Instant due) {
    return jdbc.sql(
                """
                INSERT INTO account_closure (account_id, asked_at, due_at) VALUES (?, ?, ?)
                ON CONFLICT (account_id) DO NOTHING
                """)
            .params(List.of(accountId, Timestamp.from(now), Timestamp.from(due)))
            .update()
        == 1;
  }

  @Override
  public boolean withdraw(String accountId) {
    return jdbc.sql("DELETE FROM account_closure WHERE account_id = ? AND done_at IS NULL")
            .param(accountId)
            .update()
        == 1;
  }

  @Override
  public Optional<Instant> due(String accountId) {
    return jdbc.sql("SELECT due_at FROM account_closure WHERE account_id = ? AND done_at IS NULL")
        .param(accountId)
        .query((row, number) -> row.getTimestamp(1).toInstant())
        .optional();
  }

  @Override
  public List<String> due(Instant now, int most) {
    return jdbc.sql(
            """
            SELECT c.account_id FROM account_closure c JOIN account a ON a.id = c.account_id
            WHERE c.done_at IS NULL AND c.due_at <= ? AND a.active ORDER BY c.due_at LIMIT ?
            """)
        .params(List.of(Timestamp.from(now), most))
        .query((row, number) -> row.getString(1))
        .list();
  }

  @Override
  public boolean close(String accountId, String verifier, Instant now) {
    return signOut.with(
        accountId, SignOut.Cause.ACCOUNT_CLOSED, () -> erase(accountId, verifier, now));
  }

  @Override
  public void sweep(Instant since) {
    GONE.forEach(
        table ->
            jdbc.sql(
                    "DELETE FROM "
                        + table
                        + " WHERE account_id IN"
                        + " (SELECT account_id FROM account_closure WHERE done_at > ?)")
                .param(Timestamp.from(since))
                .update());
  }

  private boolean erase(String accountId, String verifier, Instant now) {
    // The account first, as whoever takes a closure back: nobody waits in a circle. Of two replicas
    // one waits here and then finds it done.
    new AccountStanding(jdbc).lock(accountId);
    boolean due =
        jdbc.sql(
                    """
                    UPDATE account_closure SET done_at = :now, document_hash = CASE WHEN :keep THEN
                      (SELECT document_hash FROM person WHERE account_id = :id) END
                    WHERE account_id = :id AND done_at IS NULL AND due_at <= :now
                      AND EXISTS (SELECT 1 FROM account WHERE id = :id AND active)
                    """)
                .param("now", Timestamp.from(now))
                .param("keep", keepPseudonym)
                .param("id", accountId)
                .update()
            == 1;
    if (!due) {
      return false;
    }
    jdbc.sql(
            """
            UPDATE account SET active = false, login_name = 'closed-' || lower(id),
              display_name = '', password_hash = ?, citizen_id = NULL, citizen_hash = NULL,
              roles = '' WHERE id = ?
            """)
        .params(List.of(verifier, accountId))
        .update();
    GONE.forEach(
        table ->
            jdbc.sql("DELETE FROM " + table + " WHERE account_id = ?").param(accountId).update());
    jdbc.sql("DELETE FROM consent WHERE principal = ?").param(accountId).update();
    String evidence =
        keepPseudonym
            ? "UPDATE proof SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL"
            : "DELETE FROM proof WHERE at <= ? AND account_id = ?";
    jdbc.sql(evidence).params(List.of(Timestamp.from(now), accountId)).update();
    return true;
  }
}
