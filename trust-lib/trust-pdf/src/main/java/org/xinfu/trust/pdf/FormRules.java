package org.xinfu.trust.pdf;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * What may change in the interactive form, ISO 32000-2 §12.7: values and appearances of fields that
 * nobody locked, and new signature fields.
 */
final class FormRules {
  private static final int MOST_FIELDS = 200_000;
  private static final Set<String> ALWAYS = Set.of("Ff", "Type", "StructParent");
  private static final Set<String> FILLED =
      Set.of("V", "AP", "AS", "F", "DA", "Q", "M", "RV", "I", "TI");

  /** What else of a signature field may change when it is signed: where and how it stands. */
  private static final Set<String> PLACED = Set.of("Rect", "MK", "BS", "Border", "H", "C");

  /** How a field looks besides its face, which scripts of forms change while they are filled. */
  private static final Set<String> STYLED = Set.of("MK", "BS", "Border", "DS");

  private static final Set<String> VALUES = Set.of("V", "AS", "AP");

  /** A long text; with any other entry the stream could be a pattern or a picture. */
  private static final Set<String> ENCODED = Set.of("Length", "Filter", "DecodeParms");

  private static final Pattern BLACK = Pattern.compile("\\s*/\\w+\\s+0\\s+Tf(\\s+0\\s+g)?\\s*");
  private final RevisionComparison comparison;
  private final PdfView then;
  private final PdfView now;
  private final FieldWidgets widgets;
  private final NewFields newFields;
  private final FieldOrder order;
  private final FieldKids kids;

  FormRules(RevisionComparison comparison) {
    this.comparison = comparison;
    this.then = comparison.then();
    this.now = comparison.now();
    this.widgets = comparison.widgets();
    this.newFields = new NewFields(comparison);
    this.order = new FieldOrder(comparison);
    this.kids = new FieldKids(comparison);
  }

  /** Learns the fields of the signed revision and their names. */
  void collect() {
    PdfValue.Dict form = then.dict(then.catalog().get("AcroForm"));
    References.Walk walk = new References.Walk(then).list(form.get("Fields"));
    Optional<PdfValue> next = walk.next();
    while (next.isPresent() && comparison.fields().size() < MOST_FIELDS) {
      if (next.get() instanceof PdfValue.Ref ref
          && !comparison.fields().containsKey(ref.number())
          && then.object(ref) instanceof PdfValue.Dict field) {
        String name = SignatureFinder.name(then, field);
        comparison.named(name);
        comparison.fields().put(ref.number(), name);
        walk.list(field.get("Kids"));
      }
      next = walk.next();
    }
  }

  void compareForm(PdfValue before, PdfValue after, DocumentPath path) {
    comparison.reached(before, after, path);
    PdfValue.Dict a = then.dict(before);
    PdfValue found = now.resolve(after);
    if (!(found instanceof PdfValue.Dict b)) {
      // What was no form when it was signed may stay as it was, whatever it is.
      boolean none = a.entries().isEmpty() && found instanceof PdfValue.Null;
      if (!none && !comparison.same(before, after)) {
        comparison.change("entry-changed", path, Weight.FORBIDDEN);
      }
      return;
    }
    Set<String> keys = new TreeSet<>(a.entries().keySet());
    keys.addAll(b.entries().keySet());
    for (String key : keys) {
      formEntry(key, a, b, path.then(key));
    }
    new XfaRules(comparison).compareUse(a, b, path.then("XFA"));
  }

  private void formEntry(String key, PdfValue.Dict a, PdfValue.Dict b, DocumentPath path) {
    PdfValue value = now.resolve(b.get(key));
    switch (key) {
      case "Fields" -> list(a.get(key), b.get(key), path);
      case "SigFlags" -> changed(a, b, path, value instanceof PdfValue.Numeral);
      case "Q", "DA" -> {
        boolean known =
            key.equals("Q") ? value instanceof PdfValue.Numeral : value instanceof PdfValue.Text;
        changed(a, b, path, known);
        boolean drawn =
            redraws(now, b)
                || comparison.faceless().any()
                || (key.equals("DA") && comparison.faceless().lent() && !usual(a, value));
        if (drawn && !comparison.same(a.get(key), b.get(key))) {
          comparison.change("entry-changed", path, Weight.DOUBTFUL);
        }
      }
      case "DR" -> new DefaultResources(comparison).compare(a.get(key), b.get(key), path);
      case "XFA" -> new XfaRules(comparison).compare(a.get(key), b.get(key), path);
      case "NeedAppearances" -> {
        boolean valued = comparison.faceless().valued();
        boolean drawn = redraws(now, b);
        boolean same = comparison.same(a.get(key), b.get(key));
        if (drawn ? !redraws(then, a) || !same : redraws(then, a) && valued) {
          // Readers draw the values themselves or not, whatever the signed appearances show.
          comparison.change("entry-changed", path, Weight.DOUBTFUL);
        }
      }
      default -> comparison.strict(a.get(key), b.get(key), path);
    }
  }

