package org.xinfu.idp.factor;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xinfu.idp.code.CodePurpose;
import org.xinfu.idp.code.CodeStore.Ticket;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Authenticators.Kind;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Entrant;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Passkeys;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.ShowableFactors;
import org.xinfu.idp.login.LogIn;

/** What somebody may show beside a password, and whether it is right. */
public final class SecondFactors implements ShowableFactors {
  private final Authenticators authenticators;
  private final Passkeys passkeys;
  private final Persons persons;
  private final ContactCodes codes;
  private final Part part;

  /** What accounts hold. */
  public record Held(Authenticators authenticators, Passkeys passkeys) {}

  /** The passwords, allowances, audit book and clock. */
  public record Part(LogIn logIn, Budgets budgets, IdpAudit audit, Clock clock) {}

  public SecondFactors(Held held, Persons persons, ContactCodes codes, Part part) {
    this.authenticators = held.authenticators();
    this.passkeys = held.passkeys();
    this.persons = persons;
    this.codes = codes;
    this.part = part;
  }

  /** Whether a password alone does not log this account in. */
  boolean required(String accountId) {
    return authenticators.of(accountId).stream().anyMatch(one -> one.kind() != Kind.CERTIFICATE);
  }

  /** What the account can show. A mailbox counts only for who chose codes. */
  @Override
  public Set<Factor> of(String accountId) {
    Set<Factor> offered = EnumSet.noneOf(Factor.class);
    for (Authenticators.Authenticator one : authenticators.of(accountId)) {
      if (one.kind() == Kind.TOTP) {
        offered.add(Factor.TOTP);
      } else if (one.kind() == Kind.CODE) {
        persons.contacts(accountId).forEach(contact -> offered.add(contact.factor()));
      } else if (one.kind() == Kind.CERTIFICATE) {
        offered.add(one.device() ? Factor.CERTIFICATE : Factor.PLAIN_CERTIFICATE);
      }
    }
    passkeys.of(accountId).forEach(passkey -> offered.add(passkey.factor()));
    if (contact(accountId, Factor.SMS_CODE).isPresent()) {
      offered.add(Factor.SMS_CODE);
    }
    if (authenticators.recoveryCodes(accountId) > 0) {
      offered.add(Factor.RECOVERY_CODE);
    }
    return offered;
  }

  /**
   * Sends a code to the account's first phone or mailbox; false when there is none, or too many.
   */
  boolean send(PendingLogin pending, Factor factor, Origin from, Locale language) {
    return of(pending.accountId()).contains(factor)
        && contact(pending.accountId(), factor)
            .map(contact -> codes.send(ticket(pending, contact), from, language))
            .orElse(false);
  }

  /** Whether what was typed proves the factor; tries are counted by account, prefix and device. */
  boolean check(PendingLogin pending, Factor factor, String typed, Origin from) {
    String account = pending.accountId();
    boolean password = factor == Factor.PASSWORD && pending.stepUp();
    if (!password && !of(account).contains(factor)) {
      part.audit().record(null, account, "factor-shown", "refused");
      return false;
    }
    if (!part.budgets().take(lines(account, from), part.clock().instant())) {
      part.audit().record(null, account, "factor-shown", "braked");
      return false;
    }
    boolean right = right(pending, factor, typed.strip(), from);
    if (!right && !password) {
      // A password is counted where it is checked.
      part.logIn().wrongFactor(account, pending.stepUp(), from);
    }
    String outcome = right ? factor.name().toLowerCase(Locale.ROOT).replace('_', '-') : "refused";
    part.audit().record(null, account, "factor-shown", outcome);
    return right;
  }

  /**
   * Whether a password that was right is enough to show that an account is somebody's: where it has
   * a second factor a code of its app or a recovery code has to be there too. Logs nobody in.
   */
  public boolean beside(String accountId, String typed, Origin from) {
    if (!required(accountId)) {
      return true;
    }
    String code = typed.strip();
    Factor factor = code.matches("[0-9]{3} ?[0-9]{3}") ? Factor.TOTP : Factor.RECOVERY_CODE;
    PendingLogin nobody = new PendingLogin(new Entrant(accountId, -1), "", false, null, null);
    return check(nobody, factor, code, from);
  }

  private boolean right(PendingLogin pending, Factor factor, String typed, Origin from) {
    String account = pending.accountId();
    return switch (factor) {
      case TOTP -> authenticators.useTotp(account, typed.replace(" ", ""), part.clock().instant());
      case RECOVERY_CODE -> authenticators.useRecoveryCode(account, RecoveryCodes.normal(typed));
      case SMS_CODE, EMAIL_CODE ->
          contact(account, factor)
              .map(contact -> codes.use(ticket(pending, contact), typed))
              .orElse(false);
      case PASSWORD -> part.logIn().attemptOf(account, typed, from) instanceof LogIn.Outcome.Done;
      case PASSKEY,
          UNPROVEN_PASSKEY,
          BOUND_PASSKEY,
          CERTIFICATE,
          PLAIN_CERTIFICATE,
          PHONE_CONFIRMED ->
          false; // shown on pages of their own
      case UPSTREAM, UPSTREAM_TWO_FACTORS, UPSTREAM_DEVICE -> false; // shown at the platform
      case TEST, TEST_TWO_FACTORS, TEST_DEVICE -> false; // chosen on the page of the sandbox
    };
  }

  private Optional<Contact> contact(String accountId, Factor factor) {
    return persons.contacts(accountId).stream()
        .filter(contact -> contact.factor() == factor)
        .findFirst();
  }

  private static Ticket ticket(PendingLogin pending, Contact contact) {
    return new Ticket(contact, CodePurpose.SECOND_FACTOR, pending.accountId());
  }

  private static List<Budgets.Line> lines(String account, Origin from) {
    String near = from.device().isEmpty() ? from.prefix() : from.device();
    return List.of(
        new Budgets.Line("factor " + account + " from " + near, 10, Duration.ofMinutes(15)),
        new Budgets.Line("factor " + account, 100, Duration.ofHours(1)));
  }
}
