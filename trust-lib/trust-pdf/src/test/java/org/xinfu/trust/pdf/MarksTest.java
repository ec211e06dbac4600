package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;

/** What readers draw of their own accord is answered for by somebody, ISO 32000-2 §12.8.2.2. */
class MarksTest {
  @TestFactory
  Stream<DynamicTest> marksAreCovered() {
    return cases(PdfMarks.seen(), Conclusion.INDETERMINATE);
  }

  @TestFactory
  Stream<DynamicTest> emptyFieldsStayOnTheirPages() {
    return cases(PdfMarks.moved(), Conclusion.INVALID);
  }

  @TestFactory
  Stream<DynamicTest> whatIsNotSeenStays() {
    return cases(PdfMarks.genuine(), Conclusion.VALID);
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
