package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealedContent;

/**
 * SignatureDateTime is what readers show, timeInfo is what counts. The value of these packages says
 * 2026-11-01T02:00:00Z, ten o'clock in China.
 */
class TimesToldTest {
  private static final TrustPolicy STRICT = Sample.policy().withMode(TrustPolicy.Mode.STRICT);

  @ParameterizedTest
  @CsvSource({
    "20261101100000, PASS, ",
    "20261101020000Z, PASS, ",
    "2026-11-01T10:00:00+08:00, PASS, ",
    "20261101100500, PASS, ",
    "20261101095500, PASS, ",
    "20261101100501, WARN, SIGNING_TIME_CONTRADICTED",
    "20261101095459, WARN, SIGNING_TIME_CONTRADICTED",
    // China's time marked as UTC, and the reverse.
    "20261101100000Z, WARN, ENCODING_NOT_STANDARD",
    "20261101020300, WARN, ENCODING_NOT_STANDARD",
    "20261101180000, WARN, ENCODING_NOT_STANDARD",
    "20261102100000, WARN, SIGNING_TIME_CONTRADICTED",
    "20261102100001, UNKNOWN, SIGNING_TIME_CONTRADICTED",
    "20261031095959, UNKNOWN, SIGNING_TIME_CONTRADICTED",
    "20201101100000, UNKNOWN, SIGNING_TIME_CONTRADICTED",
    "yesterday, WARN, ENCODING_NOT_STANDARD"
  })
  void theTimeShownIsHeldAgainstTheTimeSigned(
      String written, Outcome outcome, @Nullable Reason reason) {
    StrangersPackage made = new StrangersPackage();
    made.dateTime = written;
    judged(made, outcome, reason);
    assertThat(Sample.verify(made.zip()).signatures().get(0).signedAt()).isEqualTo(TestPki.NOW);
  }

  /** GB/T 35275 with the attribute signing-time. */
  @ParameterizedTest
  @CsvSource({
    "20261101100000, PASS, ",
    "20261102100000, WARN, SIGNING_TIME_CONTRADICTED",
    "20201101100000, UNKNOWN, SIGNING_TIME_CONTRADICTED"
  })
  void soItIsWithoutASeal(String written, Outcome outcome, @Nullable Reason reason) {
    StrangersPackage made = unsealed();
    made.value = (xml, path) -> Gbt35275Signer.detached(xml, Sample.SIGNER, TestPki.NOW);
    made.dateTime = written;
    judged(made, outcome, reason);
  }

  /** Nothing else claims a time, so nothing contradicts it. */
  @Test
  void aTimeThatStandsInOnePlaceIsTheOnlyOne() {
    StrangersPackage made = unsealed();
    made.value = (xml, path) -> Gbt35275Signer.attached(Digests.sm3(xml), Sample.SIGNER);
    made.dateTime = "20260601100000";
    judged(made, Outcome.PASS, null);
  }

  @Test
  void theElementMayBeLeftOut() {
    StrangersPackage made = new StrangersPackage();
    made.forge = x -> x.replaceAll("<ofd:SignatureDateTime>.*?</ofd:SignatureDateTime>", "");
    SignatureReport report = Sample.verify(made.zip(), STRICT).signatures().get(0);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(check(report)).isEmpty();
  }

  /** What was stamped was there, and cannot have been signed a week later. */
  @ParameterizedTest
  @CsvSource({"60, PASS", "-864000, PASS", "3600, WARN", "604800, UNKNOWN"})
  void aSignatureIsNotOlderThanItsClaim(long later, Outcome outcome) {
    Instant claimed = TestPki.NOW.plusSeconds(later);
    StrangersPackage made = new StrangersPackage();
    made.dateTime = claimed.toString();
    made.value =
        (xml, path) ->
            SealSigner.sign(
                    new SealedContent(Sample.SEAL, Digests.sm3(xml), path, claimed),
                    Sample.SIGNER,
                    LongLife.stamping(LongLife.FIRST, TestPki.NOW))
                .orThrow(reason -> new IllegalStateException(reason.code()));
    TrustPolicy policy =
        LongLife.policy(TestPki.NOW.plusSeconds(900_000), TrustPolicy.Mode.INTEROP);
    SignatureReport report = Sample.verify(made.zip(), policy).signatures().get(0);
    assertThat(report.signedAt()).as(report.toString()).isEqualTo(TestPki.NOW);
    assertThat(report.report().check("signing-time-order").orElseThrow().outcome())
        .isEqualTo(outcome);
    assertThat(check(report).orElseThrow().outcome())
        .isEqualTo(outcome == Outcome.PASS ? Outcome.PASS : outcome);
  }

  private static void judged(StrangersPackage made, Outcome outcome, @Nullable Reason reason) {
    Bytes zip = made.zip();
    DocumentReport report = Sample.verify(zip);
    Check check = check(report.signatures().get(0)).orElseThrow();
    assertThat(check.outcome()).as(check.toString()).isEqualTo(outcome);
    assertThat(check.reason()).isEqualTo(reason);
    assertThat(report.conclusion())
        .as(report.toString())
        .isEqualTo(outcome == Outcome.UNKNOWN ? Conclusion.INDETERMINATE : Conclusion.VALID);
    DocumentReport strict = Sample.verify(zip, STRICT);
    assertThat(check(strict.signatures().get(0)).orElseThrow().outcome())
        .isEqualTo(outcome == Outcome.PASS ? Outcome.PASS : Outcome.FAIL);
  }

  private static Optional<Check> check(SignatureReport report) {
    return report.report().check("signature-date-time");
  }

  private static StrangersPackage unsealed() {
    StrangersPackage made = new StrangersPackage();
    made.type = " Type=\"Sign\"";
    made.sealFile = false;
    made.stamp = "";
    return made;
  }
}
