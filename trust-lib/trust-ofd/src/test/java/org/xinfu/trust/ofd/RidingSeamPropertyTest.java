package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.seal.RidingSeam;
import org.xinfu.trust.seal.RidingSeam.Edge;
import org.xinfu.trust.seal.SealPicture;

/** The slices of a seam make the picture again, whatever the pages are. */
class RidingSeamPropertyTest {
  @Property(tries = 1500)
  void theSlicesTileThePicture(
      @ForAll("seams") RidingSeam seam,
      @ForAll("sizes") List<Rectangle> sizes,
      @ForAll @IntRange(min = 10, max = 60) int width,
      @ForAll @IntRange(min = 10, max = 60) int height)
      throws Finding {
    SealPicture picture = new SealPicture("PNG", Bytes.empty(), width, height);
    List<OfdDocument.Page> pages = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      pages.add(new OfdDocument.Page("p" + i, Optional.empty(), Optional.of(sizes.get(i))));
    }
    List<SignatureXml.Placed> placed = SeamSlices.of(seam, picture).over(pages);
    assertThat(placed).hasSameSizeAs(pages);
    boolean vertical = seam.edge() == Edge.LEFT || seam.edge() == Edge.RIGHT;
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      assertThat(placed.get(i).pageRef()).isEqualTo("p" + i);
      slices.add(Slice.read(placed.get(i), vertical));
      flush(seam.edge(), slices.get(i), sizes.get(i));
    }
    BigDecimal across = BigDecimal.valueOf(vertical ? width : height);
    BigDecimal along = BigDecimal.valueOf(vertical ? height : width);
    assertThat(slices).allMatch(s -> s.alongClip.compareTo(along) == 0 && s.offset.signum() == 0);
    tiled(seam, slices, across);
  }

  /** In the order of the edge each picture begins at 0, goes on where it was, ends at its end. */
  private static void tiled(RidingSeam seam, List<Slice> slices, BigDecimal across) {
    boolean forward = seam.edge() == Edge.RIGHT || seam.edge() == Edge.BOTTOM;
    List<Integer> groups = new ArrayList<>();
    BigDecimal reached = forward ? BigDecimal.ZERO : across;
    int pages = 0;
    for (Slice slice : slices) {
      assertThat(slice.length.signum()).isPositive();
      assertThat(forward ? slice.begin : slice.begin.add(slice.length))
          .isEqualByComparingTo(reached);
      reached = forward ? slice.begin.add(slice.length) : slice.begin;
      pages++;
      if (reached.compareTo(forward ? across : BigDecimal.ZERO) == 0) {
        groups.add(pages);
        pages = 0;
        reached = forward ? BigDecimal.ZERO : across;
      }
    }
    assertThat(pages).as("the last picture is whole").isZero();
    assertThat(groups).allMatch(g -> g >= 2 && g <= seam.mostPages());
    int least = groups.stream().min(Integer::compare).orElseThrow();
    assertThat(groups).allMatch(g -> g - least <= 1);
    int needed = (slices.size() + seam.mostPages() - 1) / seam.mostPages();
    assertThat(groups).hasSize(needed);
  }

  /** What is seen lies at the edge of the page, less than a micrometre from it, and inside. */
  private static void flush(Edge edge, Slice slice, Rectangle page) {
    BigDecimal begin = slice.box.add(slice.begin);
    BigDecimal end = begin.add(slice.length);
    if (edge == Edge.LEFT || edge == Edge.TOP) {
      assertThat(begin).isEqualByComparingTo("0");
      return;
    }
    BigDecimal side = BigDecimal.valueOf(edge == Edge.RIGHT ? page.width() : page.height());
    assertThat(side.subtract(end)).isBetween(BigDecimal.ZERO, new BigDecimal("0.001"));
  }

  /** Across the seam, exactly as the numbers are written. */
  private record Slice(
      BigDecimal box,
      BigDecimal begin,
      BigDecimal length,
      BigDecimal offset,
      BigDecimal alongClip) {
    static Slice read(SignatureXml.Placed placed, boolean vertical) {
      Rectangle box = placed.box();
      Rectangle clip = placed.clip().orElseThrow();
      return vertical
          ? new Slice(n(box.x()), n(clip.x()), n(clip.width()), n(clip.y()), n(clip.height()))
          : new Slice(n(box.y()), n(clip.y()), n(clip.height()), n(clip.x()), n(clip.width()));
    }

    private static BigDecimal n(double millimetres) {
      return new BigDecimal(SignatureXml.number(millimetres));
    }
  }

  @Property(tries = 40)
  void whatIsSealedSoIsValid(
      @ForAll("seams") RidingSeam seam, @ForAll @IntRange(min = 2, max = 40) int pages) {
    Bytes sealed = PagedSample.sealed(PagedSample.document(pages), seam);
    DocumentReport report = Sample.verify(sealed);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(PagedSample.stamps(sealed)).hasSize(pages);
  }

  @Provide
  Arbitrary<RidingSeam> seams() {
    return Combinators.combine(
            Arbitraries.of(Edge.values()),
            Arbitraries.doubles().between(0, 40).ofScale(4),
            Arbitraries.integers().between(3, 200))
        .as(RidingSeam::new);
  }

  /** Pages of at least 100 by 100 millimetres, so that every picture fits. */
  @Provide
  Arbitrary<List<Rectangle>> sizes() {
    Arbitrary<Double> side = Arbitraries.doubles().between(100, 1200).ofScale(4);
    return Combinators.combine(side, side)
        .as((w, h) -> new Rectangle(0, 0, w, h))
        .list()
        .ofMinSize(2)
        .ofMaxSize(400);
  }
}
