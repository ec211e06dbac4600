package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for what a document shows and no signature covers: streams whose octets are in another file
 * (/F, ISO 32000-2 §7.3.8.2), forms that stand for a page of another document (/Ref, §8.10.4), and
 * what shows the octets that a signature leaves out ({@link SharedGaps}).
 */
final class OutsideContent {
  private OutsideContent() {}

  /** The objects, as reports show them. */
  static List<String> in(PdfView view, List<Judged> signatures) {
    List<String> found = new ArrayList<>();
    SharedGaps gaps = new SharedGaps(view, signatures);
    for (int number : view.numbers()) {
      PdfValue value = view.object(number);
      gaps.use(number, value).ifPresent(found::add);
      if (value instanceof PdfValue.Stream stream) {
        boolean form = Subtypes.is(view, stream.dict(), "Form");
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
