package org.xinfu.trust.pdf;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether an object stream (ISO 32000-2 §7.5.7) is written so that every reader takes the same out
 * of it: objects in the order of their places with nothing between them, under filters that all
 * know by their names. Readers that take one object to reach to the next one's place, or that know
 * the short names of inline images and of older versions, find other objects or none.
 */
final class PlainPacking {
  private static final Set<String> FILTERS =
      Set.of("FlateDecode", "LZWDecode", "ASCIIHexDecode", "ASCII85Decode", "RunLengthDecode");

  private static final List<String> OUTSIDE =
      List.of("F", "FFilter", "FDecodeParms", "DP", "Fl", "DL");

  private final PdfView view;
  private final PdfValue.Dict dict;

  private PlainPacking(PdfView view, PdfValue.Dict dict) {
    this.view = view;
    this.dict = dict;
  }

  /**
   * Whether it is.
   *
   * @throws MalformedPdf when the stream cannot be read
   */
  static boolean of(PdfView view, PdfValue.Stream stream) {
    return of(view, stream, value -> true);
  }

  /**
   * Whether it is, and each of its objects is like this.
   *
   * @throws MalformedPdf when the stream cannot be read
   */
  static boolean of(PdfView view, PdfValue.Stream stream, Predicate<PdfValue> each) {
    PlainPacking packing = new PlainPacking(view, stream.dict());
    return packing.spelled() && packing.measured(stream) && packing.ordered(stream, each);
  }

  private boolean spelled() {
    return OUTSIDE.stream().noneMatch(dict.entries()::containsKey)
        && list("Filter").stream()
            .allMatch(f -> f instanceof PdfValue.Name name && FILTERS.contains(name.value()))
        && StreamDecoder.alike(view, dict)
        && list("DecodeParms").stream().allMatch(this::whole);
  }

  /**
   * Whether it is as long as it says (Ghostscript and Poppler believe it), and says itself how much
   * it holds (PDFium follows no reference there).
   */
  private boolean measured(PdfValue.Stream stream) {
    return view.number(dict, "Length") == stream.to() - stream.from()
        && XrefReader.whole(dict.get("N")) >= 0
        && XrefReader.whole(dict.get("First")) >= 0;
  }

  private List<PdfValue> list(String key) {
    PdfValue value = view.resolve(dict.get(key));
    if (value instanceof PdfValue.Array array) {
      return array.items().stream().map(view::resolve).toList();
    }
    return value instanceof PdfValue.Null ? List.of() : List.of(value);
  }

  private boolean whole(PdfValue parameters) {
    return parameters instanceof PdfValue.Null
        || (parameters instanceof PdfValue.Dict all
            && all.entries().values().stream()
                .map(view::resolve)
                .allMatch(v -> v instanceof PdfValue.Numeral n && n.whole()));
  }

  private boolean ordered(PdfValue.Stream stream, Predicate<PdfValue> each) {
    Octets octets = view.octets().inside(StreamDecoder.decode(view, stream));
    long first = number("First");
    PdfLexer head = PdfLexer.inside(octets, 0);
    long end = first;
    for (long left = number("N"); left > 0; left--) {
      head.whole();
      long place = first + head.whole();
      if (place < end || !blank(octets, end, place)) {
        return false;
      }
      PdfLexer in = PdfLexer.inside(octets, place);
      if (!each.test(in.value()) || in.odd() || in.loose()) {
        return false;
      }
      end = in.position();
    }
    return head.position() <= first
        && blank(octets, head.position(), first)
        && blank(octets, end, octets.end());
  }

  private long number(String key) {
    return view.resolve(dict.get(key)) instanceof PdfValue.Numeral n ? (long) n.value() : 0;
  }

  private static boolean blank(Octets octets, long from, long to) {
    for (long at = from; at < to; at++) {
      if (!Octets.white(octets.at(at))) {
        return false;
      }
    }
    return true;
  }
}
