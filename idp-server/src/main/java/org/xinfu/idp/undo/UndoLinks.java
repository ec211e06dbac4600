package org.xinfu.idp.undo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Contact;

/** The port to the links of notices, each kept as a hash only, and to what they undo. */
public interface UndoLinks {
  /**
   * Keeps a link for a notice that is about to be sent. False, and none kept, where its contact was
   * bound too late or was unbound before, where the account is not open or has no document by which
   * it could be recovered, and where it was recovered or undone after what the notice tells.
   */
  boolean put(String token, Link link);

  /** Whose changes the link undoes, while it is good. */
  Optional<String> accountOf(String token, Instant now);

  /**
   * Uses the link up, with every other of the account, and undoes what was changed: one transaction
   * with its audit rows, which ends every login of the account. Empty, and nothing done, when the
   * link is good no longer or the account is not open.
   *
   * @param told what is to be written of it, within the transaction
   */
  Optional<Undone> use(String token, Use use, Consumer<Undone> told);

  /**
   * A link.
   *
   * @param notice that it goes with
   * @param since what was changed from then on is undone
   * @param settled the contact has to have been bound by then
   * @param expires when the link is good no longer
   */
  record Link(long notice, Instant since, Instant settled, Instant expires) {}

  /**
   * How it is undone.
   *
   * @param verifier of a password that nobody knows
   */
  record Use(String accountId, Instant at, Instant holdUntil, String verifier) {}

  /**
   * What was undone.
   *
   * @param reached by what the account was reached before, and is now
   * @param authenticators what was added, and is gone
   * @param unbound what was bound, and is not any more
   * @param bound what was unbound, and is bound again
   */
  record Undone(
      List<Contact> reached,
      List<Added> authenticators,
      List<Contact> unbound,
      List<Contact> bound) {
    public Undone {
      reached = List.copyOf(reached);
      authenticators = List.copyOf(authenticators);
      unbound = List.copyOf(unbound);
      bound = List.copyOf(bound);
    }
  }

  /** An authenticator that was added; not what it was called: the reader may not be its owner. */
  record Added(Authenticators.Kind kind, Instant at) {}
}
