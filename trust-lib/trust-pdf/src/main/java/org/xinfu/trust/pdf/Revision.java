package org.xinfu.trust.pdf;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * A PDF as it stood when the file ended at {@code end}: what its own cross-reference chain says.
 */
record Revision(PDDocument document, long end) {
  /** Every object in use, in order of number. */
  Set<COSObjectKey> keys() {
    return new TreeSet<>(table().keySet());
  }

  /** Offset of the object; negative: number of the object stream it is in; null: not in use. */
  @Nullable Long place(COSObjectKey key) {
    return table().get(key);
  }

  /** The object; null when it is not in use or the null object. */
  @Nullable COSBase object(COSObjectKey key) {
    if (place(key) == null) {
      return null;
    }
    COSObject object = document.getDocument().getObjectFromPool(key);
    return object == null ? null : object.getObject();
  }

  COSDictionary trailer() {
    return document.getDocument().getTrailer();
  }

  COSDictionary catalog() {
    return document.getDocumentCatalog().getCOSObject();
  }

  private Map<COSObjectKey, Long> table() {
    return document.getDocument().getXrefTable();
  }
}
