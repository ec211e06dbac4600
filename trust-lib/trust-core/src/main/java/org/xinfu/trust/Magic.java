package org.xinfu.trust;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The octets by which formats are known even when their module is absent. */
final class Magic {
  private static final Bytes ZIP = Bytes.hex("504b0304");
  private static final Bytes PDF = Bytes.utf8("%PDF-");
  private static final int TAIL = 1 << 20;

  /** What containers call the files of their signatures: ASiC, ODF and OOXML. */
  private static final List<String> SIGNATURES =
      List.of("META-INF/signature", "META-INF/documentsignatures", "_xmlsignatures/");

  private Magic() {}

  /** A PDF; or an OFD: a zip that names its files, or that is cut off before it could. */
  static Optional<DocumentFormat> of(DocumentSource source) {
    if (zip(source)) {
      String names = tail(source);
      boolean ofd =
          !names.contains("PK\u0005\u0006")
              || names.contains("Document.xml")
              || names.toLowerCase(Locale.ROOT).contains("ofd.xml");
      return ofd ? Optional.of(DocumentFormat.OFD) : Optional.empty();
    }
    return source.read(0, PDF.length()).equals(PDF)
        ? Optional.of(DocumentFormat.PDF)
        : Optional.empty();
  }

  /** Whether it is a container of another kind that may be signed in a way which is not read. */
  static boolean signedContainer(DocumentSource source) {
    return zip(source) && SIGNATURES.stream().anyMatch(tail(source)::contains);
  }

  private static boolean zip(DocumentSource source) {
    return source.read(0, ZIP.length()).equals(ZIP);
  }

  /** Where a zip lists its files. */
  private static String tail(DocumentSource source) {
    Bytes octets = source.read(Math.max(0, source.length() - TAIL), TAIL);
    return new String(octets.toArray(), StandardCharsets.ISO_8859_1);
  }
}
