package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * Judges how the objects are written that came after a signed revision. Every reader has to read
 * them alike: one that repairs or takes the first of two entries would show another document.
 */
final class WrittenObjects {
  private final PdfView then;
  private final PdfView now;
  private final RevisionChanges changes;

  WrittenObjects(PdfView then, PdfView now, RevisionChanges changes) {
    this.then = then;
    this.now = now;
    this.changes = changes;
  }

  void judge() {
    for (int number : now.numbers()) {
      if (then.samePlace(now, number)) {
        continue;
      }
      PdfValue value = now.object(number);
      if (value instanceof PdfValue.Unreadable) {
        // What a password seals can only be doubted.
        add("object-unreadable", number, now.sealed() ? Weight.DOUBTFUL : Weight.FORBIDDEN);
      } else if (ambiguous(value)) {
        add("entry-repeated", number, Weight.FORBIDDEN);
      } else if (value instanceof PdfValue.Stream stream
          && stream.dict().name("Type").filter("ObjStm"::equals).isPresent()) {
        judgePacked(number);
      }
    }
    for (Map.Entry<Long, Integer> hidden : now.unlisted(then.octets().end()).entrySet()) {
      changes.add(
          "object-unlisted",
          "object " + hidden.getValue() + " at octet " + hidden.getKey(),
          Weight.FORBIDDEN);
    }
    if (ZipEnd.behind(now.octets(), then.octets().end())) {
      changes.add("archive-added", "after octet " + then.octets().end(), Weight.FORBIDDEN);
    }
  }

  /** What an object stream packs and no table lists is there for readers that rebuild tables. */
  private void judgePacked(int stream) {
    try {
      for (int number : now.packedIn(stream)) {
        if (!now.table().packs(stream, number)) {
          add("object-unlisted", number, Weight.FORBIDDEN);
        }
      }
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      add("object-unreadable", stream, now.sealed() ? Weight.DOUBTFUL : Weight.FORBIDDEN);
    }
  }

  private void add(String kind, int number, Weight weight) {
    changes.add(kind, "object " + number, weight);
  }

  /** Whether a dictionary has one entry twice with two values (§7.3.7). */
  private static boolean ambiguous(PdfValue root) {
    Deque<PdfValue> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      PdfValue value = open.pop();
      if (value instanceof PdfValue.Array array) {
        array.items().forEach(open::push);
      } else if (PdfValue.dictOf(value).isPresent()) {
        PdfValue.Dict dict = PdfValue.dictOf(value).get();
        if (!dict.repeated().isEmpty()) {
          return true;
        }
        dict.entries().values().forEach(open::push);
      }
    }
    return false;
  }
}
