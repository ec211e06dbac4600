package org.xinfu.idp.domain;

import java.time.Duration;

/**
 * How long to refuse an answer after failed logins.
 *
 * <p>The pair of account and address is braked hard, either alone only softly, so that nobody can
 * lock a stranger out from afar (RFC 9700 leaves it to the server; NIST SP 800-63B §5.2.2 asks for
 * a limit).
 *
 * @param free failures that cost nothing
 * @param longest the cap of the doubling delay
 */
public record Backoff(int free, Duration longest) {
  /** One login name from one address. */
  public static final Backoff PAIR = new Backoff(5, Duration.ofMinutes(15));

  /** One login name from anywhere. */
  public static final Backoff ACCOUNT = new Backoff(30, Duration.ofSeconds(30));

  /** One address, whatever the login name. */
  public static final Backoff ADDRESS = new Backoff(100, Duration.ofSeconds(60));

  /** The same from the first failure on. */
  public Backoff tight() {
    return new Backoff(1, longest);
  }

  /** The delay after {@code failures} in a row: 0, then 1 s, 2 s, 4 s … up to {@code longest}. */
  public Duration after(int failures) {
    if (failures < free) {
      return Duration.ZERO;
    }
    Duration delay = Duration.ofSeconds(1L << Math.min(failures - free, 30));
    return delay.compareTo(longest) > 0 ? longest : delay;
  }
}
