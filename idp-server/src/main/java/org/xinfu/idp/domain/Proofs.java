package org.xinfu.idp.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The port to evidence records and to which document is whose. */
public interface Proofs {
  /** The account that is proven to hold the document, or to have held it before another. */
  Optional<String> holder(IdDocument document);

  /** Whether the account is proven to have held the document before the one that it holds now. */
  boolean former(String accountId, IdDocument document);

  /** The document that the account is proven to hold; empty without proof. */
  Optional<IdDocument> document(String accountId);

  /**
   * Keeps the proof and makes the account the document's holder, both or neither. False when
   * another account holds the document, or this one another document that it does not replace.
   */
  boolean keep(Proof proof, Holder holder);

  /** Proofs of the account, newest first. */
  List<Proof> of(String accountId);

  /** Whether the holder is a minor at that time; false for accounts without proof. */
  boolean minor(String accountId, Instant at);

  /** Whether an authority has named the guardian of the account's holder. */
  boolean guarded(String accountId);

  /** The account of a minor's guardian, when the guardian is known here. */
  Optional<String> guardian(String accountId);

  /**
   * Moves contacts of the one account to the other and closes it for good. The caller has shown
   * that both are the same person. False, and nothing done, where the one is verified as somebody
   * or the other does not stand (any more).
   */
  boolean merge(String from, String into, Instant at);

  /**
   * The same for an account that is verified too: its contacts, its documents, its 网号 and its links
   * to platforms go over, what it had proven is over, its certificates are bound to nobody, and the
   * proof is kept for the other. Both have to hold one of the documents that this proof is about,
   * stand, and be held by nothing. False, and nothing done, where one of it is not so (any more).
   */
  boolean join(String from, Proof proof, Holder holder);

  /**
   * Whoever is proven to hold the document is dead: closes the account until somebody reviews, and
   * writes that into the audit book. Says which account was frozen by this; empty when there was
   * none to freeze.
   */
  Optional<String> freeze(IdDocument document, Instant at);

  /** The same where nobody has asked: the server itself is the actor. */
  Optional<String> freezeUnasked(IdDocument document, Instant at);

  /**
   * Who a proof is about.
   *
   * @param name as the document has it
   * @param birthDate ISO 8601
   * @param guardian citizen id number of a minor's guardian
   * @param replaced documents in whose place this one was issued, as the authority says
   */
  record Holder(
      String name,
      IdDocument document,
      java.time.LocalDate birthDate,
      @Nullable String guardian,
      Set<IdDocument> replaced) {
    public Holder {
      replaced = Set.copyOf(replaced);
    }

    /** Who holds a document of which no older one is known. */
    public Holder(
        String name,
        IdDocument document,
        java.time.LocalDate birthDate,
        @Nullable String guardian) {
      this(name, document, birthDate, guardian, Set.of());
    }
  }
}
