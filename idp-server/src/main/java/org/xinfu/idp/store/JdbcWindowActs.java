package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.window.WindowAct;
import org.xinfu.idp.domain.window.WindowActs;

/** Acts at windows in PostgreSQL. */
public final class JdbcWindowActs implements WindowActs {
  private static final String SHOWN =
      """
      SELECT w.*, coalesce(c.name, w.client_id) AS service, c.name_en AS service_en,
        coalesce(a.display_name, '') AS clerk
      FROM window_act w LEFT JOIN client c ON c.id = w.client_id
        LEFT JOIN account a ON a.id = w.principal
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final BlindIndex index;

  public JdbcWindowActs(JdbcClient jdbc, TransactionTemplate transaction, BlindIndex index) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.index = index;
  }

  @Override
  public boolean registered(String clientId) {
    return new ClientUses(jdbc).window(clientId);
  }

  @Override
  public boolean add(WindowAct act, String secret, @Nullable String evidence) {
    String hash = index.of("window", act.method().name(), secret);
    boolean reader = act.method() == WindowAct.Method.READER;
    return jdbc.sql(
                """
                INSERT INTO window_act (id, client_id, principal, sid, org, person_id, matter,
                  window_no, method, receipt_hash, phone_hash, evidence, asked_at, begun_at,
                  expires_at)
                VALUES (:id, :client, :principal, :sid, :org, :person, :matter, :window, :method,
                  :receipt, :phone, :evidence, :asked, :begun, :expires)
                ON CONFLICT (receipt_hash) DO NOTHING
                """)
            .param("id", act.id())
            .param("client", act.clerk().clientId())
            .param("principal", act.clerk().accountId())
            .param("sid", act.clerk().sid())
            .param("org", act.clerk().org())
            .param("person", act.personId())
            .param("matter", act.where().matter())
            .param("window", act.where().window())
            .param("method", act.method().name())
            .param("receipt", reader ? hash : null)
            .param("phone", reader ? null : hash)
            .param("evidence", evidence)
            .param("asked", Timestamp.from(act.asked()))
            .param("begun", time(act.begun()), Types.TIMESTAMP)
            .param("expires", Timestamp.from(act.expires()))
            .update()
        == 1;
  }

  @Override
  public Optional<WindowAct> byId(String id) {
    return jdbc.sql("SELECT * FROM window_act WHERE id = ?")
        .param(id)
        .query(JdbcWindowActs::act)
        .optional();
  }

  @Override
  public Optional<WindowAct> waiting(String secret, Instant at) {
    return jdbc.sql(
            """
            SELECT * FROM window_act
            WHERE phone_hash = ? AND begun_at IS NULL AND ended_at IS NULL AND expires_at > ?
            """)
        .params(
            List.of(index.of("window", WindowAct.Method.PHONE.name(), secret), Timestamp.from(at)))
        .query(JdbcWindowActs::act)
        .optional();
  }

  @Override
  public boolean begin(String id, String personId, String evidence, Instant at) {
    return jdbc.sql(
                """
                UPDATE window_act SET person_id = ?, evidence = ?, begun_at = ?
                WHERE id = ? AND begun_at IS NULL AND ended_at IS NULL AND expires_at > ?
                """)
            .params(List.of(personId, evidence, Timestamp.from(at), id, Timestamp.from(at)))
            .update()
        == 1;
  }

  @Override
  public boolean end(String id, WindowAct.End why, Instant at) {
    return inOne(() -> ended("id = :id", Map.of("id", id), why, at) > 0);
  }

  @Override
  public boolean object(String id, String personId, String objection, Instant at) {
    return inOne(
        () -> {
          boolean flagged =
              jdbc.sql(
                          """
                          UPDATE window_act SET objected_at = ?, objection = ?
                          WHERE id = ? AND person_id = ? AND objected_at IS NULL
                          """)
                      .params(List.of(Timestamp.from(at), objection, id, personId))
                      .update()
                  == 1;
          if (flagged) {
            ended("id = :id", Map.of("id", id), WindowAct.End.OBJECTED, at);
          }
          return flagged;
        });
  }

  @Override
  public boolean granting(String id, Instant at, Supplier<String> issue) {
    return inOne(
        () -> {
          boolean stands =
              jdbc.sql("SELECT * FROM window_act WHERE id = ? FOR UPDATE")
                  .param(id)
                  .query(JdbcWindowActs::act)
                  .optional()
                  .filter(act -> act.state(at) == WindowAct.State.ACTIVE)
                  .isPresent();
          return stands
              && jdbc.sql("INSERT INTO window_grant (grant_id, act_id) VALUES (?, ?)")
                      .params(List.of(issue.get(), id))
                      .update()
                  == 1;
        });
  }

  /** Acts by a condition over {@code window_act}, never input, and their tokens. */
  private int ended(
      String condition, Map<String, String> parameters, WindowAct.End why, Instant at) {
    return end(jdbc, condition, parameters, new Ending(why, at));
  }

  /** Why, and when. */
  record Ending(WindowAct.End why, Instant at) {}

  /** In the caller's transaction: first the acts, then their tokens, so that none slips through. */
  static int end(JdbcClient jdbc, String condition, Map<String, String> parameters, Ending ending) {
    int acts =
        jdbc.sql(
                """
                UPDATE window_act SET ended_at = :now, end_cause = :why
                WHERE ended_at IS NULL AND expires_at > :now AND %s
                """
                    .formatted(condition))
            .params(parameters)
            .param("now", Timestamp.from(ending.at()))
            .param("why", ending.why().name())
            .update();
    jdbc.sql(
            """
            DELETE FROM oauth2_grant WHERE id IN (SELECT grant_id FROM window_grant
              WHERE act_id IN (SELECT id FROM window_act WHERE %s))
            """
                .formatted(condition))
        .params(parameters)
        .update();
    return acts;
  }

  @Override
  public List<Shown> of(String personId, long before, int most) {
    return jdbc.sql(
            SHOWN
                + """
                WHERE w.person_id = ? AND w.begun_at IS NOT NULL AND w.number < ?
                ORDER BY w.number DESC LIMIT ?
                """)
        .params(List.of(personId, before, most))
        .query(JdbcWindowActs::shown)
        .list();
  }

  @Override
  public List<Shown> all(String org, String division, boolean objected, long before, int most) {
    return jdbc.sql(
            SHOWN
                + """
                WHERE (:org = '' OR w.org = :org) AND starts_with(substr(w.org, 3), :division)
                  AND (NOT :objected OR w.objected_at IS NOT NULL) AND w.number < :before
                ORDER BY w.number DESC LIMIT :most
                """)
        .param("org", org)
        .param("division", division)
        .param("objected", objected)
        .param("before", before)
        .param("most", most)
        .query(JdbcWindowActs::shown)
        .list();
  }

  private boolean inOne(BooleanSupplier work) {
    return Boolean.TRUE.equals(transaction.execute(tx -> work.getAsBoolean()));
  }

  private static Shown shown(ResultSet row, int number) throws SQLException {
    return new Shown(act(row, number), ClientColumns.service(row), row.getString("clerk"));
  }

  private static WindowAct act(ResultSet row, int number) throws SQLException {
    Timestamp begun = row.getTimestamp("begun_at");
    String end = row.getString("end_cause");
    return new WindowAct(
        row.getString("id"),
        row.getLong("number"),
        new WindowAct.Clerk(
            row.getString("principal"),
            row.getString("sid"),
            row.getString("client_id"),
            row.getString("org")),
        row.getString("person_id"),
        new WindowAct.Where(row.getString("matter"), row.getString("window_no")),
        WindowAct.Method.valueOf(row.getString("method")),
        Objects.requireNonNull(row.getTimestamp("asked_at")).toInstant(),
        begun == null ? null : begun.toInstant(),
        row.getTimestamp("expires_at").toInstant(),
        end == null ? null : WindowAct.End.valueOf(end),
        row.getString("objection"));
  }

  private static @Nullable Timestamp time(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }
}
