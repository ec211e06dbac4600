package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.login.KnownDevices;

/** Known devices in PostgreSQL, by the hash of the name that the device's cookie has. */
public final class JdbcKnownDevices implements KnownDevices {
  private final JdbcClient jdbc;

  public JdbcKnownDevices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean knows(String accountId, String device) {
    return !device.isEmpty()
        && jdbc.sql("SELECT count(*) FROM known_device WHERE account_id = ? AND device_hash = ?")
                .params(List.of(accountId, TokenHash.of(device)))
                .query(Integer.class)
                .single()
            > 0;
  }

  @Override
  public void remember(String accountId, String device, Instant at) {
    if (!device.isEmpty()) {
      jdbc.sql(
              """
              INSERT INTO known_device (account_id, device_hash, last_at) VALUES (?, ?, ?)
              ON CONFLICT (account_id, device_hash) DO UPDATE SET last_at = excluded.last_at
              """)
          .params(List.of(accountId, TokenHash.of(device), Timestamp.from(at)))
          .update();
    }
  }
}
