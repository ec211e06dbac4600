package org.xinfu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Content is reachable only when valid, and reasons are stable strings. */
class VerdictTest {
  private static final Report EMPTY = new Report(List.of());

  @Test
  void foldTakesTheBranchOfTheOutcome() {
    assertThat(branch(new Verdict.Valid<>("content", EMPTY))).isEqualTo("valid content");
    assertThat(branch(new Verdict.Invalid<>(Reason.MALFORMED, EMPTY)))
        .isEqualTo("invalid malformed");
    assertThat(branch(new Verdict.Indeterminate<>(Reason.NO_TRUST_ANCHOR, EMPTY)))
        .isEqualTo("indeterminate no-trust-anchor");
  }

  @Test
  void neitherInvalidNorIndeterminateGivesContent() {
    List<Verdict<String>> refused =
        List.of(
            new Verdict.Invalid<>(Reason.MALFORMED, EMPTY),
            new Verdict.Indeterminate<>(Reason.MALFORMED, EMPTY));
    for (Verdict<String> verdict : refused) {
      assertThatThrownBy(() -> verdict.orThrow(r -> new IllegalStateException(r.code())))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("malformed");
    }
  }

  @Test
  void aRefusalIsNeverValidWhateverWasChecked() {
    assertThat(new Report.Builder().refusal()).isInstanceOf(Verdict.Invalid.class);
    assertThat(new Report.Builder().pass("a", "", "").refusal())
        .isEqualTo(
            new Verdict.Invalid<>(
                Reason.MALFORMED, new Report.Builder().pass("a", "", "").report()));
    Report.Builder unsure = new Report.Builder().unknown("a", "", Reason.REVOCATION_UNKNOWN, "");
    assertThat(unsure.refusal())
        .isEqualTo(new Verdict.Indeterminate<>(Reason.REVOCATION_UNKNOWN, unsure.report()));
    unsure.fail("b", "", Reason.CHAIN_BROKEN, "");
    assertThat(unsure.refusal())
        .isEqualTo(new Verdict.Invalid<>(Reason.CHAIN_BROKEN, unsure.report()));
  }

  @Test
  void theReasonIsOfTheDecidingOutcomeAlone() {
    Report report =
        new Report.Builder()
            .warn("w", "", Reason.LICENCE_SUPERSEDED, "")
            .unknown("u", "", Reason.CERTIFICATE_REVOKED, "")
            .fail("f", "", Reason.MALFORMED, "")
            .report();
    assertThat(report.reason()).contains(Reason.MALFORMED);
    Report unsure =
        new Report.Builder()
            .warn("w", "", Reason.LICENCE_SUPERSEDED, "")
            .unknown("u", "", Reason.NO_TRUST_ANCHOR, "")
            .report();
    assertThat(unsure.reason()).contains(Reason.NO_TRUST_ANCHOR);
    Report warned = new Report.Builder().warn("w", "", Reason.TIME_NOT_PROVEN, "").report();
    assertThat(warned.reason()).isEmpty();
    assertThat(warned.conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void requireRecordsTheDetailOnlyOfAFailure() {
    Report.Builder checks = new Report.Builder();
    checks.require(true, "a", "1", Reason.NOT_A_CA, "detail");
    assertThat(checks.failed()).isFalse();
    checks.require(false, "b", "2", Reason.NOT_A_CA, "detail");
    assertThat(checks.failed()).isTrue();
    assertThat(checks.report().checks())
        .containsExactly(
            new Check("a", "1", Outcome.PASS, null, ""),
            new Check("b", "2", Outcome.FAIL, Reason.NOT_A_CA, "detail"));
  }

  @Test
  void aPartsChecksAreNamedByTheirPrefix() {
    Report part =
        new Report.Builder()
            .warn("x", "1", Reason.TIME_NOT_PROVEN, "d")
            .pass("y", "2", "")
            .report();
    Report whole = new Report.Builder().pass("x", "0", "own").addAll("maker-", part).report();
    assertThat(whole.checks().stream().map(Check::id)).containsExactly("x", "maker-x", "maker-y");
    assertThat(whole.check("maker-x"))
        .contains(new Check("maker-x", "1", Outcome.WARN, Reason.TIME_NOT_PROVEN, "d"));
    assertThat(whole.check("z")).isEmpty();
  }

  @Test
  void theFirstOfSeveralChecksOfOneNameIsFound() {
    Report report =
        new Report.Builder().pass("x", "1", "first").fail("x", "2", Reason.MALFORMED, "").report();
    assertThat(report.check("x").orElseThrow().detail()).isEqualTo("first");
  }

  @Test
  void aReportDoesNotGrowWithItsBuilder() {
    Report.Builder checks = new Report.Builder().pass("a", "", "");
    Report before = checks.report();
    checks.fail("b", "", Reason.MALFORMED, "");
    assertThat(before.checks()).hasSize(1);
    assertThat(before.conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aDocumentsReasonIsTheWorstOfThoseThatDecide() {
    Report revoked = new Report.Builder().fail("a", "", Reason.CERTIFICATE_REVOKED, "").report();
    Report uncovered =
        new Report.Builder().unknown("b", "", Reason.CONTENT_NOT_COVERED, "").report();
    assertThat(document(uncovered, revoked).conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(document(uncovered, revoked).reason()).contains(Reason.CERTIFICATE_REVOKED);
    assertThat(document(EMPTY, uncovered).reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(document(revoked).reason()).contains(Reason.CERTIFICATE_REVOKED);
    assertThat(document(uncovered).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(document(EMPTY, EMPTY).reason()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonIsFoundByItsCodeAndSpeaksTwoLanguages(Reason reason) {
    assertThat(reason.code()).matches("[a-z]+(-[a-z]+)*");
    assertThat(Reason.ofCode(reason.code())).contains(reason);
    String english = reason.sentence(Locale.ENGLISH);
    assertThat(english).matches("\\p{ASCII}{8,}").isEqualTo(reason.sentence(Locale.FRENCH));
    assertThat(reason.sentence(Locale.forLanguageTag("zh-HK")))
        .containsPattern("\\p{IsHan}")
        .isEqualTo(reason.sentence(Locale.CHINA));
  }

  @Test
  void aForeignCodeIsNoReason() {
    assertThat(Reason.ofCode("MALFORMED")).isEmpty();
    assertThat(Reason.ofCode("")).isEmpty();
  }

  private static String branch(Verdict<String> verdict) {
    return verdict.fold(
        content -> "valid " + content,
        (reason, report) -> "invalid " + reason.code(),
        (reason, report) -> "indeterminate " + reason.code());
  }

  private static DocumentReport document(Report container, Report... signatures) {
    List<SignatureReport> all = new ArrayList<>();
    for (Report report : signatures) {
      all.add(
          new SignatureReport(
              "1",
              "CADES",
              null,
              Integrity.INTACT,
              Coverage.WHOLE,
              null,
              null,
              TimeSource.NONE,
              null,
              null,
              List.of(),
              report));
    }
    return new DocumentReport(
        "00",
        DocumentFormat.CMS,
        Coverage.WHOLE,
        List.of(),
        all,
        container,
        "strict",
        "11",
        Instant.EPOCH);
  }
}
