package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.login.KnownDevices;
import org.xinfu.kit.audit.Audit;

/** Known devices in PostgreSQL, by the hash of the name that the device's cookie has. */
public final class JdbcKnownDevices implements KnownDevices {
  private static final IdpAudit.Fact LOGIN = new IdpAudit.Fact("login", "done", Map.of());

  private static final Audit.Deed REMEMBER =
      Audit.Deed.of(
          """
          INSERT INTO known_device (account_id, device_hash, last_at)
          VALUES (:account, :device, :at)
          ON CONFLICT (account_id, device_hash) DO UPDATE SET last_at = excluded.last_at
          """);

  private final JdbcAudit audit;

  public JdbcKnownDevices(JdbcAudit audit) {
    this.audit = audit;
  }

  @Override
  public void loggedIn(String accountId, String device, Instant at) {
    if (device.isEmpty()) {
      audit.record(null, accountId, LOGIN);
      return;
    }
    audit.record(
        new JdbcAudit.Entry(null, accountId, LOGIN),
        REMEMBER,
        statement ->
            statement
                .param("account", accountId)
                .param("device", TokenHash.of(device))
                .param("at", Timestamp.from(at)));
  }
}
