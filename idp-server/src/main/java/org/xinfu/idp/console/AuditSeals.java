package org.xinfu.idp.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The port to seals over the audit book. */
public interface AuditSeals {
  /**
   * Seals the rows before which no other can still appear, and marks the next place to seal up to.
   * One transaction; nothing when another replica is at it.
   *
   * @param signature makes the seal's signature
   */
  void seal(Function<Seal, String> signature, Instant now);

  /** Seals in their order. */
  List<Seal> all();

  /** Recomputes what the seal's digest has to be after the one before it. */
  Fold fold(String previous, long from, long to);

  /** The signature as it is stored. */
  Optional<String> signature(long number);

  /** Rows that no seal covers yet. */
  long unsealed();

  /** Whether the database still refuses to change and to delete rows. */
  boolean guarded();

  /**
   * One seal.
   *
   * @param from number of the last row before it
   * @param to number of its last row
   * @param digest SM3 over the last digest and every row, in hexadecimal
   */
  record Seal(long number, long from, long to, long rows, String digest) {}

  /** Rows and their digest. */
  record Fold(String digest, long rows) {}
}
