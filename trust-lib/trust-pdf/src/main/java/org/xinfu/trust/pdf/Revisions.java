package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/** Whether objects of two revisions of one file are the same. */
final class Revisions {
  private Revisions() {}

  /**
   * Whether the object is the same in both: at the same place of the common octets, or with the
   * same value. An object that cannot be read is never the same.
   */
  static boolean sameObject(Revision then, Revision now, COSObjectKey key) {
    Long before = then.place(key);
    Long after = now.place(key);
    if (before == null || after == null) {
      return false;
    }
    if (before.equals(after)) {
      return before > 0 ? before < then.end() : sameObject(then, now, new COSObjectKey(-before, 0));
    }
    COSBase a = then.object(key);
    COSBase b = now.object(key);
    return a != null && b != null && same(a, b);
  }

  /** Deep equality of direct values; a reference equals a reference to the same object. */
  static boolean same(@Nullable COSBase a, @Nullable COSBase b) {
    if (a instanceof COSObject x && b instanceof COSObject y) {
      return x.getKey() != null && x.getKey().equals(y.getKey());
    }
    if (a instanceof COSObject || b instanceof COSObject) {
      return false;
    }
    if (a instanceof COSStream x && b instanceof COSStream y) {
      return sameEntries(x, y) && sameOctets(x, y);
    }
    if (a instanceof COSDictionary x && b instanceof COSDictionary y) {
      return !(a instanceof COSStream) && !(b instanceof COSStream) && sameEntries(x, y);
    }
    if (a instanceof COSArray x && b instanceof COSArray y) {
      return x.size() == y.size() && startsWith(y, x);
    }
    if (a == null || a instanceof COSNull) {
      return b == null || b instanceof COSNull;
    }
    return a.equals(b);
  }

  /** Whether {@code longer} begins with the elements of {@code head}. */
  static boolean startsWith(COSArray longer, COSArray head) {
    if (longer.size() < head.size()) {
      return false;
    }
    for (int i = 0; i < head.size(); i++) {
      if (!same(head.get(i), longer.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameEntries(COSDictionary x, COSDictionary y) {
    if (!x.keySet().equals(y.keySet())) {
      return false;
    }
    for (COSName name : x.keySet()) {
      if (!same(x.getItem(name), y.getItem(name))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameOctets(COSStream x, COSStream y) {
    try (InputStream a = x.createRawInputStream();
        InputStream b = y.createRawInputStream()) {
      int octet;
      do {
        octet = a.read();
        if (octet != b.read()) {
          return false;
        }
      } while (octet >= 0);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
