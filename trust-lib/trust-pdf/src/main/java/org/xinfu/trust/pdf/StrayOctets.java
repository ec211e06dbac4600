package org.xinfu.trust.pdf;

import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Looks for octets of later revisions that belong to nothing: to no object that a table lists or
 * listed, and to no section (ISO 32000-2 §7.5.6). Readers that rebuild tables go through them all
 * and may find objects and trailers there, however they are spelled.
 */
final class StrayOctets {
  /** Whoever finds so many knows that there may be more. */
  static final int MOST_TRAILERS = 1000;

  private static final int MOST = 100;
  private static final String TRAILER = "trailer";
  private final PdfView now;
  private final Octets octets;

  StrayOctets(PdfView now) {
    this.now = now;
    this.octets = now.octets();
  }

  /** Where they begin behind the first of these ends, each revision read from its own start on. */
  NavigableSet<Long> behind(NavigableSet<Long> ends) {
    NavigableSet<Long> found = new TreeSet<>();
    NavigableSet<Long> places = places(ends.first());
    for (long from : ends) {
      Long next = ends.higher(from);
      find(from, next == null ? octets.end() : next, places, found);
    }
    return found;
  }

  /** The first of a part. */
  private void find(long from, long to, NavigableSet<Long> places, NavigableSet<Long> strays) {
    int found = 0;
    for (long at = from; at < to && found < MOST; ) {
      PdfLexer in = new PdfLexer(octets.upTo(to), at);
      in.skip();
      long token = in.position();
      if (token >= to) {
        return;
      }
      // Tables may name the white space before an object.
      boolean piece = !places.subSet(at, true, token, true).isEmpty();
      long end = piece ? end(token) : startxref(in);
      if (end < 0) {
        strays.add(token);
        found++;
        Long next = places.higher(token);
        end = next == null ? octets.end() : next;
      }
      at = end;
    }
  }

  /** Where trailers begin that are of no section: the first of many, and always the last. */
  NavigableSet<Long> trailers() {
    NavigableSet<Long> found = new TreeSet<>();
    for (long at = octets.indexOf(TRAILER, 0, octets.end());
        at >= 0;
        at = octets.indexOf(TRAILER, at + TRAILER.length(), octets.end())) {
      if (!now.table().trailers().contains(at) && leads(at + TRAILER.length())) {
        if (found.size() == MOST_TRAILERS) {
          found.pollLast();
        }
        found.add(at);
      }
    }
    return found;
  }

  /** Whether a dictionary follows that names a catalog, or a key to the document. */
  private boolean leads(long after) {
    PdfLexer in = new PdfLexer(octets, after);
    in.skip();
    if (!octets.startsWith(in.position(), "<<")) {
      return false;
    }
    try {
      return !(in.value() instanceof PdfValue.Dict dict) || dict.has("Root") || dict.has("Encrypt");
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return true;
    }
  }

  /** Where objects and sections begin. */
  private NavigableSet<Long> places(long from) {
    NavigableSet<Long> places = new TreeSet<>(now.table().parts().tailMap(from, true).keySet());
    for (XrefTable.Entry entry : now.table().entries().values()) {
      if (entry.kind() == XrefTable.Kind.PLAIN && entry.place() >= from) {
        places.add(entry.place());
      }
    }
    places.addAll(now.table().superseded().tailMap(from, true).keySet());
    return places;
  }

  /** Where the object or section ends that begins here; negative when there is none. */
  private long end(long token) {
    if (octets.startsWith(token, "xref")) {
      Map.Entry<Long, Long> part = now.table().parts().floorEntry(token);
      return part != null && part.getValue() > token ? part.getValue() : -1;
    }
    try {
      PdfView.Indirect found = now.indirectAt(token);
      PdfLexer in = new PdfLexer(octets, found.end());
      boolean ended = !(found.value() instanceof PdfValue.Stream) || in.keyword("endstream");
      return ended && in.keyword("endobj") ? in.position() : Math.max(found.end(), token + 1);
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return -1;
    }
  }

  private static long startxref(PdfLexer in) {
    return in.keyword("startxref") && in.whole() >= 0 ? in.position() : -1;
  }
}
