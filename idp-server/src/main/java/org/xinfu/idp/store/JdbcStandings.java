package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.proof.Standings;
import org.xinfu.kit.audit.Actor;
import org.xinfu.kit.audit.Audit;

/**
 * Standings in PostgreSQL, in the rows of verified persons. Nothing is locked while it is asked.
 */
public final class JdbcStandings implements Standings {
  private static final int MOST = 10_000;

  /** What the round is written about. */
  private static final String SUBJECT = "identity-authority";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Audit audit;
  private final CitizenIdCipher cipher;

  public JdbcStandings(
      JdbcClient jdbc, TransactionTemplate transaction, Audit audit, CitizenIdCipher cipher) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.audit = audit;
    this.cipher = cipher;
  }

  @Override
  public boolean begin(Instant now, Instant until) {
    return jdbc.sql("UPDATE standing_round SET until_at = ? WHERE until_at <= ?")
            .params(List.of(Timestamp.from(until), Timestamp.from(now)))
            .update()
        == 1;
  }

  @Override
  public void end(Instant until, Instant next, Map<Outcome, Integer> heard) {
    transaction.executeWithoutResult(
        tx -> {
          jdbc.sql("UPDATE standing_round SET until_at = ? WHERE until_at = ?")
              .params(List.of(Timestamp.from(next), Timestamp.from(until)))
              .update();
          Map<String, String> counts = new TreeMap<>();
          heard.forEach(
              (outcome, count) ->
                  counts.put(outcome.name().toLowerCase(Locale.ROOT), count.toString()));
          if (heard.keySet().stream().anyMatch(Outcome::answered)) {
            audit.record(Actor.SYSTEM, new Audit.Act("standings-asked", SUBJECT, "done", counts));
          }
        });
  }

  /** Those that are passed over are taken too: otherwise they would lie in front of all others. */
  @Override
  public List<String> take(Turn turn, int most) {
    return jdbc.sql(
            """
            WITH due AS MATERIALIZED (
              SELECT account_id, standing_at FROM person
              WHERE standing_at < :before AND standing_tried < :again
              ORDER BY standing_at, account_id LIMIT :most FOR UPDATE SKIP LOCKED),
            taken AS (
              UPDATE person SET standing_tried = :at
              WHERE account_id IN (SELECT account_id FROM due))
            SELECT account_id FROM due ORDER BY standing_at, account_id
            """)
        .param("before", Timestamp.from(turn.before()))
        .param("again", Timestamp.from(turn.again()))
        .param("at", Timestamp.from(turn.at()))
        .param("most", most)
        .query((row, number) -> row.getString(1))
        .list();
  }

  @Override
  public void release(List<String> accountIds, Instant taken) {
    if (!accountIds.isEmpty()) {
      jdbc.sql(
              """
              UPDATE person SET standing_tried = '-infinity'
              WHERE account_id IN (:ids) AND standing_tried = :taken
              """)
          .param("ids", accountIds)
          .param("taken", Timestamp.from(taken))
          .update();
    }
  }

  @Override
  public Optional<Claims> claims(String accountId) {
    return jdbc.sql(
            """
            SELECT a.display_name, p.document_type, p.document, p.birth_date
            FROM person p JOIN account a ON a.id = p.account_id
            WHERE p.account_id = :id
              AND NOT EXISTS (SELECT 1 FROM account_freeze f WHERE f.account_id = :id)
              AND NOT EXISTS (SELECT 1 FROM sandbox_subject s WHERE s.id = :id)
            """)
        .param("id", accountId)
        .query(
            (row, number) ->
                new Claims(
                    row.getString(1),
                    new IdDocument(
                        IdDocument.Type.valueOf(row.getString(2)),
                        cipher.open(accountId, row.getBytes(3))),
                    row.getDate(4).toLocalDate(),
                    null,
                    null,
                    null,
                    null,
                    null))
        .optional();
  }

  @Override
  public void heard(String accountId, Outcome outcome, Instant at) {
    transaction.executeWithoutResult(
        tx -> {
          jdbc.sql("UPDATE person SET standing_at = ? WHERE account_id = ?")
              .params(List.of(Timestamp.from(at), accountId))
              .update();
          if (outcome == Outcome.UNKNOWN) {
            audit.record(
                Actor.SYSTEM, new Audit.Act("standing-asked", accountId, "unknown", Map.of()));
          }
        });
  }

  @Override
  public int due(Instant before) {
    return jdbc.sql(
            "SELECT count(*) FROM (SELECT 1 FROM person WHERE standing_at < ? LIMIT ?) AS due")
        .params(List.of(Timestamp.from(before), MOST))
        .query(Integer.class)
        .single();
  }
}
