package org.xinfu.idp.qr;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.ServiceName;

/**
 * The port to logins that wait to be confirmed; all replicas share them. A login is found by its
 * {@code token}, which the QR code tells, or by its {@code browser} secret, which only the session
 * of the asking browser holds. Every change of state happens once, whoever tries at the same time.
 */
public interface QrLogins {
  void add(Asked asked, Instant expires);

  /** Whoever scans first is the one who may confirm; empty when it is another's, or too late. */
  Optional<Shown> scan(String token, String accountId, Instant now);

  /** Confirms or denies, once; false when it is not theirs, decided or too late. */
  boolean decide(String token, String accountId, boolean confirmed, Instant now);

  /** How it stands for the asking browser. */
  State state(String browser, Instant now);

  /** Uses a confirmation up; the account that confirmed, as it is when that still stands. */
  Optional<Entrant> use(String browser, Instant now);

  /** How a login stands. */
  enum State {
    WAITING,
    SCANNED,
    CONFIRMED,
    DENIED,
    /** Too late, used, or never asked for. */
    GONE
  }

  /**
   * A login that a browser asks for.
   *
   * @param number shown on its screen
   * @param client the service that it leads to
   */
  record Asked(
      String token,
      String browser,
      int number,
      @Nullable String client,
      String device,
      String addressPrefix) {}

  /**
   * What whoever scans is shown.
   *
   * @param service its name; empty for this server's own pages
   */
  record Shown(int number, ServiceName service, String device, String addressPrefix) {}
}
