package org.xinfu.licence.anchors;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.ofd.OfdVerifier;
import org.xinfu.trust.ofd.VerifiedOfd;

/** The GB/T 36903 items inside a file; only of a file that was judged VALID are they read. */
public final class EmbeddedItems {
  private EmbeddedItems() {}

  /** Name to value; empty when the file is not VALID or of another format. */
  public static Optional<Map<String, String>> read(
      Bytes file, DocumentReport report, TrustPolicy policy) {
    if (report.conclusion() != Conclusion.VALID) {
      return Optional.empty();
    }
    if (report.format() == DocumentFormat.OFD) {
      Verdict<VerifiedOfd> opened = OfdVerifier.open(DocumentSource.of(file), policy);
      return opened.fold(
          ofd -> Optional.of(ofd.customData()),
          (reason, refusal) -> Optional.empty(),
          (reason, refusal) -> Optional.empty());
    }
    return report.format() == DocumentFormat.PDF ? Optional.of(pdf(file)) : Optional.empty();
  }

  private static Map<String, String> pdf(Bytes file) {
    try (PDDocument document = Loader.loadPDF(file.toArray())) {
      PDDocumentInformation information = document.getDocumentInformation();
      Map<String, String> items = new LinkedHashMap<>();
      for (String key : information.getMetadataKeys()) {
        String value = information.getCustomMetadataValue(key);
        if (value != null) {
          items.put(key, value);
        }
      }
      return items;
    } catch (IOException e) {
      return Map.of(); // judged VALID, yet without a readable information dictionary
    }
  }
}
