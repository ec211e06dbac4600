package org.xinfu.trust.pdf;

import java.io.IOException;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.xinfu.trust.DocumentSource;

/** Reads a PDF without any repair: what needs guessing can be read in more than one way. */
final class StrictPdf {
  private StrictPdf() {}

  /**
   * The revision that ends at {@code end}.
   *
   * @throws IOException when it is not exactly as ISO 32000 says, whatever PDFBox threw
   */
  static PDDocument load(DocumentSource source, long end) throws IOException {
    return load(new SourceRead(source, end));
  }

  /** As {@link #load(DocumentSource, long)}. */
  static PDDocument load(SourceRead in) throws IOException {
    try {
      return new PDFParser(in).parse(false);
    } catch (IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | StackOverflowError malformed) {
      // So hostile structures surface in PDFBox.
      throw new IOException("unreadable: " + malformed, malformed);
    }
  }
}
