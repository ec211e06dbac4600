package org.xinfu.idp.contact;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

/**
 * Binds a number or mailbox that somebody shows to hold, and unbinds one, as when a telephone
 * number changes hands. Whoever is reached by the others hears of it (SP 800-63B §4.6).
 */
public final class ChangeContacts {
  /** As many as somebody may want to have; more would be a store of somebody else's. */
  private static final int MOST = 5;

  private final Persons persons;
  private final ContactCodes codes;
  private final Part part;

  /** What holds accounts, tells people, records and tells the time. */
  public record Part(Holds holds, Notices notices, IdpAudit audit, Clock clock) {}

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
    List<Contact> before = persons.contacts(account);
    if (before.contains(contact)) {
      return Outcome.KNOWN;
    }
    if (before.size() >= MOST) {
      return Outcome.MANY;
    }
    Instant now = part.clock().instant();
    String kind = contact.kind().name().toLowerCase(Locale.ROOT);
    if (!part.audit()
        .with(account, "contact-added", kind, () -> persons.bind(account, contact, now))) {
      part.audit().record(null, account, "contact-added", "taken");
      return Outcome.TAKEN;
    }
    tell(account, before, notice("added", contact, language));
    return Outcome.DONE;
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
      return Outcome.HELD;
    }
    List<Contact> before = persons.contacts(account);
    if (shown.at() < 0
        || shown.at() >= before.size()
        || !before.get(shown.at()).masked().equals(shown.masked())) {
      return Outcome.GONE;
    }
    Contact contact = before.get(shown.at());
    String kind = contact.kind().name().toLowerCase(Locale.ROOT);
    if (!part.audit()
        .with(
            account, "contact-removed", kind, () -> persons.releaseOneOf(account, contact, now))) {
      return Outcome.LAST;
    }
    tell(account, before, notice("removed", contact, language));
    return Outcome.DONE;
  }

  private void tell(String account, List<Contact> reached, Notice notice) {
    part.notices().tell(account, reached, notice);
  }

  private static Notice notice(String what, Contact about, Locale language) {
    return new Notice("contacts.notice." + what, List.of(about.masked()), language);
  }

  private static Ticket ticket(String account, Contact contact) {
    return new Ticket(contact, CodePurpose.BIND, account);
  }
}
