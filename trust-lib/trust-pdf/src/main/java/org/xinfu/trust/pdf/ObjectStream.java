package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * An object stream as it is unpacked (ISO 32000-2 §7.5.7).
 *
 * @param octets what it holds
 * @param first where its directory ends
 * @param numbers of its objects, in order
 * @param places where they begin
 */
record ObjectStream(Octets octets, long first, List<Integer> numbers, List<Long> places) {
  private static final int MOST_PACKED = 200_000;

  /** About how many octets of memory it takes. */
  long weight() {
    return octets.end() + 64L * numbers.size();
  }

  /** What reads the object at an index. */
  PdfLexer at(int index) {
    return PdfLexer.inside(octets, places.get(index));
  }

  /**
   * The one under this number.
   *
   * @throws MalformedPdf when there is none
   */
  static ObjectStream open(PdfView view, long number) {
    Optional<XrefTable.Entry> entry =
        number > Integer.MAX_VALUE ? Optional.empty() : view.entry((int) number);
    if (entry.isEmpty() || entry.get().kind() != XrefTable.Kind.PLAIN) {
      throw new MalformedPdf("no object stream " + number);
    }
    PdfView.Indirect found = view.indirectAt(entry.get().place());
    if (found.number() != number
        || !(found.value() instanceof PdfValue.Stream stream)
        || !stream.dict().name("Type").filter("ObjStm"::equals).isPresent()) {
      throw new MalformedPdf("no object stream " + number);
    }
    if (view.sealed()) {
      throw new MalformedPdf("object stream " + number + " is encrypted");
    }
    Bytes decoded = StreamDecoder.decode(view, stream);
    Octets inside = view.octets().inside(decoded);
    long first = view.number(stream.dict(), "First");
    long count = view.number(stream.dict(), "N");
    if (first < 0 || count < 0 || count > decoded.length()) {
      throw new MalformedPdf("object stream " + number + " has no directory");
    }
    if (count > MOST_PACKED) {
      throw new MalformedPdf("object stream " + number + " holds too many objects", true);
    }
    PdfLexer in = PdfLexer.inside(inside, 0);
    List<Integer> numbers = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long own = in.whole();
      long place = in.whole();
      if (own < 0 || place < 0) {
        throw new MalformedPdf("object stream " + number + " has a broken directory");
      }
      numbers.add((int) Math.min(own, Integer.MAX_VALUE));
      places.add(first + place);
    }
    return new ObjectStream(inside, first, numbers, places);
  }
}
