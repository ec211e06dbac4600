package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.seal.Seal;
import picocli.CommandLine.Option;

/** Which seal is shown, and where on which page. */
final class StampOptions {
  @Option(names = "--seal", paramLabel = "ESL", description = "the seal (GB/T 38540) that is shown")
  @Nullable Path file;

  @Option(names = "--page", paramLabel = "N", description = "its page, from 1; default: 1")
  int page = 1;

  @Option(names = "--x", paramLabel = "MM", description = "from the page's left edge to the seal's")
  double x;

  @Option(
      names = "--y",
      paramLabel = "MM",
      description = "from the page's upper edge to the seal's")
  double y;

  /**
   * The seal.
   *
   * @throws IllegalArgumentException when the file holds none
   */
  Optional<Seal> seal() throws IOException {
    Path from = file;
    if (from == null) {
      return Optional.empty();
    }
    if (page < 1 || x < 0 || y < 0) {
      throw new IllegalArgumentException("pages count from 1, places from the upper left corner");
    }
    Bytes octets = Bytes.of(Files.readAllBytes(from));
    return Optional.of(
        Seal.parse(octets)
            .orElseThrow(() -> new IllegalArgumentException(from + " holds no seal")));
  }

  /** Whether the seal's picture can be shown in a PDF. */
  static boolean png(Seal seal) {
    return seal.picture().type().toUpperCase(Locale.ROOT).equals("PNG");
  }
}
