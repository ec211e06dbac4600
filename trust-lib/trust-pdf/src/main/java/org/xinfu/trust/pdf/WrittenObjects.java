package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /**
   * Adds what is written otherwise.
   *
   * @param standing objects that stand where something else was
   * @param written numbers of those that are in another place
   */
  void judge(Set<Integer> standing, List<Integer> written) {
    Set<Integer> known = new HashSet<>(standing);
    then.table().behind(0, then.octets().end()).forEach(copy -> known.add(copy.number()));
    long end = then.octets().end();
    for (int number : written) {
      PdfValue value = now.object(number);
      if (value instanceof PdfValue.Unreadable) {
        // What a password seals can only be doubted.
        add("object-unreadable", number, now.sealed() ? Weight.DOUBTFUL : Weight.FORBIDDEN);
      } else if (ambiguous(value)) {
        add("entry-repeated", number, Weight.FORBIDDEN);
      } else if (value instanceof PdfValue.Ref) {
        add("object-oddly", number, Weight.DOUBTFUL);
      } else if (!now.rebuilt().writing(number).ended()) {
        add("object-unended", number, Weight.DOUBTFUL);
      } else if (odd(number, now.rebuilt().writing(number), known)) {
        add("object-oddly", number, Weight.DOUBTFUL);
      } else if (UnlistedObjects.packs(now, value)) {
        judgePacked(number, (PdfValue.Stream) value);
      }
      if (emptied(number, value)) {
        add("entry-null", number, Weight.DOUBTFUL);
      }
    }
    for (Map.Entry<Long, Integer> hidden : now.rebuilt().unlisted(end).entrySet()) {
      changes.add(
          "object-unlisted",
          "object " + hidden.getValue() + " at octet " + hidden.getKey(),
          Weight.FORBIDDEN);
    }
    judgeTakenBack();
    now.rebuilt()
        .vain()
        .filter(place -> then.rebuilt().vain().isEmpty())
        .ifPresent(place -> changes.add("reference-in-vain", place, Weight.DOUBTFUL));
    for (long stray : now.rebuilt().strays(end)) {
      changes.add("octets-stray", "octet " + stray, Weight.DOUBTFUL);
    }
    for (long trailer : now.rebuilt().trailers().tailSet(end, true)) {
      changes.add("trailer-stray", "octet " + trailer, Weight.FORBIDDEN);
    }
    new Leftovers(then, now, changes).judge();
    if (ZipEnd.behind(now.octets(), end)) {
      changes.add("archive-added", "after octet " + end, Weight.FORBIDDEN);
    }
  }

  /** Whether some reader takes the object for another that shows something. */
  private boolean odd(int number, Writing writing, Set<Integer> known) {
    boolean added = then.entry(number).isEmpty() && !known.contains(number);
    return writing.odd() && !(added && writing.harmless());
  }

  /**
   * A later section may lead back to an older copy of an object. Readers that pass over that
   * section, or rebuild the table, show the copy that was written last.
   */
  private void judgeTakenBack() {
    now.table()
        .behind(then.octets().end(), Long.MAX_VALUE)
        .forEach(
            copy -> {
              if (copy.place() > written(copy.number())) {
                add("object-taken-back", copy.number(), Weight.FORBIDDEN);
              }
            });
    for (XrefTable.Packed packed : now.table().packed()) {
      long place = now.entry((int) packed.stream()).map(XrefTable.Entry::place).orElse(-1L);
      if (place >= then.octets().end() && place > written(packed.number())) {
        add("object-taken-back", packed.number(), Weight.FORBIDDEN);
      }
    }
  }

  /** Where the object, or the stream that packs it, is written; the file's end when it is free. */
  private long written(int number) {
    return now.entry(number)
        .flatMap(
            e -> e.kind() == XrefTable.Kind.PACKED ? now.entry((int) e.place()) : Optional.of(e))
        .map(XrefTable.Entry::place)
        .orElse(Long.MAX_VALUE);
  }

  /**
   * What an object stream packs twice, or no table lists, is there for readers that rebuild tables.
   */
  private void judgePacked(int stream, PdfValue.Stream value) {
    try {
      if (!now.rebuilt().plain(stream, value)) {
        add("packed-oddly", stream, Weight.DOUBTFUL);
      }
      Set<Integer> packed = new HashSet<>();
      for (int number : now.packedIn(stream)) {
        if (!packed.add(number)) {
          add("entry-repeated", number, Weight.FORBIDDEN);
        }
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

  /**
   * Whether an entry came that is the null object or leads to nothing: as good as none (§7.3.7),
   * but to some readers no value, where the tree's or the usual one would be taken.
   */
  private boolean emptied(int number, PdfValue value) {
    if (then.entry(number).isEmpty()) {
      return false;
    }
    PdfValue.Dict old = PdfValue.dictOf(then.object(number)).orElse(PdfValue.Dict.EMPTY);
    return PdfValue.dictOf(value).stream()
        .flatMap(dict -> dict.entries().entrySet().stream())
        .filter(entry -> !entry.getValue().equals(old.entries().get(entry.getKey())))
        .anyMatch(entry -> now.resolve(entry.getValue()) instanceof PdfValue.Null);
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
