package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.TrustPolicy;

/**
 * What a field asks of its signer, ISO 32000-2 §12.7.5.5 (SV, table 237), holds when it is
 * verified.
 */
class SeedAnswersTest {
  @TestFactory
  Stream<DynamicTest> anotherSignerIsDoubted() {
    return PdfSeeds.strangers().entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(),
                    () ->
                        assertThat(judge(one.getValue()).conclusion())
                            .isEqualTo(Conclusion.INDETERMINATE)));
  }

  @TestFactory
  Stream<DynamicTest> theSignerAskedForIsValid() {
    return PdfSeeds.genuine().entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(),
                    () -> {
                      DocumentReport report = judge(one.getValue());
                      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
                    }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Ff 1/Filter/Entrust.PPKEF",
        "/Ff 2/SubFilter[/adbe.pkcs7.detached]",
        "/Ff 8/Reasons[(agreed)]",
        "/Ff 64/DigestMethod[(SHA256)(SHA-512)]",
        "/MDP<</P 2>>",
        "/TimeStamp<</URL(http://tsa.invalid)/Ff 1>>",
        "/Ff 256/AppearanceFilter(logo)",
        "/Ff 4/V 3",
        "/Ff 16/LegalAttestation[(sworn)]",
        "/Ff 32/AddRevInfo true",
        "/Ff 128/LockDocument/true",
        "/Ff 128/LockDocument/false",
        "/Ff 512",
        "/Cert<</Ff 16>>",
        "/Cert<</Ff 4/OID[(1.2.3)]>>"
      })
  void whatElseIsAskedIsTold(String seed) {
    DocumentReport report = judge(PdfSeeds.sealed(seed));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(outcome(report)).contains(Outcome.WARN);
    DocumentReport strict =
        new PdfVerifier()
            .verify(
                DocumentSource.of(PdfSeeds.sealed(seed)),
                PdfFixtures.POLICY.withMode(TrustPolicy.Mode.STRICT));
    assertThat(outcome(strict)).contains(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Filter/Entrust.PPKEF/SubFilter[/adbe.pkcs7.detached]/DigestMethod[(SHA256)]",
        "/Ff 2/SubFilter[/adbe.pkcs7.detached/ETSI.CAdES.detached]",
        "/Ff 8/Reasons[(.)]",
        "/Ff 64/DigestMethod[(SM3)(SHA256)]",
        "/MDP<</P 0>>",
        "/Ff 4",
        "/V 3/LegalAttestation[(sworn)]/AddRevInfo true/LockDocument/true",
        "/Ff 32/AddRevInfo false",
        "/Ff 128/LockDocument/auto",
        "/TimeStamp<</URL(http://tsa.invalid)/Ff 0>>"
      })
  void whatIsKeptPasses(String seed) {
    assertThat(outcome(judge(PdfSeeds.sealed(seed)))).contains(Outcome.PASS);
  }

  @ParameterizedTest
  @CsvSource({"2,PASS", "3,WARN", "0,WARN"})
  void certificationIsOfTheLevelAskedFor(int level, Outcome expected) {
    Bytes pdf = PdfSeeds.sealed("/MDP<</P " + level + ">>", CADES + PdfForge.certify(2));
    assertThat(outcome(judge(pdf))).contains(expected);
  }

  @Test
  void listsTooLongAreTold() {
    String reasons = "(x)".repeat(10_000);
    assertThat(outcome(judge(PdfSeeds.sealed("/Ff 8/Reasons[" + reasons + "(.)]"))))
        .contains(Outcome.WARN);
    String many = "<30>".repeat(10_001);
    Bytes pdf = PdfSeeds.sealed("/Cert<</Ff 1/Subject[" + many + "]>>");
    assertThat(judge(pdf).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(outcome(judge(pdf))).contains(Outcome.WARN);
  }

  @Test
  void whatCannotBeReadIsTold() {
    String field = PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R/SV(x)");
    PdfUpdate update = PdfUpdate.of(PdfForge.plain()).with(PdfForge.SEAL, field);
    Bytes pdf = PdfForge.sign(update, 20, CADES, PdfForge.first());
    assertThat(outcome(judge(pdf))).contains(Outcome.WARN);
  }

  @Test
  void nothingIsSaidWhereNothingIsAsked() {
    assertThat(outcome(judge(PdfForge.signed(CADES)))).isEmpty();
  }

  private static Optional<Outcome> outcome(DocumentReport report) {
    return report.signatures().get(0).report().check("seed-value").map(Check::outcome);
  }

  private static DocumentReport judge(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }
}
