package org.xinfu.idp.domain.window;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority.Standing;

/** The port to whoever runs document readers and face checks at windows. */
public interface Presence {
  /**
   * Asks whether the receipt is one of this document, just laid on a reader in front of its holder.
   *
   * @param receipt what the reader printed
   * @throws Unavailable when no answer, or none that can be believed, came
   */
  Answer check(IdDocument document, String name, String receipt);

  /**
   * What it says.
   *
   * @param source its name
   * @param reference its own number of this check
   * @param present false for another document, name, or an old receipt
   */
  record Answer(String source, String reference, Instant at, boolean present, Standing standing) {}

  /** No answer that can be believed. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }
}
