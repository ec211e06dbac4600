package org.xinfu.idp.code;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Origin;

/**
 * Six-digit codes sent out of band (NIST SP 800-63B §3.1.3): good for five minutes, five attempts
 * and one use. Sending costs money and can annoy, so it is budgeted by number, address prefix,
 * device and day. What strangers ask for is counted apart from what somebody asks for who has shown
 * a password, so that nobody uses up another's second factor.
 */
public final class ContactCodes {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int ATTEMPTS = 5;

  private final CodeStore codes;
  private final Budgets budgets;
  private final Messages messages;
  private final Part part;
  private final SecureRandom random = new SecureRandom();

  /** The clock, the audit book, the texts, and how many messages a day may cost. */
  public record Part(Clock clock, IdpAudit audit, MessageSource texts, Limits limits) {}

  /**
   * How much may be sent.
   *
   * @param number to one contact an hour, and three times that a day
   * @param prefix from one address prefix an hour
   * @param device from one device an hour
   * @param day by the whole service to telephones, and as many to mailboxes; for people who have
   *     shown a password as many again
   */
  public record Limits(int number, int prefix, int device, int day) {}

  public ContactCodes(CodeStore codes, Budgets budgets, Messages messages, Part part) {
    this.codes = codes;
    this.budgets = budgets;
    this.messages = messages;
    this.part = part;
  }

  /**
   * Sends a code; asking again within a minute sends nothing and is answered alike. False when a
   * budget is used up.
   */
  public boolean send(CodeStore.Ticket ticket, Origin from, Locale language) {
    Instant now = part.clock().instant();
    Optional<Instant> before = codes.sentAt(ticket, now);
    if (before.isPresent() && now.isBefore(before.get().plus(PAUSE))) {
      return true;
    }
    String alias = codes.alias(ticket.contact());
    if (!budgets.take(lines(ticket, from), now)) {
      part.audit().record(null, alias, "code-sent", "limited");
      return false;
    }
    String code = "%06d".formatted(random.nextInt(1_000_000));
    codes.put(ticket, code, now, now.plus(LIFE));
    String key = "code.text." + ticket.purpose();
    messages.send(ticket.contact(), part.texts().getMessage(key, new Object[] {code}, language));
    part.audit().record(null, alias, "code-sent", "done");
    return true;
  }

  /** Uses a code up. Every wrong answer looks alike: wrong, too old, too often, never sent. */
  public boolean use(CodeStore.Ticket ticket, String typed) {
    String code = typed.strip();
    boolean right =
        code.matches("[0-9]{6}") && codes.use(ticket, code, part.clock().instant(), ATTEMPTS);
    String outcome = right ? "done" : "refused";
    part.audit().record(null, codes.alias(ticket.contact()), "code-used", outcome);
    return right;
  }

  private List<Budgets.Line> lines(CodeStore.Ticket ticket, Origin from) {
    Limits limits = part.limits();
    Contact contact = ticket.contact();
    Duration hour = Duration.ofHours(1);
    Duration day = Duration.ofDays(1);
    String who = ticket.purpose() == CodePurpose.SECOND_FACTOR ? "owner" : "anyone";
    String number = "code by " + who + " to " + contact.value();
    String device = from.device().isEmpty() ? "none at " + from.prefix() : from.device();
    return List.of(
        new Budgets.Line(number, limits.number(), hour),
        new Budgets.Line(number, 3 * limits.number(), day),
        new Budgets.Line("code from prefix " + from.prefix(), limits.prefix(), hour),
        new Budgets.Line("code from device " + device, limits.device(), hour),
        new Budgets.Line("code by " + who + " to " + contact.kind(), limits.day(), day));
  }
}
