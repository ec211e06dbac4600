package org.xinfu.kit.audit;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * One row per act, written in the caller's transaction: the act and its row are both there or both
 * not. Rows are chained by the log sequencer of a later issue, not here, where two transactions may
 * commit in either order.
 */
public final class Audit {
  /** SQL for the whole of a row as one line of JSON: what seals, heads and proofs are over. */
  public static final String LINE =
      """
      json_build_array(id, extract(epoch FROM at)::text, actor, client,
        request_id, act, subject, outcome, details)::text
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;
  private final Supplier<List<Witness>> witnesses;

  Audit(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this(jdbc, json, clock, List::of);
  }

  Audit(JdbcClient jdbc, JsonMapper json, Clock clock, Supplier<List<Witness>> witnesses) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
    this.witnesses = witnesses;
  }

  /** Sees every act in the transaction that does it; what it throws undoes the act. */
  @FunctionalInterface
  public interface Witness {
    void seen(Act act, Instant at);
  }

  /** What happened to what, by whoever the security context names. */
  public void record(String act, String subject, String outcome, Map<String, ?> details) {
    record(Actor.current(), new Act(act, subject, outcome, details));
  }

  /** The same with a named actor. */
  public void record(Actor actor, Act act) {
    Instant now = clock.instant();
    jdbc.sql(
            """
            INSERT INTO audit (at, actor, client, request_id, act, subject, outcome, details)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            """)
        .param(Timestamp.from(now))
        .param(actor.name())
        .param(actor.client())
        .param(MDC.get("requestId"))
        .param(act.act())
        .param(act.subject())
        .param(act.outcome())
        .param(json.writeValueAsString(act.details()))
        .update();
    witnesses.get().forEach(witness -> witness.seen(act, now));
  }

  /**
   * An act.
   *
   * @param act kebab-case verb and noun, e.g. {@code seal-issued}
   * @param subject identifier of what it was done to
   * @param outcome {@code done} or the code of the refusal
   * @param details plain facts, never secrets or a citizen's number
   */
  public record Act(String act, String subject, String outcome, Map<String, ?> details) {
    public Act {
      details = Map.copyOf(details);
    }
  }
}