  /** Whether readers draw the values themselves, whatever their pictures are (table 224). */
  static boolean redraws(PdfView view) {
    return redraws(view, view.dict(view.catalog().get("AcroForm")));
  }

  private static boolean redraws(PdfView view, PdfValue.Dict form) {
    return view.resolve(form.get("NeedAppearances")) instanceof PdfValue.Truth truth
        && truth.value();
  }

  /** Whether a form that said nothing of how its values look now says the usual (PDFBox). */
  private static boolean usual(PdfValue.Dict before, PdfValue after) {
    return !before.has("DA")
        && after instanceof PdfValue.Text text
        && BLACK.matcher(PdfText.of(text.value())).matches();
  }

  private void changed(PdfValue.Dict a, PdfValue.Dict b, DocumentPath path, boolean allowed) {
    String key = path.step();
    if (!comparison.same(a.get(key), b.get(key))) {
      comparison.change("entry-changed", path, allowed ? Weight.ALLOWED : Weight.FORBIDDEN);
    }
  }

  /** The list of fields, or of a field's kids: what was there stays, what comes is looked at. */
  private void list(PdfValue before, PdfValue after, DocumentPath path) {
    comparison.reached(before, after, path);
    List<PdfValue> old = then.array(before);
    List<PdfValue> young = now.array(after);
    if (!(now.resolve(after) instanceof PdfValue.Array) && !old.isEmpty()) {
      comparison.change("entry-changed", path, Weight.FORBIDDEN);
      return;
    }
    comparison.looked(old.size() + young.size());
    if (old == young && old.stream().allMatch(PdfValue.Ref.class::isInstance)) {
      return; // one list, all of whose fields stay
    }
    order.compare(old, young, path);
    Set<PdfValue.Ref> present = References.of(young);
    // Judged where the fields are that they stand for.
    Set<PdfValue.Ref> kept = References.of(young);
    kept.removeIf(ref -> !comparison.splits().widget(ref));
    Set<Integer> same = new HashSet<>();
    for (int i = 0; i < old.size(); i++) {
      PdfValue field = old.get(i);
      PdfValue here = i < young.size() ? young.get(i) : PdfValue.NULL;
      DocumentPath place = path.then(Integer.toString(i));
      if (field instanceof PdfValue.Ref ref
          && (present.contains(ref)
              || comparison.splits().widget(ref.number()).filter(kept::contains).isPresent())) {
        kept.add(ref);
      } else if (!(field instanceof PdfValue.Ref) || comparison.moved(field, here, place)) {
        // Some libraries write an object anew under another number.
        comparison.strict(field, here, place);
        same.add(i);
        kept.addAll(References.of(List.of(here)));
      } else {
        comparison.change("field-removed", place, Weight.FORBIDDEN);
      }
    }
    for (int i = 0; i < young.size(); i++) {
      boolean known = young.get(i) instanceof PdfValue.Ref ref && kept.contains(ref);
      if (!known && !same.contains(i)) {
        newFields.judge(young.get(i), path.then(Integer.toString(i)));
      }
    }
  }

  void compareFields() {
    for (int number : comparison.fieldNumbers()) {
      if (!comparison.splits().untouched(number)) {
        field(number);
      }
    }
  }

  private void field(int number) {
    PdfValue.Ref ref = then.reference(number);
    String name = comparison.fields().getOrDefault(number, "");
    DocumentPath path = DocumentPath.of("field " + name).in(ref);
    PdfValue.Dict a = then.dict(ref);
    Optional<PdfValue.Ref> widget = comparison.splits().widget(number);
    if (!(now.object(ref) instanceof PdfValue.Dict b)) {
      comparison.unexplained(a, now.object(ref), path, Weight.FORBIDDEN);
    } else if (widget.isPresent()) {
      split(a, b, now.dict(widget.get()), path);
    } else {
      field(ref, a, b, path);
    }
  }

