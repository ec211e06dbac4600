package org.xinfu.idp.store;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.console.FrozenAccounts;

/** Frozen accounts in PostgreSQL. Thawing runs in the caller's transaction. */
public final class JdbcFrozenAccounts implements FrozenAccounts {
  private final JdbcClient jdbc;
  private final AccountStanding standing;
  private final Clock clock;

  public JdbcFrozenAccounts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.standing = new AccountStanding(jdbc);
    this.clock = clock;
  }

  @Override
  public List<Frozen> list(String after, int most) {
    return jdbc.sql(
            """
            SELECT f.account_id, a.login_name, f.at, f.why
            FROM account_freeze f JOIN account a ON a.id = f.account_id
            WHERE (f.at, f.account_id) > ALL
              (SELECT l.at, l.account_id FROM account_freeze l WHERE l.account_id = :after)
            ORDER BY f.at, f.account_id LIMIT :most
            """)
        .param("after", after)
        .param("most", most)
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
  public Map<String, Boolean> among(Collection<String> accountIds) {
    Map<String, Boolean> frozen = new HashMap<>();
    if (!accountIds.isEmpty()) {
      jdbc.sql("SELECT account_id, suspended FROM account_freeze WHERE account_id IN (:ids)")
          .param("ids", accountIds)
          .query((RowCallbackHandler) row -> frozen.put(row.getString(1), row.getBoolean(2)));
    }
    return frozen;
  }

  @Override
  public boolean thaw(String accountId) {
    return standing.thaw(accountId, clock.instant());
  }
}
