package org.xinfu.idp.closure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Holds;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.OwnChanges;
import org.xinfu.idp.domain.OwnChanges.Came;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.SignOut;

/**
 * Closes accounts on their holders' wish. Until the cooling-off time is over the wish can be taken
 * back; then the account is gone for good, and its holder may register anew.
 */
public final class CloseAccount {
  private static final int AT_ONCE = 100;

  /** Longer than servers of two versions run beside each other. */
  private static final Duration SWEPT = Duration.ofDays(7);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final Closures closures;
  private final Holds holds;
  private final People people;
  private final Part part;

  /**
   * Who is told.
   *
   * @param changes what is done only while the login stands by which it is asked for
   */
  public record People(Persons persons, Notices notices, SignOut signOut, OwnChanges changes) {}

  /** How long the wish can be taken back, and the rest. */
  public record Part(Duration coolingOff, PasswordEncoder passwords, IdpAudit audit, Clock clock) {}

  public CloseAccount(Closures closures, Holds holds, People people, Part part) {
    this.closures = closures;
    this.holds = holds;
    this.people = people;
    this.part = part;
  }

  /** What came of a wish. */
  enum Outcome {
    ASKED,
    CLOSED,
    /** The account was recovered a short while ago. */
    HELD,
    /** A department's account is closed by the department. */
    NOT_YOURS,
    ALREADY,
    /** The login by which it was asked for has ended meanwhile; the book says so. */
    LOGIN_OVER
  }

  /** When the account will be closed. */
  Optional<Instant> due(String accountId) {
    return closures.due(accountId);
  }

  /** The holder wants it closed; every other login of theirs ends now. */
  Outcome ask(Account account, String keptSid, Locale language) {
    Instant now = part.clock().instant();
    if (account.kind() != AccountKind.PERSON) {
      return told(account, Outcome.NOT_YOURS);
    }
    if (holds.until(account.id(), now).isPresent()) {
      return told(account, Outcome.HELD);
    }
    Instant due = now.plus(part.coolingOff());
    Notice notice = new Notice("closure.notice.asked", List.of(TIME.format(due)), language);
    Came came =
        people
            .changes()
            .with(
                account.id(),
                "closure-asked",
                "asked",
                () -> closures.ask(account.id(), now, due) && alone(account, keptSid, notice));
    if (came != Came.DONE) {
      return came == Came.LOGIN_OVER ? Outcome.LOGIN_OVER : told(account, Outcome.ALREADY);
    }
    return !due.isAfter(now) && close(account.id()) ? Outcome.CLOSED : Outcome.ASKED;
  }

  private boolean alone(Account account, String keptSid, Notice notice) {
    people.signOut().others(account.id(), keptSid, SignOut.Cause.ENDED_BY_OWNER);
    tell(account.id(), people.persons().contacts(account.id()), notice);
    return true;
  }

  private void tell(String accountId, List<Contact> contacts, Notice notice) {
    people.notices().tell(accountId, contacts, notice);
  }

  /** The holder has thought better of it. */
  Came withdraw(String accountId) {
    Came came =
        people
            .changes()
            .with(accountId, "closure-withdrawn", "done", () -> closures.withdraw(accountId));
    if (came == Came.NOTHING) {
      part.audit().record(null, accountId, "closure-withdrawn", "unknown");
    }
    return came;
  }

  /** Closes those whose time has come; safe on several replicas at once. */
  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10M")
  public void closeDue() {
    Instant now = part.clock().instant();
    closures.due(now, AT_ONCE).forEach(this::close);
    closures.sweep(now.minus(SWEPT));
  }

  private boolean close(String accountId) {
    Notice notice = new Notice("closure.notice.closed", List.of(), Locale.SIMPLIFIED_CHINESE);
    String verifier = Objects.requireNonNull(part.passwords().encode(UUID.randomUUID().toString()));
    Instant now = part.clock().instant();
    return part.audit()
        .with(
            accountId,
            "account-closed",
            "done",
            () -> {
              List<Contact> contacts = people.persons().contacts(accountId);
              boolean closed = closures.close(accountId, verifier, now);
              if (closed) {
                tell(accountId, contacts, notice);
              }
              return closed;
            });
  }

  private Outcome told(Account account, Outcome outcome) {
    String name = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    part.audit().record(null, account.id(), "closure-asked", name);
    return outcome;
  }
}
