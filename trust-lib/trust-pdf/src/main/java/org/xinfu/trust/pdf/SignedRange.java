package org.xinfu.trust.pdf;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.der.Tolerance;

/**
 * What a signature covers and the value in its gap, both taken from the file's octets.
 *
 * @param value the BER element found in /Contents, without the zeros after it
 */
record SignedRange(ByteRange range, Bytes value) {
  private static final String CLAUSE = "ISO 32000-2 12.8.1";
  private static final int MAX_GAP = 32 << 20;
  private static final int MAX_TAIL = 1024;
  private static final Set<String> ONCE =
      Set.of("Contents", "ByteRange", "SubFilter", "Filter", "Type", "Reference", "Cert", "M");

  /** Judges /ByteRange and /Contents; empty when they cannot be used, and the checks say why. */
  static Optional<SignedRange> judge(
      PdfView view, SignatureObject signature, Report.Builder checks) {
    ByteRange range = numbers(view, signature);
    if (range == null) {
      checks.fail(
          "byte-range",
          CLAUSE,
          Reason.BYTE_RANGE_WRONG,
          "not 0 and two ascending runs inside the file");
      return Optional.empty();
    }
    List<String> repeated =
        signature.dictionary().repeated().stream().filter(ONCE::contains).sorted().toList();
    checks.require(
        repeated.isEmpty(),
        "dictionary-entries",
        "ISO 32000-2 7.3.7",
        Reason.SIGNATURE_DICTIONARY_WRONG,
        "entries that came twice: " + repeated);
    Optional<Bytes> contents = gap(view, signature, range, checks);
    judgeEnd(view, range, checks);
    return contents
        .flatMap(c -> element(view, signature, c, checks))
        .map(element -> new SignedRange(range, element));
  }

  private static @Nullable ByteRange numbers(PdfView view, SignatureObject signature) {
    List<PdfValue> items = view.array(signature.dictionary().get("ByteRange"));
    long length = view.octets().end();
    if (items.size() != 4) {
      return null;
    }
    long[] n = new long[4];
    for (int i = 0; i < 4; i++) {
      if (!(items.get(i) instanceof PdfValue.Numeral number) || !number.whole()) {
        return null;
      }
      n[i] = (long) number.value();
      // Nothing above the file's length may take part in a sum, so none overflows.
      if (n[i] < 0 || n[i] > length) {
        return null;
      }
    }
    boolean sane = n[0] == 0 && n[1] > 0 && n[2] >= n[1] + 2 && n[3] > 0 && n[2] + n[3] <= length;
    return sane ? new ByteRange(n[1], n[2], n[2] + n[3]) : null;
  }

  /**
   * The value of /Contents when the gap is exactly its token: the very token that was read from the
   * object to which the cross-reference chain leads, and not a copy elsewhere in the file.
   */
  private static Optional<Bytes> gap(
      PdfView view, SignatureObject signature, ByteRange range, Report.Builder checks) {
    boolean fits = range.gapEnd() - range.gapStart() <= MAX_GAP;
    if (!fits
        || !(view.resolve(signature.dictionary().get("Contents")) instanceof PdfValue.Text text)
        || text.from() < 0
        || text.value().length() == 0
        || !inGap(view, text, range)) {
      checks.fail(
          "contents-gap",
          CLAUSE,
          Reason.BYTE_RANGE_WRONG,
          "the gap is not exactly the string of this object's /Contents");
      return Optional.empty();
    }
    boolean exact = text.from() == range.gapStart() && text.to() == range.gapEnd();
    if (exact && text.plainHex() && signature.dictionary().get("Contents") == text) {
      checks.pass("contents-gap", CLAUSE, "");
    } else {
      checks.unknown(
          "contents-gap",
          CLAUSE,
          Reason.ENCODING_NOT_STANDARD,
          "the gap holds /Contents, but not as pairs of hexadecimal digits between its ends");
    }
    return Optional.of(text.value());
  }

  /** The token with nothing but white space around it, or all of it but its brackets. */
  private static boolean inGap(PdfView view, PdfValue.Text text, ByteRange range) {
    if (range.gapStart() == text.from() + 1 && range.gapEnd() == text.to() - 1) {
      return true;
    }
    return range.gapStart() <= text.from()
        && text.to() <= range.gapEnd()
        && white(view, range.gapStart(), text.from())
        && white(view, text.to(), range.gapEnd());
  }

  private static boolean white(PdfView view, long from, long to) {
    for (long i = from; i < to; i++) {
      if (i - from > MAX_TAIL || !Octets.white(view.octets().at(i))) {
        return false;
      }
    }
    return true;
  }

  private static void judgeEnd(PdfView view, ByteRange range, Report.Builder checks) {
    Octets covered = view.octets().upTo(range.end());
    long end = range.end();
    while (end > range.gapEnd()
        && range.end() - end < MAX_TAIL
        && Octets.white(covered.at(end - 1))) {
      end--;
    }
    boolean marked = covered.startsWith(end - 5, "%%EOF");
    if (!marked && view.octets().contentEnd() <= range.end()) {
      checks.warn(
          "revision-end",
          CLAUSE,
          Reason.ENCODING_NOT_STANDARD,
          "the whole file is covered, but does not end with %%EOF");
      return;
    }
    checks.require(
        marked,
        "revision-end",
        CLAUSE,
        Reason.BYTE_RANGE_WRONG,
        "the second run does not end with %%EOF");
  }

  /** The outermost element; whatever is reserved behind it must be zeros. */
  private static Optional<Bytes> element(
      PdfView view, SignatureObject signature, Bytes contents, Report.Builder checks) {
    Optional<Bytes> element = element(contents);
    if (element.isEmpty()) {
      checks.fail(
          "contents", CLAUSE, Reason.SIGNATURE_DICTIONARY_WRONG, "/Contents begins with no BER");
    }
    element.ifPresent(e -> judgePadding(view, signature, contents, e.length(), checks));
    return element;
  }

  /** The SEQUENCE or OCTET STRING that /Contents begins with, in any form of X.690 §8.1. */
  static Optional<Bytes> element(Bytes contents) {
    boolean known =
        contents.length() > 2
            && (contents.at(0) == Der.SEQUENCE || (contents.at(0) & 0xdf) == Der.OCTET_STRING);
    try {
      return known
          ? Optional.of(Der.first(contents, Tolerance.ofOutline()).encoded())
          : Optional.empty();
    } catch (MalformedDer endless) {
      return Optional.empty();
    }
  }

  private static void judgePadding(
      PdfView view, SignatureObject signature, Bytes contents, int end, Report.Builder checks) {
    String id = "contents-padding";
    if (zeros(contents, end)) {
      checks.pass(id, CLAUSE, "");
    } else if (view.sealed()) {
      checks.unknown(
          id, CLAUSE, Reason.ENCODING_NOT_STANDARD, "what is reserved may be encrypted zeros");
    } else if (signature.key().filter(key -> view.hidesZeros(contents, end, key)).isPresent()) {
      // A common library encrypts the empty room before it writes the signature into it.
      checks.warn(id, CLAUSE, Reason.ENCODING_NOT_STANDARD, "what is reserved is encrypted zeros");
    } else {
      checks.fail(
          id, CLAUSE, Reason.CONTENTS_PADDING_WRONG, "octets other than zero after the signature");
    }
  }

  static boolean zeros(Bytes octets, int from) {
    boolean zeros = true;
    for (int i = from; i < octets.length(); i++) {
      zeros &= octets.at(i) == 0;
    }
    return zeros;
  }
}
