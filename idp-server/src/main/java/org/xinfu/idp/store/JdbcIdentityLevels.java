package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdentityLevels;

/** The highest level of evidence in force. */
public final class JdbcIdentityLevels implements IdentityLevels {
  private final JdbcClient jdbc;
  private final Clock clock;

  public JdbcIdentityLevels(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public Ial of(String accountId) {
    return jdbc.sql(
            """
            SELECT level FROM proof WHERE account_id = ? AND expires_at > ? AND revoked_at IS NULL
            ORDER BY level DESC LIMIT 1
            """)
        .params(List.of(accountId, Timestamp.from(clock.instant())))
        .query((row, number) -> Ial.valueOf(row.getString(1)))
        .optional()
        .orElse(Ial.IAL1);
  }
}
