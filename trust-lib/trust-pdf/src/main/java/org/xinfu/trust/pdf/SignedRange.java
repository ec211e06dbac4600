package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * What a signature covers and the CMS in its gap, both taken from the file's octets.
 *
 * @param cms the DER found in /Contents, without the zeros after it
 */
record SignedRange(ByteRange range, Bytes cms) {
  private static final String CLAUSE = "ISO 32000-2 12.8.1";
  private static final int MAX_GAP = 32 << 20;

  /** Judges /ByteRange and /Contents; empty when they cannot be used, and the checks say why. */
  static Optional<SignedRange> judge(
      DocumentSource source, Revision latest, SignatureObject signature, Report.Builder checks) {
    ByteRange range = numbers(signature, source.length());
    if (range == null) {
      checks.fail(
          "byte-range",
          CLAUSE,
          Reason.BYTE_RANGE_WRONG,
          "not 0 and two ascending runs inside the file");
      return Optional.empty();
    }
    Optional<Bytes> contents = token(source, range);
    boolean own =
        contents.isPresent()
            && signature.dictionary().getDictionaryObject(COSName.CONTENTS)
                instanceof COSString stated
            && contents.get().equals(Bytes.of(stated.getBytes()))
            && liesInObject(source, latest, signature, range);
    checks.require(
        own,
        "contents-gap",
        CLAUSE,
        Reason.BYTE_RANGE_WRONG,
        "the gap is not exactly the hexadecimal string of this object's /Contents");
    checks.require(
        endsRevision(source, range),
        "revision-end",
        CLAUSE,
        Reason.BYTE_RANGE_WRONG,
        "the second run does not end with %%EOF");
    if (!own || contents.isEmpty()) {
      return Optional.empty();
    }
    return cms(contents.get(), checks).map(der -> new SignedRange(range, der));
  }

  private static @Nullable ByteRange numbers(SignatureObject signature, long length) {
    if (!(signature.dictionary().getItem(COSName.BYTERANGE) instanceof COSArray array)
        || array.size() != 4) {
      return null;
    }
    long[] n = new long[4];
    for (int i = 0; i < 4; i++) {
      if (!(array.get(i) instanceof COSInteger integer)) {
        return null;
      }
      n[i] = integer.longValue();
      // Nothing above the file's length may take part in a sum, so none overflows.
      if (n[i] < 0 || n[i] > length) {
        return null;
      }
    }
    boolean sane = n[0] == 0 && n[1] > 0 && n[2] >= n[1] + 2 && n[3] > 0 && n[2] + n[3] <= length;
    return sane ? new ByteRange(n[1], n[2], n[2] + n[3]) : null;
  }

  /** The gap read as one hexadecimal string token without white space. */
  private static Optional<Bytes> token(DocumentSource source, ByteRange range) {
    long size = range.gapEnd() - range.gapStart();
    if (size > MAX_GAP || size % 2 != 0) {
      return Optional.empty();
    }
    Bytes gap = source.read(range.gapStart(), (int) size);
    if (gap.length() != size || gap.at(0) != '<' || gap.at((int) size - 1) != '>') {
      return Optional.empty();
    }
    String digits = new String(gap.slice(1, (int) size - 1).toArray(), StandardCharsets.ISO_8859_1);
    try {
      return Optional.of(Bytes.of(HexFormat.of().parseHex(digits)));
    } catch (IllegalArgumentException notHex) {
      return Optional.empty();
    }
  }

  /**
   * Whether the gap is the value of /Contents of the very object that the cross-reference chain
   * leads to, and not a copy elsewhere in the file.
   */
  private static boolean liesInObject(
      DocumentSource source, Revision latest, SignatureObject signature, ByteRange range) {
    Long offset = signature.key().map(latest::place).orElse(null);
    if (offset == null
        || offset <= 0
        || offset >= range.gapStart()
        || range.gapStart() - offset > MAX_GAP) {
      return false;
    }
    Bytes before = source.read(offset, (int) (range.gapStart() - offset));
    String text = new String(before.toArray(), StandardCharsets.ISO_8859_1);
    return text.stripTrailing().endsWith("/Contents") && !text.contains("endobj");
  }

  private static boolean endsRevision(DocumentSource source, ByteRange range) {
    int tail = (int) Math.min(7, range.end());
    String text =
        new String(source.read(range.end() - tail, tail).toArray(), StandardCharsets.ISO_8859_1);
    return text.endsWith("%%EOF")
        || text.endsWith("%%EOF\n")
        || text.endsWith("%%EOF\r")
        || text.endsWith("%%EOF\r\n");
  }

  /** The outermost DER element; whatever is reserved behind it must be zeros. */
  private static Optional<Bytes> cms(Bytes contents, Report.Builder checks) {
    int end = derEnd(contents);
    if (end < 0) {
      checks.fail(
          "contents", CLAUSE, Reason.SIGNATURE_DICTIONARY_WRONG, "/Contents begins with no DER");
      return Optional.empty();
    }
    boolean zeros = true;
    for (int i = end; i < contents.length(); i++) {
      zeros &= contents.at(i) == 0;
    }
    checks.require(
        zeros,
        "contents-padding",
        CLAUSE,
        Reason.CONTENTS_PADDING_WRONG,
        "octets other than zero after the CMS");
    return Optional.of(contents.slice(0, end));
  }

  private static int derEnd(Bytes der) {
    if (der.length() < 2 || der.at(0) != 0x30) {
      return -1;
    }
    int first = der.at(1);
    if (first < 0x80) {
      return 2 + first <= der.length() ? 2 + first : -1;
    }
    int count = first & 0x7f;
    if (count == 0 || count > 3 || 2 + count > der.length()) {
      return -1;
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | der.at(2 + i);
    }
    return length <= der.length() - 2 - count ? 2 + count + length : -1;
  }
}
