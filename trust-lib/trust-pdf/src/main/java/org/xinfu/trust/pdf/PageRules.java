package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * What may change on a page: its list of annotations, by widgets of new signatures and, where the
 * certifier allowed it, by notes that no reader draws. ISO 32000-2 §12.5, §12.8.2.2.
 */
final class PageRules {
  private static final int MOST_PAGES = 500_000;
  private static final int DEEPEST = 64;

  /** What stands above a kid of two nodes. */
  private static final PdfValue.Ref TWO = new PdfValue.Ref(-1, 0);

  static final Set<String> INHERITED = Set.of("Resources", "MediaBox", "CropBox", "Rotate");
  private static final Set<String> NOTES = Set.of("Text", "Popup");
  private static final Set<String> MARKS =
      Set.of("Highlight", "Underline", "Squiggly", "StrikeOut", "Link", "Caret");

  /** Entries by which an annotation does something of its own accord. */
  private static final Set<String> ACTING = Set.of("A", "AA", "PA");

  private final RevisionComparison comparison;
  private final PdfView then;
  private final PdfView now;
  private final NewFields newFields;
  private final Map<Integer, PdfValue.Ref> parents = new HashMap<>();
  private final Set<List<PdfValue>> seen = new HashSet<>();

  PageRules(RevisionComparison comparison) {
    this.comparison = comparison;
    this.then = comparison.then();
    this.now = comparison.now();
    this.newFields = new NewFields(comparison);
  }

  /** Learns the pages of the signed revision, and the widgets on them that are in no form. */
  void collect() {
    References.Walk walk = new References.Walk(then).node(then.catalog().get("Pages"));
    Optional<PdfValue> next = walk.next();
    while (next.isPresent() && comparison.pages().size() < MOST_PAGES) {
      if (next.get() instanceof PdfValue.Ref ref
          && then.object(ref) instanceof PdfValue.Dict node) {
        if (node.has("Kids")) {
          comparison.nodes().add(ref.number());
          under(ref, then.array(node.get("Kids")));
          walk.list(node.get("Kids"));
        } else {
          comparison.pages().add(ref.number());
        }
      }
      next = walk.next();
    }
  }

  private void under(PdfValue.Ref parent, List<PdfValue> kids) {
    comparison.looked(kids.size());
    for (PdfValue kid : kids) {
      if (kid instanceof PdfValue.Ref ref) {
        parents.merge(ref.number(), parent, (one, other) -> one.equals(other) ? one : TWO);
      }
    }
  }

  void compare() {
    for (int number : new TreeSet<>(comparison.pages())) {
      PdfValue.Ref ref = then.reference(number);
      DocumentPath path = DocumentPath.of("page").in(ref);
      if (now.object(ref) instanceof PdfValue.Dict after) {
        page(then.dict(ref), after, path);
      } else {
        comparison.unexplained(then.dict(ref), now.object(ref), path, Weight.FORBIDDEN);
      }
    }
  }

  private void page(PdfValue.Dict before, PdfValue.Dict after, DocumentPath path) {
    Set<String> keys = new TreeSet<>(before.entries().keySet());
    keys.addAll(after.entries().keySet());
    for (String key : keys) {
      PdfValue a = INHERITED.contains(key) ? inherited(then, before, key) : before.get(key);
      PdfValue b = INHERITED.contains(key) ? inherited(now, after, key) : after.get(key);
      if (INHERITED.contains(key) && before.has(key) != after.has(key) && !grown(path.object())) {
        comparison.change("entry-changed", path.then(key), Weight.DOUBTFUL);
      }
      switch (key) {
        case "Contents" -> contents(a, b, path.then(key));
        case "Annots" -> annotations(a, b, path.then(key));
        // The order of tabbing, a tag's key, a producer's notes: nothing that is shown.
        case "Tabs", "StructParents", "LastModified" ->
            comparison.unexplained(
                a, b, path.then(key), plain(b) ? Weight.ALLOWED : Weight.FORBIDDEN);
        case "PieceInfo" -> comparison.unexplained(a, b, path.then(key), Weight.DOUBTFUL);
        default -> comparison.strict(a, b, path.then(key));
      }
    }
  }

  /**
   * Whether the page and what is above it name as parents what the tree leads through. Poppler and
   * Ghostscript inherit from the one, PDFium and PDF.js from the other (§7.7.3.4).
   */
  private boolean grown(PdfValue.@Nullable Ref page) {
    PdfValue.Ref at = page;
    for (int i = 0; i < DEEPEST && at != null; i++) {
      PdfValue parent = then.dict(at).get("Parent");
      PdfValue.Ref above = parents.get(at.number());
      if (above == null || !above.equals(parent)) {
        return above == null && parent instanceof PdfValue.Null;
      }
      at = above;
    }
    return false;
  }

  private boolean plain(PdfValue value) {
    PdfValue found = now.resolve(value);
    return found instanceof PdfValue.Name
        || found instanceof PdfValue.Numeral
        || found instanceof PdfValue.Text
        || found instanceof PdfValue.Null;
  }

  /** What libraries write into the page that was on the tree or goes without saying (table 31). */
  private static PdfValue inherited(PdfView view, PdfValue.Dict page, String key) {
    PdfValue.Dict at = page;
    for (int i = 0; !at.entries().isEmpty() && i < DEEPEST; i++) {
      if (at.has(key)) {
        return at.get(key);
      }
      at = view.dict(at.get("Parent"));
    }
    return switch (key) {
      case "CropBox" -> inherited(view, page, "MediaBox");
      case "Rotate" -> new PdfValue.Numeral(0, true);
      default -> PdfValue.NULL;
    };
  }

