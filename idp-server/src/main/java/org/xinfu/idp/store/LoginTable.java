package org.xinfu.idp.store;

import java.time.Instant;
import org.xinfu.idp.login.KnownDevices;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.sql.NamedValues;

/**
 * The rows of a login that begins, in one statement: its session, the device that is known from now
 * on, what the audit book says of it, and the code that it is granted at once with the service that
 * it reaches so. All of them are there, or none: when the account does not stand as it did. That a
 * known device is used is noted once a day.
 */
final class LoginTable {
  private static final String STANDING = "standing AS (" + SessionTable.STANDING + ")";

  private static final String DEVICE =
      "device AS ("
          + JdbcKnownDevices.DEVICE_FROM
          + "standing"
          + JdbcKnownDevices.AGAIN
          + " WHERE known_device.last_at < excluded.last_at - interval '1 day')";

  private static final String SESSION = SessionTable.INSERT_LOGIN_FROM + "standing";

  /** A login that is new has reached nothing yet. */
  private static final String REACHED =
      "reached AS (" + SignOutTable.reachedFirst("login") + " RETURNING 1)";

  private static final Audit.Deed BEGUN =
      Audit.Deed.after(String.join(", ", STANDING, DEVICE), SESSION);

  private static final Audit.Deed GRANTED =
      Audit.Deed.after(
          String.join(", ", STANDING, DEVICE, "login AS (" + SESSION + " RETURNING sid)", REACHED),
          GrantTable.codeFrom("reached"));

  private final JdbcAudit audit;

  LoginTable(JdbcAudit audit) {
    this.audit = audit;
  }

  /**
   * What is written of a login with a password.
   *
   * @param shown with a device
   */
  record Login(KnownDevices.Login shown, SessionTable.Values session) {
    private NamedValues bind(NamedValues values) {
      return JdbcKnownDevices.bind(session.bind(values), shown);
    }
  }

  /** Keeps the login; false, and nothing is written, when it is over before it has begun. */
  boolean begin(Login login) {
    return audit.record(JdbcKnownDevices.entry(login.shown()), BEGUN, login::bind);
  }

  /** The same, with a grant that has a code. */
  boolean begin(Login login, GrantRow grant, Instant now) {
    return audit.record(
        JdbcKnownDevices.entry(login.shown()),
        GRANTED,
        values -> GrantTable.reaching(login.bind(values), grant, now));
  }
}
