package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What keeps an account closed for a while: a suspension and a freeze. Each is there for itself and
 * lifted by itself; the account is open when neither is there. Within the caller's transaction; the
 * account is locked before anything is read, so that of two acts the later sees the earlier.
 */
final class AccountStanding {
  private final JdbcClient jdbc;

  AccountStanding(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** False when there is no such account. */
  boolean lock(String accountId) {
    return jdbc.sql("SELECT id FROM account WHERE id = ? FOR NO KEY UPDATE")
        .param(accountId)
        .query(String.class)
        .optional()
        .isPresent();
  }

  /** False when it was suspended. */
  boolean suspend(String accountId) {
    lock(accountId);
    boolean noted = noted(accountId, true);
    return open(accountId, false) || noted;
  }

  /** False when it was not suspended. */
  boolean resume(String accountId) {
    lock(accountId);
    boolean noted = noted(accountId, false);
    return open(accountId, true) || noted;
  }

  /** False when it was frozen. */
  boolean freeze(String accountId, Instant at) {
    lock(accountId);
    int frozen =
        jdbc.sql(
                """
                INSERT INTO account_freeze (account_id, at, why, suspended)
                SELECT id, ?, 'deceased', NOT active FROM account WHERE id = ?
                ON CONFLICT (account_id) DO NOTHING
                """)
            .params(List.of(Timestamp.from(at), accountId))
            .update();
    open(accountId, false);
    return frozen == 1;
  }

  /** False when it was not frozen, or is since then. */
  boolean thaw(String accountId, Instant at) {
    lock(accountId);
    List<Boolean> suspended =
        jdbc.sql("DELETE FROM account_freeze WHERE account_id = ? AND at <= ? RETURNING suspended")
            .params(List.of(accountId, Timestamp.from(at)))
            .query((row, number) -> row.getBoolean("suspended"))
            .list();
    if (suspended.equals(List.of(false))) {
      open(accountId, true);
    }
    return !suspended.isEmpty();
  }

  /** Of a frozen account: whether it is suspended when it is thawed. */
  private boolean noted(String accountId, boolean suspended) {
    return jdbc.sql(
                "UPDATE account_freeze SET suspended = ? WHERE account_id = ? AND suspended <> ?")
            .params(List.of(suspended, accountId, suspended))
            .update()
        > 0;
  }

  private boolean open(String accountId, boolean open) {
    return jdbc.sql(
                """
                UPDATE account SET active = :open WHERE id = :id AND active <> :open
                  AND NOT (:open AND EXISTS (SELECT 1 FROM account_freeze WHERE account_id = :id))
                """)
            .param("open", open)
            .param("id", accountId)
            .update()
        > 0;
  }
}
