package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fields that were their own widgets and were split in two: a new object is the widget, the old one
 * keeps what makes a field, and what several kids had in common moves to their parent. iText does
 * so, in append mode, to radio buttons and to fields of equal names (ISO 32000-2 §12.5.6.19 lets
 * both be written). The widget is judged as if it still stood in the old object.
 */
final class SplitFields {
  /** What belongs to the field and not to its widget, tables 226 to 236; kids inherit it. */
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "FT", "Ff", "V", "DV", "DA", "Q", "DS", "RV", "Opt", "MaxLen", "TI", "I", "Lock", "SV");

  private static final Set<String> NAMES = Set.of("T", "TU", "TM");
  private static final Set<String> LINKS = Set.of("Parent", "Kids");
  private final RevisionComparison comparison;
  private final PdfView then;
  private final PdfView now;
  private final Map<Integer, PdfValue.Ref> widgets = new HashMap<>();
  private final Set<PdfValue.Ref> standing = new HashSet<>();
  private final Set<List<PdfValue>> seen = new HashSet<>();
  private final Map<PdfValue.Ref, Set<PdfValue.Ref>> kids = new HashMap<>();

  SplitFields(RevisionComparison comparison) {
    this.comparison = comparison;
    this.then = comparison.then();
    this.now = comparison.now();
  }

  /**
   * Learns which new widgets stand where fields stood: on each page that showed the field, or else
   * it has gone from there; of those that no page showed, among kids.
   */
  void collect() {
    Map<Integer, Optional<PdfValue.Ref>> shown = new HashMap<>();
    for (int number : new TreeSet<>(comparison.pages())) {
      pair(number, "Annots", shown);
    }
    Map<Integer, Optional<PdfValue.Ref>> linked = new HashMap<>();
    for (int number : comparison.fieldNumbers()) {
      pair(number, "Kids", linked);
    }
    linked.keySet().removeAll(shown.keySet());
    for (Map<Integer, Optional<PdfValue.Ref>> found : List.of(shown, linked)) {
      found.values().removeIf(Optional::isEmpty);
      new TreeMap<>(found)
          .forEach(
              (field, one) ->
                  one.filter(standing::add).ifPresent(widget -> widgets.put(field, widget)));
    }
  }

  /** Notes what is in the place of each field in the list: its new widget, or none. */
  private void pair(int number, String key, Map<Integer, Optional<PdfValue.Ref>> found) {
    PdfValue before = at(then, number).get(key);
    PdfValue after = at(now, number).get(key);
    if (before instanceof PdfValue.Null && after instanceof PdfValue.Null) {
      return;
    }
    PdfValue listed = References.last(then, before);
    PdfValue lists = References.last(now, after);
    boolean shared = listed instanceof PdfValue.Ref && lists instanceof PdfValue.Ref;
    if (shared && !seen.add(List.of(listed, lists))) {
      return; // another page has the same list
    }
    List<PdfValue> old = then.array(listed);
    List<PdfValue> young = now.array(lists);
    comparison.looked(old.size() + young.size());
    boolean same = old == young;
    Set<PdfValue.Ref> kept = same ? Set.of() : References.of(young);
    Set<PdfValue.Ref> known = same ? Set.of() : References.of(old);
    for (int i = 0; i < old.size(); i++) {
      if (old.get(i) instanceof PdfValue.Ref field
          && comparison.fields().containsKey(field.number())) {
        Optional<PdfValue.Ref> widget =
            !same && i < young.size() && young.get(i) instanceof PdfValue.Ref ref
                ? Optional.of(ref)
                : Optional.empty();
        found.merge(
            field.number(),
            widget.filter(ref -> !kept.contains(field) && !known.contains(ref) && linked(ref)),
            (one, other) -> one.equals(other) ? one : Optional.empty());
      }
    }
  }

  private static PdfValue.Dict at(PdfView view, int number) {
    return view.object(number) instanceof PdfValue.Dict dict ? dict : PdfValue.Dict.EMPTY;
  }

  /** A new widget that a field of the signed revision names as its kid. */
  private boolean linked(PdfValue.Ref ref) {
    PdfValue.Dict widget = now.dict(ref);
    return comparison.isNew(ref)
        && Subtypes.is(now, widget, "Widget")
        && !widget.has("Kids")
        && widget.get("Parent") instanceof PdfValue.Ref parent
        && comparison.fields().containsKey(parent.number())
        && kids.computeIfAbsent(
                parent, its -> References.of(now.array(now.dict(parent).get("Kids"))))
            .contains(ref);
  }

  /** The widget that came to stand for the field with this number. */
  Optional<PdfValue.Ref> widget(int number) {
    return Optional.ofNullable(widgets.get(number));
  }

  /** Whether nothing of the field can have changed: it is the same, and names no other object. */
  boolean untouched(int number) {
    PdfValue.Ref ref = then.reference(number);
    PdfValue before = then.object(ref);
    return before == now.object(ref)
        && before instanceof PdfValue.Dict field
        && widget(number).isEmpty()
        && field.entries().values().stream().allMatch(GraphComparison::scalar);
  }

  /** Whether {@code after} is the widget that stands for {@code before}. */
  boolean stands(PdfValue before, PdfValue after) {
    return before instanceof PdfValue.Ref ref
        && widget(ref.number()).filter(after::equals).isPresent();
  }

  /** Whether the object is such a widget. */
  boolean widget(PdfValue value) {
    return value instanceof PdfValue.Ref ref && standing.contains(ref);
  }

  /** A field or widget by itself: with all that it inherits, without its links. */
  static PdfValue.Dict whole(PdfView view, PdfValue.Dict field) {
    Map<String, PdfValue> entries = new TreeMap<>(field.entries());
    entries.keySet().removeAll(LINKS);
    entries.keySet().removeAll(NAMES);
    for (String key : ATTRIBUTES) {
      PdfValue value = SignatureFinder.inherited(view, field, key);
      if (!(value instanceof PdfValue.Null)) {
        entries.put(key, value);
      }
    }
    return new PdfValue.Dict(entries, field.repeated());
  }

  /** Whether what is left in the old object is a field that shows nothing and says no more. */
  boolean rest(PdfValue.Dict before, PdfValue.Dict after, PdfValue.Dict widget) {
    PdfValue filled = SignatureFinder.inherited(now, widget, "V");
    for (Map.Entry<String, PdfValue> entry : after.entries().entrySet()) {
      String key = entry.getKey();
      boolean known =
          switch (key) {
            case "Kids" -> now.array(entry.getValue()).stream().allMatch(this::widget);
            case "V" ->
                comparison.same(before.get(key), entry.getValue())
                    || now.resolve(entry.getValue()).equals(filled);
            default ->
                (ATTRIBUTES.contains(key) || NAMES.contains(key) || key.equals("Parent"))
                    && comparison.same(before.get(key), entry.getValue());
          };
      if (!known) {
        return false;
      }
    }
    return true;
  }

  /** Whether an entry that the parent gained is what all its kids said before. */
  boolean lifted(String key, PdfValue.Dict before, PdfValue.Dict after) {
    List<PdfValue> kids = then.array(before.get("Kids"));
    return !before.has(key)
        && (ATTRIBUTES.contains(key) || NAMES.contains(key))
        && !kids.isEmpty()
        && kids.stream()
            .allMatch(kid -> kid instanceof PdfValue.Ref ref && widgets.containsKey(ref.number()))
        && kids.stream().allMatch(kid -> comparison.same(then.dict(kid).get(key), after.get(key)));
  }
}
