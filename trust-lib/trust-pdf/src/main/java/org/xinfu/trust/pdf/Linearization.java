package org.xinfu.trust.pdf;

import java.util.List;

/**
 * The parameters at the beginning of a linearized file, ISO 32000-2 annex F. Readers that find the
 * file as long as they say take the table behind them and pass over what the file ends with. Of two
 * lengths readers take the one or the other.
 */
final class Linearization {
  private static final int HEAD = 1024;
  private static final String OBJECT = "obj";
  private static final String ENDED = "endobj";

  private Linearization() {}

  /** Why readers may begin elsewhere than at {@code start}. */
  static List<String> contradictions(PdfView view, long start) {
    if (inHeader(view.octets())) {
      return List.of("an object in the header");
    }
    return misleads(view, start)
        ? List.of("a linearized file of this length that does not begin where it says")
        : List.of();
  }

  /**
   * Whether an object stands in the comments that the file begins with. PDFium looks for the
   * parameters behind the ninth octet, PDF.js behind the version, both within the header's line.
   */
  private static boolean inHeader(Octets octets) {
    PdfLexer in = new PdfLexer(octets.upTo(Math.min(HEAD, octets.end())), 0);
    in.skip();
    long end = in.position();
    for (long at = octets.indexOf(OBJECT, 0, end);
        at >= 0;
        at = octets.indexOf(OBJECT, at + 1, end)) {
      long before = at - 1;
      while (Octets.white(octets.at(before))) {
        before--;
      }
      if (octets.at(before) >= '0' && octets.at(before) <= '9') {
        return true;
      }
    }
    return false;
  }

  /** Whether such readers begin elsewhere than at {@code start}. */
  private static boolean misleads(PdfView view, long start) {
    try {
      PdfView.Indirect first = view.indirectAt(0);
      if (!(first.value() instanceof PdfValue.Dict dict)
          || !dict.has("Linearized")
          || !(dict.get("L") instanceof PdfValue.Numeral length)
          || ((long) length.value() != view.octets().end() && !dict.repeated().contains("L"))) {
        return false;
      }
      PdfLexer in = new PdfLexer(view.octets(), first.end());
      boolean ended = in.keyword(ENDED);
      // PDF.js goes on behind the first such word, be it in a string.
      long word = view.octets().indexOf(ENDED, 0, in.position()) + ENDED.length();
      ended &= word == in.position();
      in.skip();
      PdfLexer said = new PdfLexer(view.octets(), start);
      said.skip();
      return !ended || in.position() != said.position();
    } catch (MalformedPdf other) {
      if (other.exhausted()) {
        throw other;
      }
      return mentioned(view.octets());
    }
  }

  /** Whether there may be parameters that other readers can read, however they are spelled. */
  private static boolean mentioned(Octets octets) {
    return octets.indexOf("Linear", 0, Math.min(HEAD, octets.end())) >= 0;
  }
}
