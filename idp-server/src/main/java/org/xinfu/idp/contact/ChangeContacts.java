package org.xinfu.idp.contact;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.xinfu.idp.code.CodePurpose;
import org.xinfu.idp.code.CodeStore.Ticket;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Holds;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Persons.Bound;
import org.xinfu.idp.domain.Persons.More;
import org.xinfu.idp.domain.Persons.Released;
import org.xinfu.idp.domain.StandingLogin;

/**
 * Binds a number or mailbox that somebody shows to hold, and unbinds one, as when a telephone
 * number changes hands. Whoever is reached by the others hears of it (SP 800-63B §4.6), and has
 * time to undo it: what was added goes at once, the older ones not before the wait is over.
 */
public final class ChangeContacts {
  private static final String ADDED = "contact-added";
  private static final String REMOVED = "contact-removed";

  /** As many as somebody may want to have; more would be a store of somebody else's. */
  private static final int MOST = 5;

  /** How long a code that was given lets its contact be taken. */
  private static final Duration PROVEN = Duration.ofMinutes(10);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final Persons persons;
  private final ContactCodes codes;
  private final Part part;

  /**
   * What holds accounts, tells people, records and tells the time.
   *
   * @param login whether it stands by which it is changed; asked when both accounts are locked
   * @param hold how long the older ones stay after an addition
   */
  public record Part(
      Holds holds,
      Notices notices,
      StandingLogin login,
      IdpAudit audit,
      Clock clock,
      Duration hold) {}

  public ChangeContacts(Persons persons, ContactCodes codes, Part part) {
    this.persons = persons;
    this.codes = codes;
    this.part = part;
  }

  /** What came of it. */
  enum Outcome {
    DONE,
    /** Wrong, too old or used. */
    CODE,
    /** It is another account's. */
    TAKEN,
    /** It is bound already. */
    KNOWN,
    MANY,
    /** The account is closed or suspended. */
    CLOSED,
    /** One was added a short while ago: the older ones stay until its owner has read the notice. */
    RECENT,
    /** The account was recovered a short while ago. */
    HELD,
    /** Nobody would be reached any more. */
    LAST,
    /** Nothing of that place and look is bound. */
    GONE
  }

  /** Oldest first. */
  List<Contact> of(String account) {
    return persons.contacts(account);
  }

  /** Sends a code there, whosever it is; false when a budget is used up. */
  boolean send(String account, Contact contact, Origin from, Locale language) {
    return codes.send(ticket(account, contact), from, language);
  }

  /** Binds it to the account of whoever has got the code. */
  Outcome add(String account, Contact contact, String code, Locale language) {
    if (!codes.use(ticket(account, contact), code)) {
      return Outcome.CODE;
    }
    return bind(account, contact, Optional.empty(), language);
  }

  /**
   * That somebody held a contact, though it is another account's; lives in the browser's session.
   *
   * @param at when they gave its code
   */
  record Proven(Contact contact, Instant at) implements Serializable {}

  /** Of a contact whose code was given now. */
  Proven proven(Contact contact) {
    return new Proven(contact, part.clock().instant());
  }

  /**
   * Binds what was another account's and was given to this person, as registration does with
   * recycled numbers (SP 800-63B §4.6): the other account keeps all but this, and is told.
   */
  Outcome take(String account, Proven proven, Locale language) {
    if (part.clock().instant().isAfter(proven.at().plus(PROVEN))) {
      return refused(account, ADDED, Outcome.CODE);
    }
    Contact contact = proven.contact();
    Optional<String> from = persons.accountOf(contact);
    return bind(account, contact, from, language);
  }

  private Outcome bind(String account, Contact contact, Optional<String> from, Locale language) {
    Instant now = part.clock().instant();
    String until = TIME.format(now.plus(part.hold()));
    Notice notice = notice("added", List.of(contact.masked(), until), language);
    AtomicReference<Bound> came = new AtomicReference<>(Bound.TAKEN);
    part.audit()
        .with(
            account,
            ADDED,
            kind(contact),
            () -> {
              came.set(persons.bindMore(account, contact, new More(MOST, from, now)));
              if (came.get() == Bound.DONE && !part.login().of(account)) {
                came.set(Bound.CLOSED);
              }
              if (came.get() == Bound.DONE) {
                tell(account, reached(account, contact), notice);
                from.ifPresent(old -> moved(old, contact, language));
              }
              return came.get() == Bound.DONE;
            });
    return switch (came.get()) {
      case DONE -> Outcome.DONE;
      case TAKEN -> refused(account, ADDED, Outcome.TAKEN);
      case KNOWN -> refused(account, ADDED, Outcome.KNOWN);
      case MANY -> refused(account, ADDED, Outcome.MANY);
      case CLOSED -> refused(account, ADDED, Outcome.CLOSED);
    };
  }

  private Outcome refused(String account, String act, Outcome why) {
    part.audit().record(null, account, act, why.name().toLowerCase(Locale.ROOT));
    return why;
  }

  private void moved(String old, Contact lost, Locale language) {
    part.audit().record(null, old, "contact-released", "recycled");
    Notice notice = new Notice("contact.moved", List.of(lost.masked()), language);
    tell(old, persons.contacts(old), notice);
  }

  /** By what it is reached besides. */
  private List<Contact> reached(String account, Contact changed) {
    return persons.contacts(account).stream().filter(one -> !one.equals(changed)).toList();
  }

  /**
   * One of those that the page has shown.
   *
   * @param at its place
   * @param masked how it was shown there: another may have come to its place since
   */
  record Shown(int at, String masked) {}

  /** Unbinds it. */
  Outcome remove(String account, Shown shown, Locale language) {
    Instant now = part.clock().instant();
    if (part.holds().until(account, now).isPresent()) {
      return refused(account, REMOVED, Outcome.HELD);
    }
    List<Contact> before = persons.contacts(account);
    if (shown.at() < 0
        || shown.at() >= before.size()
        || !before.get(shown.at()).masked().equals(shown.masked())) {
      return refused(account, REMOVED, Outcome.GONE);
    }
    Contact contact = before.get(shown.at());
    Instant settled = now.minus(part.hold());
    Notice notice = notice("removed", List.of(contact.masked()), language);
    AtomicReference<Released> came = new AtomicReference<>(Released.GONE);
    part.audit()
        .with(
            account,
            REMOVED,
            kind(contact),
            () -> {
              came.set(persons.releaseOneOf(account, contact, now, settled));
              if (came.get() == Released.DONE && !part.login().of(account)) {
                came.set(Released.GONE);
              }
              if (came.get() == Released.DONE) {
                tell(account, List.of(contact), notice);
                tell(account, reached(account, contact), notice);
              }
              return came.get() == Released.DONE;
            });
    return switch (came.get()) {
      case DONE -> Outcome.DONE;
      case RECENT -> refused(account, REMOVED, Outcome.RECENT);
      case LAST -> refused(account, REMOVED, Outcome.LAST);
      case GONE -> refused(account, REMOVED, Outcome.GONE);
    };
  }

  private static String kind(Contact contact) {
    return contact.kind().name().toLowerCase(Locale.ROOT);
  }

  private void tell(String account, List<Contact> reached, Notice notice) {
    part.notices().tell(account, reached, notice);
  }

  private static Notice notice(String what, List<String> facts, Locale language) {
    return Notice.undoable("contacts.notice." + what, facts, language);
  }

  private static Ticket ticket(String account, Contact contact) {
    return new Ticket(contact, CodePurpose.BIND, account);
  }
}
