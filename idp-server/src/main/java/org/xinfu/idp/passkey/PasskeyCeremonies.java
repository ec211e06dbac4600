package org.xinfu.idp.passkey;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Passkey;
import org.xinfu.idp.domain.Passkeys;
import org.xinfu.idp.passkey.Answers.Shown;
import org.xinfu.idp.passkey.Ceremony.Purpose;
import org.xinfu.trust.Bytes;

/** Adds passkeys and takes them as proof. Every answer is taken once, from the browser asked. */
public final class PasskeyCeremonies {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final String ADDED = "authenticator-added";
  private static final Duration WINDOW = Duration.ofMinutes(15);

  /** As many devices as somebody may want to have; more would be a store of somebody else's. */
  private static final int MOST = 20;

  private final Passkeys passkeys;
  private final Accounts accounts;
  private final Answers answers;
  private final Options options;
  private final Part part;
  private final SecureRandom random = new SecureRandom();

  /** The allowances, the audit book and the clock. */
  public record Part(Budgets budgets, IdpAudit audit, Clock clock) {}

  public PasskeyCeremonies(Passkeys passkeys, Accounts accounts, RelyingParty party, Part part) {
    this.passkeys = passkeys;
    this.accounts = accounts;
    this.answers = new Answers(party);
    this.options = new Options(party);
    this.part = part;
  }

  /** A ceremony and what the browser is asked to do for it. */
  public record Begun(Ceremony ceremony, Map<String, Object> options) {}

  /** Who showed a passkey, and what it counts as. */
  public record Proven(Entrant who, Factor factor, Instant at) {}

  /** Asks for a new passkey. */
  public Begun add(Account account) {
    Ceremony ceremony = ceremony(Purpose.ADD, account.id());
    return new Begun(ceremony, options.create(ceremony, account, passkeys.of(account.id())));
  }

  /** Asks for a passkey: one of the account's, or without an account any that the person picks. */
  public Begun show(@Nullable String accountId) {
    Purpose purpose = accountId == null ? Purpose.LOG_IN : Purpose.SECOND_FACTOR;
    Ceremony ceremony = ceremony(purpose, accountId);
    List<Passkey> known = accountId == null ? List.of() : passkeys.of(accountId);
    return new Begun(ceremony, options.get(ceremony, known));
  }

  /** Asks a stranger for any that they pick, which leaves a row; empty when there were too many. */
  public Optional<Begun> ask(Origin from) {
    List<Budgets.Line> lines = new ArrayList<>();
    lines.add(new Budgets.Line("passkey asked from " + from.prefix(), 1200, WINDOW));
    if (!from.device().isEmpty()) {
      lines.add(new Budgets.Line("passkey asked from " + from.device(), 60, WINDOW));
    }
    return part.budgets().take(lines, part.clock().instant())
        ? Optional.of(show(null))
        : Optional.empty();
  }

  /**
   * Keeps the new passkey under this name; false when the answer does not stand.
   *
   * @param guard has it kept while the login stands by which it is added, within the transaction
   */
  public boolean added(
      Ceremony ceremony, String json, String label, Predicate<BooleanSupplier> guard) {
    String account = ceremony.accountId();
    if (account == null || !open(ceremony, Purpose.ADD)) {
      return false;
    }
    boolean done =
        passkeys.of(account).size() < MOST
            && answers
                .made(ceremony, account, json)
                .map(made -> kept(made, label, guard))
                .orElse(false);
    if (!done) {
      part.audit().record(null, account, ADDED, "passkey-refused");
    }
    return done;
  }

  private boolean kept(Passkey made, String label, Predicate<BooleanSupplier> guard) {
    return part.audit()
        .with(
            made.accountId(),
            ADDED,
            "passkey",
            () -> guard.test(() -> passkeys.add(made, label, part.clock().instant())));
  }

  /** Who showed what; empty when the answer does not stand or there were too many. */
  public Optional<Proven> shown(Ceremony ceremony, String json, Origin from) {
    String asked = ceremony.accountId();
    Purpose purpose = asked == null ? Purpose.LOG_IN : Purpose.SECOND_FACTOR;
    if (!open(ceremony, purpose)) {
      return Optional.empty();
    }
    Instant now = part.clock().instant();
    if (!part.budgets().take(lines(from), now)) {
      tell(asked == null ? "unknown" : asked, "braked");
      return Optional.empty();
    }
    Optional<Passkey> known = answers.credential(json).flatMap(passkeys::byCredential);
    Optional<Account> owner =
        known
            .filter(one -> asked == null || asked.equals(one.accountId()))
            .flatMap(one -> accounts.byId(one.accountId()))
            .filter(Account::active);
    if (owner.isEmpty()) {
      tell(asked == null ? "unknown" : asked, "refused");
      return Optional.empty();
    }
    Passkey passkey = known.orElseThrow();
    boolean right =
        switch (answers.shown(ceremony, passkey, json)) {
          case Shown.Right facts ->
              passkeys.used(passkey, facts.signCount(), facts.backedUp(), now)
                  || tell(passkey.accountId(), "cloned");
          case Shown.Cloned cloned -> tell(passkey.accountId(), "cloned");
          case Shown.Wrong wrong -> tell(passkey.accountId(), "refused");
        };
    if (!right) {
      return Optional.empty();
    }
    Factor factor = passkey.factor();
    part.audit()
        .record(
            null,
            passkey.accountId(),
            "factor-shown",
            factor.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return Optional.of(new Proven(owner.get().entrant(), factor, now));
  }

  private boolean open(Ceremony ceremony, Purpose purpose) {
    return ceremony.purpose() == purpose
        && part.clock().instant().isBefore(ceremony.expiresAt())
        && passkeys.firstAnswer(ceremony.challenge(), ceremony.expiresAt());
  }

  /** Always false, as the answer to the one who asked. */
  private boolean tell(String account, String outcome) {
    part.audit().record(null, account, "factor-shown", "passkey-" + outcome);
    return false;
  }

  private Ceremony ceremony(Purpose purpose, @Nullable String accountId) {
    byte[] challenge = new byte[32];
    random.nextBytes(challenge);
    Instant expires = part.clock().instant().plus(LIFE);
    return new Ceremony(purpose, Options.base64(Bytes.of(challenge)), accountId, expires);
  }

  /** A signature cannot be guessed; this is so that nobody makes us check them without end. */
  private static List<Budgets.Line> lines(Origin from) {
    String near = from.device().isEmpty() ? from.prefix() : from.device();
    Budgets.Line device = new Budgets.Line("passkey from " + near, 60, WINDOW);
    Budgets.Line prefix = new Budgets.Line("passkey from " + from.prefix(), 1200, WINDOW);
    return List.of(device, prefix);
  }
}
