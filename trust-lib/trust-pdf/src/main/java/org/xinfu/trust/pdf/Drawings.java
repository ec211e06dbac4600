package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Objects that draw: forms and patterns, ISO 32000-2 §8.10 and §8.7.3, and fonts of type 3
 * (§9.6.4). Readers stop where one draws itself, which they know by its reference: where an equal
 * one stands for it in some places and not in others, they draw it once more. iText moves forms
 * that do not.
 */
final class Drawings {
  private static final PdfValue TYPE3 = new PdfValue.Name("Type3");

  /** Entries that lead to what holds an object, and draw nothing. */
  private static final Set<String> UPWARD = Set.of("Parent", "P", "Pg", "StructTreeRoot");

  private static final int MOST = 10_000;

  /** For all drawings of a comparison together: each may lead to the same others. */
  private static final int MOST_STEPS = 1_000_000;

  private final PdfView view;
  private int steps;

  private Drawings(PdfView view) {
    this.view = view;
  }

  /** Which object of one revision was compared with which of the other. */
  record Match(PdfValue.Ref before, PdfValue.Ref after) {
    boolean moved() {
      return !before.equals(after);
    }
  }

  /** The numbers of those that several stand for, or that stand for several. */
  static Set<Integer> split(PdfView then, Set<Match> matches) {
    Drawings drawings = new Drawings(then);
    List<Match> moved =
        matches.stream()
            .filter(Match::moved)
            .filter(match -> drawings.draws(then.object(match.before())))
            .filter(match -> drawings.drawsItself(match.before()))
            .toList();
    Map<PdfValue.Ref, Set<PdfValue.Ref>> images = new HashMap<>();
    Map<PdfValue.Ref, Set<PdfValue.Ref>> origins = new HashMap<>();
    for (Match match : moved) {
      images.put(match.before(), new HashSet<>());
      origins.put(match.after(), new HashSet<>());
    }
    for (Match match : moved.isEmpty() ? Set.<Match>of() : matches) {
      images.computeIfPresent(match.before(), (key, all) -> with(all, match.after()));
      origins.computeIfPresent(match.after(), (key, all) -> with(all, match.before()));
    }
    Set<Integer> split = new TreeSet<>();
    for (Map<PdfValue.Ref, Set<PdfValue.Ref>> all : List.of(images, origins)) {
      all.forEach(
          (key, others) -> split.addAll(others.size() > 1 ? Set.of(key.number()) : Set.of()));
    }
    return split;
  }

  /** Whether what it draws leads to it again; taken to be so where that is much. */
  private boolean drawsItself(PdfValue.Ref drawing) {
    Set<PdfValue> seen = new HashSet<>();
    Deque<PdfValue> open = new ArrayDeque<>(List.of(view.object(drawing)));
    while (!open.isEmpty()) {
      PdfValue next = open.pop();
      if (next.equals(drawing) || seen.size() > MOST || ++steps > MOST_STEPS) {
        return true;
      }
      if (next instanceof PdfValue.Ref ref) {
        if (seen.add(next)) {
          open.push(view.object(ref));
        }
      } else if (next instanceof PdfValue.Array array) {
        array.items().forEach(open::push);
      } else {
        PdfValue.dictOf(next)
            .ifPresent(
                dict ->
                    dict.entries().entrySet().stream()
                        .filter(entry -> !UPWARD.contains(entry.getKey()))
                        .forEach(entry -> open.push(entry.getValue())));
      }
    }
    return false;
  }

  private static Set<PdfValue.Ref> with(Set<PdfValue.Ref> all, PdfValue.Ref one) {
    all.add(one);
    return all;
  }

  private boolean draws(PdfValue value) {
    return value instanceof PdfValue.Stream stream
        ? stream.dict().has("BBox")
        : value instanceof PdfValue.Dict dict && view.resolve(dict.get("Subtype")).equals(TYPE3);
  }
}
