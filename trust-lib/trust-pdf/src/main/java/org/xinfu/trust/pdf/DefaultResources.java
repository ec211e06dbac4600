package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * What may change in the resources that a form lends its fields (/DR, ISO 32000-2 §12.7.3): more
 * may come, and those that are there stay.
 *
 * <p>iText keeps the layers of its last signature's picture there, under names of its own, and puts
 * those of the next one in their place. A default appearance string selects a font and a colour and
 * draws no form (§12.7.4.3), so that nothing shows them. Pictures that have no resources of their
 * own, for which readers may look here, must not speak of a name that comes or changes.
 */
final class DefaultResources {
  private static final Pattern LAYER = Pattern.compile("FRM|n[0-9]{1,3}");
  private final RevisionComparison comparison;
  private final PdfView then;
  private final PdfView now;
  private @Nullable LooseNames borrowed;
  private boolean unreadable;

  DefaultResources(RevisionComparison comparison) {
    this.comparison = comparison;
    this.then = comparison.then();
    this.now = comparison.now();
  }

  void compare(PdfValue before, PdfValue after, DocumentPath path) {
    PdfValue.Dict a = then.dict(before);
    PdfValue.Dict b = now.dict(after);
    for (String kind : a.entries().keySet()) {
      PdfValue old = then.resolve(a.get(kind));
      if (old instanceof PdfValue.Dict names) {
        PdfValue.Dict young = now.dict(b.get(kind));
        names
            .entries()
            .forEach((name, value) -> named(value, young.get(name), path.then(kind).then(name)));
      } else if (!(old instanceof PdfValue.Array)) {
        comparison.strict(a.get(kind), b.get(kind), path.then(kind));
      }
    }
    for (String kind : b.entries().keySet()) {
      PdfValue.Dict old = then.dict(a.get(kind));
      now.dict(b.get(kind))
          .entries()
          .forEach(
              (name, value) -> {
                boolean written = kind.equals("Font") && comparison.faceless().speaks(name);
                if (!old.has(name) && (written || (!standard(value) && borrows(name)))) {
                  comparison.change("entry-added", path.then(kind).then(name), Weight.DOUBTFUL);
                }
              });
    }
    if (xml() && !shaped(then, a).equals(shaped(now, b))) {
      comparison.change("entry-changed", path.then("Font"), Weight.DOUBTFUL);
    }
    if (!comparison.same(before, after)) {
      comparison.change("entry-changed", path, Weight.ALLOWED);
    }
  }

  /** Whether the form is one in XML, which PDF.js writes in these fonts, by their families. */
  private boolean xml() {
    PdfValue.Dict form = now.dict(now.catalog().get("AcroForm"));
    return !(now.resolve(form.get("XFA")) instanceof PdfValue.Null);
  }

  /** Fonts that have a family or what is none, in their order: the last of a family counts. */
  private static List<String> shaped(PdfView view, PdfValue.Dict resources) {
    return view.dict(resources.get("Font")).entries().entrySet().stream()
        .filter(
            font ->
                !(view.resolve(font.getValue()) instanceof PdfValue.Dict dict)
                    || dict.has("FontDescriptor"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A font that has no shapes and no encoding of its own: it writes what the codes say. */
  private boolean standard(PdfValue value) {
    PdfValue.Dict font = now.dict(value);
    boolean plain =
        now.resolve(font.get("Encoding")) instanceof PdfValue.Name
            || now.resolve(font.get("Encoding")) instanceof PdfValue.Null;
    return plain && Subtypes.is(now, font, "Type1") && !font.has("FontDescriptor");
  }

  private void named(PdfValue before, PdfValue after, DocumentPath path) {
    if (layer(before, after, path) && !borrows(path.step())) {
      comparison.change("entry-changed", path, Weight.ALLOWED);
    } else if (dropped(after, path)) {
      comparison.change("entry-changed", path, Weight.DOUBTFUL);
    } else {
      comparison.strict(before, after, path);
    }
  }

  /**
   * PDFBox 1.8 puts the resources of its new signature in place of those that were there. Fonts and
   * encodings that no picture borrows and no field without one speaks of draw nothing that is seen.
   */
  private boolean dropped(PdfValue after, DocumentPath path) {
    DocumentPath kind = path.parent();
    return now.resolve(after) instanceof PdfValue.Null
        && kind != null
        && (kind.step().equals("Font") || kind.step().equals("Encoding"))
        && !borrows(path.step())
        && !comparison.faceless().speaks(path.step());
  }

  /** Another form, under another number: the old one stays as it is where it is used. */
  private boolean layer(PdfValue before, PdfValue after, DocumentPath path) {
    DocumentPath kind = path.parent();
    return kind != null
        && kind.step().equals("XObject")
        && LAYER.matcher(path.step()).matches()
        && before instanceof PdfValue.Ref old
        && after instanceof PdfValue.Ref young
        && !old.equals(young)
        && form(then, then.resolve(before))
        && form(now, now.resolve(after));
  }

  private static boolean form(PdfView view, PdfValue value) {
    return value instanceof PdfValue.Stream stream
        && (stream.dict().has("BBox") || Subtypes.is(view, stream.dict(), "Form"));
  }

  /** Whether a picture speaks of the name and does not say what it is. */
  private boolean borrows(String name) {
    if (borrowed == null) {
      borrowed = new LooseNames();
      Stream<PdfValue> forms =
          then.numbers().stream().map(then::object).filter(found -> form(then, found));
      for (PdfValue picture : Stream.concat(forms, faces()).toList()) {
        if (picture instanceof PdfValue.Stream stream
            && !(then.resolve(stream.dict().get("Resources")) instanceof PdfValue.Dict)) {
          collect(stream, borrowed);
        }
      }
    }
    return unreadable || borrowed.speaks(name);
  }

  /** How the fields look, whatever their pictures call themselves. */
  private Stream<PdfValue> faces() {
    return comparison.fields().keySet().stream()
        .map(number -> then.dict(then.reference(number)))
        .flatMap(field -> WidgetFaces.all(then, field));
  }

  private void collect(PdfValue.Stream picture, LooseNames names) {
    try {
      byte[] octets = StreamDecoder.decode(then, picture).toArray();
      names.collect(new String(octets, StandardCharsets.ISO_8859_1));
    } catch (MalformedPdf unread) {
      unreadable = true;
    }
  }
}
