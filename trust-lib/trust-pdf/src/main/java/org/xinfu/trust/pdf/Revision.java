package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.cos.COSArray;
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

  /** Numbers that this revision names although no object is in use under them. */
  Set<Long> dangling() {
    Set<Long> used = keys().stream().map(COSObjectKey::getNumber).collect(Collectors.toSet());
    Set<Long> dangling = new HashSet<>();
    Deque<COSBase> open = new ArrayDeque<>(List.of(trailer()));
    keys().forEach(key -> Stream.ofNullable(object(key)).forEach(open::push));
    while (!open.isEmpty()) {
      COSBase next = open.pop();
      if (next instanceof COSObject reference && reference.getKey() != null) {
        dangling.add(reference.getKey().getNumber());
      } else if (next instanceof COSDictionary dictionary) {
        dictionary.getValues().forEach(open::push);
      } else if (next instanceof COSArray array) {
        array.forEach(value -> Stream.ofNullable(value).forEach(open::push));
      }
    }
    dangling.removeAll(used);
    return dangling;
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
