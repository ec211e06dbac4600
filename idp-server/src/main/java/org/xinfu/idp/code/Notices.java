package org.xinfu.idp.code;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
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
   * Sends a text to all at once: somebody waits for the page. A gateway that fails does not undo
   * what it was to tell, and leaves an audit row.
   */
  public void tell(String accountId, List<Contact> contacts, Notice notice) {
    tell(accountId, contacts, notice, contact -> "");
  }

  /**
   * The same.
   *
   * @param more what is added for each of them, with a blank before it; may be empty
   */
  public void tell(
      String accountId, List<Contact> contacts, Notice notice, Function<Contact, String> more) {
    String text = texts.getMessage(notice.key(), notice.arguments().toArray(), notice.language());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      contacts.stream()
          .map(contact -> new Message(contact, (text + " " + more.apply(contact)).strip()))
          .map(one -> CompletableFuture.supplyAsync(() -> sent(one), threads))
          .toList()
          .forEach(sent -> audit.record(null, accountId, "notice-sent", sent.join()));
    }
  }

  private String sent(Message message) {
    try {
      messages.send(message.to(), message.text());
      return "done";
    } catch (Messages.MessageNotSent gateway) {
      return "not-sent";
    }
  }

  private record Message(Contact to, String text) {}

  /** A text of the bundles. */
  public record Notice(String key, List<String> arguments, Locale language) {
    public Notice {
      arguments = List.copyOf(arguments);
    }
  }
}
