package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The numbers that cross-reference streams bear (ISO 32000-2 §7.5.8.1). Whether or not it lists
 * itself, MuPDF and QPDF enter such a stream into the table under its own number: it is then there
 * in place of the object that its section, or one before, has elsewhere. Producers that do not list
 * them (PDFBox) take their numbers again in later sections, which every reader believes more.
 */
final class OwnNumbers {
  private final Octets octets;
  private final Map<Integer, XrefTable.Entry> told = new HashMap<>();
  private final Set<Long> found = new HashSet<>();

  private OwnNumbers(Octets octets) {
    this.octets = octets;
  }

  /**
   * Where the streams begin that bear another object's number.
   *
   * @param sections the newest first
   * @param hidden the streams of hybrid tables, by where the table begins
   */
  static Set<Long> usurping(
      Octets octets, List<XrefTable.Section> sections, Map<Long, XrefTable.Section> hidden) {
    OwnNumbers own = new OwnNumbers(octets);
    for (int i = sections.size() - 1; i >= 0; i--) {
      XrefTable.Section section = sections.get(i);
      own.told.putAll(section.entries());
      own.judge(section);
      XrefTable.Section stream = hidden.get(section.at());
      if (stream != null) {
        stream
            .entries()
            .forEach((number, entry) -> own.told.merge(number, entry, OwnNumbers::word));
        own.judge(stream);
      }
    }
    return own.found;
  }

  /** The number of the stream that begins there; negative for a table of another form. */
  static int of(PdfView view, long section) {
    return new PdfLexer(view.octets(), section).whole() < 0
        ? -1
        : view.indirectAt(section).number();
  }

  /** The table's word counts, but what it calls free is looked up in its stream (§7.5.8.4). */
  private static XrefTable.Entry word(XrefTable.Entry table, XrefTable.Entry stream) {
    return table.kind() == XrefTable.Kind.FREE ? stream : table;
  }

  private void judge(XrefTable.Section section) {
    XrefTable.Entry entry = told.get(section.own());
    if (entry != null
        && (entry.kind() == XrefTable.Kind.PACKED
            || (entry.kind() == XrefTable.Kind.PLAIN
                && start(entry.place()) != start(section.at())))) {
      found.add(section.at());
    }
  }

  /** Tables may name the white space before an object. */
  private long start(long place) {
    PdfLexer in = new PdfLexer(octets, place);
    in.skip();
    return in.position();
  }
}
