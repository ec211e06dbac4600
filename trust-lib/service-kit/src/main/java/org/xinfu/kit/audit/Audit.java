package org.xinfu.kit.audit;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.xinfu.kit.sql.NamedSql;
import org.xinfu.kit.sql.NamedValues;
import tools.jackson.databind.json.JsonMapper;

/**
 * One row per act, written in the caller's transaction: the act and its row are both there or both
 * not. Rows are bound by the log ({@link org.xinfu.kit.log}) when no other can appear before them,
 * not here, where two transactions may commit in either order.
 */
public final class Audit {
  /** SQL for the whole of a row as one line of JSON: what seals, heads and proofs are over. */
  public static final String LINE =
      """
      json_build_array(id, extract(epoch FROM at)::text, actor, client,
        request_id, act, subject, outcome, details)::text
      """;

  private static final String ROW =
      "INSERT INTO audit (at, actor, client, request_id, act, subject, outcome, details) ";

  private static final String MARKS =
      ":auditAt::timestamptz, :auditActor, :auditClient, :auditRequest, :auditAct, :auditSubject,"
          + " :auditOutcome, :auditDetails::jsonb";

  private static final NamedSql ALONE = NamedSql.of(ROW + "VALUES (" + MARKS + ")");

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
    row(ALONE.values(), actor, act, now).update(jdbc);
    witnesses.get().forEach(witness -> witness.seen(act, now));
  }

  /**
   * Does an act that is one statement and writes its row, in one: both are there or neither, in a
   * transaction or without one. Witnesses see the act before it is done.
   *
   * @param values binds the parameters of the deed's statement
   * @return whether the statement wrote anything; if not there is no row
   */
  public boolean record(Actor actor, Act act, Deed deed, UnaryOperator<NamedValues> values) {
    Instant now = clock.instant();
    witnesses.get().forEach(witness -> witness.seen(act, now));
    return row(values.apply(deed.sql.values()), actor, act, now).update(jdbc) > 0;
  }

  /**
   * A way to write rows of acts that are nothing but their row, many callers' at once.
   *
   * @param condition SQL that says whether the mark of {@code act}, a row with the columns of an
   *     audit row and {@code mark}, still stands
   */
  public AuditGroup group(String condition) {
    String sql =
        """
        WITH act AS MATERIALIZED (SELECT * FROM
            unnest(:actors::text[], :clients::text[], :requests::text[], :acts::text[],
              :subjects::text[], :outcomes::text[], :details::text[], :marks::bigint[])
            WITH ORDINALITY AS act (actor, client, request, act, subject, outcome, details, mark,
              position)
          WHERE %s),
        book AS (%s SELECT :at, actor, client, request, act, subject, outcome, details::jsonb
          FROM act ORDER BY position)
        SELECT position FROM act
        """
            .formatted(condition, ROW);
    NamedSql group = NamedSql.of(sql);
    return new AuditGroup(rows -> write(group, rows));
  }

  /**
   * Does the work and writes the act's row together with those of others. Witnesses see the act
   * before. Not for transactions: the row is in one of its own.
   *
   * @param work its result is handed out when the row is durable
   * @return empty, and there is no row, when the mark does not stand
   */
  public <T> Optional<T> record(
      Actor actor, Act act, AuditGroup group, long mark, Supplier<T> work) {
    Instant now = clock.instant();
    witnesses.get().forEach(witness -> witness.seen(act, now));
    return group.record(new Row(actor, act, MDC.get("requestId"), mark), work);
  }

  private List<Long> write(NamedSql sql, List<Row> rows) {
    return sql.values()
        .at("at", clock.instant())
        .param("actors", texts(rows, row -> row.actor().name()))
        .param("clients", texts(rows, row -> row.actor().client()))
        .param("requests", texts(rows, Row::request))
        .param("acts", texts(rows, row -> row.act().act()))
        .param("subjects", texts(rows, row -> row.act().subject()))
        .param("outcomes", texts(rows, row -> row.act().outcome()))
        .param("details", texts(rows, row -> json.writeValueAsString(row.act().details())))
        .param(
            "marks",
            new SqlArrayValue("int8", (Object[]) rows.stream().map(Row::mark).toArray(Long[]::new)))
        .query(jdbc, (row, number) -> row.getLong("position"))
        .list();
  }

  private static SqlArrayValue texts(List<Row> rows, Function<Row, @Nullable String> column) {
    return new SqlArrayValue("text", (Object[]) rows.stream().map(column).toArray(String[]::new));
  }

  /** What a group writes of one act. */
  record Row(Actor actor, Act act, @Nullable String request, long mark) {}

  private NamedValues row(NamedValues values, Actor actor, Act act, Instant now) {
    return values
        .at("auditAt", now)
        .param("auditActor", actor.name())
        .param("auditClient", actor.client(), Types.VARCHAR)
        .param("auditRequest", MDC.get("requestId"), Types.VARCHAR)
        .param("auditAct", act.act())
        .param("auditSubject", act.subject())
        .param("auditOutcome", act.outcome())
        .param("auditDetails", json.writeValueAsString(act.details()));
  }

  /** A statement that is done together with its audit row. */
  public static final class Deed {
    private final NamedSql sql;

    private Deed(String sql) {
      this.sql = NamedSql.of(sql);
    }

    /**
     * A deed.
     *
     * @param statement INSERT, UPDATE or DELETE of one row, with named parameters and without
     *     RETURNING
     */
    public static Deed of(String statement) {
      return new Deed("WITH " + recorded(statement));
    }

    /**
     * A deed that is the last of several steps in one statement.
     *
     * @param steps what is done before: {@code name AS (statement)}, with commas between them
     * @param statement as above; it writes nothing unless the steps have done what they should
     */
    public static Deed after(String steps, String statement) {
      return new Deed("WITH " + steps + ", " + recorded(statement));
    }

    private static String recorded(String statement) {
      return "deed AS (" + statement + " RETURNING 1) " + ROW + "SELECT " + MARKS + " FROM deed";
    }
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
