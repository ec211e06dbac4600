package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.Map;

/**
 * The cross-reference sections of a file as they were read, for all of its revisions: each leads
 * through all sections before it (ISO 32000-2 §7.5.6).
 */
final class XrefSections {
  /** Entries that are kept, and with them the memory that they take. */
  private static final int MOST_KEPT = 500_000;

  private final Map<Place, Read> known = new HashMap<>();
  private int kept;

  private record Place(long at, boolean stream) {}

  /**
   * A section as it was read.
   *
   * @param notes what was odd
   * @param counted how many entries it was said to have
   * @param reach after the last octet that was looked at
   */
  record Read(XrefTable.Section section, XrefNotes notes, int counted, long reach) {}

  /** What is at a place: a table or a stream. */
  Read at(PdfView view, long at, int left) {
    return read(view, new Place(at, false), left);
  }

  /** The stream that is at a place. */
  Read streamAt(PdfView view, long at, int left) {
    return read(view, new Place(at, true), left);
  }

  /**
   * Whoever reads a section knows no objects, so that what it says hangs on octets alone: it is the
   * same for all revisions that have those.
   */
  private Read read(PdfView view, Place place, int left) {
    Read before = known.get(place);
    if (before != null && before.reach() <= view.octets().end() && before.counted() <= left) {
      return before;
    }
    XrefSectionReader reader = new XrefSectionReader(view, left);
    view.octets().untouched();
    XrefTable.Section section =
        place.stream() ? reader.stream(place.at()) : reader.section(place.at());
    Read read = new Read(section, reader.notes(), reader.counted(), view.octets().reach());
    if (before == null && kept + section.entries().size() <= MOST_KEPT) {
      kept += section.entries().size();
      known.put(place, read);
    }
    return read;
  }
}
