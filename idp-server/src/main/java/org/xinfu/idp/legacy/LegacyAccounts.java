package org.xinfu.idp.legacy;

import java.time.Instant;
import java.util.Optional;

/**
 * The port to what has been taken over. It outlives the accounts: nobody comes back by a file that
 * is sent again. Neither id nor line can be read or guessed from it.
 */
public interface LegacyAccounts {
  /**
   * A line that was taken over.
   *
   * @param same whether it said what this one says
   */
  record Known(String accountId, boolean same) {}

  /** What has been taken over under the id of that source. */
  Optional<Known> of(Line line);

  /** Notes it; false when the id of that source has been taken over. */
  boolean add(Line line, String accountId, Instant at);

  /**
   * A line of a source.
   *
   * @param text its JSON, members sorted
   */
  record Line(String source, String id, String text) {
    /** Never what it says in a log. */
    @Override
    public String toString() {
      return "a line of " + source;
    }
  }
}
