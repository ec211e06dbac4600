package org.xinfu.trust.pdf;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/** Fields that came after a signature: only signature fields may, ISO 32000-2 §12.8.2.2. */
final class NewFields {
  private static final Set<String> KEYS =
      Set.of(
          "Type",
          "Subtype",
          "FT",
          "T",
          "TU",
          "TM",
          "V",
          "DV",
          "F",
          "Ff",
          "P",
          "Parent",
          "Kids",
          "Rect",
          "AP",
          "AS",
          "MK",
          "Lock",
          "SV",
          "DA",
          "DR",
          "Q",
          "M",
          "NM",
          "Border",
          "BS",
          "H",
          "OC",
          "StructParent",
          "C",
          "Alt",
          "Contents",
          "Lang");

  /** What a widget is called where it cannot be seen (§12.5.2, §14.9); OpenPDF writes Alt. */
  private static final Set<String> SPOKEN = Set.of("Alt", "Contents", "Lang");

  private static final Set<String> NAMING = Set.of("T", "TU", "TM", "Parent", "Kids");
  private static final Set<String> FACES = Set.of("N", "R", "D");
  private static final Pattern LANGUAGE = Pattern.compile("\u001b[^\u001b]*\u001b");
  private static final int DEEPEST = 8;
  private static final PdfValue SIGNATURE = new PdfValue.Name("Sig");
  private final RevisionComparison comparison;
  private final PdfView now;
  private final Set<PdfValue.Ref> met = new HashSet<>();
  private @Nullable Set<String> names;

  NewFields(RevisionComparison comparison) {
    this.comparison = comparison;
    this.now = comparison.now();
  }

  void judge(PdfValue item, DocumentPath path) {
    judge(item, path, 0);
  }

  private void judge(PdfValue item, DocumentPath path, int depth) {
    if (depth < DEEPEST
        && item instanceof PdfValue.Ref parent
        && comparison.isNew(parent)
        && names(now.dict(parent))) {
      PdfValue list = now.dict(parent).get("Kids");
      if (met.add(parent) && References.first(References.last(now, list), met)) {
        List<PdfValue> kids = now.array(list);
        for (int i = 0; i < kids.size(); i++) {
          judge(kids.get(i), path.in(parent).then(Integer.toString(i)), depth + 1);
        }
      }
      return;
    }
    if (!(item instanceof PdfValue.Ref ref)
        || !comparison.isNew(ref)
        || !(now.object(ref) instanceof PdfValue.Dict field)
        || another(field)) {
      comparison.change("field-added", path, Weight.FORBIDDEN);
      return;
    }
    List<PdfValue> parts = comparison.widgets().below(now, ref);
    if (!parts.stream().allMatch(this::signatureField)) {
      comparison.change("field-added", path, Weight.FORBIDDEN);
      return;
    }
    if (parts.stream().map(now::dict).anyMatch(one -> strange(one) || taken(named(one)))) {
      comparison.change("field-renamed", path, Weight.DOUBTFUL);
    }
    boolean signed = SignatureFinder.inherited(now, field, "V") instanceof PdfValue.Dict;
    comparison.change(
        signed ? "signature-added" : "field-added", path.in(ref), weigh(field, signed));
    References.of(parts).forEach(part -> comparison.approvedWidgets().add(part.number()));
  }

  /**
   * Whether a field of another kind has the name: to PDFium both are one field, of the kind that is
   * listed first.
   */
  private boolean taken(String name) {
    if (names == null) {
      names = new HashSet<>();
      PdfView then = comparison.then();
      for (Map.Entry<Integer, String> field : comparison.fields().entrySet()) {
        PdfValue.Dict dict = then.dict(then.reference(field.getKey()));
        if (!SIGNATURE.equals(SignatureFinder.inherited(then, dict, "FT"))) {
          names.add(said(field.getValue()));
        }
      }
      names.remove("");
    }
    return names.contains(said(name));
  }

  private String named(PdfValue.Dict field) {
    String name = SignatureFinder.name(now, field);
    comparison.named(name);
    return name;
  }

  private boolean strange(PdfValue.Dict field) {
    return now.resolve(field.get("T")) instanceof PdfValue.Text name
        && PdfText.strange(name.value());
  }

  /** A name without its escapes that tell the language (§7.9.2.2), which PDFium passes over. */
  static String said(String name) {
    return LANGUAGE.matcher(name).replaceAll("");
  }

  /** Whether a node only lends its name to the fields beneath it (§12.7.4.2). */
  private boolean names(PdfValue.Dict node) {
    return NAMING.containsAll(node.entries().keySet())
        && !now.array(node.get("Kids")).isEmpty()
        && SignatureFinder.inherited(now, node, "FT") instanceof PdfValue.Null;
  }

