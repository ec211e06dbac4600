package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for what a document shows and does not hold: streams whose octets are in another file (/F,
 * ISO 32000-2 §7.3.8.2) and forms that stand for a page of another document (/Ref, §8.10.4). A
 * signature over this file says nothing about those.
 */
final class OutsideContent {
  private OutsideContent() {}

  /** The streams, as reports show them. */
  static List<String> in(PdfView view) {
    List<String> found = new ArrayList<>();
    for (int number : view.numbers()) {
      if (view.object(number) instanceof PdfValue.Stream stream) {
        boolean form = stream.dict().name("Subtype").filter("Form"::equals).isPresent();
        if (file(view, stream.dict().get("F"))) {
          found.add(view.reference(number) + " is in another file");
        } else if (form && !view.dict(stream.dict().get("Ref")).entries().isEmpty()) {
          found.add(view.reference(number) + " is a page of another document");
        }
      }
    }
    return found;
  }

  /** A file specification is a string or a dictionary (§7.11). */
  private static boolean file(PdfView view, PdfValue value) {
    PdfValue named = view.resolve(value);
    return named instanceof PdfValue.Text || named instanceof PdfValue.Dict;
  }
}
