package org.xinfu.idp.register;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.xinfu.idp.code.CodePurpose;
import org.xinfu.idp.code.CodeStore.Ticket;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.code.ProvenLately;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.PasswordRules;
import org.xinfu.idp.domain.Persons;

/**
 * Registers a natural person. Until the code proves that the visitor holds the number or mailbox,
 * every answer is the same whether an account has it or not; afterwards its account is named but
 * never opened: a number may have been given to somebody else.
 */
public final class RegisterPerson {
  private final Accounts accounts;
  private final Persons persons;
  private final ContactCodes codes;
  private final Part part;
  private final SecureRandom random = new SecureRandom();

  /**
   * What passwords go through, and how old holders are told.
   *
   * @param proven whether a code was given lately enough for an account to be made
   */
  public record Part(
      PasswordRules rules,
      PasswordEncoder passwords,
      Notices notices,
      MessageSource texts,
      IdpAudit audit,
      Clock clock,
      ProvenLately proven) {}

  public RegisterPerson(Accounts accounts, Persons persons, ContactCodes codes, Part part) {
    this.accounts = accounts;
    this.persons = persons;
    this.codes = codes;
    this.part = part;
  }

  /** What came of the last step. */
  sealed interface Outcome {
    /** There is an account. */
    record Done(Account account) implements Outcome {}

    /** The contact is another account's; only a new holder of the number may go on. */
    record Known() implements Outcome {}

    /** The contact was proven too long ago: it may be somebody else's by now. */
    record Expired() implements Outcome {}

    /** The password may not be chosen. */
    record Unfit(PasswordRules.Fault fault) implements Outcome {}
  }

  /** Sends the code; empty when a budget is used up. */
  Optional<Registration> begin(Contact contact, Origin from, Locale language) {
    Registration fresh =
        new Registration(UUID.randomUUID().toString(), contact, Registration.Stage.CODE_SENT, null);
    return codes.send(ticket(fresh), from, language) ? Optional.of(fresh) : Optional.empty();
  }

  /** Sends it again, at most once a minute. */
  boolean again(Registration registration, Origin from, Locale language) {
    return codes.send(ticket(registration), from, language);
  }

  /** The next stage, when the visitor holds the contact. */
  Optional<Registration> prove(Registration registration, String code) {
    return codes.use(ticket(registration), code)
        ? Optional.of(registration.proven(part.proven().now()))
        : Optional.empty();
  }

  /** Whether it has to be proven again. */
  boolean expired(Registration registration) {
    return part.proven().over(registration.provenAt());
  }

  /**
   * Makes the account.
   *
   * @param newHolder the visitor says that the number was somebody else's before
   */
  Outcome finish(Registration registration, String typed, boolean newHolder, Locale language) {
    Optional<Account> made = accounts.byId(registration.id());
    if (made.isPresent()) {
      return new Outcome.Done(made.get());
    }
    if (expired(registration)) {
      return new Outcome.Expired();
    }
    Contact contact = registration.contact();
    String password = PasswordRules.normal(typed);
    PasswordRules.Fault fault = part.rules().judge(password, List.of(contact.value()));
    if (fault != PasswordRules.Fault.NONE) {
      return new Outcome.Unfit(fault);
    }
    Optional<String> holder = persons.accountOf(contact);
    if (holder.isPresent() && !newHolder) {
      return known(registration);
    }
    Account account = account(registration, language);
    String hash = Objects.requireNonNull(part.passwords().encode(password));
    Optional<String> before = holder.filter(old -> newHolder);
    boolean done =
        part.audit()
            .with(
                account.id(),
                "person-registered",
                "done",
                () -> made(account, hash, contact, before) && told(before, contact, language));
    if (!done) {
      return accounts
          .byId(registration.id())
          .<Outcome>map(Outcome.Done::new)
          .orElseGet(() -> known(registration));
    }
    return new Outcome.Done(account);
  }

  /** Of an account that there is not: the book says whose it would be by the contact's ends. */
  private Outcome known(Registration registration) {
    Map<String, String> details = Map.of("by", registration.contact().masked());
    part.audit().record(null, "unknown", new IdpAudit.Fact("person-registered", "known", details));
    return new Outcome.Known();
  }

  /** Nobody loses it of whom no row is written: another holder by now is told as known. */
  private boolean made(Account account, String hash, Contact contact, Optional<String> before) {
    return before.isPresent()
        ? persons.registerRecycled(account, hash, contact, before.get())
        : persons.register(account, hash, contact);
  }

  private boolean told(Optional<String> before, Contact lost, Locale language) {
    before.ifPresent(old -> tell(old, lost, language));
    return true;
  }

  private void tell(String old, Contact lost, Locale language) {
    part.audit().record(null, old, "contact-released", "recycled");
    part.notices()
        .tell(
            old,
            persons.contacts(old),
            new Notice("contact.moved", List.of(lost.masked()), language));
  }

  /** Ten digits after a letter: no login name tells who somebody is or that a number is known. */
  private Account account(Registration registration, Locale language) {
    String name = "p%010d".formatted(random.nextLong(10_000_000_000L));
    String display = part.texts().getMessage("person.unnamed", null, language);
    return new Account(registration.id(), AccountKind.PERSON, name, display, null, Set.of(), true);
  }

  private static Ticket ticket(Registration registration) {
    return new Ticket(registration.contact(), CodePurpose.REGISTER, registration.id());
  }
}
