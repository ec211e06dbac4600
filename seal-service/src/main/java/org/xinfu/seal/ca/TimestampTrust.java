package org.xinfu.seal.ca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.chain.PemFile;

/**
 * What is trusted of a time-stamping authority outside.
 *
 * @param file PEM with its anchors, and its CRLs as {@code X509 CRL} blocks; empty when there is
 *     none
 */
public record TimestampTrust(Optional<Path> file) {
  /** Its anchors and CRLs, read anew each time, since CRLs are. */
  PemFile read() {
    return file.map(TimestampTrust::anchors).orElseGet(() -> new PemFile(List.of(), List.of()));
  }

  private static PemFile anchors(Path file) {
    try {
      return PemFile.read(Files.readString(file, StandardCharsets.ISO_8859_1))
          .orElseThrow(() -> new IllegalStateException(file + " holds no anchors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
