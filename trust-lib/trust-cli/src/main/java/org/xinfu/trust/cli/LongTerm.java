package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfExtender;
import org.xinfu.trust.time.TimestampSource;

/**
 * The evidence that raises a PDF to B-LT and B-LTA (EN 319 142-1 §5.4).
 *
 * @param policy its anchors, and the evidence at hand
 * @param level B-LT or B-LTA
 */
record LongTerm(TrustPolicy policy, PadesLevel level, TimestampSource authority) {
  /** The raised document, or why its evidence is not enough. */
  Verdict<DocumentSource> of(DocumentSource pdf) {
    PdfExtender extender = new PdfExtender(new PdfBoxSigningEngine(), policy, policy.source());
    return level == PadesLevel.B_LT ? extender.values(pdf) : extender.archive(pdf, authority);
  }

  /** Writes a document of any size. */
  static long copy(DocumentSource document, Path to) throws IOException {
    try (InputStream in = document.stream();
        OutputStream out = Files.newOutputStream(to)) {
      return in.transferTo(out);
    }
  }
}
