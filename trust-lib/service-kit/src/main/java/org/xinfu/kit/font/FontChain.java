package org.xinfu.kit.font;

import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.xinfu.trust.Bytes;

/**
 * TrueType fonts in order of preference: a character is drawn by the first font that has it. A
 * character that none has is reported by {@link #missing}, before anything is issued, and never
 * drawn as a blank. Thread-safe; glyphs are kept once read.
 */
public final class FontChain {
  private static final String REGULAR = "noto-serif-sc-regular.ttf";
  private final List<ChainedFont> fonts;
  private final Map<Integer, Optional<Glyph>> glyphs = new ConcurrentHashMap<>();

  /**
   * A chain of TrueType files.
   *
   * @throws IllegalArgumentException when there is none, or one is not a TrueType font
   */
  public FontChain(List<Bytes> trueTypeFiles) {
    if (trueTypeFiles.isEmpty()) {
      throw new IllegalArgumentException("a chain needs a font");
    }
    this.fonts = trueTypeFiles.stream().map(ChainedFont::new).toList();
  }

  /** The committed font: Noto Serif SC Regular (OFL 1.1). Costs a second: keep it. */
  public static FontChain standard() {
    try (InputStream file =
        Objects.requireNonNull(FontChain.class.getResourceAsStream(REGULAR), REGULAR)) {
      return new FontChain(List.of(Bytes.of(file.readAllBytes())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Number of fonts. */
  public int size() {
    return fonts.size();
  }

  /** The whole file of a font, as it was handed in. */
  public Bytes file(int font) {
    return fonts.get(font).file();
  }

  /** The character's shape from the first font that has it; empty when none has. */
  public Optional<Glyph> glyph(int codePoint) {
    return glyphs.computeIfAbsent(codePoint, this::find).map(FontChain::copy);
  }

  /** The code points of {@code text} that no font has, each once, in order of appearance. */
  public List<Integer> missing(String text) {
    return text.codePoints().distinct().filter(c -> glyph(c).isEmpty()).boxed().toList();
  }

  /**
   * The part of a font that these characters need, as a TrueType file with a cmap for those of the
   * Basic Multilingual Plane; others are there as glyphs ({@link #subsetGlyphs} tells which). Same
   * font and set, same octets.
   *
   * @throws IllegalArgumentException when the font has no glyph for one of them
   */
  public Bytes subset(int font, Set<Integer> codePoints) {
    return fonts.get(font).subset(codePoints).file();
  }

  /** Where in {@link #subset}'s file each character's glyph is: code point to glyph index. */
  public Map<Integer, Integer> subsetGlyphs(int font, Set<Integer> codePoints) {
    return fonts.get(font).subset(codePoints).glyphs();
  }

  private Optional<Glyph> find(int codePoint) {
    return IntStream.range(0, fonts.size())
        .mapToObj(font -> fonts.get(font).glyph(font, codePoint))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Glyph copy(Glyph kept) {
    return new Glyph(
        kept.font(),
        kept.id(),
        new Path2D.Double(kept.outline()),
        kept.advance(),
        kept.unitsPerEm());
  }
}
