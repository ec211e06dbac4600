package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.xinfu.idp.domain.mandate.Mandates;

/** Takes away what no longer opens anything. Safe on several replicas at once. */
public final class ExpirySweep {
  /** Failures are forgotten after a day without another. */
  static final Duration FAILURE = Duration.ofDays(1);

  /** Longer than the longest refresh token: afterwards no service lives on the login. */
  private static final Duration SERVICE = Duration.ofDays(31);

  /** Logout tokens that were delivered or given up are kept for people to look at. */
  private static final Duration TOLD = Duration.ofDays(30);

  /** Notices that no gateway took: people can have them tried again. */
  private static final Duration NOT_TOLD = Duration.ofDays(7);

  /** A device that was not used for so long is a stranger again: the life of its cookie. */
  private static final Duration DEVICE = Duration.ofDays(400);

  /** A used challenge is remembered so long beyond its time, to say that it was replayed. */
  private static final Duration CHALLENGE = Duration.ofHours(1);

  private static final int BATCH = 5000;

  /** With a sweep every ten minutes a process that runs for a day sees all of a table. */
  private static final int ROUND = 120;

  /** Pages of a walk's step: 8 MiB. */
  private static final int LEAST = 1024;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final TableWalk walk;

  public ExpirySweep(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.walk = new TableWalk(jdbc, ROUND, LEAST);
  }

  /**
   * Runs every ten minutes, in batches so that no lock lasts long. Each table is emptied of what is
   * over; of those that every login writes into a part is looked at ({@link TableWalk}).
   */
  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10M")
  public void sweep() {
    Instant now = clock.instant();
    walk.step("oauth2_grant", "keep_until", now);
    walk.step("login_session", "expires_at", now);
    sweep("ended_login", "expires_at", now);
    sweep("client_assertion", "expires_at", now);
    sweep("dpop_proof", "expires_at", now);
    sweep("consent", "expires_at", now);
    sweep("pushed_request", "expires_at", now);
    sweep("cas_ticket", "expires_at", now);
    sweep("cas_granting_ticket", "expires_at", now);
    sweep("app_ticket", "expires_at", now);
    sweep("signed_request", "expires_at", now);
    sweep("cas_session", "last_at", now.minus(SERVICE));
    walk.step("rp_session", "last_at", now.minus(SERVICE));
    jdbc.sql(
            """
            DELETE FROM acting_session a WHERE since < ?
              AND NOT EXISTS (SELECT 1 FROM oauth2_grant g WHERE g.sid = a.sid)
            """)
        .param(Timestamp.from(now.minus(SERVICE)))
        .update();
    // Where a replica of before V106 followed it, followed_at is of the entity's first change.
    sweep("registry_change", "followed_at", now.minus(Mandates.REMEMBERED));
    sweep("logout_delivery", "ended_at", now.minus(TOLD));
    sweep("notice", "given_up_at", now.minus(NOT_TOLD));
    walk.step("known_device", "last_at", now.minus(DEVICE));
    sweep("webauthn_challenge", "expires_at", now);
    sweep("contact_code", "expires_at", now);
    sweep("undo_link", "expires_at", now);
    sweep("budget", "expires_at", now);
    sweep("qr_login", "expires_at", now);
    sweep("ukey_challenge", "expires_at", now.minus(CHALLENGE));
    sweep("login_failure", "last_at", now.minus(FAILURE));
    sweep("client_login_failure", "since", now.minus(FAILURE));
  }

  private void sweep(String table, String column, Instant before) {
    String sql =
        "DELETE FROM %s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %s WHERE %s < ? LIMIT %d))"
            .formatted(table, table, column, BATCH);
    int gone = BATCH;
    while (gone == BATCH) {
      gone = jdbc.sql(sql).param(Timestamp.from(before)).update();
    }
  }
}
