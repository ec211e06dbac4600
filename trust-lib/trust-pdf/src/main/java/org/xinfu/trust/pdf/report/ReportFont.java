package org.xinfu.trust.pdf.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.xinfu.trust.Bytes;

/**
 * The font of a report, embedded as far as it is used. A character that it has not is spelled by
 * its number, so that nothing of a stranger's text vanishes unseen.
 */
final class ReportFont {
  private final PDFont font;
  private final CmapLookup characters;
  private final TrueTypeFont file;
  private final Map<Integer, Boolean> visible = new HashMap<>();

  private ReportFont(PDFont font, TrueTypeFont file) throws IOException {
    this.font = font;
    this.file = file;
    this.characters = file.getUnicodeCmapLookup();
  }

  static ReportFont embed(PDDocument document, Bytes trueType) throws IOException {
    TrueTypeFont file = new TTFParser().parse(new RandomAccessReadBuffer(trueType.stream()));
    document.registerTrueTypeFontForClosing(file);
    return new ReportFont(PDType0Font.load(document, file, true), file);
  }

  PDFont font() {
    return font;
  }

  /** The text with characters of this font alone. */
  String drawable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              // A subset's cmap ends at U+FFFF; with a rarer character the whole font would go in.
              if (Character.isBmpCodePoint(c) && visible(c)) {
                out.appendCodePoint(c);
              } else {
                out.append("[U+%04X]".formatted(c));
              }
            });
    return out.toString();
  }

  /** Whether the font has the character, and a shape for it; spaces need none. */
  private boolean visible(int c) {
    return visible.computeIfAbsent(
        c,
        each -> characters.getGlyphId(each) != 0 && (Character.isSpaceChar(each) || drawn(each)));
  }

  private boolean drawn(int c) {
    try {
      return file.getGlyph().getGlyph(characters.getGlyphId(c)) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Points that a drawable text takes in this size. */
  double width(String text, double size) {
    try {
      int units = 0;
      for (int i = 0; i < text.length(); i++) {
        units += file.getAdvanceWidth(characters.getGlyphId(text.charAt(i)));
      }
      return units * size / file.getUnitsPerEm();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As below, at most so many lines; that there were more is seen in the last one. */
  List<String> lines(String text, double size, double width, int most) {
    List<String> all = lines(text, size, width);
    if (all.size() <= most) {
      return all;
    }
    List<String> shown = new ArrayList<>(all.subList(0, most - 1));
    shown.add("… (" + text.codePointCount(0, text.length()) + ")");
    return shown;
  }

  /** The text in lines no wider than this many points. */
  List<String> lines(String text, double size, double width) {
    String drawable = drawable(text);
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < drawable.length()) {
      int end = fitting(drawable, start, size, width);
      lines.add(drawable.substring(start, end).strip());
      start = end;
      while (start < drawable.length() && drawable.charAt(start) == ' ') {
        start++;
      }
    }
    return lines.isEmpty() ? List.of("") : lines;
  }

  /** Where a line that begins at {@code start} ends: behind a whole word where one fits. */
  private int fitting(String text, int start, double size, double width) {
    int end = start;
    double taken = 0;
    int good = start;
    while (end < text.length()) {
      taken += width(text.substring(end, end + 1), size);
      if (taken > width && end > start) {
        return good > start ? good : end;
      }
      end++;
      if (end == text.length() || mayBreak(text.charAt(end - 1), text.charAt(end))) {
        good = end;
      }
    }
    return end;
  }

  /** Between ideographs and at spaces, but a line begins with no closing mark. */
  private static boolean mayBreak(char before, char after) {
    boolean closing = "，。；：！？、）》”’〉」』】".indexOf(after) >= 0;
    boolean opening = "（《“‘〈「『【".indexOf(before) >= 0;
    return !closing && !opening && (before == ' ' || wide(before) || wide(after));
  }

  private static boolean wide(char c) {
    return c >= 0x2E80;
  }
}
