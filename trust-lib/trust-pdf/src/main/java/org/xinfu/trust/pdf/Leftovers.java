package org.xinfu.trust.pdf;

import java.util.Optional;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * What the signed octets hold beside the document: older or other copies of its objects that no
 * table leads to. Nobody sees them while tables are believed. An update can be written so that some
 * reader does not believe them and rebuilds: it would show what nobody saw who signed.
 */
final class Leftovers {
  private final PdfView then;
  private final PdfView now;
  private final RevisionChanges changes;

  Leftovers(PdfView then, PdfView now, RevisionChanges changes) {
    this.then = then;
    this.now = now;
    this.changes = changes;
  }

  /** Doubts what came later where there are any. */
  void judge() {
    long end = then.octets().end();
    now.rebuilt()
        .copies()
        .headMap(end)
        .forEach(
            (place, number) -> {
              // What was new to a number since is not taken for anything signed.
              boolean signed = then.entry(number).isPresent() || now.entry(number).isEmpty();
              if (signed && wins(place, number)) {
                doubt("object " + number + " at octet " + place);
              }
            });
    new StrayOctets(now, changes).judgeTrailers(0, end, Weight.DOUBTFUL);
    now.table()
        .behind()
        .headMap(end)
        .forEach(
            (place, number) -> {
              if (place > written(number)) {
                doubt("object " + number + " at octet " + place);
              }
            });
  }

  /** An object stream that was signed packs, beside what tables lead to, what is elsewhere. */
  void judgePacked(int stream) {
    try {
      for (int number : now.packedIn(stream)) {
        if (!now.table().packs(stream, number) && then.entry(number).isPresent()) {
          doubt("object " + number + " in object " + stream);
        }
      }
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
    }
  }

  /** The last copy counts for readers that rebuild, or the one of the highest generation. */
  private boolean wins(long place, int number) {
    PdfLexer in = new PdfLexer(now.octets(), place);
    boolean plain = in.whole() == number;
    long generation = plain ? in.whole() : -1;
    return then.entry(number)
        .filter(entry -> place < written(number))
        .filter(entry -> generation >= 0 && generation <= entry.generation())
        .isEmpty();
  }

  /** Where the signed revision has the object, or the stream that packs it. */
  private long written(int number) {
    return then.entry(number)
        .flatMap(
            e -> e.kind() == XrefTable.Kind.PACKED ? then.entry((int) e.place()) : Optional.of(e))
        .map(XrefTable.Entry::place)
        .orElse(Long.MAX_VALUE);
  }

  private void doubt(String path) {
    changes.add("object-unlisted", path, Weight.DOUBTFUL);
  }
}
