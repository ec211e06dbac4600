package org.xinfu.trust.cli;

import java.util.List;
import java.util.Locale;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.pdf.report.PdfReport;

/** The certificate of verification (验章报告) as a PDF, for the file of the case. */
final class PdfWriter implements ReportWriter {
  private final Locale language;

  PdfWriter(Locale language) {
    this.language = language;
  }

  @Override
  public Bytes write(List<Judgement> judgements, boolean several) {
    return judgements.isEmpty()
        ? Bytes.empty()
        : PdfReport.write(
            new Sheets(Words.of(language)).of(judgements), ReportTypeface.trueType(), language);
  }
}
