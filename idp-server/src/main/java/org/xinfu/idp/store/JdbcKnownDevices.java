package org.xinfu.idp.store;

import java.util.Map;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.login.KnownDevices;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.sql.NamedValues;

/** Known devices in PostgreSQL, by the hash of the name that the device's cookie has. */
public final class JdbcKnownDevices implements KnownDevices {
  /** What has the account's id while it stands follows; {@link #AGAIN} ends it. */
  static final String DEVICE_FROM =
      "INSERT INTO known_device (account_id, device_hash, last_at)"
          + " SELECT id, :deviceHash, :shownAt::timestamptz FROM ";

  static final String AGAIN =
      " ON CONFLICT (account_id, device_hash) DO UPDATE SET last_at = excluded.last_at";

  /** A login that was over before it had begun. */
  static final IdpAudit.Fact OVERTAKEN = new IdpAudit.Fact("login", "overtaken", Map.of());

  private static final IdpAudit.Fact LOGIN = new IdpAudit.Fact("login", "done", Map.of());

  private static final Audit.Deed REMEMBER =
      Audit.Deed.of(DEVICE_FROM + "(" + SessionTable.STANDING + ") standing" + AGAIN);

  private final JdbcAudit audit;

  public JdbcKnownDevices(JdbcAudit audit) {
    this.audit = audit;
  }

  @Override
  public boolean loggedIn(Login login) {
    if (login.device().isEmpty()) {
      audit.record(null, login.accountId(), LOGIN);
      return true;
    }
    boolean stands =
        audit.record(
            entry(login),
            REMEMBER,
            values ->
                bind(values, login)
                    .param("principal", login.accountId())
                    .param("generation", login.who().generation())
                    .param("alone", false)); // more is asked for where it is due
    if (!stands) {
      audit.record(null, login.accountId(), OVERTAKEN);
    }
    return stands;
  }

  /** Binds what {@link #DEVICE_FROM} asks. */
  static NamedValues bind(NamedValues values, Login login) {
    return values.param("deviceHash", TokenHash.of(login.device())).at("shownAt", login.at());
  }

  /** What the audit book says of it. */
  static JdbcAudit.Entry entry(Login login) {
    return new JdbcAudit.Entry(null, login.accountId(), LOGIN);
  }
}
