package org.xinfu.seal.picture;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import org.xinfu.kit.font.FontChain;
import org.xinfu.kit.font.Glyph;
import org.xinfu.seal.picture.SealGeometry.Cell;

/** Sets characters, each centred in its cell, on an arc or on a line. */
final class TextSetter {
  /** Middle of a Chinese character above the base line, in em: its square is -0.12 to 0.88. */
  private static final double MIDDLE = 0.38;

  private final FontChain fonts;

  TextSetter(FontChain fonts) {
    this.fonts = fonts;
  }

  /**
   * Middle of the cells on a circle around the origin.
   *
   * @param radius of the cells' middles
   * @param centre angle of the text's middle, clockwise from the top
   * @param step angle between neighbours; negative sets the feet outwards
   */
  record Arc(double radius, double centre, double step) {}

  /** Middle of the text, and the distance between neighbours. */
  record Line(double x, double y, double step) {}

  List<Path2D> arc(String text, Arc arc, Cell cell) {
    int[] characters = text.codePoints().toArray();
    double first = arc.centre() - arc.step() * (characters.length - 1) / 2;
    boolean feetOut = arc.step() < 0;
    List<Path2D> set = new ArrayList<>();
    for (int i = 0; i < characters.length; i++) {
      double angle = first + i * arc.step();
      AffineTransform place = AffineTransform.getRotateInstance(angle);
      place.translate(0, -arc.radius());
      if (feetOut) {
        place.rotate(Math.PI);
      }
      set.add(centred(characters[i], cell, place));
    }
    return set;
  }

  List<Path2D> line(String text, Line line, Cell cell) {
    int[] characters = text.codePoints().toArray();
    double first = line.x() - line.step() * (characters.length - 1) / 2;
    List<Path2D> set = new ArrayList<>();
    for (int i = 0; i < characters.length; i++) {
      AffineTransform place =
          AffineTransform.getTranslateInstance(first + i * line.step(), line.y());
      set.add(centred(characters[i], cell, place));
    }
    return set;
  }

  private Path2D centred(int character, Cell cell, AffineTransform place) {
    Glyph glyph =
        fonts
            .glyph(character)
            .orElseThrow(
                () ->
                    new IllegalArgumentException("no glyph: U+" + Integer.toHexString(character)));
    AffineTransform transform = new AffineTransform(place);
    transform.scale(cell.width() / glyph.unitsPerEm(), -cell.height() / glyph.unitsPerEm());
    transform.translate(-glyph.advance() / 2.0, -MIDDLE * glyph.unitsPerEm());
    return new Path2D.Double(glyph.outline(), transform);
  }
}
