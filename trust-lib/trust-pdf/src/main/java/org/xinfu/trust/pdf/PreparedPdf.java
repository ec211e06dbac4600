package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.cms.ContentDigest;

/**
 * A PDF with a signature dictionary whose /Contents still holds zeros: the untouched original and
 * the increment appended to it. Only the increment is in memory. Whoever signs elsewhere and later
 * keeps increment and range, hands out {@link #digest}, and makes this again from them when the CMS
 * comes back.
 *
 * @param original the document as handed in
 * @param increment what follows it
 * @param range of the new signature; its gap lies in the increment
 */
public record PreparedPdf(DocumentSource original, Bytes increment, ByteRange range) {
  public PreparedPdf {
    if (range.gapStart() < original.length()
        || range.end() != original.length() + increment.length()) {
      throw new IllegalArgumentException("the range does not fit the increment");
    }
  }

  /** Finds the range of the increment's only empty signature, as written by an engine. */
  public static PreparedPdf of(DocumentSource original, Bytes increment, int reserve) {
    byte[] hole = ("<" + "0".repeat(reserve * 2) + ">").getBytes(StandardCharsets.US_ASCII);
    byte[] tail = increment.toArray();
    int at = indexOf(tail, hole);
    if (at < 0) {
      throw new IllegalStateException("the engine reserved no room for the signature");
    }
    long start = original.length() + at;
    ByteRange range = new ByteRange(start, start + hole.length, original.length() + tail.length);
    return new PreparedPdf(original, increment, range);
  }

  /** The octets to be digested: everything but the gap. */
  public InputStream content() {
    int from = (int) (range.gapStart() - original.length());
    int to = (int) (range.gapEnd() - original.length());
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(
                original.stream(),
                increment.slice(0, from).stream(),
                increment.slice(to, increment.length()).stream())));
  }

  /** The digest of {@link #content}, which a signature elsewhere is made over. */
  public Bytes digest(ContentDigest algorithm) {
    try (InputStream content = content()) {
      return algorithm.of(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the finished document: the CMS as hexadecimal in the gap, zeros after it.
   *
   * @throws IllegalArgumentException when the CMS is larger than the room reserved
   */
  public void writeTo(OutputStream out, Bytes cms) {
    try (InputStream in = finished(cms).stream()) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The finished document, to be read as often as wanted; the original is not copied.
   *
   * @throws IllegalArgumentException when the CMS is larger than the room reserved
   */
  public DocumentSource finished(Bytes cms) {
    byte[] hex = HexFormat.of().formatHex(cms.toArray()).getBytes(StandardCharsets.US_ASCII);
    if (hex.length > range.gapEnd() - range.gapStart() - 2) {
      throw new IllegalArgumentException("the CMS does not fit the room reserved for it");
    }
    byte[] tail = increment.toArray();
    int hole = (int) (range.gapStart() - original.length()) + 1;
    System.arraycopy(hex, 0, tail, hole, hex.length);
    return new AppendedSource(original, Bytes.of(tail));
  }

  private static int indexOf(byte[] where, byte[] what) {
    outer:
    for (int i = 0; i <= where.length - what.length; i++) {
      for (int j = 0; j < what.length; j++) {
        if (where[i + j] != what[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }
}
