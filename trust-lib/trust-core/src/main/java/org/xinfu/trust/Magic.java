package org.xinfu.trust;

import java.util.Optional;

/** The first octets by which formats are known even when their module is absent. */
final class Magic {
  private static final Bytes ZIP = Bytes.hex("504b0304");
  private static final Bytes PDF = Bytes.utf8("%PDF-");

  private Magic() {}

  static Optional<DocumentFormat> of(DocumentSource source) {
    Bytes head = source.read(0, 5);
    if (head.length() >= 4 && head.slice(0, 4).equals(ZIP)) {
      return Optional.of(DocumentFormat.OFD);
    }
    return head.equals(PDF) ? Optional.of(DocumentFormat.PDF) : Optional.empty();
  }
}
