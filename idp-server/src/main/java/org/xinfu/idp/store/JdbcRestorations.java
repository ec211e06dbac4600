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
  private final AccountStanding standing;

  public JdbcRestorations(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.signOut = new SignOutTable(jdbc);
    this.standing = new AccountStanding(jdbc);
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
      case "holder-frozen" -> standing.freeze(entry.subject(), entry.at());
      case "holder-thawed" -> standing.thaw(entry.subject(), entry.at());
      case "account-suspend" -> standing.suspend(entry.subject());
      case "account-resume" -> standing.resume(entry.subject());
      default -> false;
    };
  }

  private boolean change(Journal.Entry entry, String sql) {
    return jdbc.sql(sql)
            .param("subject", entry.subject())
            .param("at", Timestamp.from(entry.at()))
            .update()
        > 0;
  }
}
