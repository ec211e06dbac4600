package org.xinfu.trust.pdf.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.seal.RasterPicture;

/** A seal's picture as an image of the report. */
final class Picture {
  private Picture() {}

  static Optional<PDImageXObject> read(PDDocument document, Bytes octets) {
    return RasterPicture.decode(octets).map(picture -> image(document, picture));
  }

  private static PDImageXObject image(PDDocument document, RasterPicture picture) {
    try {
      return LosslessFactory.createFromImage(document, picture.image());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }
}
