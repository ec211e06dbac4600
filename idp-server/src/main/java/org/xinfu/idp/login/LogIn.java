package org.xinfu.idp.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Backoff;
import org.xinfu.idp.domain.IdpAudit;

/**
 * Login with a password. Whether a login name exists shows neither in the answer nor in the time:
 * an unknown name is checked against a password nobody has, with the same cost.
 */
public final class LogIn {
  /** Each check holds 19 MiB; more of them at once would be memory given to strangers. */
  private static final int CHECKS_AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

  private final Accounts accounts;
  private final LoginFailures failures;
  private final PasswordEncoder passwords;
  private final Part part;
  private final String nobody;
  private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE, true);

  /** The clock and the audit book. */
  public record Part(Clock clock, IdpAudit audit) {}

  public LogIn(Accounts accounts, LoginFailures failures, PasswordEncoder passwords, Part part) {
    this.accounts = accounts;
    this.failures = failures;
    this.passwords = passwords;
    this.part = part;
    this.nobody = Objects.requireNonNull(passwords.encode(UUID.randomUUID().toString()));
  }

  /** What came of an attempt. */
  public sealed interface Outcome {
    /** Logged in. */
    record Done(Account account, Instant at) implements Outcome {}

    /** Wrong name or password, or a suspended account: told to nobody which. */
    record Refused() implements Outcome {}

    /** Too many failures: not even looked at. */
    record Braked() implements Outcome {}
  }

  /**
   * Tries.
   *
   * @param address where the request came from, as text
   */
  public Outcome attempt(String loginName, String password, String address) {
    String name = loginName.strip().toLowerCase(Locale.ROOT);
    Brake brake = new Brake(name, address);
    Instant now = part.clock().instant();
    if (brake.holds(now)) {
      part.audit().record(null, "login", "login", "braked");
      return new Outcome.Braked();
    }
    Optional<Accounts.Credential> known = accounts.byLoginName(name);
    boolean matches = check(password, known.map(Accounts.Credential::passwordHash).orElse(nobody));
    Optional<Account> account =
        known.map(Accounts.Credential::account).filter(found -> matches && found.active());
    if (account.isEmpty()) {
      brake.failed(now);
      String subject = known.map(found -> found.account().id()).orElse("unknown");
      part.audit().record(null, subject, "login", "refused");
      return new Outcome.Refused();
    }
    brake.succeeded();
    part.audit().record(null, account.get().id(), "login", "done");
    return new Outcome.Done(account.get(), now);
  }

  private boolean check(String password, String hash) {
    checks.acquireUninterruptibly();
    try {
      return passwords.matches(password, hash);
    } finally {
      checks.release();
    }
  }

  /** The three counters that an attempt looks at. */
  private final class Brake {
    private final String pair;
    private final String account;
    private final String address;

    Brake(String name, String address) {
      this.pair = "pair " + name + " " + address;
      this.account = "account " + name;
      this.address = "address " + address;
    }

    boolean holds(Instant now) {
      return holds(pair, Backoff.PAIR, now)
          || holds(account, Backoff.ACCOUNT, now)
          || holds(address, Backoff.ADDRESS, now);
    }

    void failed(Instant now) {
      failures.add(pair, now);
      failures.add(account, now);
      failures.add(address, now);
    }

    void succeeded() {
      failures.clear(pair);
      failures.clear(account);
    }

    private boolean holds(String key, Backoff backoff, Instant now) {
      return failures
          .of(key)
          .map(
              count -> {
                Duration delay = backoff.after(count.failures());
                return now.isBefore(count.lastAt().plus(delay));
              })
          .orElse(false);
    }
  }
}
