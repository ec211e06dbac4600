package org.xinfu.kit.font;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;

class FontChainTest {
  private static final FontChain CHAIN = FontChain.standard();

  @Test
  void drawsAChineseCharacterInsideItsEm() {
    Glyph glyph = CHAIN.glyph('章').orElseThrow();
    Rectangle2D box = glyph.outline().getBounds2D();
    assertThat(glyph.font()).isZero();
    assertThat(glyph.advanceEm()).isEqualTo(1.0);
    assertThat(box.getWidth()).isBetween(0.7 * glyph.unitsPerEm(), 1.0 * glyph.unitsPerEm());
    assertThat(box.getMinY()).isGreaterThan(-0.2 * glyph.unitsPerEm());
    assertThat(box.getMaxY()).isLessThan(0.95 * glyph.unitsPerEm());
  }

  @Test
  void aSpaceHasAnAdvanceAndNoOutline() {
    Glyph space = CHAIN.glyph(' ').orElseThrow();
    assertThat(space.advance()).isPositive();
    assertThat(space.outline().getBounds2D().isEmpty()).isTrue();
  }

  @Test
  void coversTheRareCharactersOfTheNationalTable() {
    // Characters of the table of general standard Chinese characters (2013) beyond the BMP.
    assertThat(CHAIN.missing("𬭎𬬭𬭳𨭉𬶍𬴊𫖮𫄸")).isEmpty();
  }

  @Test
  void namesWhatNoFontHasOnceAndInOrder() {
    assertThat(CHAIN.missing("甲\uE123乙\uE001\uE123")).containsExactly(0xE123, 0xE001);
    assertThat(CHAIN.glyph(0xE123)).isEmpty();
  }

  @Test
  void theSecondFontDrawsWhatTheFirstLacks() {
    Bytes poor = CHAIN.subset(0, Set.of((int) '甲'));
    FontChain chain = new FontChain(List.of(poor, CHAIN.file(0)));
    assertThat(chain.size()).isEqualTo(2);
    assertThat(chain.glyph('甲').orElseThrow().font()).isZero();
    assertThat(chain.glyph('乙').orElseThrow().font()).isEqualTo(1);
    assertThat(chain.glyph(0x2CB4E).orElseThrow().font()).isEqualTo(1);
    assertThat(chain.missing("甲乙")).isEmpty();
    assertThat(new FontChain(List.of(poor)).missing("甲乙")).containsExactly((int) '乙');
  }

  @Test
  void aSubsetIsSmallDeterministicAndDrawsTheSame() {
    Set<Integer> text = "不动产权证书 2026".codePoints().boxed().collect(Collectors.toSet());
    Bytes once = CHAIN.subset(0, text);
    assertThat(FontChain.standard().subset(0, text)).isEqualTo(once);
    assertThat(once.length()).isLessThan(40_000);
    FontChain part = new FontChain(List.of(once));
    for (int c : text) {
      Glyph whole = CHAIN.glyph(c).orElseThrow();
      Glyph cut = part.glyph(c).orElseThrow();
      assertThat(cut.advance()).isEqualTo(whole.advance());
      assertThat(cut.outline().getBounds2D()).isEqualTo(whole.outline().getBounds2D());
      assertThat(CHAIN.subsetGlyphs(0, text)).containsEntry(c, cut.id());
    }
  }

  @Test
  void aSubsetHoldsCharactersBeyondTheBasicPlaneAsGlyphs() {
    Set<Integer> text = Set.of((int) '钅', 0x2CB4E);
    assertThat(CHAIN.subsetGlyphs(0, text).get(0x2CB4E)).isPositive();
    assertThat(CHAIN.subset(0, text).length())
        .isGreaterThan(CHAIN.subset(0, Set.of((int) '钅')).length());
  }

  @Test
  void aSubsetOfAMissingCharacterIsRefused() {
    assertThatThrownBy(() -> CHAIN.subset(0, Set.of(0xE123)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("e123");
  }

  @Test
  void bytesThatAreNoFontAreRefused() {
    assertThatThrownBy(() -> new FontChain(List.of(Bytes.utf8("no font"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FontChain(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anOutlineIsTheCallersOwn() {
    Path2D mine = CHAIN.glyph('信').orElseThrow().outline();
    mine.reset();
    assertThat(CHAIN.glyph('信').orElseThrow().outline().getBounds2D().isEmpty()).isFalse();
  }

  @Test
  void manyThreadsDrawTheSame() throws Exception {
    List<Integer> characters = IntStream.range(0x4E00, 0x4E80).boxed().toList();
    FontChain fresh = FontChain.standard();
    Callable<List<Rectangle2D>> draw =
        () ->
            characters.stream()
                .map(c -> fresh.glyph(c).orElseThrow().outline().getBounds2D())
                .toList();
    List<Rectangle2D> expected =
        characters.stream().map(c -> CHAIN.glyph(c).orElseThrow().outline().getBounds2D()).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<List<Rectangle2D>> drawn : threads.invokeAll(List.of(draw, draw, draw, draw))) {
        assertThat(drawn.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void theFontsLicenceLiesBesideIt() throws Exception {
    try (var licence = FontChain.class.getResourceAsStream("noto-serif-sc-OFL.txt")) {
      assertThat(new String(licence.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("SIL OPEN FONT LICENSE Version 1.1");
    }
  }
}
