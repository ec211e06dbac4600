package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether no reader has a reason to rebuild the tables of an updated document (ISO 32000-2 §7.5.4
 * to §7.5.6): every object of it, signed or later, begins where its table says, ends where it says
 * and leads to nothing that is not there; and what came later is objects, with classic tables and
 * trailers, or cross-reference streams in a file that has no other, that say no more than they
 * must, with nothing but white space between.
 */
final class IntactFile {
  private static final int MOST_UPDATES = 8;
  private static final int DEEPEST = 16;
  private static final int FEW = 16;
  private static final int LONGEST_NAME = 127;
  private static final Set<String> TABLES = Set.of("ObjStm", "XRef");

  /** Table 6, but for Crypt. */
  private static final Set<String> FILTERS =
      Set.of(
          "ASCIIHexDecode",
          "ASCII85Decode",
          "LZWDecode",
          "FlateDecode",
          "RunLengthDecode",
          "CCITTFaxDecode",
          "JBIG2Decode",
          "DCTDecode",
          "JPXDecode");

  private static final Set<String> TRAILER = Set.of("Size", "Root", "Info", "ID", "Prev");
  private final PdfView then;
  private final PdfView now;
  private final Octets octets;

  /** Whether all tables are cross-reference streams: readers are of two minds where some are. */
  private final boolean streamed;

  private IntactFile(PdfView then, PdfView now) {
    this.then = then;
    this.now = now;
    this.octets = now.octets();
    this.streamed = now.table().trailers().isEmpty();
  }

  /** Whether it is, {@code then} being what was signed. */
  static boolean of(PdfView then, PdfView now) {
    IntactFile file = new IntactFile(then, now);
    try {
      return file.tables() && file.objects() && file.updates();
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return false;
    }
  }

  private boolean tables() {
    XrefTable table = now.table();
    boolean told =
        table.doubts().isEmpty()
            && table.contradictions().isEmpty()
            && table.oddities().isEmpty()
            && !now.trailer().has("Encrypt");
    List<Long> later = table.starts().stream().filter(at -> at >= then.octets().end()).toList();
    return told
        && octets.startsWith(0, "%PDF-")
        && octets.end() - octets.contentEnd() <= FEW
        && !linearized()
        && now.entry(0).isEmpty()
        && table.entries().lastKey() < PlainTable.MOST_NUMBERS
        && later.size() <= MOST_UPDATES
        && table.entries().entrySet().stream().noneMatch(e -> freed(e.getKey(), e.getValue()));
  }

  /**
   * Whether the file begins with the parameters of a linearized one (annex F): readers go by them
   * when it is as long as they say, and not otherwise.
   */
  private boolean linearized() {
    return octets.indexOf("/Linearized", 0, 1024) >= 0
        && !(now.indirectAt(0).value() instanceof PdfValue.Dict dict
            && dict.has("Linearized")
            && dict.repeated().isEmpty()
            && dict.get("L") instanceof PdfValue.Numeral length
            && length.whole()
            && (long) length.value() < then.octets().contentEnd());
  }

  private boolean freed(int number, XrefTable.Entry entry) {
    return entry.kind() == XrefTable.Kind.FREE
        && number > 0
        && !entry.equals(then.table().entries().get(number));
  }

  private boolean objects() {
    for (int number : now.numbers()) {
      XrefTable.Entry entry = now.entry(number).orElseThrow();
      PdfValue value = now.object(number);
      if (entry.kind() == XrefTable.Kind.PLAIN) {
        PdfView.Indirect written = now.indirectAt(entry.place());
        if (!headed(entry.place(), number, entry.generation()) || end(written) < 0) {
          return false;
        }
      }
      if (!plain(value, !then.samePlace(now, number))) {
        return false;
      }
    }
    return true;
  }

  /** Whether an object's head stands there, in digits and single spaces. */
  private boolean headed(long place, int number, int generation) {
    return Octets.white(octets.at(place - 1))
        && octets.startsWith(place, number + " " + generation + " obj")
        && !(octets.at(place + (number + " " + generation + " obj").length()) == '%');
  }

