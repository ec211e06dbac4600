package org.xinfu.trust.pdf;

import java.util.Map;
import org.xinfu.trust.Bytes;

/** Objects and tables of later revisions under numbers that are others'. */
final class PdfNumbers {
  private static final String PAGE = "/MediaBox[0 0 111 222]";
  private static final String FORGED =
      PdfForge.objects().get(PdfForge.PAGE).replace("/MediaBox[0 0 595 842]", PAGE);

  private PdfNumbers() {}

  /**
   * An update whose cross-reference stream, which does not list itself, bears this number and is a
   * page, the pages and a catalog too.
   */
  static Bytes table(Bytes pdf, int number) {
    return PdfStreamed.of(pdf)
        .with(85, "<</Type/Pages/Kids[86 0 R]/Count 1>>")
        .with(86, FORGED.replace("/Parent 2 0 R", "/Parent 85 0 R"))
        .unlisted()
        .tableNumber(number)
        .table("/Type/XRef", "/Type/XRef/Parent 2 0 R/Pages 85 0 R/Kids[86 0 R]/Count 1" + PAGE)
        .append();
  }

  /** The same with the stream of a hybrid table (§7.5.8.4). */
  static Bytes hybrid(Bytes pdf, int number) {
    String stream =
        number
            + " 0 obj\n<</Type/XRef/Size 100/W[1 1 1]/Index[0 1]/Length 3"
            + PAGE
            + ">>\nstream\n\0\0\0\nendstream\nendobj\n";
    String hole = "/XRefStm 1234567890";
    String text = PdfEdit.text(PdfUpdate.of(pdf).with(85, "<<>>").trailer(hole).append());
    int table = text.lastIndexOf("xref\n85 1");
    return PdfEdit.bytes(
        text.substring(0, table)
            + stream
            + text.substring(table)
                .replace(hole, "/XRefStm " + table)
                .replace("startxref\n" + table, "startxref\n" + (table + stream.length())));
  }

  /** A page names, beside its content, what is not there; a table takes that number. */
  static Bytes vain() {
    String page = PdfForge.changed(PdfForge.PAGE, "/Contents 5 0 R", "/Contents[5 0 R 75 0 R]");
    return PdfStreamed.of(PdfStreamed.signed(Map.of(PdfForge.PAGE, page)))
        .with(80, "<<>>")
        .unlisted()
        .tableNumber(75)
        .append();
  }

  /**
   * An update says that object 80 is where a page's copy stands under this head, and the next has
   * it elsewhere.
   */
  static Bytes superseded(boolean streamed, String head) {
    if (streamed) {
      Bytes first = PdfStreamed.of(PdfStreamed.signed(Map.of())).with(80, FORGED).append();
      return PdfStreamed.of(headed(first, head)).with(80, "<<>>").number(93).append();
    }
    Bytes first = PdfUpdate.of(PdfForge.signed(PdfForge.CADES)).with(80, FORGED).append();
    return PdfUpdate.of(headed(first, head)).with(80, "<<>>").append();
  }

  private static Bytes headed(Bytes pdf, String head) {
    String text = PdfEdit.text(pdf);
    int at = text.lastIndexOf("80 0 obj");
    return PdfEdit.bytes(text.substring(0, at) + head + text.substring(at + head.length()));
  }

  /**
   * An update has a page and another object at one place; the next has the page where it was, and
   * packs the other.
   */
  static Bytes twice() {
    Bytes signed = PdfStreamed.signed(Map.of());
    int at = PdfEdit.text(signed).length();
    int page = PdfEdit.text(signed).indexOf("\n3 0 obj") + 1;
    Bytes first = PdfStreamed.of(signed).with(PdfForge.PAGE, FORGED).row(88, 1, at, 0).append();
    return PdfStreamed.of(first).row(PdfForge.PAGE, 1, page, 0).packed(88, "1").number(93).append();
  }

  /** An update with an object of this number: MuPDF rebuilds for one beyond annex C. */
  static Bytes high(Bytes pdf, int number) {
    return PdfStreamed.of(pdf).with(80, "<<>>").with(number, "<<>>").append();
  }
}
