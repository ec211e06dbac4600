package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * Where a document begins. Places are counted from the percent sign of its header (ISO 32000-2
 * §7.5.2); readers forgive up to 1024 octets before it, and some producers count those too.
 *
 * @param document the document from where its places are counted
 * @param before how many octets stand before the header
 * @param counted whether the places count them, so that a signature can cover them
 */
record PdfHeader(DocumentSource document, long before, boolean counted) {
  private static final Bytes MARK = Bytes.utf8("%PDF-");
  private static final int SEARCHED = 1024;
  private static final String CLAUSE = "ISO 32000-2 7.5.2";

  /** Where the header is; empty when it is not where readers look for it. */
  static Optional<Long> find(DocumentSource source) {
    Bytes head = source.read(0, SEARCHED);
    for (int at = 0; at + MARK.length() <= head.length(); at++) {
      if (head.slice(at, at + MARK.length()).equals(MARK)) {
        return Optional.of((long) at);
      }
    }
    return Optional.empty();
  }

  /** Decides what the places of a document are counted from: the standard's word goes first. */
  static PdfHeader of(DocumentSource source) {
    long before = find(source).orElse(0L);
    if (before == 0) {
      return new PdfHeader(source, 0, true);
    }
    DocumentSource behind = new Behind(source, before);
    boolean counted = !readable(behind) && readable(source);
    return new PdfHeader(counted ? source : behind, before, counted);
  }

  private static boolean readable(DocumentSource source) {
    try {
      PdfView view = new PdfView(Octets.of(source));
      return view.sealed() || !view.catalog().entries().isEmpty();
    } catch (MalformedPdf unreadable) {
      return unreadable.exhausted();
    }
  }

  /** Whether octets stand before the document that no signature can cover. */
  boolean uncovered() {
    return before > 0 && !counted;
  }

  /** Nothing is said of a header where it should be. */
  void judge(boolean strict, Report.Builder checks) {
    if (uncovered()) {
      checks.unknown(
          "header",
          CLAUSE,
          Reason.CONTENT_NOT_COVERED,
          before + " octets before the header, which no signature covers");
    } else if (before > 0) {
      String detail = before + " octets before the header, which the document counts";
      if (strict) {
        checks.unknown("header", CLAUSE, Reason.ENCODING_NOT_STANDARD, detail);
      } else {
        checks.warn("header", CLAUSE, Reason.ENCODING_NOT_STANDARD, detail);
      }
    }
  }

  /** A document as if it began later. */
  private record Behind(DocumentSource whole, long from) implements DocumentSource {
    @Override
    public long length() {
      return whole.length() - from;
    }

    @Override
    public Bytes read(long offset, int length) {
      return whole.read(from + offset, length);
    }

    @Override
    public Bytes derive(String what, Function<DocumentSource, Bytes> computation) {
      return whole.derive(
          what + " from " + from, octets -> computation.apply(new Behind(octets, from)));
    }

    @Override
    public InputStream stream() {
      InputStream in = whole.stream();
      try {
        in.skipNBytes(from);
        return in;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
