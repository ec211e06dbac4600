package org.xinfu.trust.pdf;

/** What an annotation, a font or an external object is (/Subtype), whichever object says it. */
final class Subtypes {
  private Subtypes() {}

  /** The name; empty when there is none. */
  static String of(PdfView view, PdfValue.Dict dict) {
    return view.resolve(dict.get("Subtype")) instanceof PdfValue.Name name ? name.value() : "";
  }

  static boolean is(PdfView view, PdfValue.Dict dict, String name) {
    return of(view, dict).equals(name);
  }
}
