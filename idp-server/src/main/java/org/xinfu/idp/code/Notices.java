package org.xinfu.idp.code;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.xinfu.idp.domain.Contact;

/**
 * Tells somebody what happened to their account, wherever they were reached when it happened. A
 * notice is written within the transaction of what it tells, and sent after it ({@link
 * DeliverNotices}): both are there or neither, though the server dies in between, and nobody who
 * changes where the account is reached a moment later turns it away from its owner.
 */
public final class Notices {
  private final NoticeQueue queue;
  private final Clock clock;

  public Notices(NoticeQueue queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Writes one for each contact, within the caller's transaction.
   *
   * @param contacts by which the account is reached, asked for within the same transaction
   */
  public void tell(String accountId, List<Contact> contacts, Notice notice) {
    Instant now = clock.instant();
    contacts.forEach(contact -> queue.put(new NoticeQueue.Fresh(accountId, contact, notice, now)));
  }

  /**
   * A text of the bundles.
   *
   * @param undo whether a link goes with it by which an owner undoes what it tells
   */
  public record Notice(String key, List<String> arguments, Locale language, boolean undo) {
    public Notice {
      arguments = List.copyOf(arguments);
    }

    /** Without a link. */
    public Notice(String key, List<String> arguments, Locale language) {
      this(key, arguments, language, false);
    }

    /** With a link. */
    public static Notice undoable(String key, List<String> arguments, Locale language) {
      return new Notice(key, arguments, language, true);
    }
  }
}
