package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.seal.RidingSeam;

/** Millimetres as shown become user space, ISO 32000-2 §8.3.2.3 and §14.11.2; requests' rules. */
class SealPlacementTest {
  private static final double MM = 72 / 25.4;
  private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");
  private static final Bytes PICTURE = Bytes.hex("89504e47");

  /** A crop box of 200 x 100 mm whose corner is at 50, 60 points. */
  private static SealPlacement.Page page(int rotation, double unit) {
    return new SealPlacement.Page(
        50, 60, 50 + 200 * MM / unit, 60 + 100 * MM / unit, rotation, unit);
  }

  /** Left, bottom, right, top in millimetres from the crop box's corner. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 60, 40, 80",
    "90, 20, 10, 40, 40",
    "180, 160, 20, 190, 40",
    "270, 160, 60, 180, 90",
    "-90, 160, 60, 180, 90",
    "450, 20, 10, 40, 40",
    "360, 10, 60, 40, 80"
  })
  void aSealOf30By20At10By20IsWhereItIsShown(
      int rotation, double left, double bottom, double right, double top) {
    for (double unit : new double[] {1, 2, 0.5}) {
      SealPlacement at = place(page(rotation, unit), 10, 20);
      assertThat(at.area().left()).isCloseTo(50 + left * MM / unit, within(1e-6));
      assertThat(at.area().bottom()).isCloseTo(60 + bottom * MM / unit, within(1e-6));
      assertThat(at.area().right()).isCloseTo(50 + right * MM / unit, within(1e-6));
      assertThat(at.area().top()).isCloseTo(60 + top * MM / unit, within(1e-6));
      assertThat(at.form().width()).isCloseTo(30 * MM / unit, within(1e-6));
      assertThat(at.form().height()).isCloseTo(20 * MM / unit, within(1e-6));
    }
  }

  /** The matrix turns the form against the page's rotation, so that it is upright as shown. */
  @ParameterizedTest
  @CsvSource({"0, 1 0 0 1 0 0", "90, 0 1 -1 0 0 0", "180, -1 0 0 -1 0 0", "270, 0 -1 1 0 0 0"})
  void theMatrixKeepsThePictureUpright(int rotation, String matrix) {
    List<Integer> m = place(page(rotation, 1), 10, 20).matrix();
    assertThat(String.join(" ", m.stream().map(String::valueOf).toList())).isEqualTo(matrix);
    // Its determinant is one: turned, never mirrored.
    assertThat(m.get(0) * m.get(3) - m.get(1) * m.get(2)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 170, 80, true",
    "0, 171, 80, false",
    "0, 170, 81, false",
    "90, 70, 180, true",
    "90, 71, 180, false",
    "90, 70, 181, false",
    "180, 170, 80, true",
    "180, 170, 81, false",
    "270, 70, 180, true",
    "270, 170, 80, false"
  })
  void aSealStaysOnThePageAsShown(int rotation, double x, double y, boolean fits) {
    if (fits) {
      assertThat(place(page(rotation, 1), x, y)).isNotNull();
    } else {
      assertThatThrownBy(() -> place(page(rotation, 1), x, y))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("leaves page");
    }
  }

