package org.xinfu.trust.pdf;

/**
 * The parameters at the beginning of a linearized file, ISO 32000-2 annex F. Readers that find the
 * file as long as they say take the table behind them and pass over what the file ends with. Of two
 * lengths readers take the one or the other.
 */
final class Linearization {
  private Linearization() {}

  /** Whether such readers begin elsewhere than at {@code start}. */
  static boolean misleads(PdfView view, long start) {
    try {
      PdfView.Indirect first = view.indirectAt(0);
      if (!(first.value() instanceof PdfValue.Dict dict)
          || !dict.has("Linearized")
          || !(dict.get("L") instanceof PdfValue.Numeral length)
          || ((long) length.value() != view.octets().end() && !dict.repeated().contains("L"))) {
        return false;
      }
      PdfLexer in = new PdfLexer(view.octets(), first.end());
      boolean ended = in.keyword("endobj");
      in.skip();
      PdfLexer said = new PdfLexer(view.octets(), start);
      said.skip();
      return !ended || in.position() != said.position();
    } catch (MalformedPdf other) {
      if (other.exhausted()) {
        throw other;
      }
      return false;
    }
  }
}
