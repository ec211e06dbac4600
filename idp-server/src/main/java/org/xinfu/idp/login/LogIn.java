package org.xinfu.idp.login;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Backoff;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.PasswordRules;

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

  /** The clock, the audit book, the devices that people have used before, and what joins both. */
  public record Part(
      Clock clock, IdpAudit audit, KnownDevices devices, TransactionTemplate transaction) {}

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

  /** Tries; {@code from} is where the request came from. */
  public Outcome attempt(String loginName, String typed, Origin from) {
    String name = loginName.strip().toLowerCase(Locale.ROOT);
    String password = PasswordRules.normal(typed);
    Optional<Accounts.Credential> known = accounts.byLoginName(name);
    // All names of one account share its brakes.
    String braked = known.map(found -> found.account().id()).orElse(name);
    Brake brake = new Brake(braked, from);
    Instant now = part.clock().instant();
    if (brake.holds(now)) {
      part.audit().record(null, "login", "login", "braked");
      return new Outcome.Braked();
    }
    boolean matches = check(password, known.map(Accounts.Credential::passwordHash).orElse(nobody));
    Optional<Accounts.Credential> right =
        known.filter(found -> matches && found.account().active());
    if (right.isEmpty()) {
      brake.failed(now);
      String subject = known.map(found -> found.account().id()).orElse("unknown");
      part.audit().record(null, subject, "login", "refused");
      return new Outcome.Refused();
    }
    brake.succeeded();
    done(right.get(), password, from, now);
    return new Outcome.Done(right.get().account(), now);
  }

  /** A verifier of an older kind is replaced while the password is at hand. */
  private void done(Accounts.Credential known, String password, Origin from, Instant now) {
    String account = known.account().id();
    String better =
        passwords.upgradeEncoding(known.passwordHash()) ? passwords.encode(password) : null;
    if (better == null) {
      part.devices().loggedIn(account, from.device(), now);
      return;
    }
    part.transaction()
        .executeWithoutResult(
            tx -> {
              part.devices().loggedIn(account, from.device(), now);
              if (accounts.renewPassword(account, known.passwordHash(), better)) {
                part.audit().record(null, account, "password-rehashed", "done");
              }
            });
  }

  private boolean check(String password, String hash) {
    checks.acquireUninterruptibly();
    try {
      return passwords.matches(password, hash);
    } finally {
      checks.release();
    }
  }

  /**
   * The three counters that an attempt looks at. A device that the account has logged in with
   * before has a counter of its own and no other, so that strangers cannot lock its owner out.
   */
  private final class Brake {
    private final String pair;
    private final String account;
    private final String address;
    private final boolean own;
    private final Map<String, LoginFailures.Count> counted;

    Brake(String name, Origin from) {
      String device = "pair " + name + " " + from.device();
      String near = "pair " + name + " " + from.prefix();
      this.account = "account " + name;
      this.address = "address " + from.prefix();
      LoginFailures.Past past =
          failures.of(name, from.device(), List.of(device, near, account, address));
      this.own = past.own();
      this.pair = own ? device : near;
      this.counted = past.counts();
    }

    boolean holds(Instant now) {
      return holds(pair, Backoff.PAIR, now)
          || (!own
              && (holds(account, Backoff.ACCOUNT, now) || holds(address, Backoff.ADDRESS, now)));
    }

    void failed(Instant now) {
      failures.add(pair, now);
      if (!own) {
        failures.add(account, now);
        failures.add(address, now);
      }
    }

    /** What was counted while the password was checked stays. */
    void succeeded() {
      for (String key : own ? List.of(pair) : List.of(pair, account)) {
        if (counted.containsKey(key)) {
          failures.clear(key);
        }
      }
    }

    private boolean holds(String key, Backoff backoff, Instant now) {
      LoginFailures.Count count = counted.get(key);
      return count != null && now.isBefore(count.lastAt().plus(backoff.after(count.failures())));
    }
  }
}
