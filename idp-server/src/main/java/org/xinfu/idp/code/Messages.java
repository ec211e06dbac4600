package org.xinfu.idp.code;

import java.util.UUID;
import org.xinfu.idp.domain.Contact;

/** The port to the SMS and e-mail gateways. */
public interface Messages {
  /**
   * Hands a text over to be delivered.
   *
   * @param id the same for each try of one message, so that the gateway knows one that it has taken
   * @throws MessageNotSent when the gateway did not take it, or nobody knows that it did
   */
  void send(UUID id, Contact to, String text);

  /** The same of a text that is sent once. */
  default void send(Contact to, String text) {
    send(UUID.randomUUID(), to, text);
  }

  /** The gateway did not take a message. */
  final class MessageNotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MessageNotSent(String reason) {
      super(reason);
    }

    MessageNotSent(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
