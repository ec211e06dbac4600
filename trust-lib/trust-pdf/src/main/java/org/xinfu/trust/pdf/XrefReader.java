package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Follows the chain of cross-reference sections from the end of a document. Nothing is searched for
 * or rebuilt: a document whose chain is broken means something else to every reader.
 */
final class XrefReader {
  static final int MOST_ENTRIES = 2_000_000;
  private static final int FEW_ENTRIES = 50_000;
  private static final int MOST_SECTIONS = 4096;
  private static final int TAIL = 2048;
  private static final int MOST_COPIES = 16;
  private static final List<String> ONCE =
      List.of("Root", "Prev", "XRefStm", "Size", "Encrypt", "Info", "ID", "Type", "W", "Index");
  private static final String AGAIN = " since the cross-reference stream that is named again";
  private final PdfView view;
  private final Octets octets;
  private final XrefSections known;
  private final XrefTable.Builder chain = new XrefTable.Builder();
  private final Set<Long> copies = new HashSet<>();

  /** The streams of hybrid sections, by where the section begins; none that is named again. */
  private final Map<Long, XrefTable.Section> hidden = new HashMap<>();

  private int left;

  XrefReader(PdfView view, XrefSections known) {
    this.view = view;
    this.octets = view.octets();
    this.known = known;
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
    if (sections.stream().anyMatch(one -> number(one.trailer(), "XRefStm") >= 0)) {
      lookIntoHybrids(sections);
    }
    if (!hidden.isEmpty() || sections.stream().anyMatch(one -> one.own() >= 0)) {
      chain.usurpers(OwnNumbers.usurping(octets, sections, hidden));
    }
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
    return noted(known.at(view, at, left));
  }

  private XrefTable.Section stream(long at) {
    return noted(known.streamAt(view, at, left));
  }

  private XrefTable.Section noted(XrefSections.Read read) {
    left -= read.counted();
    chain.noted(read.notes());
    return read.section();
  }

  static long number(PdfValue.Dict dict, String key) {
    return dict.has(key) ? whole(dict.get(key)) : -1;
  }

  static long whole(PdfValue value) {
    return value instanceof PdfValue.Numeral number && number.whole() ? (long) number.value() : -1;
  }
}