  /** Where the object ends, behind its keyword; negative where it does not. */
  private long end(PdfView.Indirect written) {
    PdfLexer in = new PdfLexer(octets, written.end());
    if (written.value() instanceof PdfValue.Stream stream) {
      long length =
          now.resolve(stream.dict().get("Length")) instanceof PdfValue.Numeral n && n.whole()
              ? (long) n.value()
              : -1;
      if (length != stream.to() - stream.from() || !in.keyword("endstream")) {
        return -1;
      }
    }
    return in.keyword("endobj") ? in.position() : -1;
  }

  /**
   * Whether a value can be read in one way.
   *
   * @param later whether it came after the signature, so that its shape is held to more
   */
  private boolean plain(PdfValue root, boolean later) {
    Deque<Map.Entry<PdfValue, Integer>> open = new ArrayDeque<>();
    open.push(Map.entry(root, 0));
    while (!open.isEmpty()) {
      PdfValue value = open.peek().getKey();
      int depth = open.pop().getValue() + 1;
      if (!plainly(value) || (later && (value instanceof PdfValue.Null || depth > DEEPEST))) {
        return false;
      }
      if (value instanceof PdfValue.Array array) {
        array.items().forEach(item -> open.push(Map.entry(item, depth)));
      }
      PdfValue.dictOf(value)
          .ifPresent(dict -> dict.entries().values().forEach(v -> open.push(Map.entry(v, depth))));
    }
    return true;
  }

  private boolean plainly(PdfValue value) {
    if (value instanceof PdfValue.Ref ref) {
      return there(ref);
    }
    if (value instanceof PdfValue.Name name) {
      return name.value().length() <= LONGEST_NAME;
    }
    return !(value instanceof PdfValue.Unreadable)
        && PdfValue.dictOf(value).filter(dict -> !dict.repeated().isEmpty()).isEmpty();
  }

  private boolean there(PdfValue.Ref ref) {
    return now.entry(ref.number()).filter(e -> e.generation() == ref.generation()).isPresent();
  }

  /** Walks through what came later, octet by octet. */
  private boolean updates() {
    Map<Long, Integer> listed = new TreeMap<>();
    now.numbers().stream()
        .filter(number -> now.entry(number).orElseThrow().kind() == XrefTable.Kind.PLAIN)
        .forEach(number -> listed.put(now.entry(number).orElseThrow().place(), number));
    long at = white(then.octets().end());
    long before = then.table().starts().get(0);
    while (at < octets.contentEnd()) {
      Long section = now.table().parts().get(at);
      if (section != null) {
        long end = streamed ? table(at, before) : trailer(at, section, before) ? section : -1;
        if (end < 0) {
          return false;
        }
        before = at;
        at = closed(white(end), at);
      } else if (listed.containsKey(at) || now.table().superseded().containsKey(at)) {
        PdfView.Indirect written = now.indirectAt(at);
        int own = written.number();
        long end = end(written);
        boolean clear =
            end > 0
                && (now.table().superseded(at, own) || listed.getOrDefault(at, -1) == own)
                && clear(at, written, end)
                && headed(at, written.number(), written.generation())
                && plain(written.value(), true)
                && packs(written.value());
        at = clear ? end : -1;
      } else {
        return false;
      }
      if (at < 0) {
        return false;
      }
      at = white(at);
    }
    return before == newest();
  }

  private long white(long from) {
    long at = from;
    while (Octets.white(octets.at(at))) {
      at++;
    }
    return at;
  }

  /** Whether no comment stands in the object, and a stream says in it how it is read. */
  private boolean clear(long at, PdfView.Indirect written, long end) {
    if (!(written.value() instanceof PdfValue.Stream stream)) {
      return octets.indexOf("%", at, end) < 0;
    }
    return octets.indexOf("%", at, stream.from()) < 0
        && octets.indexOf("%", stream.to(), end) < 0
        && direct(stream.dict());
  }

