package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.CONTENT;
import static org.xinfu.trust.pdf.PdfForge.FACE;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.NOTE;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/** Updates that one reader shows and the next passes over, each of them well-formed to one. */
final class PdfReaders {
  private static final String FORGED = PdfForms.stream("BT /F1 40 Tf 80 700 Td (FORGED) Tj ET");

  private PdfReaders() {}

  /**
   * The page's content is forged, and a cross-reference stream of a later update has it where it
   * was: whoever looks into that stream sees the signed page.
   *
   * @param stream whether the stream is named by another one and not by a table (§7.5.8.4)
   */
  static Bytes takenBack(Bytes signed, boolean stream) {
    int original = PdfEdit.text(signed).indexOf("\n" + CONTENT + " 0 obj") + 1;
    StringBuilder out =
        new StringBuilder(PdfEdit.text(PdfUpdate.of(signed).with(CONTENT, FORGED).append()));
    int before = out.lastIndexOf("xref\n", out.lastIndexOf("startxref") - 1);
    int hidden = out.length();
    out.append(rows(90, Map.of(CONTENT, original), ""));
    int last = out.length();
    String trailer = "/Size 92/Root 1 0 R/Prev " + before + "/XRefStm " + hidden;
    out.append(
        stream
            ? rows(91, Map.of(90, hidden, 91, last), trailer)
            : "xref\n90 1\n%010d 00000 n \ntrailer\n<<%s>>\n".formatted(hidden, trailer));
    return PdfEdit.bytes(out.append("startxref\n").append(last).append("\n%%EOF\n").toString());
  }

  /** The same where the table of the later update leads to the signed content again. */
  static Bytes repointed(Bytes signed) {
    int original = PdfEdit.text(signed).indexOf("\n" + CONTENT + " 0 obj") + 1;
    Bytes forged = PdfUpdate.of(signed).with(CONTENT, FORGED).append();
    String text = PdfEdit.text(PdfUpdate.of(forged).with(CONTENT, "null").append());
    int table = text.lastIndexOf("xref\n" + CONTENT + " 1\n");
    String entry = "%010d".formatted(original);
    String unwritten = text.substring(0, text.lastIndexOf(CONTENT + " 0 obj\nnull"));
    return PdfEdit.bytes(
        unwritten
            + text.substring(table)
                .replaceFirst("(xref\n\\d+ 1\n)\\d{10}", "$1" + entry)
                .replaceFirst("startxref\n\\d+", "startxref\n" + unwritten.length()));
  }

  /**
   * The page's content is freed, and the stream of a hybrid table has it where it always was:
   * readers that pass over such streams, or heed tables more, show an empty page.
   *
   * @param earlier whether an update before frees it and not the hybrid table itself
   */
  static Bytes givenBack(Bytes signed, boolean earlier) {
    int original = PdfEdit.text(signed).indexOf("\n" + CONTENT + " 0 obj") + 1;
    Bytes base = earlier ? PdfUpdate.of(signed).free(CONTENT).append() : signed;
    StringBuilder out = new StringBuilder(PdfEdit.text(base));
    int before = out.lastIndexOf("xref\n", out.lastIndexOf("startxref") - 1);
    int hidden = out.length();
    out.append(rows(90, Map.of(CONTENT, original), ""));
    int last = out.length();
    out.append("xref\n").append(earlier ? "" : CONTENT + " 1\n0000000000 00001 f \n");
    out.append(
        "90 1\n%010d 00000 n \ntrailer\n<</Size 91/Root 1 0 R/Prev %d/XRefStm %d>>\n"
            .formatted(hidden, before, hidden));
    return PdfEdit.bytes(out.append("startxref\n").append(last).append("\n%%EOF\n").toString());
  }

