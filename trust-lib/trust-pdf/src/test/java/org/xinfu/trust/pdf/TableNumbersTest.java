package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;

/**
 * Readers enter a cross-reference stream into the table under its own number, though it does not
 * list itself, and those that rebuild take every object by the number that stands before it,
 * whatever a section once said of the place (ISO 32000-2 §7.5.4, §7.5.8.1).
 */
class TableNumbersTest {
  private static final Bytes STREAMED = PdfStreamed.signed(Map.of());
  private static final Bytes CLASSIC =
      PdfForge.signed(PdfUpdate.of(PdfForge.plain()), PdfForge.CADES);

  @TestFactory
  Stream<DynamicTest> tablesUnderNumbersInUseAreForged() {
    Map<String, Bytes> forged = new LinkedHashMap<>();
    for (int number : new int[] {1, 2, 3, 4, 5, 20}) {
      forged.put("number " + number, PdfNumbers.table(STREAMED, number));
      forged.put("number " + number + " behind a classic table", tabled(number));
    }
    forged.put(
        "a number that came later", PdfNumbers.table(LitterTest.update(STREAMED).append(), 80));
    forged.put(
        "a number that is packed", PdfNumbers.table(LitterTest.update(STREAMED).append(), 81));
    forged.put(
        "beneath another update",
        PdfStreamed.of(PdfNumbers.table(STREAMED, 3)).with(85, "<<>>").number(95).append());
    forged.put("a hybrid table's stream", PdfNumbers.hybrid(CLASSIC, 3));
    forged.put("a number that is named in vain", PdfNumbers.vain());
    return forged.entrySet().stream()
        .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> refused(one.getValue())));
  }

  private static Bytes tabled(int number) {
    return PdfNumbers.table(CLASSIC, number);
  }

  @TestFactory
  Stream<DynamicTest> placesThatHoldOtherObjectsAreForged() {
    Map<String, Bytes> forged = new LinkedHashMap<>();
    forged.put("a stream table", PdfNumbers.superseded(true, "03 0 obj"));
    forged.put("a classic table", PdfNumbers.superseded(false, "03 0 obj"));
    forged.put("without zeros", PdfNumbers.superseded(false, "3  0 obj"));
    forged.put("with a comment", PdfNumbers.superseded(false, "3%\n0 obj"));
    forged.put("with a sign", PdfNumbers.superseded(false, "+3 0 obj"));
    forged.put("under two numbers", PdfNumbers.twice());
    return forged.entrySet().stream()
        .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> refused(one.getValue())));
  }

  /** What producers do: a table's number is taken again by the next table or the next object. */
  @TestFactory
  Stream<DynamicTest> numbersThatAreTakenAgainAreNoDoubt() {
    Map<String, Bytes> good = new LinkedHashMap<>();
    Bytes itself = PdfStreamed.of(STREAMED).with(80, "<<>>").append();
    Bytes unlisted = PdfStreamed.of(STREAMED).with(80, "<<>>").unlisted().append();
    good.put("by the next table", PdfStreamed.of(itself).with(80, "<</A 1>>").append());
    good.put("by one that lists none", PdfStreamed.of(unlisted).with(80, "1").unlisted().append());
    good.put("by an object", PdfStreamed.of(unlisted).with(91, "<<>>").number(93).append());
    good.put("of what was signed", PdfStreamed.of(STREAMED).with(80, "<<>>").number(70).append());
    good.put("by a classic table", PdfUpdate.of(unlisted).with(91, "<<>>").append());
    good.put("by nothing", PdfStreamed.of(unlisted).with(80, "<</A 1>>").number(93).append());
    good.put(
        "an object twice",
        PdfUpdate.of(PdfUpdate.of(CLASSIC).with(80, "1").append()).with(80, "2").append());
    return good.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(),
                    () ->
                        assertThat(verify(one.getValue(), TrustPolicy.Mode.INTEROP).conclusion())
                            .isEqualTo(Conclusion.VALID)));
  }

  private static void refused(Bytes pdf) {
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      DocumentReport report = verify(pdf, mode);
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
      assertThat(report.signatures().get(0).report().reason())
          .contains(Reason.CHANGED_AFTER_SIGNING);
    }
  }

  private static DocumentReport verify(Bytes pdf, TrustPolicy.Mode mode) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY.withMode(mode));
  }
}
