package org.xinfu.trust.cms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.der.Der;

/**
 * Puts a content into a detached SignedData while both are written, in DER: the lengths in front
 * are known, since the content's is.
 */
final class AttachedStream {
  private AttachedStream() {}

  /** Writes the message with its content; the content is read once. */
  static void write(Bytes detached, DocumentSource content, OutputStream out) throws IOException {
    List<Der> outer = Der.outer(detached).children();
    List<Der> data = outer.get(1).only().children();
    Bytes type = data.get(2).only().encoded();
    long size = content.length();
    Bytes string = head(Der.OCTET_STRING, size);
    Bytes explicit = head(Der.CONTEXT_0, string.length() + size).concat(string);
    Bytes encapsulated = type.concat(explicit);
    Bytes before =
        data.get(0)
            .encoded()
            .concat(data.get(1).encoded())
            .concat(head(Der.SEQUENCE, encapsulated.length() + size))
            .concat(encapsulated);
    Bytes after = Bytes.empty();
    for (Der part : data.subList(3, data.size())) {
      after = after.concat(part.encoded());
    }
    long inside = before.length() + size + after.length();
    Bytes sequence = head(Der.SEQUENCE, inside);
    Bytes wrapped = outer.get(0).encoded().concat(head(Der.CONTEXT_0, sequence.length() + inside));
    long whole = wrapped.length() + sequence.length() + inside;
    out.write(head(Der.SEQUENCE, whole).concat(wrapped).concat(sequence).concat(before).toArray());
    try (InputStream octets = content.stream()) {
      if (octets.transferTo(out) != size) {
        throw new IOException("the content changed while it was copied");
      }
    }
    out.write(after.toArray());
  }

  /** Tag and minimal length, X.690 §10.1. */
  private static Bytes head(int tag, long length) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(tag);
    if (length < 0x80) {
      head.write((int) length);
    } else {
      int count = (64 - Long.numberOfLeadingZeros(length) + 7) / 8;
      head.write(0x80 | count);
      for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
        head.write((int) (length >>> shift));
      }
    }
    return Bytes.of(head.toByteArray());
  }
}
