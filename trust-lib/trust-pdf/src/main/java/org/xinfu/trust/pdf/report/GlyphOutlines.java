package org.xinfu.trust.pdf.report;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.xinfu.trust.Bytes;

/** The outlines of a TrueType font's characters, for pictures that are drawn into a report. */
public final class GlyphOutlines {
  private final TrueTypeFont file;
  private final CmapLookup characters;

  private GlyphOutlines(TrueTypeFont file) throws IOException {
    this.file = file;
    this.characters = file.getUnicodeCmapLookup();
  }

  /**
   * Opens a font of the caller's own.
   *
   * @throws UncheckedIOException when it is none
   */
  public static GlyphOutlines of(Bytes trueType) {
    try {
      return new GlyphOutlines(
          new TTFParser().parse(new RandomAccessReadBuffer(trueType.stream())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The outline in a square of 1 by 1, y upwards; empty when the font has no such character. */
  public Optional<Shape> outline(int codePoint) {
    int number = characters.getGlyphId(codePoint);
    if (number == 0) {
      return Optional.empty();
    }
    try {
      GlyphData glyph = file.getGlyph().getGlyph(number);
      double em = 1.0 / file.getUnitsPerEm();
      return Optional.ofNullable(glyph)
          .map(g -> AffineTransform.getScaleInstance(em, em).createTransformedShape(g.getPath()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
