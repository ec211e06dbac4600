package org.xinfu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How checks become a verdict. */
class ReportTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void warningsAndChecksNotDoneDoNotSpoilAVerdict() {
    Verdict<String> verdict =
        new Report.Builder()
            .pass("a", "1", "")
            .warn("b", "2", Reason.TIME_NOT_PROVEN, "")
            .notDone("c", "3", "")
            .verdict("content");
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    assertThat(verdict.orThrow(r -> new IllegalStateException(r.code()))).isEqualTo("content");
  }

  @Test
  void anUnknownMakesItIndeterminateAndAFailureInvalid() {
    Report.Builder checks =
        new Report.Builder().unknown("a", "1", Reason.NO_TRUST_ANCHOR, "").pass("b", "2", "");
    assertThat(checks.verdict("content"))
        .isEqualTo(new Verdict.Indeterminate<>(Reason.NO_TRUST_ANCHOR, checks.report()));
    checks.fail("c", "3", Reason.DIGEST_MISMATCH, "");
    assertThat(checks.verdict("content"))
        .isEqualTo(new Verdict.Invalid<>(Reason.DIGEST_MISMATCH, checks.report()));
    assertThatThrownBy(
            () -> checks.verdict("content").orThrow(r -> new IllegalStateException(r.code())))
        .hasMessage("digest-mismatch");
  }

  @Test
  void theMostSpecificReasonWins() {
    Report report =
        new Report.Builder()
            .fail("a", "", Reason.MALFORMED, "")
            .fail("b", "", Reason.CERTIFICATE_REVOKED, "")
            .fail("c", "", Reason.SIGNATURE_VALUE_WRONG, "")
            .report();
    assertThat(report.reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void aDocumentIsAsGoodAsItsWorstSignature() {
    Report good = new Report.Builder().pass("x", "", "").report();
    Report unsure = new Report.Builder().unknown("x", "", Reason.NO_TRUST_ANCHOR, "").report();
    Report bad = new Report.Builder().fail("x", "", Reason.DIGEST_MISMATCH, "").report();
    assertThat(document(good).conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
    assertThat(document(good, good).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(document(good, good, unsure).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(document(good, unsure, bad).reason()).contains(Reason.DIGEST_MISMATCH);
    assertThat(document(unsure, good).reason()).contains(Reason.NO_TRUST_ANCHOR);
    assertThat(document(bad).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void jsonHasTheContractsKeysInTheirOrder() {
    String json = ReportJson.write("a.ofd", document(new Report(List.of()), new Report(List.of())));
    assertThat(json)
        .startsWith(
            "{\"file\":\"a.ofd\",\"sha256\":\"00\",\"format\":\"OFD\",\"verdict\":\"VALID\","
                + "\"reason\":null,\"coverage\":\"WHOLE\",\"uncovered\":[],\"signatures\":[{\"id\":\"1\"")
        .contains(
            "\"policy\":{\"name\":\"interop\",\"sha256\":\"11\"},\"at\":\"2026-01-01T00:00:00Z\"")
        .contains("\"engine\":\"xinfu/");
  }

  private static DocumentReport document(Report container, Report... signatures) {
    List<SignatureReport> reports =
        java.util.Arrays.stream(signatures).map(ReportTest::signature).toList();
    return new DocumentReport(
        "00",
        DocumentFormat.OFD,
        Coverage.WHOLE,
        List.of(),
        reports,
        container,
        "interop",
        "11",
        AT);
  }

  private static SignatureReport signature(Report report) {
    return new SignatureReport(
        "1",
        "SES_V4",
        null,
        Integrity.INTACT,
        Coverage.WHOLE,
        "SM2_SM3",
        AT,
        TimeSource.CLAIMED,
        null,
        null,
        List.of(),
        report);
  }
}
