package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.registration.Applications;
import org.xinfu.idp.registration.ClientMetadata;
import tools.jackson.databind.json.JsonMapper;

/** Applications in PostgreSQL; the database too refuses a decision by whoever asked. */
public final class JdbcApplications implements Applications {
  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  public JdbcApplications(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String add(ClientMetadata metadata, String askedBy, Instant now) {
    String id = UUID.randomUUID().toString();
    jdbc.sql(
            """
            INSERT INTO client_application (id, metadata, asked_by, asked_at)
            VALUES (?, ?::jsonb, ?, ?)
            """)
        .params(List.of(id, json.writeValueAsString(metadata), askedBy, Timestamp.from(now)))
        .update();
    return id;
  }

  @Override
  public Optional<Application> byId(String id) {
    return jdbc.sql("SELECT * FROM client_application WHERE id = ?")
        .param(id)
        .query(this::application)
        .optional();
  }

  @Override
  public List<Application> list(String division, @Nullable Place after, int most) {
    return jdbc.sql(
            """
            SELECT * FROM client_application
            WHERE (:division = '' OR starts_with(substr(metadata ->> 'org', 3), :division))
              AND (:after = '' OR (state = 'ASKED', asked_at, id) <
                (SELECT :waited, asked_at, id FROM client_application WHERE id = :after))
            ORDER BY (state = 'ASKED') DESC, asked_at DESC, id DESC LIMIT :most
            """)
        .param("division", division)
        .param("after", after == null ? "" : after.id())
        .param("waited", after != null && after.waited())
        .param("most", most)
        .query(this::application)
        .list();
  }

  @Override
  public boolean decide(String id, String decidedBy, @Nullable String clientId, Instant now) {
    return jdbc.sql(
                """
                UPDATE client_application SET state = :state, decided_by = :by, decided_at = :now,
                  client_id = :client
                WHERE id = :id AND state = 'ASKED' AND asked_by <> :by
                """)
            .param("state", clientId == null ? "REFUSED" : "APPROVED")
            .param("by", decidedBy)
            .param("now", Timestamp.from(now))
            .param("client", clientId)
            .param("id", id)
            .update()
        == 1;
  }

  private Application application(ResultSet row, int number) throws SQLException {
    return new Application(
        row.getString("id"),
        json.readValue(row.getString("metadata"), ClientMetadata.class),
        State.valueOf(row.getString("state")),
        row.getString("asked_by"),
        row.getTimestamp("asked_at").toInstant(),
        row.getString("client_id"));
  }
}
