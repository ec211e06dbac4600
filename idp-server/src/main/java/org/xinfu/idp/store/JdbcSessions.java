package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.account.Sessions;
import org.xinfu.idp.domain.ServiceName;

/** Somebody's logins, for their own eyes. */
public final class JdbcSessions implements Sessions {
  private final JdbcClient jdbc;
  private final Clock clock;

  public JdbcSessions(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<Session> of(String accountId) {
    return jdbc.sql(
            """
            SELECT s.sid, s.device, s.address_prefix, s.signed_in_at, s.last_access_at,
              ARRAY(SELECT c.name FROM rp_session r JOIN client c ON c.id = r.client_id
                    WHERE r.sid = s.sid ORDER BY c.name, c.id) AS services,
              ARRAY(SELECT c.name_en FROM rp_session r JOIN client c ON c.id = r.client_id
                    WHERE r.sid = s.sid ORDER BY c.name, c.id) AS services_en
            FROM login_session s
            WHERE s.principal = ? AND s.sid IS NOT NULL AND s.expires_at > ?
            ORDER BY s.last_access_at DESC LIMIT 50
            """)
        .params(List.of(accountId, Timestamp.from(clock.instant())))
        .query(
            (row, number) ->
                new Session(
                    row.getString("sid"),
                    Objects.requireNonNullElse(row.getString("device"), ""),
                    Objects.requireNonNullElse(row.getString("address_prefix"), ""),
                    row.getTimestamp("signed_in_at").toInstant(),
                    row.getTimestamp("last_access_at").toInstant(),
                    services(row)))
        .list();
  }

  private static List<ServiceName> services(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("services").getArray();
    @Nullable String[] english = (@Nullable String[]) row.getArray("services_en").getArray();
    return IntStream.range(0, names.length)
        .mapToObj(i -> new ServiceName(names[i], english[i]))
        .toList();
  }
}
