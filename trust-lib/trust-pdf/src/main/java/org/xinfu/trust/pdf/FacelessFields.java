package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fields of the signed revision that have a value and no picture of it. Readers draw them as the
 * default appearance string says (ISO 32000-2 §12.7.4.3), with the fonts that the form lends.
 */
final class FacelessFields {
  private static final Pattern FONT = Pattern.compile("/([^\\s/()<>\\[\\]{}%\\x00]+)");
  private static final Set<PdfValue> VARIABLE =
      Set.of(new PdfValue.Name("Tx"), new PdfValue.Name("Ch"));

  /** What a field's kids inherit (§12.7.4.1) and a value is drawn by. */
  private static final List<String> DRAWN = List.of("FT", "Ff", "V", "DA", "Q", "MaxLen");

  private static final PdfValue SIGNATURE = new PdfValue.Name("Sig");
  private final RevisionComparison comparison;
  private @Nullable Set<String> fonts;
  private boolean any;
  private boolean valued;
  private boolean lent;

  FacelessFields(RevisionComparison comparison) {
    this.comparison = comparison;
  }

  /** Whether there is one. */
  boolean any() {
    return !look().isEmpty() || any;
  }

  /** Whether there is any field that has a value, with a picture or without. */
  boolean valued() {
    return !look().isEmpty() || valued;
  }

  /** Whether there is a text or choice with a value that only the form says how to write. */
  boolean lent() {
    return !look().isEmpty() || lent;
  }

  /** Whether one of them is written in the font of this name. */
  boolean speaks(String font) {
    return look().contains(font);
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

  private Set<String> look() {
    if (fonts == null) {
      fonts = new HashSet<>();
      PdfView then = comparison.then();
      PdfValue.Dict form = then.dict(then.catalog().get("AcroForm"));
      for (int number : comparison.fields().keySet()) {
        PdfValue.Dict field = then.dict(then.reference(number));
        valued |= valued(then, field);
        lent |= valued(then, field) && lent(then, field);
        if (valued(then, field) && faceless(then, field)) {
          any = true;
          PdfValue own = SignatureFinder.inherited(then, field, "DA");
          collect(own instanceof PdfValue.Null ? then.resolve(form.get("DA")) : own);
        }
      }
    }
    return fonts;
  }

  private static boolean valued(PdfView view, PdfValue.Dict field) {
    return field.name("Subtype").filter("Widget"::equals).isPresent()
        && !(SignatureFinder.inherited(view, field, "V") instanceof PdfValue.Null)
        && !SIGNATURE.equals(SignatureFinder.inherited(view, field, "FT"));
  }

  private static boolean lent(PdfView view, PdfValue.Dict field) {
    return VARIABLE.contains(SignatureFinder.inherited(view, field, "FT"))
        && SignatureFinder.inherited(view, field, "DA") instanceof PdfValue.Null;
  }

  /** Whether no normal appearance (§12.5.5) is a picture, of none of its states. */
  private static boolean faceless(PdfView view, PdfValue.Dict field) {
    PdfValue normal = view.resolve(view.dict(field.get("AP")).get("N"));
    Stream<PdfValue> faces =
        normal instanceof PdfValue.Dict states
            ? states.entries().values().stream().map(view::resolve)
            : Stream.of(normal);
    return faces.noneMatch(PdfValue.Stream.class::isInstance);
  }

  /** The names, however they are spelled (§7.3.5) and whichever way the string is read. */
  private void collect(PdfValue appearance) {
    if (fonts != null && appearance instanceof PdfValue.Text text) {
      String octets = new String(text.value().toArray(), StandardCharsets.ISO_8859_1);
      for (String read : List.of(octets, PdfText.of(text.value()))) {
        Matcher names = FONT.matcher(read);
        while (names.find()) {
          fonts.add(DefaultResources.plain(names.group(1)));
        }
      }
    }
  }
}
