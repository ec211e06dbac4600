package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks two revisions side by side from one value of each: they are the same when every path leads
 * to the same. Whatever is reached by two ways is compared on both, so that an object that one rule
 * lets change cannot be shown through another.
 */
final class GraphComparison {

  /** Ghostscript knows no numbers from here on, MuPDF none from twice as many. */
  private static final int MOST_NUMBERS = 4_194_304;

  /** So many elements or entries cost as much as an object. */
  private static final int WIDE = 8;

  private static final PdfValue EMPTIED = new PdfValue.Unreadable("an entry that is nothing");
  private final PdfView then;
  private final PdfView now;
  private final StreamComparison streams;
  private final Roles roles;
  private final Set<Pair> proven = new HashSet<>();
  private final NavigableSet<Integer> beyond = new TreeSet<>();
  private final Set<Integer> standing = new HashSet<>();
  private final Set<Integer> came;

  /** Numbers that were freed before the signature, their objects still in the file. */
  private final Set<Integer> left;

  private DocumentPath place = DocumentPath.of("");
  private final ComparisonBudget budget;

  /** Objects that have rules of their own, whatever leads to them. */
  interface Roles {
    /** Whether an object reached so is judged by such a rule; it is then not walked into. */
    boolean judgesElsewhere(PdfValue.Ref object, DocumentPath path);

    /** Whether readers know the object by its reference, so that no equal one stands for it. */
    default boolean known(PdfValue.Ref object, PdfValue other) {
      return false;
    }
  }

  /**
   * What to do about a difference; false ends the walk. Doubtful is what cannot be read, and a
   * resource under a name that was free: nothing that was shown with it before looks otherwise.
   */
  interface Difference {
    boolean at(DocumentPath path, boolean doubtful);
  }

  /** What is judged elsewhere depends on where one stands; so does what was seen below. */
  private record Pair(
      PdfValue.Ref before,
      PdfValue.Ref after,
      boolean drawn,
      boolean tree,
      boolean measure,
      boolean measures) {
    static Pair at(DocumentPath path, PdfValue.Ref before, PdfValue.Ref after) {
      return new Pair(before, after, path.drawn(), path.tree(), path.measure(), path.measures());
    }
  }

  private record Task(PdfValue before, PdfValue after, DocumentPath path) {
    /** The number of the object that now stands for something else that was there. */
    OptionalInt another() {
      boolean moves =
          !(before instanceof PdfValue.Null)
              && after instanceof PdfValue.Ref now
              && !(before instanceof PdfValue.Ref then && then.number() == now.number());
      return moves ? OptionalInt.of(((PdfValue.Ref) after).number()) : OptionalInt.empty();
    }
  }

  GraphComparison(PdfView then, PdfView now, Roles roles, ComparisonBudget budget) {
    this.then = then;
    this.budget = budget;
    this.now = now;
    this.streams = new StreamComparison(then, now);
    this.roles = roles;
    this.came = numbers(now.table().behind(then.octets().end(), Long.MAX_VALUE));
    this.left = numbers(now.table().behind(0, then.octets().end()));
  }

  private static Set<Integer> numbers(List<XrefTable.Copy> copies) {
    return copies.stream().map(XrefTable.Copy::number).collect(Collectors.toSet());
  }

  /**
   * What was written anew under numbers that the trailer leaves out (§7.5.5), or readers, and took
   * the place of what was not: some have nothing there.
   */
  NavigableSet<Integer> beyond() {
    return beyond;
  }

  /** Objects that were found where another one was, or what is none. */
  Set<Integer> standing() {
    return standing;
  }

  /** Objects that draw and were found to be the same as several others. */
  Set<Integer> split() {
    if (proven.stream().allMatch(pair -> pair.before().equals(pair.after()))) {
      return Set.of();
    }
    return Drawings.split(
        then,
        proven.stream()
            .map(pair -> new Drawings.Match(pair.before(), pair.after()))
            .collect(Collectors.toSet()));
  }

  /** Whether two values are the same all the way down. */
  boolean same(PdfValue before, PdfValue after) {
    return same(before, after, DocumentPath.of(""));
  }

  /** Whether they are where they stand at this place. */
  boolean same(PdfValue before, PdfValue after, DocumentPath path) {
    return walk(before, after, path, (at, doubtful) -> false);
  }

  /**
   * Reports every difference.
   *
   * @return whether there was none
   */
  boolean walk(PdfValue before, PdfValue after, DocumentPath path, Difference difference) {
    Set<Pair> seen = new HashSet<>();
    Set<Integer> others = new HashSet<>();
    Deque<Task> open = new ArrayDeque<>();
    open.push(new Task(before, after, path));
    boolean same = true;
    while (!open.isEmpty()) {
      budget.step();
      Task task = open.pop();
      task.another().ifPresent(others::add);
      Outcome outcome = step(task, seen, open);
      if (outcome != Outcome.SAME) {
        same = false;
        if (!difference.at(place, outcome == Outcome.DOUBTFUL)) {
          return false;
        }
      }
    }
    if (same) {
      proven.addAll(seen);
    }
    standing.addAll(others);
    seen.stream().filter(this::movesBeyond).forEach(pair -> beyond.add(pair.after().number()));
    return same;
  }

