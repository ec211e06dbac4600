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
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.cms.ContentDigest;

/**
 * A PDF with a signature dictionary whose /Contents still holds zeros: the untouched original and
 * the increment appended to it. Only the increment is in memory. Whoever signs elsewhere and later
 * keeps {@link #document} and range, hands out {@link #digest}, and makes this again from them by
 * {@link #resume} when the signature comes back.
 *
 * @param original the document as handed in
 * @param increment what follows it
 * @param range of the new signature; its gap lies in the increment
 */
public record PreparedPdf(DocumentSource original, Bytes increment, ByteRange range) {
  private static final int MOST = 64 << 20;

  public PreparedPdf {
    if (range.gapStart() < original.length()
        || range.end() != original.length() + increment.length()) {
      throw new IllegalArgumentException("the range does not fit the increment");
    }
  }

  /** Finds the range of the increment's only empty signature, as written by an engine. */
  public static PreparedPdf of(DocumentSource original, Bytes increment, int reserve) {
    byte[] hole = hole(reserve).toArray();
    byte[] tail = increment.toArray();
    int at = indexOf(tail, hole);
    if (at < 0) {
      throw new IllegalStateException("the engine reserved no room for the signature");
    }
    long start = original.length() + at;
    ByteRange range = new ByteRange(start, start + hole.length, original.length() + tail.length);
    return new PreparedPdf(original, increment, range);
  }

  /**
   * Takes up again what was kept, in this process or another.
   *
   * @param document what {@link #document} gave
   * @throws IllegalArgumentException when it is not a document whose signature of this range is
   *     still empty and covers everything
   */
  public static PreparedPdf resume(DocumentSource document, ByteRange range) {
    int length = (int) Math.min(range.gapEnd() - range.gapStart(), MOST);
    if (range.end() != document.length()
        || !document.read(range.gapStart(), length).equals(hole(length / 2 - 1))
        || !covered(document, range)) {
      throw new IllegalArgumentException("no empty signature of this range is at the end");
    }
    int tail = (int) (range.end() - range.gapStart());
    return new PreparedPdf(
        new HeadSource(document, range.gapStart()), document.read(range.gapStart(), tail), range);
  }

  /**
   * As {@link #resume(DocumentSource, ByteRange)}, when nobody kept the range: it is that of the
   * document's signature that covers all of it.
   *
   * @throws IllegalArgumentException when no signature covers all of it, or it is not empty
   */
  public static PreparedPdf resume(DocumentSource document) {
    try {
      PdfView view = new PdfView(Octets.of(document));
      for (SignatureObject signature : SignatureFinder.find(view)) {
        List<Double> n = numbers(view, signature);
        boolean whole = n.size() == 4 && n.get(2) + n.get(3) == document.length();
        if (whole && n.get(0) == 0 && 0 < n.get(1) && n.get(1) + 2 <= n.get(2)) {
          return resume(
              document,
              new ByteRange(n.get(1).longValue(), n.get(2).longValue(), document.length()));
        }
      }
    } catch (MalformedPdf unreadable) {
      throw new IllegalArgumentException("no PDF: " + unreadable.getMessage(), unreadable);
    }
    throw new IllegalArgumentException("no empty signature covers this document");
  }

  private static List<Double> numbers(PdfView view, SignatureObject signature) {
    return view.array(signature.dictionary().get("ByteRange")).stream()
        .map(PreparedPdf::number)
        .toList();
  }

  /** The prepared document: original and increment, its /Contents all zeros. */
  public DocumentSource document() {
    return new AppendedSource(original, increment);
  }

  /** How many octets a CMS may have. */
  public int room() {
    return (int) (range.gapEnd() - range.gapStart() - 2) / 2;
  }

  private static boolean covered(DocumentSource document, ByteRange range) {
    List<Double> wanted =
        Stream.of(0, range.gapStart(), range.gapEnd(), range.end() - range.gapEnd())
            .map(Number::doubleValue)
            .toList();
    try {
      PdfView view = new PdfView(Octets.of(document));
      return SignatureFinder.find(view).stream()
          .map(signature -> numbers(view, signature))
          .anyMatch(wanted::equals);
    } catch (MalformedPdf unreadable) {
      return false;
    }
  }

  private static double number(PdfValue value) {
    return value instanceof PdfValue.Numeral number ? number.value() : -1;
  }

  private static Bytes hole(int room) {
    return Bytes.utf8("<" + "0".repeat(room * 2) + ">");
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
    if (cms.length() > room()) {
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
