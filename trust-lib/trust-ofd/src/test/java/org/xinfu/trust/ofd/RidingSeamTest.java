package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.ofd.OfdSealRequest.Stamp;
import org.xinfu.trust.seal.RidingSeam;
import org.xinfu.trust.seal.RidingSeam.Edge;

/** Riding seams (骑缝章) as they are written, in the picture's 40 by 40 millimetres. */
class RidingSeamTest {
  /** The shape that real five-page files show at the right edge. */
  @Test
  void fivePagesAtTheRightShowTheSlicesFromTheFirstOn() {
    assertThat(written(5, new RidingSeam(Edge.RIGHT, 40, 100)))
        .containsExactly(
            "1: 202 40 40 40 | 0 0 8 40",
            "2: 194 40 40 40 | 8 0 8 40",
            "3: 186 40 40 40 | 16 0 8 40",
            "4: 178 40 40 40 | 24 0 8 40",
            "5: 170 40 40 40 | 32 0 8 40");
  }

  @ParameterizedTest
  @CsvSource({
    "LEFT, 1: -26.666 50 40 40 | 26.666 0 13.334 40, 3: 0 50 40 40 | 0 0 13.333 40",
    "RIGHT, 1: 196.667 50 40 40 | 0 0 13.333 40, 3: 170 50 40 40 | 26.666 0 13.334 40",
    "TOP, 1: 50 -26.666 40 40 | 0 26.666 40 13.334, 3: 50 0 40 40 | 0 0 40 13.333",
    "BOTTOM, 1: 50 283.667 40 40 | 0 0 40 13.333, 3: 50 257 40 40 | 0 26.666 40 13.334"
  })
  void eachEdgeHasItsOrder(Edge edge, String first, String last) {
    List<String> written = written(3, new RidingSeam(edge, 50, 100));
    assertThat(written).hasSize(3).startsWith(first).endsWith(last);
  }

  @Test
  void manyPagesTakeSeveralPicturesOfNearlyTheSameNumberOfPages() {
    List<String> written = written(7, new RidingSeam(Edge.RIGHT, 0, 3));
    assertThat(written.stream().map(s -> s.substring(s.indexOf('|') + 2)))
        .containsExactly(
            "0 0 20 40",
            "20 0 20 40",
            "0 0 20 40",
            "20 0 20 40", //
            "0 0 13.333 40",
            "13.333 0 13.333 40",
            "26.666 0 13.334 40");
  }

