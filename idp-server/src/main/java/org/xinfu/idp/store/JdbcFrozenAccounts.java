package org.xinfu.idp.store;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.console.FrozenAccounts;

/** Frozen accounts in PostgreSQL. Thawing runs in the caller's transaction. */
public final class JdbcFrozenAccounts implements FrozenAccounts {
  private final JdbcClient jdbc;

  public JdbcFrozenAccounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Frozen> list(int most) {
    return jdbc.sql(
            """
            SELECT f.account_id, a.login_name, f.at, f.why
            FROM account_freeze f JOIN account a ON a.id = f.account_id ORDER BY f.at LIMIT ?
            """)
        .param(most)
        .query(
            (row, number) ->
                new Frozen(
                    row.getString("account_id"),
                    row.getString("login_name"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("why")))
        .list();
  }

  @Override
  public boolean thaw(String accountId) {
    return jdbc.sql("DELETE FROM account_freeze WHERE account_id = ?").param(accountId).update()
            == 1
        && jdbc.sql("UPDATE account SET active = true WHERE id = ?").param(accountId).update() == 1;
  }
}
