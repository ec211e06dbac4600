package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fields of the signed revision that show something and have no picture of it: a value, the options
 * of a choice (§12.7.5.4), the caption or sign of a button (table 192). Readers draw them as the
 * default appearance string says (ISO 32000-2 §12.7.4.3), with the fonts that the form lends; those
 * on a page that the form does not list too.
 */
final class FacelessFields {
  private static final Set<PdfValue> VARIABLE =
      Set.of(new PdfValue.Name("Tx"), new PdfValue.Name("Ch"));

  /** Other annotations that readers write, where they have no picture (§12.5.6.6, §12.5.6.23). */
  private static final Set<PdfValue> NOTES =
      Set.of(new PdfValue.Name("FreeText"), new PdfValue.Name("Redact"));

  /** What a field's kids inherit (§12.7.4.1) and a value is drawn by. */
  private static final List<String> DRAWN = List.of("FT", "Ff", "V", "DA", "Q", "MaxLen");

  private static final PdfValue BUTTON = new PdfValue.Name("Btn");
  private static final PdfValue SIGNATURE = new PdfValue.Name("Sig");
  private static final PdfValue CHOICE = new PdfValue.Name("Ch");
  private static final PdfValue WIDGET = new PdfValue.Name("Widget");
  private final RevisionComparison comparison;
  private @Nullable LooseNames fonts;
  private boolean unsaid;
  private boolean any;
  private boolean valued;
  private boolean lent;

  FacelessFields(RevisionComparison comparison) {
    this.comparison = comparison;
  }

  /** Whether there is one. */
  boolean any() {
    look();
    return any;
  }

  /** Whether there is any field that shows something, with a picture or without. */
  boolean valued() {
    look();
    return valued;
  }

  /** Whether there is a text or choice with a value that only the form says how to write. */
  boolean lent() {
    look();
    return lent;
  }

  /**
   * Whether one of them, or a note, is written in the font of this name: any where it says none,
   * since readers have usual ones of their own.
   */
  boolean speaks(String font) {
    return look().speaks(font) || unsaid;
  }

  /** Whether readers draw a widget otherwise since it names its parent: PDFium, MuPDF. */
  boolean gains(PdfValue.Dict before, PdfValue.Dict after) {
    PdfView then = comparison.then();
    PdfView now = comparison.now();
    return faceless(then, before)
        && !SIGNATURE.equals(SignatureFinder.inherited(now, after, "FT"))
        && DRAWN.stream()
            .anyMatch(
                key ->
                    !comparison.same(
                        SignatureFinder.inherited(then, before, key),
                        SignatureFinder.inherited(now, after, key)));
  }

  private LooseNames look() {
    if (fonts == null) {
      fonts = new LooseNames();
      PdfView then = comparison.then();
      for (int number : comparison.fields().keySet()) {
        field(AnyGeneration.dict(then, then.reference(number)), fonts);
      }
      // A list and an annotation are looked at once, however many pages name them.
      References.Walk walk = new References.Walk(then);
      for (int page : comparison.pages()) {
        PdfValue list = then.dict(then.reference(page)).get("Annots");
        walk.list(list instanceof PdfValue.Ref ref ? then.reference(ref.number()) : list);
        for (Optional<PdfValue> next = walk.next(); next.isPresent(); next = walk.next()) {
          annotation(next.get(), fonts);
        }
      }
    }
    return fonts;
  }

  private void annotation(PdfValue item, LooseNames names) {
    PdfView then = comparison.then();
    PdfValue.Dict annotation = AnyGeneration.dict(then, item);
    if (!(item instanceof PdfValue.Ref ref && comparison.fields().containsKey(ref.number()))) {
      field(annotation, names);
    }
    if (NOTES.contains(AnyGeneration.resolve(then, annotation.get("Subtype")))
        && faceless(then, annotation)) {
      lent |= !annotation.has("DA");
      written(annotation, names);
    }
  }

  private void field(PdfValue.Dict field, LooseNames names) {
    PdfView then = comparison.then();
    if (shows(then, field)) {
      boolean faceless = faceless(then, field);
      valued = true;
      lent |= lent(then, field);
      any |= faceless;
      if (faceless || FormRules.redraws(then)) {
        written(field, names);
      }
    }
  }

  /** Buttons show signs of their readers' own where nothing says how. */
  private void written(PdfValue.Dict field, LooseNames names) {
    PdfView then = comparison.then();
    PdfValue own = SignatureFinder.inherited(then, field, "DA");
    PdfValue form = then.dict(then.catalog().get("AcroForm")).get("DA");
    boolean said = collect(own instanceof PdfValue.Null ? then.resolve(form) : own, names);
    collect(AnyGeneration.inherited(then, field, "DA"), names);
    unsaid |= !said && !BUTTON.equals(SignatureFinder.inherited(then, field, "FT"));
  }

  private static boolean shows(PdfView view, PdfValue.Dict field) {
    PdfValue kind = AnyGeneration.inherited(view, field, "FT");
    return widget(view, field)
        && !SIGNATURE.equals(SignatureFinder.inherited(view, field, "FT"))
        && (said(AnyGeneration.inherited(view, field, "V"))
            // PDF.js and PDFium show what a field is reset to where it has no value.
            || said(AnyGeneration.inherited(view, field, "DV"))
            || (CHOICE.equals(kind) && said(AnyGeneration.inherited(view, field, "Opt")))
            || (BUTTON.equals(kind) && said(AnyGeneration.dict(view, field.get("MK")).get("CA"))));
  }

  /** Readers draw what has a place on the page, though it does not say that it is a widget. */
  private static boolean widget(PdfView view, PdfValue.Dict field) {
    PdfValue subtype = AnyGeneration.resolve(view, field.get("Subtype"));
    return subtype instanceof PdfValue.Null ? field.has("Rect") : subtype.equals(WIDGET);
  }

  private static boolean said(PdfValue value) {
    return !(value instanceof PdfValue.Null);
  }

  private static boolean lent(PdfView view, PdfValue.Dict field) {
    return VARIABLE.contains(AnyGeneration.inherited(view, field, "FT"))
        && SignatureFinder.inherited(view, field, "DA") instanceof PdfValue.Null;
  }

  /**
   * Whether no normal appearance (§12.5.5) is a picture, of none of its states; a text or choice
   * has none, so that Ghostscript, MuPDF and PDF.js draw their values.
   */
  private static boolean faceless(PdfView view, PdfValue.Dict field) {
    PdfValue normal = view.resolve(view.dict(field.get("AP")).get("N"));
    boolean stateless = VARIABLE.contains(AnyGeneration.inherited(view, field, "FT"));
    Stream<PdfValue> faces =
        normal instanceof PdfValue.Dict states && !stateless
            ? states.entries().values().stream().map(view::resolve)
            : Stream.of(normal);
    return faces.noneMatch(PdfValue.Stream.class::isInstance);
  }

  /** The names, whichever way the string is read. */
  private static boolean collect(PdfValue appearance, LooseNames names) {
    if (!(appearance instanceof PdfValue.Text text)) {
      return false;
    }
    boolean octets = names.collect(new String(text.value().toArray(), StandardCharsets.ISO_8859_1));
    boolean read = names.collect(PdfText.of(text.value()));
    return octets || read;
  }
}
