package org.xinfu.trust.pdf;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/** Reads one cross-reference section, ISO 32000-2 §7.5.4 and §7.5.8, and notes what is odd. */
final class XrefSectionReader {
  private static final int NEAR = 16;
  private final PdfView view;
  private final Octets octets;
  private final XrefNotes notes = new XrefNotes();
  private final int left;
  private int counted;

  /**
   * A reader of one section.
   *
   * @param view knows no objects
   * @param left how many entries it may have at most
   */
  XrefSectionReader(PdfView view, int left) {
    this.view = view;
    this.octets = view.octets();
    this.left = left;
  }

  XrefNotes notes() {
    return notes;
  }

  /** How many entries were counted. */
  int counted() {
    return counted;
  }

  /** What is there: a table or a stream. */
  XrefTable.Section section(long at) {
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
        notes.doubt(
            "a cross-reference table " + (near - at) + " octets away from where it is said");
        return table(at, new PdfLexer(octets, near + 4));
      }
    }
    throw new MalformedPdf("no cross-reference section at octet " + at);
  }

  private XrefTable.Section table(long at, PdfLexer in) {
    NavigableMap<Integer, XrefTable.Entry> entries = new TreeMap<>();
    while (!in.keyword("trailer")) {
      long first = in.whole();
      long count = in.whole();
      require(first, count, "a broken cross-reference table at octet " + in.position());
      counted += (int) count;
      part(in, (int) first, (int) count, entries);
    }
    notes.trailer(in.position() - "trailer".length());
    if (!(in.value() instanceof PdfValue.Dict trailer)) {
      throw new MalformedPdf("no trailer dictionary at octet " + in.position());
    }
    notes.part(at, in.position());
    judgeSpelling(in.odd(), at);
    if (in.keyword("trailer")) {
      // Readers that rebuild tables take the last one.
      notes.contradiction("two trailers behind the table at octet " + at);
    }
    return new XrefTable.Section(at, entries, trailer);
  }

  private void judgeSpelling(boolean odd, long at) {
    if (odd) {
      notes.doubt("a trailer that some readers take for another, at octet " + at);
    }
  }

  private void require(long first, long count, String broken) {
    if (first < 0
        || count < 0
        || count > XrefReader.MOST_ENTRIES
        || first + count > Integer.MAX_VALUE) {
      throw new MalformedPdf(broken);
    }
    if (count > left - counted) {
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
        notes.doubt("a cross-reference table that counts from 1");
        // PDF.js takes any free object for it.
        start = generation == 65535 && place == 0 ? 0 : 1;
      }
      XrefTable.Kind kind = used && place > 0 ? XrefTable.Kind.PLAIN : XrefTable.Kind.FREE;
      put(entries, start + i, new XrefTable.Entry(kind, place, (int) generation));
    }
    // Readers that count in steps of 20 octets (§7.5.4) find other entries than those that read on.
    if (!even) {
      notes.doubt("cross-reference entries that are not of 20 octets");
    }
  }

  /** The stream that is there. */
  XrefTable.Section stream(long at) {
    PdfView.Indirect object = view.indirectAt(at);
    if (!(object.value() instanceof PdfValue.Stream stream)
        || !stream.dict().name("Type").filter("XRef"::equals).isPresent()) {
      throw new MalformedPdf("no cross-reference stream at octet " + at);
    }
    NavigableMap<Integer, XrefTable.Entry> entries = new TreeMap<>();
    XrefRow row = XrefRow.of(stream.dict());
    Bytes data = StreamDecoder.decode(view, stream);
    List<PdfValue> index =
        stream.dict().get("Index") instanceof PdfValue.Array array ? array.items() : List.of();
    if (index.size() % 2 != 0) {
      throw new MalformedPdf("half a pair in /Index at octet " + at);
    }
    notes.part(at, object.end());
    judgeSpelling(object.odd() || !StreamDecoder.alike(view, stream.dict()), at);
    int at2 = 0;
    for (int part = 0; part < Math.max(1, index.size() / 2); part++) {
      long first = index.isEmpty() ? 0 : XrefReader.whole(index.get(2 * part));
      long count =
          index.isEmpty()
              ? XrefReader.number(stream.dict(), "Size")
              : XrefReader.whole(index.get(2 * part + 1));
      require(first, count, "a broken cross-reference stream at octet " + at);
      if (at2 + count * (long) row.size() > data.length()) {
        notes.doubt("a cross-reference stream that is too short");
        count = ((long) data.length() - at2) / row.size();
      }
      counted += (int) count;
      for (int i = 0; i < count; i++, at2 += row.size()) {
        put(entries, (int) first + i, row.entry(data, at2));
      }
    }
    return new XrefTable.Section(at, object.number(), entries, stream.dict());
  }

  private void put(Map<Integer, XrefTable.Entry> entries, int number, XrefTable.Entry entry) {
    XrefTable.Entry before = entries.putIfAbsent(number, entry);
    if (before != null && !before.equals(entry)) {
      notes.contradiction("object " + number + " is listed twice");
    }
  }
}
