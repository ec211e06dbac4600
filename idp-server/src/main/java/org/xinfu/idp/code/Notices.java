package org.xinfu.idp.code;

import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdpAudit;

/** Tells somebody what happened to their account, wherever they are reached. */
public final class Notices {
  private final Messages messages;
  private final MessageSource texts;
  private final IdpAudit audit;

  public Notices(Messages messages, MessageSource texts, IdpAudit audit) {
    this.messages = messages;
    this.texts = texts;
    this.audit = audit;
  }

  /**
   * Sends a text; a gateway that fails does not undo what it was to tell, and leaves an audit row.
   */
  public void tell(String accountId, List<Contact> contacts, Notice notice) {
    String text = texts.getMessage(notice.key(), notice.arguments().toArray(), notice.language());
    for (Contact contact : contacts) {
      String outcome = "done";
      try {
        messages.send(contact, text);
      } catch (Messages.MessageNotSent gateway) {
        outcome = "not-sent";
      }
      audit.record(null, accountId, "notice-sent", outcome);
    }
  }

  /** A text of the bundles. */
  public record Notice(String key, List<String> arguments, Locale language) {
    public Notice {
      arguments = List.copyOf(arguments);
    }
  }
}
