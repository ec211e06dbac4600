package org.xinfu.trust.pdf;

/** Reads the object that is written at a place of a file, ISO 32000-2 §7.3.10. */
final class IndirectReader {
  private IndirectReader() {}

  /**
   * The object.
   *
   * @throws MalformedPdf when there is none
   */
  static PdfView.Indirect at(PdfView view, long place) {
    Octets octets = view.octets();
    PdfLexer in = new PdfLexer(octets, place);
    long number = in.whole();
    long generation = in.whole();
    if (number < 0 || number > Integer.MAX_VALUE || generation < 0 || !in.keyword("obj")) {
      throw new MalformedPdf("no object at octet " + place);
    }
    PdfValue value = in.keyword("endobj") ? PdfValue.NULL : in.value();
    long end = in.position();
    // The strings of a cross-reference stream, its /ID, are shown nowhere.
    boolean loose =
        in.loose()
            && !(value instanceof PdfValue.Dict d
                && d.name("Type").filter("XRef"::equals).isPresent());
    boolean odd = in.odd() || loose;
    boolean foreign = in.foreign() && !loose;
    if (value instanceof PdfValue.Dict dict && in.keyword("stream")) {
      PdfValue.Ref own = new PdfValue.Ref((int) number, (int) Math.min(generation, 65536));
      PdfValue.Stream stream = stream(view, dict, in.position(), own);
      // Many readers pass over the rest of the line, whatever it holds.
      odd |= !lineEnds(octets, in.position());
      foreign &= lineEnds(octets, in.position());
      value = stream;
      end = stream.to();
    }
    return new PdfView.Indirect(
        (int) number, (int) Math.min(generation, 65536), value, end, in.made(), odd, foreign);
  }

  private static boolean lineEnds(Octets octets, long from) {
    long at = from;
    while (octets.at(at) == ' ') {
      at++;
    }
    return octets.at(at) == '\r' || octets.at(at) == '\n';
  }

  /** The raw octets after the keyword, §7.3.8.1. */
  private static PdfValue.Stream stream(
      PdfView view, PdfValue.Dict dict, long after, PdfValue.Ref own) {
    Octets octets = view.octets();
    long from = after;
    while (octets.at(from) == ' ') {
      from++;
    }
    from += octets.at(from) == '\r' ? 1 : 0;
    from += octets.at(from) == '\n' ? 1 : 0;
    long length = view.number(dict, "Length");
    if (length >= 0 && length <= octets.end() - from) {
      PdfLexer in = new PdfLexer(octets, from + length);
      if (in.keyword("endstream")) {
        return new PdfValue.Stream(dict, from, from + length, own);
      }
    }
    // Readers look for the end when the length is wrong.
    long end = octets.indexOf("endstream", from, octets.end());
    if (end < 0) {
      throw new MalformedPdf("a stream without end");
    }
    return new PdfValue.Stream(dict, from, end, own);
  }
}
