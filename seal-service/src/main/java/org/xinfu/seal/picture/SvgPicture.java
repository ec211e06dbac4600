package org.xinfu.seal.picture;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.xinfu.trust.Bytes;

/** Writes the geometry as SVG 1.1 paths, coordinates in millimetres to a thousandth. */
final class SvgPicture {
  private static final String LETTERS = "MLQCZ";
  private static final int[] COORDINATES = {2, 2, 4, 6, 0};

  private SvgPicture() {}

  static Bytes of(SealGeometry geometry) {
    String size = number(geometry.diameter());
    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(size);
    svg.append("mm\" height=\"").append(size).append("mm\" viewBox=\"0 0 ").append(size);
    svg.append(' ').append(size).append("\">\n<g fill=\"").append(Ink.HEX).append("\">\n");
    for (Path2D part : geometry.placed()) {
      boolean evenOdd = part.getWindingRule() == PathIterator.WIND_EVEN_ODD;
      svg.append("<path ").append(evenOdd ? "fill-rule=\"evenodd\" " : "").append("d=\"");
      path(part, svg);
      svg.append("\"/>\n");
    }
    return Bytes.utf8(svg.append("</g>\n</svg>\n").toString());
  }

  private static void path(Path2D part, StringBuilder out) {
    double[] at = new double[6];
    for (PathIterator i = part.getPathIterator(null); !i.isDone(); i.next()) {
      int segment = i.currentSegment(at);
      out.append(LETTERS.charAt(segment));
      for (int c = 0; c < COORDINATES[segment]; c++) {
        out.append(c == 0 ? "" : " ").append(number(at[c]));
      }
    }
  }

  private static String number(double millimetres) {
    BigDecimal rounded = BigDecimal.valueOf(millimetres).setScale(3, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
