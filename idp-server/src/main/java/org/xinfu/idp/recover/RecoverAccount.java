package org.xinfu.idp.recover;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.xinfu.idp.code.CodePurpose;
import org.xinfu.idp.code.CodeStore.Ticket;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.code.ProvenLately;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.PasswordRules;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.proof.ProvePerson;

/**
 * Recovery by proving identity again (NIST SP 800-63B §4.2): a contact that the visitor holds, and
 * as much evidence as the account had. Everything that opened the account before is gone, its old
 * contacts are told, and for a while nothing is done that could not be undone.
 */
public final class RecoverAccount {
  private final ProvePerson prove;
  private final ContactCodes codes;
  private final People people;
  private final Part part;

  /** Whose accounts they are, and how old contacts are told. */
  public record People(
      Accounts accounts, Persons persons, IdentityLevels levels, Recoveries recoveries) {}

  /**
   * The rest.
   *
   * @param hold how long acts that cannot be undone wait afterwards
   * @param proven whether a code was given lately enough for an account to be recovered
   */
  public record Part(
      Duration hold,
      ProvenLately proven,
      PasswordRules rules,
      PasswordEncoder passwords,
      Notices notices,
      IdpAudit audit,
      Clock clock) {}

  public RecoverAccount(ProvePerson prove, ContactCodes codes, People people, Part part) {
    this.prove = prove;
    this.codes = codes;
    this.people = people;
    this.part = part;
  }

  /** What came of the last step. */
  sealed interface Outcome {
    /** The account opens with the new password. */
    record Done(Account account) implements Outcome {}

    /** No account, too little evidence or too many tries: told to nobody which. */
    record Refused() implements Outcome {}

    /** The authority does not answer. */
    record Unavailable() implements Outcome {}

    /** The contact is another account's. */
    record Taken() implements Outcome {}

    /** The password may not be chosen. */
    record Unfit(PasswordRules.Fault fault) implements Outcome {}
  }

  boolean send(Recovery recovery, Origin from, Locale language) {
    return codes.send(ticket(recovery), from, language);
  }

  /** The next stage, when the visitor holds the contact. */
  Optional<Recovery> holds(Recovery recovery, String code) {
    return codes.use(ticket(recovery), code)
        ? Optional.of(recovery.shown(part.proven().now()))
        : Optional.empty();
  }

  /** Whether the contact was proven too long ago: it may be somebody else's by now. */
  boolean expired(Recovery recovery) {
    return part.proven().over(recovery.provenAt());
  }

  /** The last step, after the code. */
  Outcome finish(Recovery recovery, Claims claims, Wish wish) {
    Contact contact = recovery.contact();
    String password = PasswordRules.normal(wish.password());
    PasswordRules.Fault fault = part.rules().judge(password, List.of(contact.value()));
    if (fault != PasswordRules.Fault.NONE) {
      return new Outcome.Unfit(fault);
    }
    Optional<Account> found;
    try {
      found =
          prove
              .again(claims, contact, wish.from(), people.levels())
              .flatMap(people.accounts()::byId)
              .filter(Account::active);
    } catch (IdentityAuthority.Unavailable noAnswer) {
      return new Outcome.Unavailable();
    }
    if (found.isEmpty()) {
      return new Outcome.Refused();
    }
    Account account = found.get();
    Optional<String> bound = people.persons().accountOf(contact);
    if (bound.isPresent() && !bound.get().equals(account.id())) {
      part.audit().record(null, account.id(), "account-recovered", "taken");
      return new Outcome.Taken();
    }
    Instant now = part.clock().instant();
    String verifier = Objects.requireNonNull(part.passwords().encode(password));
    Notice notice = new Notice("recover.notice", List.of(contact.masked()), wish.language());
    people
        .recoveries()
        .replaceFactors(
            account.id(),
            new Recoveries.Fresh(contact, verifier),
            now.plus(part.hold()),
            before -> part.notices().tell(account.id(), before, notice));
    return new Outcome.Done(account);
  }

  /** What is typed at the end, and from where. */
  record Wish(String password, Origin from, Locale language) {}

  private static Ticket ticket(Recovery recovery) {
    return new Ticket(recovery.contact(), CodePurpose.RECOVER, recovery.id());
  }
}