  /** The old object keeps the field, a new one is its widget. */
  private void split(PdfValue.Dict a, PdfValue.Dict b, PdfValue.Dict widget, DocumentPath path) {
    PdfValue.Ref old = Objects.requireNonNull(path.object());
    if (!comparison.same(a, b) && !comparison.splits().rest(a, b, widget)) {
      comparison.change("entry-changed", path, Weight.FORBIDDEN);
    }
    if (!SignatureFinder.name(now, widget).equals(comparison.fields().get(old.number()))) {
      comparison.change("field-renamed", path, Weight.DOUBTFUL);
    }
    field(old, SplitFields.whole(then, a), SplitFields.whole(now, widget), path);
  }

  private void field(PdfValue.Ref ref, PdfValue.Dict a, PdfValue.Dict b, DocumentPath path) {
    int number = ref.number();
    String name = comparison.fields().getOrDefault(number, "");
    boolean signature = new PdfValue.Name("Sig").equals(SignatureFinder.inherited(then, a, "FT"));
    boolean signed = signature && has(then, a, "V");
    boolean filled = false;
    boolean moved = false;
    Set<String> keys = new TreeSet<>(a.entries().keySet());
    keys.addAll(b.entries().keySet());
    for (String key : keys) {
      if (comparison.splits().lifted(key, a, b)) {
        continue;
      }
      if (key.equals("Parent") && kids.named(ref, a, b)) {
        if (comparison.faceless().gains(a, b)) {
          comparison.change("entry-changed", path.then(key), Weight.DOUBTFUL);
        }
        continue;
      }
      if (key.equals("Kids")) {
        list(a.get(key), b.get(key), path.then(key));
        if (a.has("Subtype") && !a.has(key)) {
          // With kids it is its own widget no more: PDFium and Poppler draw it no longer.
          comparison.change("entry-changed", path.then(key), Weight.DOUBTFUL);
        }
      } else if (ALWAYS.contains(key)) {
        always(key, a, b, path.then(key));
      } else if (FILLED.contains(key)
          && !signed
          && FieldWidgets.widget(then, a)
          && fits(key, b.get(key), signature)) {
        filled |= !comparison.same(a.get(key), b.get(key), path.then(key));
      } else if (PLACED.contains(key) && signature && !signed && has(now, b, "V")) {
        moved |= !comparison.same(a.get(key), b.get(key));
      } else if (STYLED.contains(key) && !signature && touched(a, b, name)) {
        restyled(key, a, b, path.then(key));
      } else if (!(key.equals("P") && !a.has(key) && isPage(b.get(key)))) {
        comparison.strict(a.get(key), b.get(key), path.then(key));
      }
    }
    if (filled || moved) {
      Weight weight = weigh(a, b, name, signature);
      // The certifier did not see where the signature would stand.
      boolean unseen =
          moved && widgets.visible(now, b) && comparison.permissions().level().isPresent();
      comparison.change(
          signature ? "signature-added" : "field-filled",
          path,
          unseen && weight == Weight.ALLOWED ? Weight.DOUBTFUL : weight);
      // An empty one that came to a page would have readers' marks there.
      if (signature && SignatureFinder.inherited(now, b, "V") instanceof PdfValue.Dict) {
        comparison.approvedWidgets().add(number);
      }
    }
  }

  /** Whether an entry is of the kind that fields have (tables 226 to 234): others mean no field. */
  private boolean fits(String key, PdfValue value, boolean signature) {
    PdfValue found = now.resolve(value);
    return switch (key) {
          case "AS" -> found instanceof PdfValue.Name;
          case "F", "Q", "TI" -> found instanceof PdfValue.Numeral;
          case "DA", "M" -> found instanceof PdfValue.Text;
          case "RV" ->
              found instanceof PdfValue.Text || (found instanceof PdfValue.Stream && !signature);
          case "I" ->
              found instanceof PdfValue.Array array
                  && array.items().stream().allMatch(PdfValue.Numeral.class::isInstance);
          default -> true;
        }
        || found instanceof PdfValue.Null;
  }

  /** Whether the field was filled in, and may be. */
  private boolean touched(PdfValue.Dict a, PdfValue.Dict b, String name) {
    return VALUES.stream().anyMatch(key -> !comparison.same(a.get(key), b.get(key)))
        && weigh(a, b, name, false) != Weight.FORBIDDEN;
  }

