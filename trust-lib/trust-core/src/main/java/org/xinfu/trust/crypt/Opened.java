package org.xinfu.trust.crypt;

import java.util.Optional;
import org.xinfu.trust.Bytes;

/** What came of opening an envelope. */
public sealed interface Opened {
  /**
   * It opened.
   *
   * @param content as it was put in
   * @param authenticated whether an alteration would have been noticed; if not (CBC), believe the
   *     content only when it is signed
   */
  record Content(Bytes content, boolean authenticated) implements Opened {}

  /** It did not. */
  record Refused(EnvelopeRefusal reason) implements Opened {}

  /** The content, if it opened. */
  default Optional<Bytes> contentIfOpened() {
    return this instanceof Content c ? Optional.of(c.content()) : Optional.empty();
  }
}
