package org.xinfu.idp.console;

import java.util.List;
import java.util.Optional;

/** The port to the seals over the first rows of the audit book, from before it had a log. */
public interface AuditSeals {
  /** Seals in their order. */
  List<Seal> all();

  /** Recomputes what the seal's digest has to be after the one before it. */
  Fold fold(String previous, long from, long to);

  /** The signature as it is stored. */
  Optional<String> signature(long number);

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
