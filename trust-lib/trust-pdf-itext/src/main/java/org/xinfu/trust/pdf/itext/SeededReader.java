package org.xinfu.trust.pdf.itext;

import com.itextpdf.kernel.pdf.PdfReader;
import com.itextpdf.kernel.pdf.PdfString;
import java.io.IOException;
import java.io.InputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.pdf.PdfSealRequest;

/**
 * A reader that carries the file identifier of the revision to come: iText asks for it inside a
 * constructor, and would otherwise draw it at random.
 */
final class SeededReader extends PdfReader {
  private final Bytes id;

  SeededReader(InputStream in, Bytes id) throws IOException {
    super(in);
    this.id = id;
  }

  /** Sixteen octets that the request determines (ISO 32000-2 §14.4). */
  static Bytes id(PdfSealRequest request) {
    return Digests.sha256(Bytes.utf8(request.field().name() + "@" + request.time())).slice(0, 16);
  }

  PdfString nextId() {
    return new PdfString(id.toArray());
  }
}
