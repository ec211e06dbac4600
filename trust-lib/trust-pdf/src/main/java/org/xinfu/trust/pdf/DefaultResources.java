package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * What may change in the resources that a form lends its fields (/DR, ISO 32000-2 §12.7.3): more
 * may come, and those that are there stay.
 *
 * <p>iText keeps the layers of its last signature's picture there, under names of its own, and puts
 * those of the next one in their place. A default appearance string selects a font and a colour and
 * draws no form (§12.7.4.3), so that nothing shows them; a picture that has no resources itself,
 * which readers may look for here, must not draw.
 */
final class DefaultResources {
  private static final Pattern LAYER = Pattern.compile("FRM|n[0-9]{1,3}");
  private static final Pattern DRAWS = Pattern.compile("\\bDo\\b");
  private final RevisionComparison comparison;
  private final PdfView then;
  private final PdfView now;

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
    if (!comparison.same(before, after)) {
      comparison.change("entry-changed", path, Weight.ALLOWED);
    }
  }

  private void named(PdfValue before, PdfValue after, DocumentPath path) {
    if (layer(before, after, path) && !drawnFromHere()) {
      comparison.change("entry-changed", path, Weight.ALLOWED);
    } else {
      comparison.strict(before, after, path);
    }
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
        && form(then.resolve(before))
        && form(now.resolve(after));
  }

  private static boolean form(PdfValue value) {
    return value instanceof PdfValue.Stream stream
        && stream.dict().name("Subtype").filter("Form"::equals).isPresent();
  }

  /** Whether a field's picture draws something and does not say where it is. */
  private boolean drawnFromHere() {
    return comparison.fields().keySet().stream()
        .map(number -> then.dict(then.reference(number)))
        .flatMap(field -> then.dict(field.get("AP")).entries().values().stream())
        .flatMap(state -> states(then.resolve(state)).values().stream())
        .anyMatch(picture -> then.resolve(picture) instanceof PdfValue.Stream s && draws(s));
  }

  private static Map<String, PdfValue> states(PdfValue state) {
    return state instanceof PdfValue.Dict several ? several.entries() : Map.of("", state);
  }

  private boolean draws(PdfValue.Stream picture) {
    if (then.resolve(picture.dict().get("Resources")) instanceof PdfValue.Dict) {
      return false;
    }
    try {
      String content =
          new String(StreamDecoder.decode(then, picture).toArray(), StandardCharsets.ISO_8859_1);
      return DRAWS.matcher(content).find();
    } catch (MalformedPdf unreadable) {
      return true;
    }
  }
}
