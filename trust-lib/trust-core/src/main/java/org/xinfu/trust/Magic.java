package org.xinfu.trust;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The octets by which formats are known even when their module is absent. */
final class Magic {
  private static final Bytes ZIP = Bytes.hex("504b0304");
  private static final Bytes PDF = Bytes.utf8("%PDF-");
  private static final int TAIL = 1 << 20;

  /** What containers call the files of their signatures, and what they are. */
  private static final Map<String, String> SIGNATURES =
      new TreeMap<>(
          Map.of(
              "META-INF/documentsignatures", "an office document in ODF (OpenDocument, part 3)",
              "META-INF/signature", "an ASiC container (ETSI EN 319 162-1)",
              "_xmlsignatures/", "an office document in OOXML (ISO/IEC 29500-2)"));

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

  /** What container of another kind it is that may be signed in a way which is not read. */
  static Optional<String> signedContainer(DocumentSource source) {
    if (!zip(source)) {
      return Optional.empty();
    }
    String names = tail(source);
    return SIGNATURES.entrySet().stream()
        .filter(e -> names.contains(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
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
