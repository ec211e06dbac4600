package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;

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
      SealPlacement at = SealPlacement.on(page(rotation, unit), request(10, 20));
      assertThat(at.left()).isCloseTo(50 + left * MM / unit, within(1e-6));
      assertThat(at.bottom()).isCloseTo(60 + bottom * MM / unit, within(1e-6));
      assertThat(at.right()).isCloseTo(50 + right * MM / unit, within(1e-6));
      assertThat(at.top()).isCloseTo(60 + top * MM / unit, within(1e-6));
      assertThat(at.formWidth()).isCloseTo(30 * MM / unit, within(1e-6));
      assertThat(at.formHeight()).isCloseTo(20 * MM / unit, within(1e-6));
    }
  }

  /** The matrix turns the form against the page's rotation, so that it is upright as shown. */
  @ParameterizedTest
  @CsvSource({"0, 1 0 0 1 0 0", "90, 0 1 -1 0 0 0", "180, -1 0 0 -1 0 0", "270, 0 -1 1 0 0 0"})
  void theMatrixKeepsThePictureUpright(int rotation, String matrix) {
    List<Integer> m = SealPlacement.on(page(rotation, 1), request(10, 20)).matrix();
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
      assertThat(SealPlacement.on(page(rotation, 1), request(x, y))).isNotNull();
    } else {
      assertThatThrownBy(() -> SealPlacement.on(page(rotation, 1), request(x, y)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("leaves the page");
    }
  }

  @Test
  void halfAPointIsForgiven() {
    double slack = 0.49 / MM;
    assertThat(SealPlacement.on(page(0, 1), request(170 + slack, 80))).isNotNull();
    assertThatThrownBy(() -> SealPlacement.on(page(0, 1), request(170 + 0.51 / MM, 80)))
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
    for (double[] size : new double[][] {{0, 0}, {40, 0}, {0, 40}, {-1, 40}}) {
      assertThatThrownBy(() -> full(PICTURE, size[0], size[1], 1, 0, 0, "f"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> full(Bytes.empty(), 40, 40, 1, 0, 0, "f"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(full(Bytes.empty(), 0, 0, 1, 0, 0, "f").visible()).isFalse();
    assertThat(full(PICTURE, 0.1, 0.1, 1, 0, 0, "f").visible()).isTrue();
  }

  @Test
  void pagesCountFromOneAndPositionsFromTheCorner() {
    for (double[] wrong : new double[][] {{0, 0, 0}, {-1, 0, 0}, {1, -0.1, 0}, {1, 0, -0.1}}) {
      assertThatThrownBy(() -> full(PICTURE, 9, 9, (int) wrong[0], wrong[1], wrong[2], "f"))
          .isInstanceOf(IllegalArgumentException.class);
    }
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
    assertThat(told.reason() + told.location() + told.name()).isEqualTo("whywherewho");
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

  private static PdfSealRequest full(
      Bytes picture, double width, double height, int page, double x, double y, String field) {
    return new PdfSealRequest(
        picture,
        width,
        height,
        page,
        x,
        y,
        field,
        "",
        "",
        "",
        TIME,
        PdfSealRequest.Level.B_B,
        PdfSealRequest.Certification.NONE);
  }
}