  @Test
  void halfAPointIsForgiven() {
    double slack = 0.49 / MM;
    assertThat(place(page(0, 1), 170 + slack, 80)).isNotNull();
    assertThatThrownBy(() -> place(page(0, 1), 170 + 0.51 / MM, 80))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 45, 89, 91, -1, 271})
  void aPageIsTurnedByRightAngles(int rotation) {
    assertThatThrownBy(() -> page(rotation, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aUserUnitIsPositive() {
    assertThatThrownBy(() -> new SealPlacement.Page(0, 0, 9, 9, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SealPlacement.Page(0, 0, 9, 9, 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // Requests.

  @Test
  void aPictureAndItsSizeGoTogether() {
    for (double[] size : new double[][] {{0, 0}, {40, 0}, {0, 40}, {-1, 40}, {Double.NaN, 40}}) {
      assertThatThrownBy(() -> new PdfSealRequest.Seal(PICTURE, size[0], size[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new PdfSealRequest.Seal(Bytes.empty(), 40, 40))
        .isInstanceOf(IllegalArgumentException.class);
    PdfSealRequest quiet = PdfSealRequest.invisible("f", TIME);
    assertThat(quiet.stamps(1)).isEmpty();
    assertThatThrownBy(() -> quiet.alsoAt(new PdfSealRequest.Position(1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> quiet.along(new RidingSeam(RidingSeam.Edge.LEFT, 0, 9)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pagesCountFromOneAndPositionsFromTheCorner() {
    for (double[] wrong : new double[][] {{0, 0, 0}, {-1, 0, 0}, {1, -0.1, 0}, {1, 0, -0.1}}) {
      assertThatThrownBy(() -> new PdfSealRequest.Position((int) wrong[0], wrong[1], wrong[2]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(request(1, 1).stamps(1)).hasSize(1);
    assertThatThrownBy(() -> request(1, 1).alsoAt(new PdfSealRequest.Position(3, 0, 0)).stamps(2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a.b", ".", "\t"})
  void aFieldHasAPartialName(String name) {
    assertThatThrownBy(() -> PdfSealRequest.invisible(name, TIME))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textsAreKeptWithTheRest() {
    PdfSealRequest plain = request(10, 20);
    PdfSealRequest told = plain.withTexts("why", "where", "who");
    assertThat(told.texts().reason() + told.texts().location() + told.texts().name())
        .isEqualTo("whywherewho");
    assertThat(told.withTexts("", "", "")).isEqualTo(plain);
    assertThat(told.level()).isEqualTo(PdfSealRequest.Level.B_B);
  }

  private static PdfSealRequest request(double x, double y) {
    return PdfSealRequest.seal(
        new PdfSealRequest.Seal(PICTURE, 30, 20),
        new PdfSealRequest.Position(1, x, y),
        "Seal1",
        TIME);
  }

  private static SealPlacement place(SealPlacement.Page page, double x, double y) {
    PdfSealRequest request = request(x, y);
    return SealPlacement.on(page, request.stamps(1).get(0), request.seal().orElseThrow());
  }

  // Riding seams.

  @ParameterizedTest
  @EnumSource
  void slicesMakeThePictureAgain(RidingSeam.Edge edge) {
    PdfSealRequest.Seal seal = new PdfSealRequest.Seal(PICTURE, 30, 20);
    double side = (edge.vertical() ? 30 : 20) * MM;
    for (int pages : List.of(2, 3, 7, 40, 41, 100)) {
      List<SealStamp> slices = SealStamp.over(new RidingSeam(edge, 10, 40), pages);
      assertThat(slices).extracting(SealStamp::page).containsExactlyElementsOf(counted(pages));
      double shown = 0;
      for (SealStamp slice : slices) {
        for (int rotation : List.of(0, 90, 180, 270)) {
          SealPlacement at = SealPlacement.on(page(rotation, 1), slice, seal);
          assertThat(at.picture().width()).isCloseTo(30 * MM, within(1e-9));
          assertThat(at.picture().height()).isCloseTo(20 * MM, within(1e-9));
        }
        SealPlacement at = SealPlacement.on(page(0, 1), slice, seal);
        double depth = edge.vertical() ? at.form().width() : at.form().height();
        double place =
            edge.vertical() ? -at.picture().left() : at.picture().top() - at.form().top();
        assertThat(depth).isCloseTo(side / slice.slices(), within(1e-9));
        assertThat(place).isCloseTo(side * slice.slice() / slice.slices(), within(1e-9));
        shown += depth;
      }
      assertThat(shown).isCloseTo(side * ((pages + 39) / 40), within(1e-6));
      boolean forward = edge == RidingSeam.Edge.RIGHT || edge == RidingSeam.Edge.BOTTOM;
      assertThat(slices.get(0).slice()).isEqualTo(forward ? 0 : slices.get(0).slices() - 1);
    }
  }

  private static List<Integer> counted(int pages) {
    return java.util.stream.IntStream.rangeClosed(1, pages).boxed().toList();
  }

  @ParameterizedTest
  @EnumSource
  void aSliceIsFlushWithItsEdge(RidingSeam.Edge edge) {
    PdfSealRequest.Seal seal = new PdfSealRequest.Seal(PICTURE, 30, 20);
    SealPlacement.Page page = page(0, 1);
    SealPlacement.Box at =
        SealPlacement.on(page, SealStamp.over(new RidingSeam(edge, 10, 40), 2).get(0), seal).area();
    double flush =
        switch (edge) {
          case LEFT -> at.left() - page.left();
          case RIGHT -> at.right() - page.right();
          case TOP -> at.top() - page.top();
          case BOTTOM -> at.bottom() - page.bottom();
        };
    assertThat(flush).isCloseTo(0, within(1e-9));
    double from = edge.vertical() ? page.top() - at.top() : at.left() - page.left();
    assertThat(from).isCloseTo(10 * MM, within(1e-9));
  }

  @Test
  void aSeamNeedsPagesAndRoom() {
    RidingSeam seam = new RidingSeam(RidingSeam.Edge.RIGHT, 85, 40);
    assertThatThrownBy(() -> SealStamp.over(seam, 1)).isInstanceOf(IllegalArgumentException.class);
    PdfSealRequest.Seal seal = new PdfSealRequest.Seal(PICTURE, 30, 20);
    assertThatThrownBy(() -> SealPlacement.on(page(0, 1), SealStamp.over(seam, 2).get(0), seal))
        .hasMessageContaining("leaves page 1");
    for (double from : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new RidingSeam(RidingSeam.Edge.TOP, from, 40))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int most : new int[] {2, 1001}) {
      assertThatThrownBy(() -> new RidingSeam(RidingSeam.Edge.TOP, 0, most))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  // Fields that are there.

  @ParameterizedTest
  @ValueSource(ints = {0, 90, 180, 270})
  void aPictureFitsIntoAFieldUndistorted(int rotation) {
    PdfSealRequest.Seal seal = new PdfSealRequest.Seal(PICTURE, 30, 20);
    SealPlacement.Box field = new SealPlacement.Box(100, 100, 400, 150);
    SealPlacement at = SealPlacement.in(page(rotation, 1), field, seal);
    boolean turned = rotation % 180 != 0;
    assertThat(at.area()).isEqualTo(field);
    assertThat(at.form().width()).isEqualTo(turned ? 50 : 300);
    assertThat(at.picture().width() / at.picture().height()).isCloseTo(1.5, within(1e-9));
    assertThat(at.picture().width()).isCloseTo(turned ? 50 : 75, within(1e-9));
    assertThat(at.picture().left()).isCloseTo(turned ? 0 : 112.5, within(1e-9));
    assertThatThrownBy(() -> SealPlacement.in(page(0, 1), new SealPlacement.Box(9, 9, 9, 9), seal))
        .hasMessageContaining("no room");
  }
}
