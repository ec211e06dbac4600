package org.xinfu.licence.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a licence type looks, as its type package says. Millimetres, origin at the top left. Values
 * may hold {@code ${key}}, replaced by the licence's facts.
 *
 * @param seal where the issuer's seal is put: top left corner of its box
 */
public record Template(
    double width, double height, SealPlace seal, List<Item> items, @Nullable QrPlace qr) {
  public Template {
    items = List.copyOf(items);
  }

  /** Page (from 1) and top left corner of the seal's box, mm. */
  public record SealPlace(int page, double xMm, double yMm) {}

  /** Top left corner and side of the QR code, mm. */
  public record QrPlace(double x, double y, double side) {}

  /** What an item is. */
  public enum Kind {
    /** Text in a box. */
    TEXT,
    /** A rectangle: filled with {@code fill}, drawn with {@code stroke}. */
    BOX,
    /** A straight line from the box's first corner over its width and height. */
    LINE,
    /** Large pale text turned about the box's middle. */
    WATERMARK
  }

  /** Where text stands in its box, horizontally. */
  public enum Align {
    LEFT,
    CENTRE,
    RIGHT,
    /** First and last character at the edges, as field names on forms. */
    SPREAD
  }

  /** Where text stands in its box, vertically. */
  public enum Valign {
    TOP,
    MIDDLE,
    BOTTOM
  }

  /**
   * One thing on the page.
   *
   * @param box x, y, width, height in mm
   * @param value text with {@code ${key}}
   * @param size of the font in mm; text that does not fit its box is set smaller, down to half
   * @param leading line distance as a multiple of the size
   * @param spacing extra distance after each character, mm
   * @param weight stroke that thickens the letters, mm; 0 for none
   * @param colour of text or lines, {@code #rrggbb}
   * @param fill colour of the inside of a box
   * @param stroke line width, mm
   * @param angle in degrees, clockwise
   * @param alpha 0 clear to 1 opaque
   */
  public record Item(
      Kind kind,
      List<Double> box,
      @Nullable String value,
      @Nullable Double size,
      @Nullable Align align,
      @Nullable Valign valign,
      @Nullable Double leading,
      @Nullable Double spacing,
      @Nullable Double weight,
      @Nullable String colour,
      @Nullable String fill,
      @Nullable Double stroke,
      @Nullable Double angle,
      @Nullable Double alpha) {
    public Item {
      if (box.size() != 4) {
        throw new IllegalArgumentException("a box is x, y, width, height: " + box);
      }
      box = List.copyOf(box);
    }

    double x() {
      return box.get(0);
    }

    double y() {
      return box.get(1);
    }

    double width() {
      return box.get(2);
    }

    double height() {
      return box.get(3);
    }
  }
}
