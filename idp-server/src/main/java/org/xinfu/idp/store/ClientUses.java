package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The part of a registration that says where a client is used, in the caller's transaction. */
public final class ClientUses {
  private final JdbcClient jdbc;

  public ClientUses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the client is used at windows. */
  boolean window(String clientId) {
    return jdbc.sql("SELECT 1 FROM client_use WHERE client_id = ? AND used_at = 'window'")
        .param(clientId)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** In the place of those before. */
  public void put(String clientId, List<String> uses) {
    jdbc.sql("DELETE FROM client_use WHERE client_id = ?").param(clientId).update();
    for (String use : uses) {
      jdbc.sql("INSERT INTO client_use (client_id, used_at) VALUES (?, ?)")
          .params(List.of(clientId, use))
          .update();
    }
  }

  /** From the column {@code used_at}. */
  static List<String> read(ResultSet row) throws SQLException {
    return List.of((String[]) row.getArray("used_at").getArray());
  }
}
