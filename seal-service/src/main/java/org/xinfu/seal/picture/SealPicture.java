package org.xinfu.seal.picture;

import org.xinfu.kit.font.FontChain;
import org.xinfu.trust.Bytes;

/**
 * A drawn seal.
 *
 * @param png 600 dpi, transparent ground, physical size in pHYs
 * @param svg paths only, in millimetres
 * @param sizeMm edge of the square
 */
public record SealPicture(Bytes png, Bytes svg, int sizeMm) {
  /**
   * Draws a seal.
   *
   * @throws IllegalArgumentException when the fonts lack a character; ask {@link FontChain#missing}
   *     first
   */
  public static SealPicture draw(SealDrawing drawing, FontChain fonts) {
    SealGeometry geometry = SealGeometry.of(drawing, fonts);
    return new SealPicture(PngPicture.of(geometry), SvgPicture.of(geometry), drawing.diameterMm());
  }
}
