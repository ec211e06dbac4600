/**
 * The certificate of verification (验章报告) as a PDF: {@link org.xinfu.trust.pdf.report.PdfReport}
 * sets a {@link org.xinfu.trust.pdf.report.ReportSheet} whose words are chosen already. Nothing is
 * judged here.
 */
@NullMarked
package org.xinfu.trust.pdf.report;

import org.jspecify.annotations.NullMarked;
