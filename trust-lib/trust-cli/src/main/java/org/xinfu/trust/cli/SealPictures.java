package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.seal.SealPicture;
import org.xinfu.trust.seal.SesSignature;

/**
 * Fetches the octets of a seal's picture. The report names the SHA-256 of the picture that was
 * verified; whatever is read here counts only when it has that digest, so that no second parser can
 * show another picture.
 */
final class SealPictures {
  private static final int MOST_OCTETS = 4 << 20;
  private static final int MOST_ENTRIES = 10_000;
  private static final Bytes ZIP = Bytes.hex("504b0304");

  private SealPictures() {}

  /** The picture with this digest, when the document holds it. */
  static Optional<SealPicture> find(DocumentSource document, String sha256) {
    // A report without its picture is still a report.
    return Decoding.maybe(
        () ->
            candidates(document).stream()
                .map(SealPictures::picture)
                .flatMap(Optional::stream)
                .filter(picture -> Digests.sha256(picture.data()).toHex().equals(sha256))
                .findFirst());
  }

  private static Optional<SealPicture> picture(Bytes octets) {
    return Seal.parse(octets)
        .or(() -> SesSignature.parse(octets).map(SesSignature::seal))
        .map(Seal::picture);
  }

  private static List<Bytes> candidates(DocumentSource document) throws IOException {
    try (InputStream in = document.stream()) {
      Bytes head = Bytes.of(in.readNBytes(ZIP.length()));
      if (!head.equals(ZIP)) {
        return List.of(head.concat(Bytes.of(in.readNBytes(MOST_OCTETS))));
      }
    }
    List<Bytes> found = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(document.stream())) {
      int seen = 0;
      for (ZipEntry entry = zip.getNextEntry();
          entry != null && seen < MOST_ENTRIES;
          entry = zip.getNextEntry(), seen++) {
        if (entry.getName().endsWith(".esl") || entry.getName().endsWith(".dat")) {
          found.add(Bytes.of(zip.readNBytes(MOST_OCTETS)));
        }
      }
    }
    return found;
  }
}
