package org.xinfu.licence.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.xinfu.kit.font.FontChain;
import org.xinfu.kit.font.Glyph;

/** Breaks text into lines that fit a box and into runs of one font each. */
final class Typesetter {
  /** Never at the start of a line (GB/T 15834 5.1.10): closing punctuation. */
  private static final Set<Integer> NOT_FIRST =
      "\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u300b\u300d\u201d\u3009,.;:!?)"
          .codePoints()
          .boxed()
          .collect(Collectors.toUnmodifiableSet());

  /** Never at the end of a line: opening punctuation. */
  private static final Set<Integer> NOT_LAST =
      "\uff08\u300a\u300c\u201c\u3008("
          .codePoints()
          .boxed()
          .collect(Collectors.toUnmodifiableSet());

  /** Height of a Chinese character above the baseline, in em: the ideographic em box. */
  private static final double ASCENT = 0.88;

  private static final double SMALLEST = 0.5;
  private static final double STEP = 0.05;
  private final FontChain fonts;

  Typesetter(FontChain fonts) {
    this.fonts = fonts;
  }

  /** The item's text set into its box; smaller when it would not fit. */
  List<Page.Run> set(Template.Item item, String text) {
    double asked = item.size() == null ? 4 : item.size();
    double size = asked;
    List<String> lines = lines(item, text, size);
    while (!fits(item, lines, size) && size > asked * SMALLEST) {
      size -= asked * STEP;
      lines = lines(item, text, size);
    }
    double pitch = size * leading(item);
    double top = item.y() + slack(item, lines.size() * pitch) + (pitch - size) / 2;
    List<Page.Run> runs = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      runs.addAll(line(item, lines.get(i), size, top + i * pitch + ASCENT * size));
    }
    return runs;
  }

  private boolean fits(Template.Item item, List<String> lines, double size) {
    return lines.size() * size * leading(item) <= item.height() + size * 0.5
        && lines.stream().allMatch(l -> width(l, size, spacing(item)) <= item.width() + 0.01);
  }

  private static double slack(Template.Item item, double height) {
    Template.Valign valign = item.valign() == null ? Template.Valign.MIDDLE : item.valign();
    return switch (valign) {
      case TOP -> 0;
      case MIDDLE -> (item.height() - height) / 2;
      case BOTTOM -> item.height() - height;
    };
  }

  private List<String> lines(Template.Item item, String text, double size) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\n", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : words(paragraph)) {
        boolean over = width(line + word, size, spacing(item)) > item.width() + 0.01;
        if (over && !line.isEmpty() && !NOT_FIRST.contains(word.codePointAt(0))) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** What a line may be broken between: single ideographs, whole Latin words and numbers. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int[] points = text.codePoints().toArray();
    for (int point : points) {
      boolean joins = point > 0x20 && point < 0x2e80;
      boolean opened = !word.isEmpty() && NOT_LAST.contains(word.codePointBefore(word.length()));
      if (!joins && !word.isEmpty() && !opened) {
        words.add(word.toString());
        word.setLength(0);
      }
      word.appendCodePoint(point);
      if (!joins && !NOT_LAST.contains(point)) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private List<Page.Run> line(Template.Item item, String text, double size, double baseline) {
    Template.Align align = item.align() == null ? Template.Align.LEFT : item.align();
    double extra = spacing(item);
    int count = text.codePointCount(0, text.length());
    double natural = width(text, size, extra);
    if (align == Template.Align.SPREAD && count > 1) {
      extra = (item.width() - width(text, size, 0)) / (count - 1);
    }
    double x =
        switch (align) {
          case LEFT, SPREAD -> item.x();
          case CENTRE -> item.x() + (item.width() - natural) / 2;
          case RIGHT -> item.x() + item.width() - natural;
        };
    return runs(item, text, new Pen(size, extra, x, baseline));
  }

  private List<Page.Run> runs(Template.Item item, String text, Pen pen) {
    List<Page.Run> runs = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    List<Double> advances = new ArrayList<>();
    int font = -1;
    double x = pen.x;
    double start = x;
    for (int point : text.codePoints().toArray()) {
      Glyph glyph = glyph(point);
      // A subset's cmap ends at U+FFFF: a rarer character stands alone and names its glyph.
      boolean alone = !Character.isBmpCodePoint(point) || endsRare(part);
      if ((glyph.font() != font || alone) && !part.isEmpty()) {
        runs.add(run(item, part.toString(), font, pen.at(start), advances));
        part.setLength(0);
        advances.clear();
        start = x;
      }
      font = glyph.font();
      part.appendCodePoint(point);
      double advance = glyph.advanceEm() * pen.size + pen.spacing;
      advances.add(advance);
      x += advance;
    }
    if (!part.isEmpty()) {
      runs.add(run(item, part.toString(), font, pen.at(start), advances));
    }
    return runs;
  }

  private static boolean endsRare(StringBuilder part) {
    return !part.isEmpty() && Character.isSurrogate(part.charAt(part.length() - 1));
  }

  private static Page.Run run(
      Template.Item item, String text, int font, Pen pen, List<Double> advances) {
    return new Page.Run(
        text,
        font,
        pen.size,
        pen.x,
        pen.baseline,
        advances,
        Page.Ink.of(item.colour(), item.alpha()),
        item.weight() == null ? 0 : item.weight(),
        item.angle() == null ? 0 : item.angle());
  }

  /** Width of {@code text}; the spacing after the last character does not count. */
  private double width(String text, double size, double spacing) {
    double width = 0;
    int count = 0;
    for (int point : text.codePoints().toArray()) {
      width += glyph(point).advanceEm() * size;
      count++;
    }
    return width + Math.max(0, count - 1) * spacing;
  }

  private Glyph glyph(int codePoint) {
    return fonts
        .glyph(codePoint)
        .orElseThrow(() -> new IllegalArgumentException("no glyph: " + codePoint));
  }

  private static double spacing(Template.Item item) {
    return item.spacing() == null ? 0 : item.spacing();
  }

  private static double leading(Template.Item item) {
    return item.leading() == null ? 1.3 : item.leading();
  }

  /** Size, spacing and place of the next run. */
  private record Pen(double size, double spacing, double x, double baseline) {
    Pen at(double start) {
      return new Pen(size, spacing, start, baseline);
    }
  }
}
