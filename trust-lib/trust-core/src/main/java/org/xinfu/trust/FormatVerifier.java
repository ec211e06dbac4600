package org.xinfu.trust;

import java.util.Optional;

/**
 * SPI of a format module, found by {@link java.util.ServiceLoader} in {@link Trust} and nowhere
 * else. Implementations are stateless, have a public no-argument constructor and never throw on
 * malformed input.
 */
public interface FormatVerifier {
  /**
   * The format, when these octets claim to be one that this module knows (by magic, not by name).
   */
  Optional<DocumentFormat> detect(DocumentSource source);

  /**
   * The format, when the octets of one that this module knows begin a little later; asked only when
   * no module claims the document by its first octets.
   */
  default Optional<DocumentFormat> detectBehind(DocumentSource source) {
    return Optional.empty();
  }

  /**
   * Judges every signature; called only when {@link #detect} or {@link #detectBehind} named a
   * format.
   */
  DocumentReport verify(DocumentSource source, TrustPolicy policy);

  /**
   * As the other, for a signature that lies apart from what it signs; formats that always carry
   * their content take no notice of it, and {@link Trust} says so.
   */
  default DocumentReport verify(DocumentSource source, DocumentSource content, TrustPolicy policy) {
    return verify(source, policy);
  }
}
