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
   * Makes the account and takes the contact away from the account that it was bound to: its number
   * was given to somebody else. The old account keeps everything but the contact, though it were
   * its last: codes would reach a stranger. False when it is bound to that account no longer.
   */
  boolean registerRecycled(Account account, String passwordHash, Contact contact, String from);

  /** Binds another contact; false when it is bound already, or the account is not open. */
  boolean bind(String accountId, Contact contact, Instant at);

  /** Binds one more to an open account that has room; all is asked under its lock. */
  Bound bindMore(String accountId, Contact contact, More more);

  /**
   * How one more is bound.
   *
   * @param most how many an account may have
   * @param from the account that it is taken away from, as {@link #registerRecycled} does
   */
  record More(int most, Optional<String> from, Instant at) {}

  /** What came of binding one more. */
  enum Bound {
    DONE,
    /** It is bound to the account already. */
    KNOWN,
    MANY,
    /** It is another account's. */
    TAKEN,
    /** The account is not open. */
    CLOSED
  }

  /** Unbinds; false when it was not bound to the account. */
  boolean release(String accountId, Contact contact, Instant at);

  /**
   * The same where the account has others, and none that is newer and was bound after {@code
   * settled}: whoever adds one cannot take the older ones away at once.
   */
  Released releaseOneOf(String accountId, Contact contact, Instant at, Instant settled);

  /** What came of unbinding one of several. */
  enum Released {
    DONE,
    /** A newer one was bound a short while ago. */
    RECENT,
    /** Nobody would be reached any more. */
    LAST,
    /** It is not bound to the account. */
    GONE
  }
}
