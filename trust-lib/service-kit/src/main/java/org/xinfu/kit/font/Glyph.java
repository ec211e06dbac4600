package org.xinfu.kit.font;

import java.awt.geom.Path2D;

/**
 * One character's shape.
 *
 * @param font index of the font in its {@link FontChain}
 * @param id glyph index in that font
 * @param outline in font units, y upwards, non-zero winding; a copy, free to change
 * @param advance in font units
 * @param unitsPerEm font units of one em
 */
public record Glyph(int font, int id, Path2D outline, int advance, int unitsPerEm) {
  /** How much of an em the glyph advances. */
  public double advanceEm() {
    return (double) advance / unitsPerEm;
  }
}
