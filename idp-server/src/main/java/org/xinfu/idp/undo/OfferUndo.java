package org.xinfu.idp.undo;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.code.Notices.Notice;
import org.xinfu.idp.domain.Contact;

/**
 * Tells an owner what was changed (SP 800-63B §4.6), and gives each contact that was theirs before
 * a link of its own by which it is undone. No link goes to a contact that is younger than the hold:
 * whoever took the account over could have bound it. None is made for an account without a verified
 * document: its owner could not come back by {@code /recover} once the password is void.
 */
public final class OfferUndo {
  /** Clocks of replicas differ, and the change was made a moment before it is told. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static final int BYTES = 16;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final UndoLinks links;
  private final Notices notices;
  private final Part part;
  private final SecureRandom random = new SecureRandom();

  /**
   * The rest.
   *
   * @param publicUrl what browsers call this server
   * @param life how long a link is good; none is made when it is nothing
   * @param hold how long a contact has to have been bound
   */
  public record Part(
      String publicUrl, Duration life, Duration hold, MessageSource texts, Clock clock) {}

  public OfferUndo(UndoLinks links, Notices notices, Part part) {
    this.links = links;
    this.notices = notices;
    this.part = part;
  }

  /** Tells them of a change that was made just now. */
  public void tell(String accountId, List<Contact> contacts, Notice notice) {
    notices.tell(
        accountId, contacts, notice, contact -> offer(accountId, contact, notice.language()));
  }

  private String offer(String accountId, Contact contact, Locale language) {
    if (part.life().isZero()) {
      return "";
    }
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Instant now = part.clock().instant();
    Instant since = now.minus(BEFORE);
    Instant expires = now.plus(part.life());
    UndoLinks.Link link =
        new UndoLinks.Link(accountId, contact, since, now.minus(part.hold()), expires);
    if (!links.put(token, link)) {
      return "";
    }
    // Behind # it is sent to no server, stands in no log and in no Referer (RFC 3986 §3.5).
    String address = part.publicUrl() + UndoPage.PATH + "#" + token;
    Object[] facts = {TIME.format(expires), address};
    return part.texts().getMessage("undo.offer", facts, language);
  }
}
