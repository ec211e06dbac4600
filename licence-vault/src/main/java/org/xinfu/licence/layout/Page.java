package org.xinfu.licence.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page as a list of marks in drawing order; millimetres, origin at the top left, y down. */
record Page(double width, double height, List<Mark> marks) {
  Page {
    marks = List.copyOf(marks);
  }

  /** Something drawn. */
  sealed interface Mark permits Run, Line, Box, Squares {}

  /**
   * Characters of one font in one line.
   *
   * @param font index in the font chain
   * @param x of the first character's origin
   * @param baseline of the line
   * @param advances of each code point, mm, spacing included
   * @param weight stroke that thickens the letters, mm
   * @param turn rotation about the origin, or none
   */
  record Run(
      String text,
      int font,
      double size,
      double x,
      double baseline,
      List<Double> advances,
      Ink ink,
      double weight,
      double turn)
      implements Mark {
    Run {
      advances = List.copyOf(advances);
    }

    double width() {
      return advances.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** A straight line. */
  record Line(double x1, double y1, double x2, double y2, double stroke, Ink ink) implements Mark {}

  /** A rectangle, filled when {@code fill} is there, drawn when {@code ink} is there. */
  record Box(
      double x,
      double y,
      double width,
      double height,
      double stroke,
      @Nullable Ink ink,
      @Nullable Ink fill)
      implements Mark {}

  /** Dark modules of a code: rectangles within a square that begins at x, y. */
  record Squares(double x, double y, double side, List<Cell> cells) implements Mark {
    Squares {
      cells = List.copyOf(cells);
    }
  }

  /** A rectangle relative to its square's corner. */
  record Cell(double x, double y, double width, double height) {}

  /** A colour 0xRRGGBB and its opacity. */
  record Ink(int rgb, double alpha) {
    static final Ink BLACK = new Ink(0, 1);

    static Ink of(@Nullable String colour, @Nullable Double alpha) {
      return new Ink(
          colour == null ? 0 : Integer.parseInt(colour.substring(1), 16),
          alpha == null ? 1 : alpha);
    }

    int red() {
      return rgb >> 16 & 0xff;
    }

    int green() {
      return rgb >> 8 & 0xff;
    }

    int blue() {
      return rgb & 0xff;
    }
  }
}
