package org.xinfu.idp.store;

import java.sql.Timestamp;
import java.util.Map;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.login.KnownDevices;
import org.xinfu.kit.audit.Audit;

/** Known devices in PostgreSQL, by the hash of the name that the device's cookie has. */
public final class JdbcKnownDevices implements KnownDevices {
  /** What SELECTs account, hash and time follows; {@link #AGAIN} ends it. */
  static final String DEVICE = "INSERT INTO known_device (account_id, device_hash, last_at) ";

  static final String AGAIN =
      " ON CONFLICT (account_id, device_hash) DO UPDATE SET last_at = excluded.last_at";

  private static final IdpAudit.Fact LOGIN = new IdpAudit.Fact("login", "done", Map.of());

  private static final Audit.Deed REMEMBER =
      Audit.Deed.of(DEVICE + "VALUES (:account, :device, :at)" + AGAIN);

  private final JdbcAudit audit;

  public JdbcKnownDevices(JdbcAudit audit) {
    this.audit = audit;
  }

  @Override
  public void loggedIn(Login login) {
    if (login.device().isEmpty()) {
      audit.record(null, login.accountId(), LOGIN);
      return;
    }
    audit.record(
        entry(login),
        REMEMBER,
        statement ->
            statement
                .param("account", login.accountId())
                .param("device", TokenHash.of(login.device()))
                .param("at", Timestamp.from(login.at())));
  }

  /** What the audit book says of it. */
  static JdbcAudit.Entry entry(Login login) {
    return new JdbcAudit.Entry(null, login.accountId(), LOGIN);
  }
}
