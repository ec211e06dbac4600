package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.seal.SealPicture;

/** The seal of these packages is 40 mm wide and high; its stamps may say otherwise. */
class StampSizeTest {
  private static final TrustPolicy STRICT = Sample.policy().withMode(TrustPolicy.Mode.STRICT);

  @ParameterizedTest
  @CsvSource({
    "120 200 40 40, PASS",
    "120 200 41 39, PASS",
    "120 200 41.1 40, WARN",
    "120 200 40 38.9, WARN",
    "100 200 80 80, WARN",
    "100 200 80.1 40, UNKNOWN",
    "100 200 40 80.1, UNKNOWN",
    "120 200 12 12, WARN",
    "120 200 9.9 40, UNKNOWN",
    "120 200 40 9.9, UNKNOWN",
    "-800 -800 2000 2000, UNKNOWN"
  })
  void aStampHasTheSizeOfItsSeal(String box, Outcome outcome) {
    StrangersPackage made = new StrangersPackage();
    made.stamp = made.stamp.replace("120 200 40 40", box);
    Bytes zip = made.zip();
    Report report = Sample.verify(zip).signatures().get(0).report();
    assertThat(report.check("stamp-size").orElseThrow().outcome()).isEqualTo(outcome);
    assertThat(report.conclusion())
        .as(report.toString())
        .isEqualTo(outcome == Outcome.UNKNOWN ? Conclusion.INDETERMINATE : Conclusion.VALID);
    DocumentReport strict = Sample.verify(zip, STRICT);
    assertThat(strict.conclusion())
        .isEqualTo(outcome == Outcome.PASS ? Conclusion.VALID : Conclusion.INVALID);
  }

  /** Of a seal that is small itself a small stamp is the whole. */
  @ParameterizedTest
  @CsvSource({"9, 4.6, WARN", "9, 4.4, UNKNOWN", "9, 9, PASS", "30, 15, WARN", "500, 40, WARN"})
  void smallIsWhatIsSmallerThanTheSeal(int own, double shown, Outcome outcome) {
    assertThat(of(own, own, "0 0 " + shown + " " + shown)).isEqualTo(outcome);
  }

  @Test
  void aSealWithoutASizeLeavesItToTheStamp() {
    assertThat(of(0, 40, "0 0 4 4")).isEqualTo(Outcome.NOT_DONE);
    assertThat(of(40, 0, "0 0 4 4")).isEqualTo(Outcome.NOT_DONE);
    assertThat(of(40, 40, "0 0 4")).isEqualTo(Outcome.NOT_DONE);
  }

  private static Outcome of(int width, int height, String box) {
    Report.Builder checks = new Report.Builder();
    StampSize.run(
        java.util.List.of(new SignatureFile.Stamp("1", "1", box, java.util.Optional.empty())),
        new SealPicture("PNG", Bytes.empty(), width, height),
        false,
        checks);
    return checks
        .report()
        .check("stamp-size")
        .map(org.xinfu.trust.Check::outcome)
        .orElse(Outcome.NOT_DONE);
  }

  /** The edge of the page hides all but a line of it. */
  @ParameterizedTest
  @CsvSource({
    "209.8 200 40 40, VALID",
    "209.95 200 40 40, INDETERMINATE",
    "-39.95 200 40 40, INDETERMINATE",
    "120 296.95 40 40, INDETERMINATE",
    "120 -39.95 40 40, INDETERMINATE"
  })
  void aLineOfAStampIsNoStamp(String box, Conclusion conclusion) {
    StrangersPackage made = new StrangersPackage();
    made.stamp = made.stamp.replace("120 200 40 40", box);
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(conclusion);
  }

  @Test
  void twoStampsHaveTwoIdentifiers() {
    StrangersPackage made = new StrangersPackage();
    made.stamp = made.stamp + made.stamp.replace("120 200", "20 200");
    Report report = Sample.verify(made.zip()).signatures().get(0).report();
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.check("stamp-identifier").orElseThrow().outcome()).isEqualTo(Outcome.WARN);
    DocumentReport strict = Sample.verify(made.zip(), STRICT);
    assertThat(strict.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(strict.reason()).contains(Reason.IDENTIFIER_DUPLICATED);
    made.stamp = made.stamp.replaceFirst("ID=\"1\"", "ID=\"2\"");
    assertThat(Sample.verify(made.zip(), STRICT).conclusion()).isEqualTo(Conclusion.VALID);
  }
}
