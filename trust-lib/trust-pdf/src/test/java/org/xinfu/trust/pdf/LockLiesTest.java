package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;

/** What a signer locked stays locked, however it is said, ISO 32000-2 §12.7.5.5, §12.8.2. */
class LockLiesTest {
  @TestFactory
  Stream<DynamicTest> locksHold() {
    return cases(PdfLockLies.locked(), Conclusion.INVALID);
  }

  @TestFactory
  Stream<DynamicTest> whatIsNotLockedIsFilledIn() {
    return cases(PdfLockLies.open(), Conclusion.VALID);
  }

  @TestFactory
  Stream<DynamicTest> namesakesStayInTheirOrder() {
    return cases(PdfLockLies.ordered(), Conclusion.INDETERMINATE);
  }

  @TestFactory
  Stream<DynamicTest> notesStayUnseen() {
    return cases(PdfLockLies.opened(), Conclusion.INDETERMINATE);
  }

  @Test
  void certificationSaysWhatItAllows() {
    DocumentReport report = judge(PdfLockLies.unsaid());
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.SIGNATURE_DICTIONARY_WRONG);
  }

  @Test
  void nameIsTheFormsOwn() {
    DocumentReport report = judge(PdfLockLies.renamed());
    assertThat(report.signatures()).extracting(one -> one.id()).containsExactly("Seal");
  }

  private static Stream<DynamicTest> cases(Map<String, Bytes> all, Conclusion conclusion) {
    return all.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(),
                    () -> {
                      DocumentReport report = judge(one.getValue());
                      assertThat(report.conclusion()).as("%s", report).isEqualTo(conclusion);
                    }));
  }

  private static DocumentReport judge(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }
}
