package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdentityLevels;

/**
 * The highest level of evidence in force. While a platform above does not answer, its word counts
 * for less.
 */
public final class JdbcIdentityLevels implements IdentityLevels {
  /** Of the proofs that a condition chooses. */
  static final String LEVEL =
      """
      SELECT coalesce(max(CASE
        WHEN (SELECT true FROM upstream_outage WHERE source = 'upstream-' || platform) IS TRUE
        THEN least(level, :inOutage) ELSE level END), 'IAL1')
      FROM proof
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Ial inOutage;

  /** Takes the most that a platform's word is worth while it does not answer. */
  public JdbcIdentityLevels(JdbcClient jdbc, Clock clock, Ial inOutage) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.inOutage = inOutage;
  }

  @Override
  public Ial of(String accountId) {
    return jdbc.sql(
            LEVEL + " WHERE account_id = :account AND expires_at > :now AND revoked_at IS NULL")
        .param("inOutage", inOutage.name())
        .param("account", accountId)
        .param("now", Timestamp.from(clock.instant()))
        .query((row, number) -> Ial.valueOf(row.getString(1)))
        .single();
  }
}