  /** Only the sign of a check box, which iText names when it ticks one, goes without saying. */
  private void restyled(String key, PdfValue.Dict a, PdfValue.Dict b, DocumentPath path) {
    if (!(key.equals("MK") && new BoxSign(comparison).alone(a, b))) {
      comparison.unexplained(a.get(key), b.get(key), path, Weight.DOUBTFUL);
    }
  }

  private static boolean has(PdfView view, PdfValue.Dict field, String key) {
    return !(SignatureFinder.inherited(view, field, key) instanceof PdfValue.Null);
  }

  private void always(String key, PdfValue.Dict a, PdfValue.Dict b, DocumentPath path) {
    if (comparison.same(a.get(key), b.get(key))) {
      return;
    }
    PdfValue value = now.resolve(b.get(key));
    boolean open = comparison.permissions().level().filter(level -> level < 2).isEmpty();
    boolean allowed =
        !key.equals("Type")
            ? value instanceof PdfValue.Numeral && (open || !key.equals("Ff"))
            : !a.has(key) && value.equals(new PdfValue.Name("Annot"));
    Weight weight = key.equals("Ff") ? FieldFlags.weigh(comparison, a, b) : Weight.ALLOWED;
    comparison.change("entry-changed", path, allowed ? weight : Weight.FORBIDDEN);
  }

  private boolean isPage(PdfValue value) {
    return value instanceof PdfValue.Ref ref && comparison.pages().contains(ref.number());
  }

  private Weight weigh(PdfValue.Dict old, PdfValue.Dict field, String name, boolean signature) {
    Permissions permissions = comparison.permissions();
    PdfValue value = SignatureFinder.inherited(now, field, "V");
    boolean timestamp = value instanceof PdfValue.Dict dict && SignatureObject.timestamp(dict);
    boolean another =
        signature && field.get("V") instanceof PdfValue.Ref ref && !comparison.isNew(ref);
    // A signature that was there would get one more face, in a field that was another's.
    if (!NewFields.appearance(now, field) || another) {
      return Weight.FORBIDDEN;
    }
    boolean painted = widgets.painted(now, field);
    boolean visible = widgets.visible(now, field);
    boolean vanishes =
        widgets.painted(then, old) && (!painted || (widgets.visible(then, old) && !visible));
    if (signature && timestamp && !visible && !vanishes) {
      return Weight.ALLOWED;
    }
    Optional<Integer> level = permissions.level();
    if (level.filter(l -> l < 2).isPresent() || permissions.locked(name)) {
      return Weight.FORBIDDEN;
    }
    if (signature) {
      // A field that was there: the signer knew its place. Unsigned, it may not be painted.
      if (value instanceof PdfValue.Null) {
        boolean marked = widgets.shownOtherwise(old, field);
        return painted
            ? Weight.FORBIDDEN
            : vanishes ? Weight.DOUBTFUL : marked ? Weight.SHOWN : Weight.ALLOWED;
      }
      if (timestamp && (painted || vanishes)) {
        return Weight.SHOWN;
      }
      return written(field) ? Weight.DOUBTFUL : Weight.ALLOWED;
    }
    boolean text =
        value instanceof PdfValue.Text
            || value instanceof PdfValue.Name
            || value instanceof PdfValue.Null
            || value instanceof PdfValue.Numeral
            || (value instanceof PdfValue.Array array
                && array.items().stream()
                    .map(now::resolve)
                    .allMatch(v -> v instanceof PdfValue.Text))
            || (value instanceof PdfValue.Stream stream
                && ENCODED.containsAll(stream.dict().entries().keySet()));
    return !text ? Weight.FORBIDDEN : pushButton(field) ? Weight.DOUBTFUL : Weight.SHOWN;
  }

  /** Whether the signature dictionary is written into the field, so that it is no object. */
  private static boolean written(PdfValue.Dict field) {
    return field.has("V") && !(field.get("V") instanceof PdfValue.Ref);
  }

  /** A push button has no value: what changes is only how it looks (§12.7.5.2.2). */
  private boolean pushButton(PdfValue.Dict field) {
    return (FieldFlags.of(now, field) & 1 << 16) != 0
        && new PdfValue.Name("Btn").equals(SignatureFinder.inherited(now, field, "FT"));
  }
}
