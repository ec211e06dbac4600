package org.xinfu.idp.undo;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.springframework.context.MessageSource;
import org.xinfu.idp.code.DeliverNotices;
import org.xinfu.idp.code.NoticeQueue.Waiting;

/**
 * Gives each contact that was its owner's before a change (SP 800-63B §4.6) a link of its own by
 * which that is undone, when its notice is sent. No link goes to a contact that was younger than
 * the hold: whoever took the account over could have bound it. None is made for an account without
 * a verified document: its owner could not come back by {@code /recover} once the password is void.
 *
 * <p>The secret is made for one try of sending, and is kept as a hash before that: a link that was
 * sent is always known. A further try has another; each is good, since nobody knows which arrived.
 */
public final class OfferUndo implements DeliverNotices.Link {
  /** Clocks of replicas differ, and the change was made a moment before it is told. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static final int BYTES = 16;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  private final UndoLinks links;
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

  public OfferUndo(UndoLinks links, Part part) {
    this.links = links;
    this.part = part;
  }

  @Override
  public String of(Waiting notice) {
    if (part.life().isZero()) {
      return "";
    }
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Instant done = notice.what().at();
    Instant expires = part.clock().instant().plus(part.life());
    UndoLinks.Link link =
        new UndoLinks.Link(notice.id(), done.minus(BEFORE), done.minus(part.hold()), expires);
    if (!links.put(token, link)) {
      return "";
    }
    // Behind # it is sent to no server, stands in no log and in no Referer (RFC 3986 §3.5).
    String address = part.publicUrl() + UndoPage.PATH + "#" + token;
    Object[] facts = {TIME.format(expires), address};
    return part.texts().getMessage("undo.offer", facts, notice.what().notice().language());
  }
}
