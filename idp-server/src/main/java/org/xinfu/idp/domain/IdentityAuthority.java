package org.xinfu.idp.domain;

import java.time.Instant;
import java.util.Set;

/** The port to whoever keeps the register of persons, such as public security (公安). */
public interface IdentityAuthority {
  /**
   * Checks claims.
   *
   * @throws Unavailable when no answer, or none that can be believed, came
   */
  Answer check(Claims claims);

  /**
   * What the authority says.
   *
   * @param source its name
   * @param reference its own number of this check
   * @param matched kinds that agree with its register
   * @param guardian whether the named guardian is the registered one
   * @param replaced documents of the same person in whose place the claimed one was issued
   */
  record Answer(
      String source,
      String reference,
      Instant at,
      Standing standing,
      Set<Fact> matched,
      boolean guardian,
      Set<IdDocument> replaced) {
    public Answer {
      matched = Set.copyOf(matched);
      replaced = Set.copyOf(replaced);
    }
  }

  /** How the person stands in the register. */
  enum Standing {
    LIVING,
    DECEASED,
    UNKNOWN
  }

  /** No answer that can be believed. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason) {
      super(reason);
    }

    public Unavailable(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
