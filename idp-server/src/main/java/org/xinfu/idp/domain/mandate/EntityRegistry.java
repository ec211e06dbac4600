package org.xinfu.idp.domain.mandate;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import org.xinfu.trust.key.Digests;

/** The port to the registry of entities, such as market supervision (市场监管). */
public interface EntityRegistry {
  /**
   * Looks up an entity whose legal representative somebody is; empty when it has none of that code,
   * or another represents it.
   *
   * @throws Unavailable when no answer, or none that can be believed, came
   */
  Optional<Extract> look(UnifiedSocialCreditCode code, Person claimed);

  /**
   * Looks an entity up by its electronic business licence, whose key was given to that person as
   * its representative; empty when the key is no licence of that entity, or another's.
   *
   * @param key DER SubjectPublicKeyInfo
   * @throws Unavailable when no answer, or none that can be believed, came
   */
  Optional<Extract> licence(UnifiedSocialCreditCode code, Bytes key, Person claimed);

  /**
   * What changed after that number, in order, a page at a time.
   *
   * @param skip so many lines behind that number are left out: a page of lines without numbers has
   *     none to go on from
   * @throws Unavailable when no answer, or none that can be believed, came
   */
  List<Noted> changes(long after, long skip);

  /** The same from the first line on. */
  default List<Noted> changes(long after) {
    return changes(after, 0);
  }

  /** Who claims to be the representative, as their own document has it. */
  record Person(String name, IdDocument document) {
    /** Nothing of a person is printed. */
    @Override
    public String toString() {
      return "Person[" + document + "]";
    }
  }

  /**
   * What the registry says.
   *
   * @param source its name
   * @param reference its own number of this answer
   * @param at the moment of the answer, by the clock of whoever answers
   * @param entity its name as the registry has it, fit to be shown or not
   */
  record Extract(String source, String reference, Instant at, LegalEntity entity) {}

  /** A line of the list of changes. */
  sealed interface Noted {
    /** Grows from change to change. */
    long number();

    /** Whether it has a place among the others. */
    default boolean numbered() {
      return number() >= 0;
    }
  }

  /** One change. */
  record Change(long number, UnifiedSocialCreditCode code, What what, Instant at)
      implements Noted {}

  /**
   * One that cannot be read.
   *
   * @param number a key below zero where it has none
   * @param code whose it is, where that can be read
   * @param fault the member that cannot
   */
  record Unread(long number, Optional<UnifiedSocialCreditCode> code, String fault)
      implements Noted {
    /** One without a place among the others; its key is the first 63 bits of its SHA-256. */
    public static Unread unnumbered(String line, Optional<UnifiedSocialCreditCode> code) {
      byte[] digest = Digests.sha256(Bytes.utf8(line)).toArray();
      return new Unread(ByteBuffer.wrap(digest).getLong() | Long.MIN_VALUE, code, "number");
    }
  }

  /** What changed. */
  enum What {
    REPRESENTATIVE_CHANGED,
    SUSPENDED,
    RESUMED,
    STRUCK_OFF
  }

  /** No answer that can be believed. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }
}