  private boolean movesBeyond(Pair pair) {
    int before = pair.before().number();
    int after = pair.after().number();
    boolean left = before < RevisionComparison.size(then) && after >= RevisionComparison.size(now);
    return before != after && (left || (before < MOST_NUMBERS && after >= MOST_NUMBERS));
  }

  private enum Outcome {
    SAME,
    DIFFERENT,
    DOUBTFUL
  }

  private Outcome step(Task task, Set<Pair> seen, Deque<Task> open) {
    PdfValue a = task.before();
    PdfValue b = task.after();
    DocumentPath path = task.path();
    place = path;
    if (another(a, b) || another(b, a)) {
      return Outcome.DIFFERENT;
    }
    if (References.detours(then, a) != References.detours(now, b)) {
      return Outcome.DOUBTFUL;
    }
    if (a instanceof PdfValue.Ref x && b instanceof PdfValue.Ref y) {
      if (x.equals(y) && path.tagged() && then.object(x).equals(PdfValue.NULL)) {
        // A tag's annotation that was removed: whoever finds it again in a tag draws nothing.
        return now.object(y).equals(PdfValue.NULL) ? Outcome.SAME : Outcome.DIFFERENT;
      }
      budget.through(1);
      Pair pair = Pair.at(path, x, y);
      if ((x.equals(y) && roles.judgesElsewhere(x, path))
          || proven.contains(pair)
          || !seen.add(pair)) {
        return Outcome.SAME;
      }
      if (x.equals(y) && taken(x)) {
        place = path.in(y);
        return Outcome.DIFFERENT;
      }
      if (x.equals(y) && left.contains(x.number()) && then.entry(x.number()).isEmpty()) {
        place = path.in(y);
        return Outcome.DOUBTFUL;
      }
      // The same octets at the same place are read once; what they refer to is still compared.
      boolean shared = x.equals(y) && then.samePlace(now, x.number());
      b = now.resolve(y);
      // What goes on behind the signed revision's end was cut, or another, when it was signed.
      shared &= now.ends(x.number()) <= then.octets().end();
      a = shared ? b : then.resolve(x);
      // Where another object came to be, the change lies in what refers to it.
      path = x.equals(y) ? path.in(y) : path;
      place = path;
    } else {
      boolean referred = a instanceof PdfValue.Ref != b instanceof PdfValue.Ref;
      a = then.resolve(a);
      b = now.resolve(b);
      boolean faces = path.face() && b instanceof PdfValue.Dict;
      if (referred && (faces || (direct(b) && a.equals(b)))) {
        return Outcome.DOUBTFUL;
      }
    }
    return values(a, b, path, open);
  }

  /**
   * Whether readers look for it where it is named and not by a reference: names (PDFium's kinds of
   * annotations and fonts, MuPDF's states), truths (PDFium, Ghostscript's masks). Poppler looks so
   * for the faces of states.
   */
  private static boolean direct(PdfValue value) {
    return value instanceof PdfValue.Name || value instanceof PdfValue.Truth;
  }

  private boolean another(PdfValue one, PdfValue other) {
    return one instanceof PdfValue.Ref ref && !ref.equals(other) && roles.known(ref, other);
  }

  /**
   * Whether a number named in vain leads to something since: readers that take no notice of
   * generations (§7.3.10), or of what was freed again, show it.
   */
  private boolean taken(PdfValue.Ref ref) {
    Optional<XrefTable.Entry> after = now.entry(ref.number());
    if (after.isEmpty() && then.entry(ref.number()).isEmpty()) {
      return came.contains(ref.number());
    }
    return after.filter(entry -> entry.generation() != ref.generation()).isPresent()
        && !after.equals(then.entry(ref.number()));
  }

