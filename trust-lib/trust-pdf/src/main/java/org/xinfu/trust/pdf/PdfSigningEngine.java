package org.xinfu.trust.pdf;

import java.io.OutputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/**
 * SPI: a PDF library that can append a signature field. Two steps, so that the key may be anywhere:
 * what is signed comes out of the first, the CMS goes into the second. Engines only sign.
 */
public interface PdfSigningEngine {
  /**
   * Appends a revision with the field, its widget and a signature dictionary that has {@code
   * reserve} zero octets as /Contents. The same input gives the same octets.
   *
   * @throws IllegalArgumentException when the document cannot be read or sealed as requested
   */
  PreparedPdf prepare(DocumentSource pdf, PdfSealRequest request, int reserve);

  /** Puts the CMS into /Contents and writes the finished document. */
  void embed(PreparedPdf prepared, Bytes cms, OutputStream out);
}
