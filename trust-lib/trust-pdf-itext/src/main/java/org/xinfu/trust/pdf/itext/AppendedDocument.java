package org.xinfu.trust.pdf.itext;

import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfReader;
import com.itextpdf.kernel.pdf.PdfWriter;
import com.itextpdf.kernel.pdf.StampingProperties;
import org.jspecify.annotations.Nullable;

/**
 * A document that gains a signature and nothing else: iText would replace its XMP metadata, which
 * may be what is signed.
 */
final class AppendedDocument extends PdfDocument {
  AppendedDocument(PdfReader reader, PdfWriter writer, StampingProperties properties) {
    super(reader, writer, properties);
  }

  @Override
  protected void updateXmpMetadata() {
    // The original's metadata stays as it is.
  }

  @Override
  public byte @Nullable [] getXmpMetadataBytes() {
    return null;
  }
}
