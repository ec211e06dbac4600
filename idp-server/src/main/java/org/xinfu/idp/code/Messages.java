package org.xinfu.idp.code;

import org.xinfu.idp.domain.Contact;

/** The port to the SMS and e-mail gateways. */
public interface Messages {
  /**
   * Hands a text over to be delivered.
   *
   * @throws MessageNotSent when the gateway did not take it
   */
  void send(Contact to, String text);

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