  private boolean direct(PdfValue.Dict dict) {
    return dict.get("Length") instanceof PdfValue.Numeral
        && !dict.has("F")
        && !(dict.get("Type") instanceof PdfValue.Ref)
        && list(dict, "Filter").allMatch(f -> f instanceof PdfValue.Name n && named(n))
        && list(dict, "DecodeParms").allMatch(this::parameters);
  }

  private static boolean named(PdfValue.Name filter) {
    return FILTERS.contains(filter.value());
  }

  /** Parameters lie in an object of their own too (PDFBox), but lead on to nothing. */
  private boolean parameters(PdfValue value) {
    return (value instanceof PdfValue.Ref ref ? now.object(ref) : value) instanceof PdfValue.Dict d
        && d.entries().values().stream()
            .allMatch(v -> v instanceof PdfValue.Numeral || v instanceof PdfValue.Truth);
  }

  /** The value, or those of the array that it is. */
  private static Stream<PdfValue> list(PdfValue.Dict dict, String key) {
    PdfValue value = dict.get(key);
    return value instanceof PdfValue.Array array
        ? array.items().stream()
        : Stream.of(value).filter(v -> !v.equals(PdfValue.NULL));
  }

  private boolean trailer(long from, long to, long before) {
    long word = new PlainTable(octets).end(from);
    return octets.startsWith(word, "trailer")
        && octets.indexOf("%", from, to) < 0
        && new PdfLexer(octets, word + "trailer".length()).value() instanceof PdfValue.Dict dict
        && plain(dict, true)
        && TRAILER.containsAll(dict.entries().keySet())
        && leads(dict, before, now.numbers().last(), from == newest());
  }

  private long newest() {
    return now.table().starts().get(0);
  }

  /** Whether a section goes on from the one before, and counts the objects that there are. */
  private boolean leads(PdfValue.Dict dict, long before, int highest, boolean last) {
    return dict.get("Prev").equals(new PdfValue.Numeral(before, true))
        && dict.get("Root").equals(then.trailer().get("Root"))
        && dict.get("Size") instanceof PdfValue.Numeral size
        && size.whole()
        && size.value() > 0
        && size.value() <= highest + 1.0
        && (!last || size.value() == highest + 1.0);
  }

  /** Where the cross-reference stream ends that begins there; negative when readers differ. */
  private long table(long at, long before) {
    PdfView.Indirect written = now.indirectAt(at);
    int own = written.number();
    long end = end(written);
    boolean plain =
        end > 0
            && written.value() instanceof PdfValue.Stream stream
            && headed(at, own, 0)
            && own < PlainTable.MOST_NUMBERS
            && now.entry(own).filter(entry -> !listed(entry, at)).isEmpty()
            && clear(at, written, end)
            && plain(stream, true)
            && new PlainTableStream(now, stream).table()
            && leads(stream.dict(), before, Math.max(own, now.numbers().last()), at == newest());
    return plain ? end : -1;
  }

  private static boolean listed(XrefTable.Entry entry, long at) {
    return entry.kind() == XrefTable.Kind.PLAIN && entry.place() == at;
  }

  /** Whether a stream packs objects, if it does, as every reader finds them, and is no table. */
  private boolean packs(PdfValue value) {
    return !(value instanceof PdfValue.Stream stream)
        || stream.dict().name("Type").filter(TABLES::contains).isEmpty()
        || (streamed
            && new PlainTableStream(now, stream).packing()
            && PlainPacking.of(now, stream, each -> plain(each, true)));
  }

  /** Where {@code startxref} ends that names this section; negative when it does not. */
  private long closed(long at, long section) {
    for (String line : List.of("\n", "\r\n", "\r")) {
      String closed = "startxref" + line + section + line + "%%EOF";
      if (octets.startsWith(at, closed)) {
        return at + closed.length();
      }
    }
    return -1;
  }
}