  private Weight weigh(PdfValue.Dict field, boolean signed) {
    FieldWidgets widgets = comparison.widgets();
    boolean visible = widgets.visible(now, field);
    boolean closed = comparison.permissions().level().filter(l -> l < 2).isPresent();
    if (!signed) {
      // Nobody answers for what an unsigned field paints, nor did the certifier see its place.
      boolean certified = comparison.permissions().level().isPresent();
      return !visible
          ? Weight.ALLOWED
          : closed || widgets.painted(now, field)
              ? Weight.FORBIDDEN
              : certified
                  ? Weight.DOUBTFUL
                  : widgets.marked(now, field) ? Weight.SHOWN : Weight.ALLOWED;
    }
    boolean timestamp =
        SignatureFinder.inherited(now, field, "V") instanceof PdfValue.Dict value
            && SignatureObject.timestamp(value);
    if (timestamp && !visible) {
      return Weight.ALLOWED;
    }
    Permissions permissions = comparison.permissions();
    if (closed) {
      return Weight.FORBIDDEN;
    }
    if (permissions.locked(SignatureFinder.name(now, field)) && permissions.locksNewFields()) {
      return Weight.DOUBTFUL;
    }
    if (visible && permissions.level().isPresent()) {
      // The certifier did not see where the new signature would stand.
      return Weight.DOUBTFUL;
    }
    // Anybody gets a time-stamp: it does not answer for what its field shows.
    return timestamp && visible && widgets.painted(now, field) ? Weight.SHOWN : Weight.ALLOWED;
  }

  /** Whether it would be one more face of a signature that was there already. */
  private boolean another(PdfValue.Dict field) {
    PdfValue.Dict at = field;
    for (int i = 0; !at.entries().isEmpty() && i < DEEPEST; i++) {
      if (at.has("V")) {
        return !(at.get("V") instanceof PdfValue.Ref value && comparison.isNew(value));
      }
      at = now.dict(at.get("Parent"));
    }
    return false;
  }

  /**
   * Whether it is a new object, and a signature field, its own widget or with widgets as kids, and
   * nothing that acts.
   */
  private boolean signatureField(PdfValue part) {
    if (!(part instanceof PdfValue.Ref ref)
        || !comparison.isNew(ref)
        || !(now.object(ref) instanceof PdfValue.Dict field)
        || !KEYS.containsAll(field.entries().keySet())
        || !SPOKEN.stream().map(field::get).map(now::resolve).allMatch(NewFields::text)
        || !SIGNATURE.equals(SignatureFinder.inherited(now, field, "FT"))
        || !(appearance(now, field) || unseen(field))
        || (field.has("Subtype") && !Subtypes.is(now, field, "Widget"))) {
      return false;
    }
    PdfValue value = field.get("V");
    boolean own =
        value instanceof PdfValue.Null
            || (value instanceof PdfValue.Ref signature
                && comparison.isNew(signature)
                && now.object(signature) instanceof PdfValue.Dict);
    List<PdfValue> kids = now.array(field.get("Kids"));
    comparison.looked(kids.size());
    return own && kids.stream().allMatch(PdfValue.Ref.class::isInstance);
  }

  /**
   * Whether the only face is a dictionary that should have been a stream, as endesive writes it of
   * a signature that nobody sees: there is nothing in it that a reader could draw (§12.5.5).
   */
  private boolean unseen(PdfValue.Dict field) {
    return !comparison.widgets().visible(now, field)
        && now.resolve(field.get("AP")) instanceof PdfValue.Dict faces
        && Set.of("N").containsAll(faces.entries().keySet())
        && now.resolve(faces.get("N")) instanceof PdfValue.Dict face
        && face.entries().values().stream().allMatch(NewFields::bare);
  }

  private static boolean bare(PdfValue value) {
    return value instanceof PdfValue.Numeral
        || value instanceof PdfValue.Name
        || (value instanceof PdfValue.Array array
            && array.items().stream().allMatch(PdfValue.Numeral.class::isInstance));
  }

  private static boolean text(PdfValue value) {
    return value instanceof PdfValue.Null || value instanceof PdfValue.Text;
  }

  /** Whether an appearance, if there is one, consists of faces that are streams (§12.5.5). */
  static boolean appearance(PdfView view, PdfValue.Dict field) {
    PdfValue value = view.resolve(field.get("AP"));
    if (value instanceof PdfValue.Null) {
      return true;
    }
    return value instanceof PdfValue.Dict faces
        && FACES.containsAll(faces.entries().keySet())
        && faces.entries().values().stream().map(view::resolve).allMatch(f -> face(view, f));
  }

  private static boolean face(PdfView view, PdfValue face) {
    return face instanceof PdfValue.Stream
        || face instanceof PdfValue.Null
        || (face instanceof PdfValue.Dict states
            && states.entries().values().stream()
                .map(view::resolve)
                .allMatch(s -> s instanceof PdfValue.Stream || s instanceof PdfValue.Null));
  }
}
