package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.restore.Journal;
import org.xinfu.idp.restore.Restorations;

/** Restores in PostgreSQL. */
public final class JdbcRestorations implements Restorations {
  /** What waits for a login or a step of one, and is begun anew. */
  private static final List<String> WAITING =
      List.of(
          "acting_session",
          "pushed_request",
          "cas_ticket",
          "qr_login",
          "contact_code",
          "ukey_challenge",
          "webauthn_challenge");

  private final JdbcClient jdbc;
  private final SignOutTable signOut;

  public JdbcRestorations(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.signOut = new SignOutTable(jdbc);
  }

  @Override
  public void know(String entryId) {
    jdbc.sql("INSERT INTO journal_entry (id) VALUES (?) ON CONFLICT DO NOTHING")
        .param(entryId)
        .update();
  }

  @Override
  public Set<String> known(Set<String> entryIds) {
    return Set.copyOf(
        jdbc.sql("SELECT id FROM journal_entry WHERE id = ANY (string_to_array(?, ' '))")
            .param(String.join(" ", entryIds))
            .query(String.class)
            .list());
  }

  @Override
  public boolean begin(String label, Instant at) {
    return jdbc.sql("INSERT INTO restoration (label, at) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .params(List.of(label, Timestamp.from(at)))
            .update()
        == 1;
  }

  @Override
  public int endEverything(Instant at) {
    int logins =
        signOut.end(new SignOutTable.Which("true", Map.of()), SignOut.Cause.DATABASE_RESTORED, at);
    jdbc.sql("UPDATE client SET generation = DEFAULT").update();
    WAITING.forEach(table -> jdbc.sql("DELETE FROM " + table).update());
    return logins;
  }

  @Override
  public boolean again(Journal.Entry entry) {
    return switch (entry.act()) {
      case "mandate-revoked" ->
          change(
              entry,
              """
              UPDATE mandate SET revoked_at = :at, revoke_cause = 'RESTORED'
              WHERE id = :subject AND revoked_at IS NULL
              """);
      case "mandate-suspended" ->
          change(
              entry,
              """
              UPDATE mandate SET suspended_at = :at
              WHERE id = :subject AND suspended_at IS NULL AND revoked_at IS NULL
              """);
      case "holder-frozen" -> {
        change(
            entry,
            """
            INSERT INTO account_freeze (account_id, at, why)
            SELECT id, :at::timestamptz, 'deceased' FROM account WHERE id = :subject ON CONFLICT DO NOTHING
            """);
        yield active(entry, false);
      }
      case "holder-thawed" ->
          change(entry, "DELETE FROM account_freeze WHERE account_id = :subject AND at <= :at")
              && active(entry, true);
      case "account-suspend" -> active(entry, false);
      case "account-resume" -> active(entry, true);
      default -> false;
    };
  }

  private boolean active(Journal.Entry entry, boolean wanted) {
    return jdbc.sql("UPDATE account SET active = :wanted WHERE id = :subject AND active <> :wanted")
            .param("subject", entry.subject())
            .param("wanted", wanted)
            .update()
        > 0;
  }

  private boolean change(Journal.Entry entry, String sql) {
    return jdbc.sql(sql)
            .param("subject", entry.subject())
            .param("at", Timestamp.from(entry.at()))
            .update()
        > 0;
  }
}
