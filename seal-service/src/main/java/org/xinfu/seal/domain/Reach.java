package org.xinfu.seal.domain;

import java.util.Optional;

/**
 * Whose seals and applications somebody reaches; those beyond are as if they were not there.
 *
 * @param unit unified social credit code of the one unit; empty: every unit's
 */
public record Reach(Optional<String> unit) {
  /** Every unit's. */
  public static final Reach ALL = new Reach(Optional.empty());

  /** One unit's. */
  public static Reach of(String uscc) {
    return new Reach(Optional.of(uscc));
  }

  public boolean covers(SealRequest request) {
    return unit.isEmpty() || unit.get().equals(request.uscc().value());
  }
}
