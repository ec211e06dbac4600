package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;

/**
 * Follows the chain of cross-reference sections from the end of a document. Nothing is searched for
 * or rebuilt: a document whose chain is broken means something else to every reader.
 */
final class XrefReader {
  private static final int MOST_ENTRIES = 2_000_000;
  private static final int FEW_ENTRIES = 50_000;
  private static final int MOST_SECTIONS = 4096;
  private static final int TAIL = 2048;
  private static final int MOST_COPIES = 16;
  private static final List<String> ONCE =
      List.of("Root", "Prev", "XRefStm", "Size", "Encrypt", "Info", "ID", "Type", "W", "Index");
  private static final String AGAIN = " since the cross-reference stream that is named again";
  private static final int NEAR = 16;
  private final PdfView view;
  private final Octets octets;
  private final XrefTable.Builder chain = new XrefTable.Builder();
  private final Set<Long> copies = new HashSet<>();

  /** The streams of hybrid sections, by where the section begins; none that is named again. */
  private final Map<Long, XrefTable.Section> hidden = new HashMap<>();

  private int left;

  XrefReader(PdfView view) {
    this.view = view;
    this.octets = view.octets();
    // An object takes a few octets at least, so that a small file has no room for many.
    this.left = (int) Math.min(MOST_ENTRIES, FEW_ENTRIES + octets.end() / 8);
  }

  XrefTable read() {
    Set<Long> seen = new HashSet<>();
    List<XrefTable.Section> sections = new ArrayList<>();
    long at = start();
    while (at >= 0) {
      if (!seen.add(at) || seen.size() > MOST_SECTIONS) {
        throw new MalformedPdf("cross-reference sections in a circle");
      }
      XrefTable.Section section = section(at);
      sections.add(section);
      at = number(section.trailer(), "Prev");
      judgePlaces(section);
      if (at == 0) {
        chain.oddity("/Prev 0");
        at = -1;
      }
    }
    Linearization.contradictions(view, sections.get(0).at()).forEach(chain::contradiction);
    lookIntoHybrids(sections);
    chain.usurpers(OwnNumbers.usurping(octets, sections, hidden));
    for (int i = 0; i < sections.size(); i++) {
      add(sections.get(i), sections.subList(i + 1, sections.size()));
    }
    return chain.build();
  }

  /**
   * Reads the streams of hybrid tables (§7.5.8.4), each for the oldest section that names it, and
   * holds them against what the tables alone say up to there, the oldest section first.
   */
  private void lookIntoHybrids(List<XrefTable.Section> sections) {
    Map<Integer, XrefTable.Entry> told = new HashMap<>();
    Set<Integer> used = new HashSet<>();
    Set<Long> named = new HashSet<>();
    for (int i = sections.size() - 1; i >= 0; i--) {
      XrefTable.Section section = sections.get(i);
      told.putAll(section.entries());
      long at = number(section.trailer(), "XRefStm");
      if (at >= 0 && named.add(at)) {
        XrefTable.Section own = stream(at);
        hidden.put(section.at(), own);
        if (!ofTable(section)) {
          chain.doubt("a cross-reference stream that names another one");
        } else if (moves(own, told, used)) {
          chain.contradiction("a hybrid table whose stream moves objects of older sections");
        }
        // What no table lists is there for every reader that knows such streams.
        used(own).filter(number -> !told.containsKey(number)).forEach(used::add);
      }
      used(section).forEach(used::add);
    }
  }

  /**
   * Readers that take other numbers than whole ones, or look them up, go on elsewhere (table 15).
   */
  private void judgePlaces(XrefTable.Section section) {
    for (String key : List.of("Prev", "XRefStm")) {
      if (section.trailer().has(key) && number(section.trailer(), key) < 0) {
        chain.contradiction("/" + key + " that is no place, at octet " + section.at());
      }
    }
  }

  private static Stream<Integer> used(XrefTable.Section section) {
    return section.entries().entrySet().stream()
        .filter(entry -> entry.getValue().kind() != XrefTable.Kind.FREE)
        .map(Map.Entry::getKey);
  }

  /**
   * The stream belongs to the trailer of a table: many readers pass over one that a cross-reference
   * stream names.
   */
  private static boolean ofTable(XrefTable.Section section) {
    return section.trailer().name("Type").filter("XRef"::equals).isEmpty();
  }

  /**
   * Old readers, which hybrid files are for, pass over the stream, and to others the table's word
   * counts more. What the stream has elsewhere is then in two places; what it gives back is there
   * and is not, unless it never was in use but behind a table that has it free.
   */
  private static boolean moves(
      XrefTable.Section stream, Map<Integer, XrefTable.Entry> told, Set<Integer> used) {
    for (Map.Entry<Integer, XrefTable.Entry> entry : stream.entries().entrySet()) {
      XrefTable.Entry known = told.get(entry.getKey());
      if (known == null || entry.getValue().kind() == XrefTable.Kind.FREE) {
        continue;
      }
      boolean freed = known.kind() == XrefTable.Kind.FREE;
      if (freed ? used.contains(entry.getKey()) : !known.equals(entry.getValue())) {
        return true;
      }
    }
    return false;
  }

