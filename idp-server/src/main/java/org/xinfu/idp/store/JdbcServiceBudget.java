package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.login.Attempts.Service;

/**
 * How many logins on the way to a service may fail, in PostgreSQL and shared by all replicas. It is
 * spent until nothing has failed beyond the limit for the length of a window; one row of the audit
 * book says when that begins.
 */
public final class JdbcServiceBudget {
  private static final String ACT = "client-logins-braked";

  /**
   * By this part of a window at most it ends earlier than it would if each failure were written.
   */
  private static final int STEP = 10;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final IdpAudit audit;
  private final Limit limit;

  /** So many within one window, which begins with the first. */
  public record Limit(int most, Duration window) {
    public Limit {
      if (most < 1
          || window.isNegative()
          || window.isZero()
          || window.compareTo(ExpirySweep.FAILURE) > 0) {
        throw new IllegalArgumentException(
            "xinfu.failures.logins-per-service, logins-window: more than nothing, a day at most");
      }
    }
  }

  public JdbcServiceBudget(
      JdbcClient jdbc, TransactionTemplate transaction, IdpAudit audit, Limit limit) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.audit = audit;
    this.limit = limit;
  }

  /**
   * Counts one that failed. Right after the budget was found spent nothing is written: in a rush of
   * failures each would wait for the row, and keep a connection that others want meanwhile.
   */
  public void failed(Service towards, Instant at) {
    Instant until = at.plus(limit.window());
    Instant before = towards.spentUntil();
    if (before != null && before.isAfter(until.minus(limit.window().dividedBy(STEP)))) {
      return;
    }
    transaction.executeWithoutResult(
        tx -> {
          if (counted(towards.client(), at) >= limit.most()) {
            spend(towards.client(), at, until);
          }
        });
  }

  private int counted(String client, Instant at) {
    return jdbc.sql(
            """
            INSERT INTO client_login_failure AS f (client_id, since, failures)
            VALUES (:client, :at, 1)
            ON CONFLICT (client_id) DO UPDATE
            SET since = CASE WHEN f.since > :begin THEN f.since ELSE excluded.since END,
              failures = CASE WHEN f.since > :begin THEN f.failures + 1 ELSE 1 END
            RETURNING failures
            """)
        .param("client", client)
        .param("at", Timestamp.from(at))
        .param("begin", Timestamp.from(at.minus(limit.window())))
        .query(Integer.class)
        .single();
  }

  /** The row is this transaction's: of several that spend it at once one finds that it was not. */
  private void spend(String client, Instant at, Instant until) {
    String spent = "UPDATE client_login_failure SET spent_until = ? WHERE client_id = ?";
    Timestamp end = Timestamp.from(until);
    boolean begins =
        jdbc.sql(spent + " AND (spent_until IS NULL OR spent_until <= ?)")
                .params(List.of(end, client, Timestamp.from(at)))
                .update()
            == 1;
    if (begins) {
      Map<String, String> details =
          Map.of("failures", Integer.toString(limit.most()), "within", limit.window().toString());
      audit.record(client, client, new IdpAudit.Fact(ACT, "braked", details));
    } else {
      jdbc.sql(spent).params(List.of(end, client)).update();
    }
  }
}
