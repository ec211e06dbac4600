package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.ofd.OfdSealRequest.Stamp;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealPicture;
import org.xinfu.trust.seal.SealSpec;

/** Seals over seals: what is told, what is left open. Every seal here is 40 mm wide and high. */
class StampOverlapTest {
  private static final TrustPolicy STRICT = Sample.policy().withMode(TrustPolicy.Mode.STRICT);
  private static final Bytes ONE = Bytes.utf8("one");
  private static final Bytes TWO = Bytes.utf8("two");

  /** The first seal lies at 100, 100 on the first page; another seal comes where it says. */
  @ParameterizedTest
  @CsvSource({
    "1, 100, 100, VALID, INDETERMINATE",
    "1, 101, 101, VALID, INDETERMINATE",
    "1, 106, 100, VALID, WARN",
    "1, 135, 100, VALID, WARN",
    "1, 138, 100, VALID, PASS",
    "1, 140, 100, VALID, PASS",
    "2, 100, 100, VALID, PASS"
  })
  void aSealUnderAnotherIsDoubted(int page, double x, double y, Conclusion alone, String outcome) {
    Bytes first = seal(Sample.zip(Sample.small()), Sample.SEAL, new Stamp(1, 100, 100));
    assertThat(Sample.verify(first).conclusion()).isEqualTo(alone);
    Bytes both = seal(first, other(), new Stamp(page, x, y));
    DocumentReport report = Sample.verify(both);
    boolean doubted = outcome.equals("INDETERMINATE");
    assertThat(report.conclusion())
        .isEqualTo(doubted ? Conclusion.INDETERMINATE : Conclusion.VALID);
    assertThat(outcomes(report)).containsOnly(doubted ? Outcome.UNKNOWN : Outcome.valueOf(outcome));
    DocumentReport strict = Sample.verify(both, STRICT);
    assertThat(strict.reason().filter(Reason.STAMP_NOT_ON_PAGE::equals).isPresent())
        .isEqualTo(doubted);
    assertThat(strict.conclusion() == Conclusion.INVALID).isEqualTo(doubted);
  }

  /** As long as one appearance is clear, the seal is seen. */
  @Test
  void oneOfTwoAppearancesIsEnough() {
    Bytes first =
        seal(
            Sample.zip(Sample.small()),
            Sample.SEAL,
            new Stamp(1, 100, 100),
            new Stamp(2, 100, 100));
    DocumentReport report = Sample.verify(seal(first, other(), new Stamp(1, 100, 100)));
    assertThat(report.signatures()).hasSize(2);
    assertThat(outcomes(report)).containsExactly(Outcome.WARN, Outcome.UNKNOWN);
  }

  /** Nothing is hidden by the same picture. */
  @Test
  void theSameSealTwiceInOnePlaceIsTold() {
    Bytes first = seal(Sample.zip(Sample.small()), Sample.SEAL, new Stamp(1, 100, 100));
    DocumentReport report = Sample.verify(seal(first, Sample.SEAL, new Stamp(1, 101, 100)));
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(outcomes(report)).containsExactly(Outcome.WARN, Outcome.WARN);
  }

  /** Two parties at one place of the seam; several that hide one together. */
  @Test
  void whatIsClippedAwayHidesNothing() {
    assertThat(told(seen(ONE, "202 40 40 40", "0 0 8 40"), seen(TWO, "202 40 40 40", "8 0 8 40")))
        .isEqualTo(Outcome.PASS);
    assertThat(told(seen(ONE, "202 40 40 40", "0 0 8 40"), seen(TWO, "202 40 40 40", "0 0 8 40")))
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(
            told(
                seen(ONE, "100 100 40 40", ""),
                seen(TWO, "90 100 30 40", ""),
                seen(TWO, "120 100 30 40", "")))
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(told(seen(ONE, "100 100 40 40", ""), seen(TWO, "90 100 29 40", "")))
        .isEqualTo(Outcome.WARN);
    assertThat(told(seen(ONE, "no box", ""), seen(TWO, "90 100 29 40", "")))
        .isEqualTo(Outcome.NOT_DONE);
  }

  /** A thousand on one page are compared, ten thousand are not. */
  @Test
  void manySealsAreComparedInTime() {
    assertThat(told(crowd(1000))).isEqualTo(Outcome.UNKNOWN);
    Report.Builder checks = new Report.Builder();
    StampOverlap overlap = new StampOverlap(Arrays.asList(crowd(10_000)));
    for (int i = 0; i < 10_000; i++) {
      overlap.check(i, false, checks);
    }
    assertThat(checks.report().reason()).contains(Reason.STAMP_NOT_ON_PAGE);
    assertThat(checks.report().checks().get(9_999).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
  }

  private static StampOverlap.Seen[] crowd(int size) {
    return Stream.concat(
            Stream.of(seen(ONE, "100 100 40 40", "")),
            Collections.nCopies(size - 1, seen(TWO, "100 100 40 40", "")).stream())
        .toArray(StampOverlap.Seen[]::new);
  }

  private static Outcome told(StampOverlap.Seen... all) {
    Report.Builder checks = new Report.Builder();
    new StampOverlap(List.of(all)).check(0, false, checks);
    return checks.report().check("stamp-overlap").map(Check::outcome).orElse(Outcome.NOT_DONE);
  }

  private static StampOverlap.Seen seen(Bytes picture, String box, String clip) {
    return StampOverlap.Seen.of(
        List.of(
            new SignatureFile.Stamp(
                "1", "1", box, Stream.of(clip).filter(c -> !c.isEmpty()).findFirst())),
        picture);
  }

  private static List<Outcome> outcomes(DocumentReport report) {
    return report.signatures().stream()
        .map(SignatureReport::report)
        .map(r -> r.check("stamp-overlap").orElseThrow().outcome())
        .toList();
  }

  private static Bytes seal(Bytes ofd, Bytes seal, Stamp... stamps) {
    OfdSealRequest request =
        new OfdSealRequest(seal, List.of(stamps), Protection.CONTINUE, TestPki.NOW, "xinfu");
    return OfdSealer.seal(DocumentSource.of(ofd), request, Sample.SIGNER)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private static Bytes other() {
    return SealMaker.make(
        new SealSpec(
            "51010000000002",
            "xinfu",
            1,
            "样例印章二",
            List.of(Sample.SIGNER.chain().get(0)),
            false,
            TestPki.BEGIN,
            TestPki.BEGIN,
            TestPki.END,
            new SealPicture("PNG", Bytes.hex("89504e470d0a1a0a0001"), 40, 40)),
        Sample.MAKER);
  }
}