  /** A section with the stream of a hybrid table, when it names one of its own. */
  private void add(XrefTable.Section section, List<XrefTable.Section> older) {
    if (ONCE.stream().anyMatch(section.trailer().repeated()::contains)) {
      chain.contradiction("a trailer at octet " + section.at() + " says one thing in two ways");
    }
    XrefTable.Section own = hidden.get(section.at());
    if (own != null && ofTable(section)) {
      chain.addHybrid(section, own);
      return;
    }
    long named = number(section.trailer(), "XRefStm");
    if (own == null && named >= 0 && copies.add(named)) {
      copied(section, older, named);
    }
    chain.add(section);
  }

  /**
   * PDFBox and iText copy the trailer of a hybrid file (Word's) into their updates. Readers that
   * look into the stream before they go on to older sections have what it says in place of what
   * came since; the newest section that names it is the one that decides.
   */
  private void copied(XrefTable.Section newest, List<XrefTable.Section> older, long named) {
    if (copies.size() > MOST_COPIES) {
      throw new MalformedPdf("too many cross-reference streams named again");
    }
    Map<Integer, XrefTable.Entry> old = new HashMap<>(stream(named).entries());
    old.values().removeIf(entry -> entry.kind() == XrefTable.Kind.FREE);
    List<Map.Entry<Integer, XrefTable.Entry>> own = differing(newest, old).toList();
    if (own.stream().anyMatch(e -> e.getValue().kind() == XrefTable.Kind.FREE)) {
      chain.doubt("objects were freed" + AGAIN);
    } else if (!own.isEmpty()) {
      chain.oddity("objects are others" + AGAIN);
    }
    // What the newest table says itself every reader takes from there.
    old.keySet().removeAll(newest.entries().keySet());
    long owner = owner(older, named);
    if (older.stream()
        .takeWhile(between -> between.at() != owner)
        .anyMatch(between -> differing(between, old).findAny().isPresent())) {
      chain.doubt("objects were changed" + AGAIN);
    }
  }

