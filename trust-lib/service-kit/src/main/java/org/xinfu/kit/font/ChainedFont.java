package org.xinfu.kit.font;

import java.awt.geom.GeneralPath;
import java.awt.geom.Path2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;

/** One font of a chain. FontBox reads tables lazily and is not thread-safe: one lock per font. */
final class ChainedFont {
  private static final int NOTDEF = 0;

  /** What a page needs to draw (OpenType 1.9, "required tables", and hinting); no layout tables. */
  private static final List<String> KEPT =
      List.of(
          "OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name",
          "post", "prep");

  private final Bytes file;
  private final TrueTypeFont font;
  private final CmapLookup cmap;
  private final Object lock = new Object();

  ChainedFont(Bytes file) {
    this.file = file;
    try {
      this.font = new TTFParser().parse(new RandomAccessReadBuffer(file.toArray()));
      this.cmap = font.getUnicodeCmapLookup();
    } catch (IOException e) {
      throw new IllegalArgumentException("not a TrueType font", e);
    }
  }

  Bytes file() {
    return file;
  }

  Optional<Glyph> glyph(int index, int codePoint) {
    synchronized (lock) {
      int id = cmap.getGlyphId(codePoint);
      if (id == NOTDEF) {
        return Optional.empty();
      }
      try {
        Path2D outline = outline(font.getGlyph().getGlyph(id));
        return Optional.of(
            new Glyph(index, id, outline, font.getAdvanceWidth(id), font.getUnitsPerEm()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Subset subset(Set<Integer> codePoints) {
    synchronized (lock) {
      try {
        TTFSubsetter subsetter = new TTFSubsetter(font, KEPT);
        Map<Integer, Integer> wanted = wanted(codePoints);
        for (Map.Entry<Integer, Integer> character : wanted.entrySet()) {
          if (Character.isBmpCodePoint(character.getKey())) {
            subsetter.add(character.getKey());
          } else {
            // FontBox writes a format 4 cmap, which ends at U+FFFF.
            subsetter.addGlyphIds(Set.of(character.getValue()));
          }
        }
        Map<Integer, Integer> moved = new TreeMap<>();
        subsetter.getGIDMap().forEach((now, before) -> moved.put(before, now));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        subsetter.writeToStream(out);
        wanted.replaceAll((codePoint, before) -> moved.get(before));
        return new Subset(Bytes.of(out.toByteArray()), wanted);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Map<Integer, Integer> wanted(Set<Integer> codePoints) {
    Map<Integer, Integer> wanted = new TreeMap<>();
    for (int codePoint : new TreeSet<>(codePoints)) {
      int id = cmap.getGlyphId(codePoint);
      if (id == NOTDEF) {
        throw new IllegalArgumentException("no glyph for U+" + Integer.toHexString(codePoint));
      }
      wanted.put(codePoint, id);
    }
    return wanted;
  }

  private static Path2D outline(@Nullable GlyphData glyph) {
    GeneralPath path = glyph == null ? new GeneralPath() : glyph.getPath();
    return new Path2D.Double(path);
  }

  /** A part of the font and where its characters' glyphs are. */
  record Subset(Bytes file, Map<Integer, Integer> glyphs) {}
}