  /** The signed page names an object in vain; one comes and is freed again. */
  static Bytes cameAndWent() {
    Bytes signed =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(PdfForge.PAGE, changed(PdfForge.PAGE, "/Contents 5 0 R", "/Contents 88 0 R")),
            CADES);
    return PdfUpdate.of(PdfUpdate.of(signed).with(88, FORGED).append()).free(88).append();
  }

  private static String rows(int number, Map<Integer, Integer> places, String entries) {
    StringBuilder index = new StringBuilder();
    StringBuilder rows = new StringBuilder();
    new TreeMap<>(places)
        .forEach(
            (object, place) -> {
              index.append(object).append(" 1 ");
              rows.append('\1');
              for (int shift = 24; shift >= 0; shift -= 8) {
                rows.append((char) (place >> shift & 0xff));
              }
              rows.append('\0');
            });
    return "%d 0 obj\n<</Type/XRef/W[1 4 1]/Index[%s]/Length %d%s>>\nstream\n%s\nendstream\nendobj\n"
        .formatted(number, index, rows.length(), entries, rows);
  }

  /** An update whose trailer says that there are only so many objects (§7.5.5). */
  static Bytes sized(Bytes pdf, int size) {
    return trailed(pdf, "/Size \\d+", "/Size " + size);
  }

  /** An update with something else in its trailer or behind it. */
  static Bytes trailed(Bytes pdf, String from, String to) {
    return last(PdfUpdate.of(pdf).with(80, "null").append(), from, to);
  }

  private static Bytes last(Bytes pdf, String from, String to) {
    String text = PdfEdit.text(pdf);
    int trailer = text.lastIndexOf("trailer");
    return PdfEdit.bytes(
        text.substring(0, trailer) + text.substring(trailer).replaceFirst(from, to));
  }

  /** The document whose last trailer says that there are only so many objects. */
  static Bytes counted(Bytes pdf, int size) {
    return last(pdf, "/Size \\d+", "/Size " + size);
  }

  /** A document whose catalog has the highest number, certified for forms. */
  static Bytes rootedLast() {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(40, changed(CATALOG, "/Type", "/Type"));
    objects.remove(CATALOG);
    Bytes plain = last(PdfUpdate.file(objects), "/Root 1 0 R", "/Root 40 0 R");
    return PdfForge.signed(PdfUpdate.of(plain), CADES + PdfForge.certify(2));
  }

  /** The page's content is written anew, as it was. */
  static Bytes rewritten(Bytes pdf) {
    return PdfUpdate.of(pdf).with(CONTENT, PdfEdit.body(pdf, CONTENT)).append();
  }

  /** The page's list of contents is written anew under a high number, as it was. */
  static Bytes elsewhere(Bytes signed) {
    return PdfUpdate.of(signed)
        .with(PdfForge.PAGE, changed(PdfForge.PAGE, "/Contents 5 0 R", "/Contents 95 0 R"))
        .with(95, PdfEdit.body(signed, 5))
        .append();
  }

  /** Signed by who counts on from a /Size that leaves the page's content out. */
  static Bytes miscounted() {
    String text = PdfEdit.text(PdfForge.plain());
    int trailer = text.lastIndexOf("trailer");
    String less =
        text.substring(0, trailer)
            + text.substring(trailer).replaceFirst("/Size \\d+", "/Size " + CONTENT);
    return PdfForge.signed(PdfUpdate.of(PdfEdit.bytes(less)), CADES);
  }

  /** Two catalogs in one trailer, the forged one first. */
  static Bytes rooted(Bytes signed) {
    String text =
        PdfEdit.text(
            PdfUpdate.of(signed)
                .with(71, changed(CATALOG, "/Pages 2 0 R", "/Pages 72 0 R"))
                .with(72, "<</Type/Pages/Kids[73 0 R]/Count 1>>")
                .with(73, "<</Type/Page/Parent 72 0 R/MediaBox[0 0 9 9]/Contents 70 0 R>>")
                .with(70, FORGED)
                .append());
    int dictionary = text.lastIndexOf("trailer\n<<") + "trailer\n<<".length();
    return PdfEdit.bytes(
        text.substring(0, dictionary) + "/Root 71 0 R" + text.substring(dictionary));
  }

  /** Validation material that an object stream holds in two copies. */
  static Bytes packedTwice(Bytes signed) {
    String one = "<</Type/DSS/Certs[]>>";
    String head = "90 0 90 " + (one.length() + 1) + " ";
    String body = head + one + " <</Type/DSS/CRLs[] >>";
    StringBuilder out =
        new StringBuilder(
            PdfEdit.text(
                PdfUpdate.of(signed)
                    .with(CATALOG, changed(CATALOG, "/Type", "/DSS 90 0 R/Type"))
                    .with(
                        95,
                        "<</Type/ObjStm/N 2/First %d/Length %d>>\nstream\n%s\nendstream"
                            .formatted(head.length(), body.length(), body))
                    .append()));
    int before = out.lastIndexOf("xref\n", out.lastIndexOf("startxref") - 1);
    int last = out.length();
    String row = "\2\0\0\0" + (char) 95 + "\0";
    out.append(
        "96 0 obj\n<</Type/XRef/W[1 4 1]/Index[90 1]/Length 6/Size 97/Root 1 0 R/Prev %d>>\nstream\n%s\nendstream\nendobj\n"
            .formatted(before, row));
    return PdfEdit.bytes(out.append("startxref\n").append(last).append("\n%%EOF\n").toString());
  }

  /**
   * A form that lends its fields a layer, and a picture without resources that draws it.
   *
   * @param inside whether the picture lies in one that has resources
   * @param annotation whether the picture is that of an annotation and not of a field
   */
  static Bytes borrowing(String content, boolean inside, boolean annotation) {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(61, "<</n0 62 0 R>>");
    objects.put(62, PdfForge.face("honest"));
    objects.put(FORM, changed(FORM, "/SigFlags", "/DR<</XObject 61 0 R>>/SigFlags"));
    objects.put(64, picture(content, ""));
    String outer = inside ? picture("/In Do", "/Resources<</XObject<</In 64 0 R>>>>") : "null";
    objects.put(65, outer);
    if (annotation) {
      objects.put(NOTE, "<</Type/Annot/Subtype/Stamp/Rect[9 9 290 290]/AP<</N 64 0 R>>>>");
    } else {
      objects.put(FACE, inside ? outer : picture(content, ""));
    }
    return PdfForge.signed(PdfUpdate.of(PdfUpdate.file(objects)), CADES);
  }

  private static String picture(String content, String entries) {
    return "<</Type/XObject/Subtype/Form/BBox[0 0 100 20]%s/Length %d>>\nstream\n%s\nendstream"
        .formatted(entries, content.length(), content);
  }

  /** Other resources for fields. */
  static Bytes lent(Bytes pdf, String names) {
    return PdfUpdate.of(pdf).with(61, names).with(63, PdfForge.face("FORGED")).append();
  }
}
