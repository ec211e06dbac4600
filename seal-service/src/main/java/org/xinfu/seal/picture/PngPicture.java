package org.xinfu.seal.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.xinfu.trust.Bytes;

/**
 * Writes the geometry as PNG (ISO/IEC 15948): a palette of one ink in 256 opacities, pHYs for its
 * size. No text is drawn, only shapes are filled, so no system font and no native font library is
 * touched.
 */
final class PngPicture {
  private static final int DPI = 600;
  private static final int PIXELS_PER_METRE = 23_622;
  private static final byte[] MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private PngPicture() {}

  static Bytes of(SealGeometry geometry) {
    int size = (int) Math.round(geometry.diameter() * DPI / 25.4);
    byte[] coverage = coverage(geometry, size);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    chunk(out, "IHDR", header(size));
    chunk(out, "pHYs", physical());
    chunk(out, "PLTE", palette());
    chunk(out, "tRNS", opacities());
    chunk(out, "IDAT", deflate(coverage, size));
    chunk(out, "IEND", new byte[0]);
    return Bytes.of(out.toByteArray());
  }

  private static byte[] coverage(SealGeometry geometry, int size) {
    BufferedImage grey = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D canvas = grey.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    canvas.scale(size / geometry.diameter(), size / geometry.diameter());
    canvas.setColor(Color.WHITE);
    for (Path2D part : geometry.placed()) {
      canvas.fill(part);
    }
    canvas.dispose();
    return ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
  }

  private static byte[] header(int size) {
    // Bit depth 8, colour type 3 (palette), deflate, adaptive filters, no interlace.
    return ByteBuffer.allocate(13)
        .putInt(size)
        .putInt(size)
        .put(new byte[] {8, 3, 0, 0, 0})
        .array();
  }

  private static byte[] physical() {
    return ByteBuffer.allocate(9)
        .putInt(PIXELS_PER_METRE)
        .putInt(PIXELS_PER_METRE)
        .put((byte) 1)
        .array();
  }

  private static byte[] palette() {
    ByteBuffer colours = ByteBuffer.allocate(3 * 256);
    for (int i = 0; i < 256; i++) {
      colours.put((byte) Ink.RED).put((byte) Ink.GREEN).put((byte) Ink.BLUE);
    }
    return colours.array();
  }

  private static byte[] opacities() {
    byte[] opacities = new byte[256];
    for (int i = 0; i < 256; i++) {
      opacities[i] = (byte) i;
    }
    return opacities;
  }

  private static byte[] deflate(byte[] pixels, int size) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    byte[] rows = new byte[size * (size + 1)];
    for (int y = 0; y < size; y++) {
      // Each row begins with filter type 0.
      System.arraycopy(pixels, y * size, rows, y * (size + 1) + 1, size);
    }
    deflater.setInput(rows);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    while (!deflater.finished()) {
      out.write(part, 0, deflater.deflate(part));
    }
    deflater.end();
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(name);
    out.writeBytes(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