  private Outcome values(PdfValue a, PdfValue b, DocumentPath path, Deque<Task> open) {
    if (a instanceof PdfValue.Unreadable || b instanceof PdfValue.Unreadable) {
      return Outcome.DOUBTFUL;
    }
    if (a instanceof PdfValue.Array x && b instanceof PdfValue.Array y) {
      if (x.items().size() != y.items().size()) {
        return Outcome.DIFFERENT;
      }
      budget.through(x.items().size() / WIDE);
      for (int i = x.items().size() - 1; i >= 0; i--) {
        if (!plainlySame(x.items().get(i), y.items().get(i))) {
          open.push(new Task(x.items().get(i), y.items().get(i), path.item(i)));
        }
      }
      return Outcome.SAME;
    }
    if (a instanceof PdfValue.Dict x && b instanceof PdfValue.Dict y) {
      entries(x, y, path, open);
      return Outcome.SAME;
    }
    if (a instanceof PdfValue.Stream x && b instanceof PdfValue.Stream y) {
      entries(x.dict(), y.dict(), path, open);
      return !streams.same(x, y)
          ? Outcome.DIFFERENT
          : streams.overlong(x, y) ? Outcome.DOUBTFUL : Outcome.SAME;
    }
    if (sameScalar(a, b)) {
      return Outcome.SAME;
    }
    if (a instanceof PdfValue.Numeral x && b instanceof PdfValue.Numeral y && sameNumber(x, y)) {
      // Where a whole number is wanted, readers have no other one.
      return path.measure() ? Outcome.SAME : Outcome.DOUBTFUL;
    }
    return a instanceof PdfValue.Null && path.resource() ? Outcome.DOUBTFUL : Outcome.DIFFERENT;
  }

  /** Only what holds or refers to something else costs a step of its own. */
  private static boolean plainlySame(PdfValue a, PdfValue b) {
    return scalar(a) && (one(a, b) || (scalar(b) && sameScalar(a, b)));
  }

  private void entries(PdfValue.Dict x, PdfValue.Dict y, DocumentPath path, Deque<Task> open) {
    budget.through((x.entries().size() + y.entries().size()) / WIDE);
    Set<String> keys = new TreeSet<>();
    collect(x, y, keys);
    if (!one(x, y)) {
      collect(y, x, keys);
    }
    for (String key : keys) {
      boolean added = key.equals("Type") && sameAnnotation(x, y);
      boolean noted = key.equals("ITXT") && noted(x.get(key)) && noted(y.get(key));
      if (emptied(key, x.entries().get(key), y.entries().get(key))) {
        open.push(new Task(EMPTIED, y.get(key), path.then(key)));
      } else if (!added && !noted && !plainlySame(x.get(key), y.get(key))) {
        open.push(new Task(x.get(key), y.get(key), path.then(key)));
      }
    }
  }

  /** Whether it is one value, read once: most are. */
  private static boolean one(PdfValue a, PdfValue b) {
    return a == b;
  }

  /** The keys of entries that are not plainly the same in both. */
  private static void collect(PdfValue.Dict from, PdfValue.Dict other, Set<String> keys) {
    boolean same = one(from, other);
    from.entries()
        .forEach(
            (key, value) -> {
              PdfValue its = same ? value : other.entries().get(key);
              if (its == null || !plainlySame(value, its)) {
                keys.add(key);
              }
            });
  }

  /**
   * Whether an entry came that is nothing: some readers take it for a value. Who writes objects
   * anew drops such entries, which matters where readers inherited nothing by them until then.
   */
  private boolean emptied(String key, @Nullable PdfValue a, @Nullable PdfValue b) {
    boolean another = a == null || (a instanceof PdfValue.Ref) != (b instanceof PdfValue.Ref);
    return (b == null ? PageRules.INHERITED.contains(key) : another)
        && (a == null || then.resolve(a) instanceof PdfValue.Null)
        && (b == null || now.resolve(b) instanceof PdfValue.Null);
  }

  /** iText notes its own release in dictionaries, and the next release does so anew. */
  private static boolean noted(PdfValue value) {
    return value instanceof PdfValue.Text || value instanceof PdfValue.Null;
  }

  /** An annotation is one with or without its /Type, which libraries add (table 166). */
  private static boolean sameAnnotation(PdfValue.Dict x, PdfValue.Dict y) {
    return !x.has("Type")
        && x.has("Subtype")
        && x.has("Rect")
        && y.name("Type").filter("Annot"::equals).isPresent();
  }

  /** Whether a value holds and names no other one. */
  static boolean scalar(PdfValue value) {
    return !(value instanceof PdfValue.Ref
        || value instanceof PdfValue.Array
        || value instanceof PdfValue.Dict
        || value instanceof PdfValue.Stream
        || value instanceof PdfValue.Unreadable);
  }

  private static boolean sameScalar(PdfValue a, PdfValue b) {
    if (a instanceof PdfValue.Text x && b instanceof PdfValue.Text y) {
      return x.says(y);
    }
    if (a instanceof PdfValue.Numeral x && b instanceof PdfValue.Numeral y) {
      return x.whole() == y.whole() && sameNumber(x, y);
    }
    return a.equals(b);
  }

  /** Producers write reals anew with the digits of single precision (Annex C). */
  private static boolean sameNumber(PdfValue.Numeral x, PdfValue.Numeral y) {
    if (x.whole() && y.whole()) {
      return Double.compare(x.value(), y.value()) == 0;
    }
    return Float.compare((float) x.value(), (float) y.value()) == 0;
  }
}
