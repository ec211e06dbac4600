package org.xinfu.idp.login;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Backoff;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.PasswordRules;
import org.xinfu.idp.login.Attempts.Counter;

/**
 * Login with a password. Whether a login name exists shows neither in the answer nor in the time:
 * an unknown name is checked against a password nobody has, with the same cost. Only a verifier
 * that was imported takes its own time until its owner has logged in once.
 */
public final class LogIn {
  /**
   * Each check holds 19 MiB, or up to 64 MiB for an imported verifier; more of them at once would
   * be memory given to strangers.
   */
  private static final int CHECKS_AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

  private final Accounts accounts;
  private final Attempts attempts;
  private final PasswordEncoder passwords;
  private final Part part;
  private final String nobody;
  private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE, true);

  /** The clock, the audit book, the devices that people have used before, and what joins both. */
  public record Part(
      Clock clock, IdpAudit audit, KnownDevices devices, TransactionTemplate transaction) {}

  public LogIn(Accounts accounts, Attempts attempts, PasswordEncoder passwords, Part part) {
    this.accounts = accounts;
    this.attempts = attempts;
    this.passwords = passwords;
    this.part = part;
    this.nobody = Objects.requireNonNull(passwords.encode(UUID.randomUUID().toString()));
  }

  /** What came of an attempt. */
  public sealed interface Outcome {
    /**
     * The password is right.
     *
     * @param owed what is not noted yet; null when it is
     */
    record Done(Account account, Instant at, KnownDevices.@Nullable Login owed)
        implements Outcome {}

    /** Wrong name or password, or an account suspended by now: told to nobody which. */
    record Refused() implements Outcome {}

    /** Too many failures: not even looked at. */
    record Braked() implements Outcome {}
  }

  /** Tries, and notes it; {@code from} is where the request came from. */
  public Outcome attempt(String loginName, String typed, Origin from) {
    return noted(attemptOwing(loginName, typed, from));
  }

  /**
   * The password of an account that is known, as of whoever is logged in to it. Its login name is
   * not asked: it may lead to somebody else, who has verified the number that it is.
   */
  public Outcome attemptOf(String accountId, String typed, Origin from) {
    return noted(attempted(accountId, attempts.beforeOf(accountId, from), typed, from));
  }

  private Outcome noted(Outcome outcome) {
    boolean overtaken =
        outcome instanceof Outcome.Done done
            && done.owed() != null
            && !part.devices().loggedIn(done.owed());
    return overtaken ? new Outcome.Refused() : outcome;
  }

  /** The same, but a right password is the caller's to note, together with what it leads to. */
  public Outcome attemptOwing(String loginName, String typed, Origin from) {
    String name = loginName.strip().toLowerCase(Locale.ROOT);
    return attempted(name, attempts.before(name, from), typed, from);
  }

  /**
   * Counts, for the service that waits, that an account's further factor was wrong: whoever comes
   * so far may have found its password out. Nothing is braked by it here; factors have narrow
   * allowances of their own.
   *
   * @param loggedIn somebody is, with a device that the account may know; in a login that is under
   *     way it knows each, since the password was right
   */
  public void wrongFactor(String accountId, boolean loggedIn, Origin from) {
    Attempts.Before before = attempts.beforeOf(accountId, from);
    if (!loggedIn || !before.own()) {
      before.towards().ifPresent(service -> attempts.failed(service, part.clock().instant()));
    }
  }

  /** {@code meant} is counted where it is nobody's. */
  private Outcome attempted(String meant, Attempts.Before before, String typed, Origin from) {
    String password = PasswordRules.normal(typed);
    Optional<Accounts.Credential> known = before.known();
    String braked = known.map(found -> found.account().id()).orElse(meant);
    Brake brake = new Brake(new Attempts.Who(braked, from), before);
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
    Account account = right.get().account();
    KnownDevices.Login login = new KnownDevices.Login(account.entrant(), from.device(), now);
    return new Outcome.Done(account, now, renewed(right.get(), password, login) ? null : login);
  }

  /**
   * A verifier of an older kind is replaced while the password is at hand; whether it was, and the
   * login noted.
   */
  private boolean renewed(Accounts.Credential known, String password, KnownDevices.Login login) {
    if (!passwords.upgradeEncoding(known.passwordHash())) {
      return false;
    }
    String account = login.accountId();
    String better = Objects.requireNonNull(passwords.encode(password));
    part.transaction()
        .executeWithoutResult(
            tx -> {
              if (accounts.renewPassword(account, known.passwordHash(), better)) {
                part.audit().record(null, account, "password-rehashed", "done");
              }
              part.devices().loggedIn(login); // shares the account's row: only after it is written
            });
    return true;
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
   *
   * <p>What strangers fail at is counted for the service that waits, too. That brakes nobody by
   * itself, or whoever fails often enough could close a service to all others: while too much fails
   * on the way there, strangers of it are braked from the first failure of the account or the
   * network on, in place of the thirtieth or hundredth. Who is right at once gets in.
   */
  private final class Brake {
    private final Attempts.Who who;
    private final Attempts.Before before;
    private final Counter pair;

    Brake(Attempts.Who who, Attempts.Before before) {
      this.who = who;
      this.before = before;
      this.pair = before.own() ? Counter.DEVICE : Counter.NETWORK;
    }

    boolean holds(Instant now) {
      return holds(pair, Backoff.PAIR, now) || (!before.own() && strangersAreHeld(now));
    }

    private boolean strangersAreHeld(Instant now) {
      boolean tight = before.towards().filter(service -> service.spent(now)).isPresent();
      return holds(Counter.ACCOUNT, tight ? Backoff.ACCOUNT.tight() : Backoff.ACCOUNT, now)
          || holds(Counter.ADDRESS, tight ? Backoff.ADDRESS.tight() : Backoff.ADDRESS, now);
    }

    void failed(Instant now) {
      attempts.failed(pair, who, now);
      if (!before.own()) {
        attempts.failed(Counter.ACCOUNT, who, now);
        attempts.failed(Counter.ADDRESS, who, now);
        before.towards().ifPresent(service -> attempts.failed(service, now));
      }
    }

    /** What was counted while the password was checked stays. */
    void succeeded() {
      for (Counter counter : before.own() ? List.of(pair) : List.of(pair, Counter.ACCOUNT)) {
        if (before.counts().containsKey(counter)) {
          attempts.forget(counter, who);
        }
      }
    }

    private boolean holds(Counter counter, Backoff backoff, Instant now) {
      Attempts.Count count = before.counts().get(counter);
      return count != null && now.isBefore(count.lastAt().plus(backoff.after(count.failures())));
    }
  }
}
