package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;

/** What PDFium and PDF.js would show otherwise is never VALID. */
class BrowserReadingTest {
  @TestFactory
  Stream<DynamicTest> octetsAreReadAlike() {
    return cases(PdfBrowsers.spelled(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> namesAndTruthsStayWhereTheyStood() {
    return cases(PdfBrowsers.referred(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> nodesOfPagesAreReferences() {
    return cases(PdfBrowsers.nodes(), Conclusion.INVALID, Reason.CHANGED_AFTER_SIGNING);
  }

  @TestFactory
  Stream<DynamicTest> trailersAreReadAlike() {
    return cases(PdfBrowsers.trailers(), Conclusion.INDETERMINATE, Reason.MALFORMED);
  }

  @TestFactory
  Stream<DynamicTest> pagesInheritFromOneParent() {
    return cases(PdfBrowsers.parents(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> layersStayThemselves() {
    return cases(PdfBrowsers.layers(), Conclusion.INVALID, Reason.CHANGED_AFTER_SIGNING);
  }

  @TestFactory
  Stream<DynamicTest> annotationsAreNoFields() {
    return cases(PdfBrowsers.drawn(), Conclusion.INVALID, Reason.CHANGED_AFTER_SIGNING);
  }

  @TestFactory
  Stream<DynamicTest> valuesStayAsTheyLook() {
    return cases(PdfBrowsers.values(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> namesAreSpokenAsSomeReaderTakesThem() {
    return cases(PdfLoosely.lent(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> foreignOctetsNameOnlyWhatIsNew() {
    return cases(PdfLoosely.misread(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> fieldsLookAsTheFormSaid() {
    return cases(PdfLentLooks.fields(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> nothingComesInThePagesPlace() {
    return cases(PdfLentLooks.editions(), Conclusion.INVALID, Reason.CHANGED_AFTER_SIGNING);
  }

  @TestFactory
  Stream<DynamicTest> formsInXmlKeepTheirEncoding() {
    return cases(PdfLentLooks.encodings(), Conclusion.INVALID, Reason.CHANGED_AFTER_SIGNING);
  }

  @TestFactory
  Stream<DynamicTest> lengthsEndWhereStreamsDo() {
    return cases(PdfLentLooks.lengths(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> stringsAreReadAlike() {
    return cases(PdfLentLooks.strings(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> nothingShowsTheGap() {
    return cases(PdfLentLooks.gaps(), Conclusion.INDETERMINATE, Reason.CONTENT_NOT_COVERED);
  }

  @TestFactory
  Stream<DynamicTest> genuineFormsAreValid() {
    return cases(PdfLentLooks.genuine(), Conclusion.VALID, null);
  }

  @TestFactory
  Stream<DynamicTest> looseWritingIsValid() {
    return cases(PdfLoosely.genuine(), Conclusion.VALID, null);
  }

  @TestFactory
  Stream<DynamicTest> genuineUpdatesAreValid() {
    return cases(PdfBrowsers.genuine(), Conclusion.VALID, null);
  }

  private static Stream<DynamicTest> cases(
      Map<String, Bytes> all, Conclusion conclusion, @Nullable Reason reason) {
    return all.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(), () -> judge(one.getValue(), conclusion, reason)));
  }

  private static void judge(Bytes pdf, Conclusion conclusion, @Nullable Reason reason) {
    DocumentReport report = new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(conclusion);
    assertThat(report.reason().orElse(null)).isEqualTo(reason);
  }
}
