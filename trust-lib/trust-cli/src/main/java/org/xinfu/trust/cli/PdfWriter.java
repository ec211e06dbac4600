package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.pdf.report.PdfReport;

/** The certificate of verification (验章报告) as a PDF, for the file of the case. */
final class PdfWriter implements ReportWriter {
  private static final String FONT = "font/noto-serif-sc-regular.ttf";
  private final Locale language;

  PdfWriter(Locale language) {
    this.language = language;
  }

  @Override
  public Bytes write(List<Judgement> judgements, boolean several) {
    return judgements.isEmpty()
        ? Bytes.empty()
        : PdfReport.write(new Sheets(Words.of(language)).of(judgements), font(), language);
  }

  private static Bytes font() {
    try (InputStream file =
        Objects.requireNonNull(PdfWriter.class.getResourceAsStream(FONT), FONT)) {
      return Bytes.of(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
