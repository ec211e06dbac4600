package org.xinfu.trust.pdf.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.xinfu.trust.Bytes;

/** A seal's picture, which is a stranger's: measured before it is decoded, and left out if bad. */
final class Picture {
  private static final long MOST_PIXELS = 4_000_000;
  private static final Bytes PNG = Bytes.hex("89504e470d0a1a0a");
  private static final Bytes JPEG = Bytes.hex("ffd8ff");

  private Picture() {}

  static Optional<PDImageXObject> read(PDDocument document, Bytes octets) {
    Optional<String> format =
        starts(octets, PNG)
            ? Optional.of("png")
            : starts(octets, JPEG) ? Optional.of("jpeg") : Optional.empty();
    if (format.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<BufferedImage> image = decode(octets, format.get());
      return image.isEmpty()
          ? Optional.empty()
          : Optional.of(LosslessFactory.createFromImage(document, image.get()));
    } catch (IOException | RuntimeException damaged) {
      // The JDK's decoders throw several unchecked types at damaged data.
      return Optional.empty();
    }
  }

  private static boolean starts(Bytes octets, Bytes head) {
    return octets.length() > head.length() && octets.slice(0, head.length()).equals(head);
  }

  private static Optional<BufferedImage> decode(Bytes octets, String format) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    ImageReader reader = readers.next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(octets.stream())) {
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      return pixels > 0 && pixels <= MOST_PIXELS ? Optional.of(reader.read(0)) : Optional.empty();
    } finally {
      reader.dispose();
    }
  }
}
