package org.xinfu.idp.code;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.idp.domain.Contact;

/** The port to codes on their way. Codes are kept as keyed hashes only. */
public interface CodeStore {
  /** When the code that is still good for this was sent. */
  Optional<Instant> sentAt(Ticket ticket, Instant now);

  /** Keeps a code; an older one for the same is good no longer. */
  void put(Ticket ticket, String code, Instant sent, Instant expires);

  /**
   * Uses the code up when it is right; counts the attempt when it is not. After {@code attempts}
   * wrong ones even the right code is refused.
   */
  boolean use(Ticket ticket, String code, Instant now, int attempts);

  /** A name for the contact in audit rows that does not tell it. */
  String alias(Contact contact);

  /**
   * What a code is for.
   *
   * @param subject who asked for it: a registration, or an account's session
   */
  record Ticket(Contact contact, CodePurpose purpose, String subject) {}
}
