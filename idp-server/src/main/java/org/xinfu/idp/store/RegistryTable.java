package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.mandate.EntityRegistry.Change;
import org.xinfu.idp.domain.mandate.EntityRegistry.Unread;
import org.xinfu.idp.domain.mandate.EntityRegistry.What;
import org.xinfu.idp.domain.mandate.Mandates.Enrolled;
import org.xinfu.idp.domain.mandate.Mandates.Heard;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** How far the registry's changes were followed, and the last one of each entity. */
final class RegistryTable {
  private static final int MOST_UNNUMBERED = 1000;

  private final JdbcClient jdbc;

  RegistryTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long position() {
    return jdbc.sql("SELECT position FROM registry_position").query(Long.class).single();
  }

  /** Goes on behind the change; false when another replica was faster. */
  boolean advance(Change change) {
    return jdbc.sql(
                """
                UPDATE registry_position SET position = :n, named = :n,
                  unnamed = CASE WHEN named = position THEN unnamed ELSE position END
                WHERE position < :n
                """)
            .param("n", change.number())
            .update()
        == 1;
  }

  /** The same; where nobody knows whose it is it may be anybody's. */
  boolean advance(Unread change) {
    return jdbc.sql(
                """
                UPDATE registry_position SET position = :n,
                  named = CASE WHEN :known THEN :n ELSE named END,
                  unnamed = CASE WHEN named = position THEN unnamed ELSE position END
                WHERE position < :n
                """)
            .param("n", change.number())
            .param("known", change.code().isPresent())
            .update()
        == 1;
  }

  /**
   * Why what was heard is not believed any more. Whoever follows the next change waits until the
   * transaction ends, and finds what it wrote. Replicas of before V106 do not say that they know
   * whose a change was.
   */
  @Nullable Enrolled late(UnifiedSocialCreditCode code, Heard heard) {
    long unnamed =
        jdbc.sql(
                """
                SELECT CASE WHEN named = position THEN unnamed ELSE position END
                FROM registry_position FOR SHARE
                """)
            .query(Long.class)
            .single();
    if (unnamed > heard.position()) {
      return Enrolled.OVERTAKEN;
    }
    // A statement of its own: it sees what was followed while the one before it waited.
    return jdbc.sql(
            """
            SELECT CASE WHEN number > :position THEN 'OVERTAKEN' ELSE 'STALE' END
            FROM registry_change WHERE code = :code AND (number > :position OR at > :at)
            """)
        .param("code", code.value())
        .param("position", heard.position())
        .param("at", Timestamp.from(heard.at()))
        .query((row, number) -> Enrolled.valueOf(row.getString(1)))
        .optional()
        .orElse(null);
  }

  /**
   * What was said of the entity before is not believed after; no change is of later than now. False
   * when a later word on whether the entity is suspended was followed before.
   */
  boolean note(Change change, Instant now) {
    boolean status = change.what() != What.REPRESENTATIVE_CHANGED;
    long number = change.number();
    Instant at = change.at().isAfter(now) ? now : change.at();
    return note(new Last(change.code(), number, at, status ? number : 0), now) <= number;
  }

  /** As a change of now, of which no more is known. */
  void note(Unread change, Instant now) {
    change.code().ifPresent(code -> note(new Last(code, change.number(), now, 0), now));
  }

  /** The number of the last word on whether the entity is suspended. */
  private long note(Last last, Instant now) {
    return jdbc.sql(
            """
            INSERT INTO registry_change AS c (code, number, at, status_number, followed_at)
            VALUES (:code, :number, :at, :status, :now)
            ON CONFLICT (code) DO UPDATE
            SET number = greatest(c.number, excluded.number), at = greatest(c.at, excluded.at),
              status_number = greatest(c.status_number, excluded.status_number),
              followed_at = excluded.followed_at
            RETURNING status_number
            """)
        .param("code", last.code().value())
        .param("number", last.number())
        .param("at", Timestamp.from(last.at()))
        .param("status", last.status())
        .param("now", Timestamp.from(now))
        .query(Long.class)
        .single();
  }

  private record Last(UnifiedSocialCreditCode code, long number, Instant at, long status) {}

  /**
   * False when it is kept already: one without a number is heard of again and again. A registry
   * whose list is never the same twice must fill no table.
   */
  boolean keep(Unread change, Instant at) {
    return jdbc.sql(
                """
            INSERT INTO registry_unread (number, code, fault, heard_at, tried_at)
            SELECT :number, :code, :fault, :at, :at
            WHERE :number >= 0 OR (SELECT count(*) FROM registry_unread WHERE number < 0) < :most
            ON CONFLICT (number) DO NOTHING
            """)
            .param("most", MOST_UNNUMBERED)
            .param("number", change.number())
            .param("code", change.code().map(UnifiedSocialCreditCode::value).orElse(null))
            .param("fault", change.fault())
            .param("at", Timestamp.from(at))
            .update()
        == 1;
  }

  /** False when it is not kept. */
  boolean forget(Change change) {
    return jdbc.sql("DELETE FROM registry_unread WHERE number = ?").param(change.number()).update()
        == 1;
  }
}