  @Test
  void sizesMayBeMixed() {
    Bytes document = PagedSample.document(List.of("210 297", "297 210", "215.9 279.4"));
    Bytes sealed = PagedSample.sealed(document, new RidingSeam(Edge.RIGHT, 20, 10));
    assertThat(text(sealed))
        .containsExactly(
            "1: 196.667 20 40 40 | 0 0 13.333 40",
            "2: 270.334 20 40 40 | 13.333 0 13.333 40",
            "3: 175.9 20 40 40 | 26.666 0 13.334 40");
    assertThat(Sample.verify(sealed).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aPageOfAFractionOfAMicrometreIsNotOverhung() {
    Bytes document = PagedSample.document(List.of("210.0009 297", "210.0009 297"));
    Bytes sealed = PagedSample.sealed(document, new RidingSeam(Edge.RIGHT, 20, 10));
    assertThat(text(sealed).get(0)).isEqualTo("1: 190 20 40 40 | 0 0 20 40");
  }

  @ParameterizedTest
  @EnumSource(TrustPolicy.Mode.class)
  void allFourEdgesAndWholeStampsInOneSignatureAreValid(TrustPolicy.Mode mode) {
    OfdSealRequest request =
        new OfdSealRequest(
                Sample.SEAL, Stamp.onPages(2, 4, 100, 200), Protection.WHOLE, TestPki.NOW, "x")
            .withSeams(
                List.of(Edge.values()).stream().map(e -> new RidingSeam(e, 100, 4)).toList());
    Bytes sealed =
        OfdSealer.seal(DocumentSource.of(PagedSample.document(5)), request, Sample.SIGNER)
            .orThrow(reason -> new IllegalStateException(reason.code()));
    DocumentReport report = Sample.verify(sealed, Sample.policy().withMode(mode));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    List<SignatureFile.Stamp> stamps = PagedSample.stamps(sealed);
    assertThat(stamps).hasSize(3 + 4 * 5);
    assertThat(stamps.stream().map(SignatureFile.Stamp::id)).doesNotHaveDuplicates();
    assertThat(stamps.subList(0, 3)).allMatch(s -> s.clip().isEmpty());
    assertThat(report.signatures()).hasSize(1);
  }

  @Test
  void whereTheSliceIsSaidToBeIsSigned() {
    Bytes sealed = PagedSample.sealed(PagedSample.document(3), new RidingSeam(Edge.LEFT, 9, 9));
    Bytes altered =
        Sample.with(
            sealed,
            "Doc_0/Signs/Sign_0/Signature.xml",
            text -> text.replace("Clip=\"0 0 13.333 40\"", "Clip=\"0 0 40 40\""));
    assertThat(altered).isNotEqualTo(sealed);
    assertThat(Sample.verify(altered).reason()).contains(Reason.DIGEST_MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "RIGHT, 257, true",
    "RIGHT, 257.001, false",
    "LEFT, 0, true",
    "TOP, 170, true",
    "TOP, 170.001, false",
    "BOTTOM, 170, true"
  })
  void thePictureEndsOnEveryPage(Edge edge, double from, boolean made) {
    var verdict = PagedSample.seal(PagedSample.document(2), List.of(new RidingSeam(edge, from, 9)));
    assertThat(verdict.report().reason())
        .isEqualTo(made ? Optional.empty() : Optional.of(Reason.STAMP_NOT_ON_PAGE));
  }

  @Test
  void oneSmallPageOfManyRefusesTheSeam() {
    List<RidingSeam> seam = List.of(new RidingSeam(Edge.RIGHT, 100, 9));
    Bytes mixed = PagedSample.document(List.of("210 297", "100 139", "210 297"));
    assertThat(PagedSample.seal(mixed, seam).report().reason()).contains(Reason.STAMP_NOT_ON_PAGE);
    Bytes narrow = PagedSample.document(List.of("210 297", "19 297"));
    assertThat(PagedSample.seal(narrow, seam).report().reason()).contains(Reason.STAMP_NOT_ON_PAGE);
    Bytes huge = PagedSample.document(List.of("210 297", "1e9 1e9"));
    assertThat(PagedSample.seal(huge, seam).report().reason()).contains(Reason.STAMP_NOT_ON_PAGE);
  }

  @Test
  void aSinglePageHasNoSeam() {
    assertThat(
            PagedSample.seal(PagedSample.document(1), List.of(new RidingSeam(Edge.RIGHT, 9, 9)))
                .report()
                .reason())
        .contains(Reason.STAMP_NOT_ON_PAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 1001})
  void thePagesOfAPictureAreBounded(int mostPages) {
    assertThatThrownBy(() -> new RidingSeam(Edge.RIGHT, 0, mostPages))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, Double.NaN, Double.POSITIVE_INFINITY})
  void thePlaceIsADistance(double from) {
    assertThatThrownBy(() -> new RidingSeam(Edge.RIGHT, from, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> written(int pages, RidingSeam seam) {
    Bytes sealed = PagedSample.sealed(PagedSample.document(pages), seam);
    assertThat(Sample.verify(sealed).conclusion()).isEqualTo(Conclusion.VALID);
    return text(sealed);
  }

  private static List<String> text(Bytes sealed) {
    return PagedSample.stamps(sealed).stream()
        .map(s -> s.pageRef() + ": " + s.boundary() + " | " + s.clip().orElse(""))
        .toList();
  }
}
