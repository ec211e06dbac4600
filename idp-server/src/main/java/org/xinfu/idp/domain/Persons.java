package org.xinfu.idp.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The port to natural persons: their accounts and where they are reached. */
public interface Persons {
  /** The account that the contact is bound to now. */
  Optional<String> accountOf(Contact contact);

  /**
   * Whether the account is called by a number or mailbox that is not known as its own: whoever has
   * verified it is led to another account by that name.
   */
  default boolean calledByAnothers(Account account) {
    return Contact.parse(account.loginName())
        .filter(contact -> !accountOf(contact).equals(Optional.of(account.id())))
        .isPresent();
  }

  /** What is bound to the account now, oldest first. */
  List<Contact> contacts(String accountId);

  /**
   * Makes the account with its first contact, both or neither; false when the contact is bound to
   * another account.
   */
  boolean register(Account account, String passwordHash, Contact contact);

  /**
   * Makes the account and takes the contact away from whom it was bound to: its number was given to
   * somebody else. The old account keeps everything but the contact.
   */
  boolean registerRecycled(Account account, String passwordHash, Contact contact);

  /** Binds another contact; false when it is bound already. */
  boolean bind(String accountId, Contact contact, Instant at);

  /** Unbinds; false when it was not bound to the account. */
  boolean release(String accountId, Contact contact, Instant at);

  /** The same where the account has others; false when it is the last. */
  boolean releaseOneOf(String accountId, Contact contact, Instant at);
}
