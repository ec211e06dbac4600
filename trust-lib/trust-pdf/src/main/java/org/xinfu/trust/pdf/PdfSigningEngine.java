package org.xinfu.trust.pdf;

import java.io.OutputStream;
import java.time.Instant;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Evidence;

/**
 * SPI: a PDF library that can append a signature field. Two steps, so that the key may be anywhere:
 * what is signed comes out of the first, the CMS goes into the second. Engines only sign.
 */
public interface PdfSigningEngine {
  /**
   * Appends a revision with a new field or an existing one filled, all appearances of the seal, and
   * a signature dictionary that has {@code reserve} zero octets as /Contents. The same input gives
   * the same octets. What a field asks of its signer was held against him before ({@link
   * PdfSigner#prepare}).
   *
   * @throws IllegalArgumentException when the document cannot be read or sealed as requested
   */
  PreparedPdf prepare(DocumentSource pdf, PdfSealRequest request, int reserve);

  /**
   * As {@link #prepare}, for a document timestamp (ISO 32000-2 §12.8.5, ETSI.RFC3161): a field that
   * shows nothing, and no claimed time.
   *
   * @param name of the new field
   * @param time what the engine writes where a PDF library notes when it worked
   * @throws IllegalArgumentException when the document cannot be read or appended to
   */
  PreparedPdf prepareTimestamp(DocumentSource pdf, String name, Instant time, int reserve);

  /**
   * A revision that adds {@code evidence} to the document security store (ISO 32000-2 §12.8.4.3);
   * what the store has is kept.
   *
   * @return what follows the document
   * @throws IllegalArgumentException when the document cannot be read or appended to
   */
  Bytes store(DocumentSource pdf, Evidence evidence, Instant time);

  /** Puts the CMS into /Contents and writes the finished document. */
  void embed(PreparedPdf prepared, Bytes cms, OutputStream out);
}