  private static Stream<Map.Entry<Integer, XrefTable.Entry>> differing(
      XrefTable.Section section, Map<Integer, XrefTable.Entry> old) {
    return section.entries().entrySet().stream()
        .filter(e -> !old.getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()));
  }

  /** Where the oldest section begins that names the stream. */
  private long owner(List<XrefTable.Section> older, long named) {
    return older.stream()
        .filter(o -> number(o.trailer(), "XRefStm") == named)
        .mapToLong(XrefTable.Section::at)
        .reduce(-1, (first, second) -> second);
  }

  /** The number after the last startxref. */
  private long start() {
    long end = octets.contentEnd();
    long word = octets.upTo(end).lastIndexOf("startxref", end - TAIL);
    if (word < 0) {
      throw new MalformedPdf("no startxref at the end");
    }
    PdfLexer in = new PdfLexer(octets, word + "startxref".length());
    long start = in.whole();
    long mark = octets.indexOf("%%EOF", in.position(), end);
    if (start <= 0 || start >= octets.end()) {
      throw new MalformedPdf("startxref leads nowhere");
    }
    if (octets.indexOf("%", word, in.position()) >= 0) {
      chain.doubt("a comment behind the last startxref");
    }
    if (mark < 0 && in.position() >= end) {
      chain.oddity("no %%EOF after the last startxref");
    } else if (mark + 5 != end) {
      throw new MalformedPdf("octets after the last %%EOF");
    }
    return start;
  }

  private XrefTable.Section section(long at) {
    PdfLexer in = new PdfLexer(octets, at);
    if (in.keyword("xref")) {
      return table(at, in);
    }
    if (in.whole() >= 0) {
      return stream(at);
    }
    for (long near = Math.max(0, at - NEAR); near < at + NEAR; near++) {
      boolean apart = near == 0 || Octets.white(octets.at(near - 1));
      if (apart && octets.startsWith(near, "xref")) {
        chain.doubt(
            "a cross-reference table " + (near - at) + " octets away from where it is said");
        return table(at, new PdfLexer(octets, near + 4));
      }
    }
    throw new MalformedPdf("no cross-reference section at octet " + at);
  }

  private XrefTable.Section table(long at, PdfLexer in) {
    Map<Integer, XrefTable.Entry> entries = new HashMap<>();
    while (!in.keyword("trailer")) {
      long first = in.whole();
      long count = in.whole();
      require(first, count, "a broken cross-reference table at octet " + in.position());
      left -= (int) count;
      part(in, (int) first, (int) count, entries);
    }
    chain.trailer(in.position() - "trailer".length());
    if (!(in.value() instanceof PdfValue.Dict trailer)) {
      throw new MalformedPdf("no trailer dictionary at octet " + in.position());
    }
    chain.part(at, in.position());
    judgeSpelling(in.odd(), at);
    if (in.keyword("trailer")) {
      // Readers that rebuild tables take the last one.
      chain.contradiction("two trailers behind the table at octet " + at);
    }
    return new XrefTable.Section(at, entries, trailer);
  }

  private void judgeSpelling(boolean odd, long at) {
    if (odd) {
      chain.doubt("a trailer that some readers take for another, at octet " + at);
    }
  }

  private void require(long first, long count, String broken) {
    if (first < 0 || count < 0 || count > MOST_ENTRIES || first + count > Integer.MAX_VALUE) {
      throw new MalformedPdf(broken);
    }
    if (count > left) {
      throw new MalformedPdf("cross-reference entries are too many for the file", true);
    }
  }

  private void part(PdfLexer in, int first, int count, Map<Integer, XrefTable.Entry> entries) {
    int start = first;
    in.skip();
    long begin = in.position();
    boolean even = true;
    for (int i = 0; i < count; i++) {
      in.skip();
      even &= in.position() == begin + 20L * i;
      int flag = octets.at(begin + 20L * i + 17);
      long place = in.whole();
      long generation = in.whole();
      boolean used = in.keyword("n");
      // Producers go beyond 65535 where it means nothing: for objects that are free, and (Quartz)
      // for those in use at octet 0, where none can be.
      long most = used && place > 0 ? 65535 : 99999;
      boolean known = (used || in.keyword("f")) && generation <= most;
      even &= flag == (used ? 'n' : 'f');
      if (place < 0 || generation < 0 || !known) {
        throw new MalformedPdf("a broken cross-reference entry at octet " + in.position());
      }
      // A common mistake: the head of the list of free objects is counted as object 1.
      if (i == 0 && first == 1 && !used) {
        chain.doubt("a cross-reference table that counts from 1");
        // PDF.js takes any free object for it.
        start = generation == 65535 && place == 0 ? 0 : 1;
      }
      XrefTable.Kind kind = used && place > 0 ? XrefTable.Kind.PLAIN : XrefTable.Kind.FREE;
      put(entries, start + i, new XrefTable.Entry(kind, place, (int) generation));
    }
    // Readers that count in steps of 20 octets (§7.5.4) find other entries than those that read on.
    if (!even) {
      chain.doubt("cross-reference entries that are not of 20 octets");
    }
  }

  private XrefTable.Section stream(long at) {
    PdfView.Indirect object = view.indirectAt(at);
    if (!(object.value() instanceof PdfValue.Stream stream)
        || !stream.dict().name("Type").filter("XRef"::equals).isPresent()) {
      throw new MalformedPdf("no cross-reference stream at octet " + at);
    }
    Map<Integer, XrefTable.Entry> entries = new HashMap<>();
    XrefRow row = XrefRow.of(stream.dict());
    Bytes data = StreamDecoder.decode(view, stream);
    List<PdfValue> index =
        stream.dict().get("Index") instanceof PdfValue.Array array ? array.items() : List.of();
    if (index.size() % 2 != 0) {
      throw new MalformedPdf("half a pair in /Index at octet " + at);
    }
    chain.part(at, object.end());
    judgeSpelling(object.odd() || !StreamDecoder.alike(view, stream.dict()), at);
    int at2 = 0;
    for (int part = 0; part < Math.max(1, index.size() / 2); part++) {
      long first = index.isEmpty() ? 0 : whole(index.get(2 * part));
      long count = index.isEmpty() ? number(stream.dict(), "Size") : whole(index.get(2 * part + 1));
      require(first, count, "a broken cross-reference stream at octet " + at);
      if (at2 + count * (long) row.size() > data.length()) {
        chain.doubt("a cross-reference stream that is too short");
        count = ((long) data.length() - at2) / row.size();
      }
      left -= (int) count;
      for (int i = 0; i < count; i++, at2 += row.size()) {
        put(entries, (int) first + i, row.entry(data, at2));
      }
    }
    return new XrefTable.Section(at, object.number(), entries, stream.dict());
  }

  private void put(Map<Integer, XrefTable.Entry> entries, int number, XrefTable.Entry entry) {
    XrefTable.Entry before = entries.putIfAbsent(number, entry);
    if (before != null && !before.equals(entry)) {
      chain.contradiction("object " + number + " is listed twice");
    }
  }

  private long number(PdfValue.Dict dict, String key) {
    return dict.has(key) ? whole(dict.get(key)) : -1;
  }

  static long whole(PdfValue value) {
    return value instanceof PdfValue.Numeral number && number.whole() ? (long) number.value() : -1;
  }
}