  /** A content stream that was alone may become the only one of a list, as before more is added. */
  private void contents(PdfValue before, PdfValue after, DocumentPath path) {
    List<PdfValue> young = now.array(after);
    boolean listed = then.resolve(before) instanceof PdfValue.Stream && young.size() == 1;
    comparison.strict(before, listed ? young.get(0) : after, path);
  }

  /** What was there stays, in its order; what comes in between is looked at one by one. */
  private void annotations(PdfValue before, PdfValue after, DocumentPath path) {
    comparison.reached(before, after, path);
    PdfValue listed = References.last(then, before);
    PdfValue lists = References.last(now, after);
    boolean shared = listed instanceof PdfValue.Ref && lists instanceof PdfValue.Ref;
    if (shared && !seen.add(List.of(listed, lists))) {
      return; // another page has the same list, and nothing of it depends on the page
    }
    List<PdfValue> old = then.array(before);
    List<PdfValue> young = now.array(after);
    if (!(now.resolve(after) instanceof PdfValue.Array)
        && !(now.resolve(after) instanceof PdfValue.Null)) {
      comparison.unexplained(before, after, path, Weight.FORBIDDEN);
      return;
    }
    comparison.looked(old.size() + young.size());
    Set<PdfValue.Ref> present = References.of(young);
    int next = 0;
    for (int i = 0; i < young.size(); i++) {
      PdfValue annotation = young.get(i);
      DocumentPath place = path.then(Integer.toString(i));
      while (next < old.size() && hidden(old.get(next), present)) {
        comparison.change("annotation-removed", path, Weight.ALLOWED);
        next++;
      }
      if (next < old.size() && comparison.splits().stands(old.get(next), annotation)) {
        // The field's rules judge how it looks.
        next++;
      } else if (next < old.size() && matches(old.get(next), annotation, place)) {
        kept(old.get(next++), annotation, place);
      } else {
        added(annotation, place);
      }
    }
    while (next < old.size() && hidden(old.get(next), Set.of())) {
      comparison.change("annotation-removed", path, Weight.ALLOWED);
      next++;
    }
    if (next < old.size()) {
      comparison.change("annotation-removed", path, level(3) ? Weight.DOUBTFUL : Weight.FORBIDDEN);
    }
  }

  /**
   * A widget without any room that is still in the form, and not among those that are present;
   * libraries drop it from the page.
   */
  private boolean hidden(PdfValue annotation, Set<PdfValue.Ref> present) {
    return annotation instanceof PdfValue.Ref ref
        && !present.contains(ref)
        && comparison.fields().containsKey(ref.number())
        && then.object(ref) instanceof PdfValue.Dict widget
        && FieldWidgets.widget(then, widget)
        && widget.has("Rect")
        && !comparison.widgets().visible(then, widget);
  }

  private boolean matches(PdfValue a, PdfValue b, DocumentPath path) {
    boolean references = a instanceof PdfValue.Ref || b instanceof PdfValue.Ref;
    return a.equals(b) || (references ? comparison.moved(a, b, path) : comparison.same(a, b, path));
  }

  private void kept(PdfValue before, PdfValue after, DocumentPath path) {
    Weight weight = level(3) ? Weight.DOUBTFUL : Weight.FORBIDDEN;
    comparison.unexplained(before, after, path, weight);
  }

  private void added(PdfValue annotation, DocumentPath path) {
    if (annotation instanceof PdfValue.Ref ref
        && comparison.approvedWidgets().contains(ref.number())) {
      return;
    }
    if (annotation instanceof PdfValue.Null) {
      return;
    }
    if (unlisted(annotation)) {
      newFields.judge(annotation, path);
      return;
    }
    comparison.change("annotation-added", path, weigh(annotation));
  }

  /**
   * A signature that stands on the page alone, since the form was there before and its producer
   * wrote another (node-signpdf): a reader that shows it, and we, find it all the same.
   */
  private boolean unlisted(PdfValue annotation) {
    return annotation instanceof PdfValue.Ref ref
        && now.object(ref) instanceof PdfValue.Dict widget
        && Subtypes.is(now, widget, "Widget")
        && widget.name("FT").filter("Sig"::equals).isPresent()
        && !widget.has("Parent")
        && now.resolve(widget.get("V")) instanceof PdfValue.Dict;
  }

  private Weight weigh(PdfValue annotation) {
    if (annotation instanceof PdfValue.Ref ref && !comparison.isNew(ref)) {
      return Weight.FORBIDDEN;
    }
    PdfValue.Dict dict = now.dict(annotation);
    String subtype = Subtypes.of(now, dict);
    boolean unseen = NOTES.contains(subtype) && !dict.has("AP") && !opens(dict);
    unseen &= subtype.equals("Popup") || FieldWidgets.hidden(dict);
    if (ACTING.stream().anyMatch(dict::has) && !subtype.equals("Link")) {
      return Weight.FORBIDDEN;
    }
    if (level(3)) {
      return unseen ? Weight.SHOWN : subtype.equals("Widget") ? Weight.FORBIDDEN : Weight.DOUBTFUL;
    }
    boolean silent = comparison.permissions().level().isEmpty();
    boolean paintsNothing = (NOTES.contains(subtype) || MARKS.contains(subtype)) && !dict.has("AP");
    return silent && paintsNothing ? Weight.DOUBTFUL : Weight.FORBIDDEN;
  }

  /** Whether a note's window stands over the page: Ghostscript prints it, text and all. */
  private boolean opens(PdfValue.Dict note) {
    PdfValue open = now.resolve(note.get("Open"));
    return !(open instanceof PdfValue.Null)
        && !(open instanceof PdfValue.Truth truth && !truth.value());
  }

  private boolean level(int wanted) {
    return comparison.permissions().level().equals(Optional.of(wanted));
  }
}
