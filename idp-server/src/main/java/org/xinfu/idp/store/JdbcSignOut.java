package org.xinfu.idp.store;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.store.SignOutTable.Which;

/** Ends logins in PostgreSQL. */
public final class JdbcSignOut implements SignOut {
  private final JdbcClient jdbc;
  private final SignOutTable table;
  private final TransactionTemplate transaction;
  private final JdbcGrantStore.Part part;

  public JdbcSignOut(JdbcClient jdbc, TransactionTemplate transaction, JdbcGrantStore.Part part) {
    this.jdbc = jdbc;
    this.table = new SignOutTable(jdbc);
    this.transaction = transaction;
    this.part = part;
  }

  @Override
  public boolean login(String sid, Cause cause) {
    return inOne(
            () -> {
              String account =
                  jdbc.sql("SELECT principal FROM login_session WHERE sid = ? FOR UPDATE")
                      .param(sid)
                      .query(String.class)
                      .optional()
                      .orElse(null);
              return account == null ? 0 : end(Which.login(sid), account, cause);
            })
        > 0;
  }

  @Override
  public boolean own(String account, String sid, Cause cause) {
    return inOne(() -> end(Which.own(account, sid), account, cause)) > 0;
  }

  @Override
  public int others(String account, String keptSid, Cause cause) {
    return inOne(
        () -> {
          nextGeneration(account);
          return end(Which.others(account, keptSid), account, cause);
        });
  }

  @Override
  public boolean with(String account, Cause cause, BooleanSupplier change) {
    return inOne(
            () -> {
              if (!change.getAsBoolean()) {
                return 0;
              }
              nextGeneration(account);
              end(Which.all(account), account, cause);
              return 1;
            })
        > 0;
  }

  /**
   * What was shown before logs nobody in any more ({@link JdbcSessionStore}), nor does what was
   * confirmed. The account is locked: a login is kept before, and ended here, or refused after.
   */
  private void nextGeneration(String account) {
    jdbc.sql("UPDATE account SET login_generation = login_generation + 1 WHERE id = ?")
        .param(account)
        .update();
    jdbc.sql("DELETE FROM qr_login WHERE account_id = ?").param(account).update();
  }

  private int end(Which which, String account, Cause cause) {
    int ended = table.end(which, cause, part.clock().instant());
    if (ended > 0) {
      IdpAudit audit = part.audit();
      audit.record(null, account, "login-ended", cause.code());
    }
    return ended;
  }

  private int inOne(IntSupplier work) {
    return Objects.requireNonNull(transaction.execute(tx -> work.getAsInt()));
  }
}
