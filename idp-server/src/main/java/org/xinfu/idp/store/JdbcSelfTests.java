package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.selftest.Finding;
import org.xinfu.idp.selftest.SelfTest;
import org.xinfu.idp.selftest.SelfTests;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Self-tests in PostgreSQL; an index lets one run at a time for each client. */
public final class JdbcSelfTests implements SelfTests {
  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  public JdbcSelfTests(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean begin(SelfTest run, Instant lost) {
    jdbc.sql(
            """
            UPDATE self_test SET finished_at = ?
            WHERE client_id = ? AND finished_at IS NULL AND started_at < ?
            """)
        .params(List.of(Timestamp.from(lost), run.clientId(), Timestamp.from(lost)))
        .update();
    return jdbc.sql(
                """
                INSERT INTO self_test (id, client_id, started_by, started_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (client_id) WHERE finished_at IS NULL DO NOTHING
                """)
            .params(
                List.of(run.id(), run.clientId(), run.startedBy(), Timestamp.from(run.startedAt())))
            .update()
        == 1;
  }

  @Override
  public void finish(String id, List<Finding> findings, Instant at) {
    jdbc.sql("UPDATE self_test SET finished_at = ?, findings = ?::jsonb WHERE id = ?")
        .params(List.of(Timestamp.from(at), json.writeValueAsString(findings), id))
        .update();
  }

  @Override
  public Optional<SelfTest> byId(String clientId, String id) {
    return jdbc.sql("SELECT * FROM self_test WHERE client_id = ? AND id = ?")
        .params(List.of(clientId, id))
        .query(this::run)
        .optional();
  }

  @Override
  public List<SelfTest> of(String clientId, int most) {
    return jdbc.sql("SELECT * FROM self_test WHERE client_id = ? ORDER BY started_at DESC LIMIT ?")
        .params(List.of(clientId, most))
        .query(this::run)
        .list();
  }

  @Override
  public Optional<String> lastLogin(String clientId, String accountId) {
    return jdbc.sql(
            """
            SELECT sid FROM (
              SELECT sid, access_issued_at AS at FROM oauth2_grant
              WHERE client_id = :client AND principal = :account AND sid IS NOT NULL
              UNION ALL
              SELECT sid, auth_time FROM app_ticket
              WHERE client_id = :client AND principal = :account AND kind = 'TOKEN') logins
            ORDER BY at DESC NULLS LAST LIMIT 1
            """)
        .param("client", clientId)
        .param("account", accountId)
        .query(String.class)
        .optional();
  }

  private SelfTest run(ResultSet row, int number) throws SQLException {
    Timestamp finished = row.getTimestamp("finished_at");
    return new SelfTest(
        row.getString("id"),
        row.getString("client_id"),
        row.getString("started_by"),
        row.getTimestamp("started_at").toInstant(),
        finished == null ? null : finished.toInstant(),
        json.readValue(row.getString("findings"), new TypeReference<List<Finding>>() {}));
  }
}
