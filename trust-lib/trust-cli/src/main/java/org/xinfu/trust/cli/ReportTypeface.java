package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.xinfu.trust.Bytes;

/** The font of reports, and of the text in pictures that are drawn for them. */
final class ReportTypeface {
  private static final String FONT = "font/noto-serif-sc-regular.ttf";

  private ReportTypeface() {}

  static Bytes trueType() {
    try (InputStream file =
        Objects.requireNonNull(ReportTypeface.class.getResourceAsStream(FONT), FONT)) {
      return Bytes.of(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
