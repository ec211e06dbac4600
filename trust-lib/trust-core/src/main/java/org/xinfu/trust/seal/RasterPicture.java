package org.xinfu.trust.seal;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/**
 * A picture of dots as seals carry it (GB/T 38540 §6.2 c: PNG, JPG, GIF, BMP), told by its octets
 * and not by its name. It is a stranger's: measured before it is decoded.
 *
 * @param format {@code png}, {@code jpeg}, {@code gif} or {@code bmp}
 * @param image the first or only frame
 * @param alone whether there is one frame alone
 */
public record RasterPicture(String format, BufferedImage image, boolean alone) {
  private static final long MOST_PIXELS = 4_000_000;
  private static final int MOST_OCTETS = 16 << 20;

  /** Each scan of a JPEG goes over all of its dots; progressive ones have about ten. */
  private static final int MOST_SCANS = 50;

  private record Kind(String format, Bytes head) {
    boolean begins(Bytes octets) {
      return octets.length() > head.length() && octets.slice(0, head.length()).equals(head);
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind("png", Bytes.hex("89504e470d0a1a0a")),
          new Kind("jpeg", Bytes.hex("ffd8ff")),
          new Kind("gif", Bytes.utf8("GIF8")),
          new Kind("bmp", Bytes.utf8("BM")));

  /** The picture; empty when it is none, damaged, or has more dots or scans than any seal has. */
  public static Optional<RasterPicture> decode(Bytes octets) {
    Optional<Kind> kind = KINDS.stream().filter(k -> k.begins(octets)).findFirst();
    if (kind.isEmpty() || octets.length() > MOST_OCTETS || tooManyScans(kind.get(), octets)) {
      return Optional.empty();
    }
    return Decoding.maybe(
        () -> {
          return decode(octets, kind.get().format());
        });
  }

  private static Optional<RasterPicture> decode(Bytes octets, String format) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(octets.stream())) {
      reader.setInput(in, false, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels <= 0 || pixels > MOST_PIXELS) {
        return Optional.empty();
      }
      BufferedImage first = reader.read(0);
      return Optional.of(new RasterPicture(format, first, !format.equals("gif") || one(reader)));
    } finally {
      reader.dispose();
    }
  }

  /** Counts the marks of scans, which coded data of a JPEG never hold, ISO/IEC 10918-1 B.1.1.5. */
  private static boolean tooManyScans(Kind kind, Bytes octets) {
    int marks = 0;
    for (int i = 1; i < octets.length(); i++) {
      marks += octets.at(i) == 0xda && octets.at(i - 1) == 0xff ? 1 : 0;
    }
    return kind.format().equals("jpeg") && marks > MOST_SCANS;
  }

  private static boolean one(ImageReader reader) throws IOException {
    return reader.getNumImages(true) == 1;
  }

  /** The frame as a PNG. */
  public Bytes png() {
    return png(image);
  }

  /** Any image as a PNG. */
  public static Bytes png(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // In memory: the JDK's own choice would be a file.
    try (ImageOutputStream memory = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(image, "png", memory);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return Bytes.of(out.toByteArray());
  }
}
