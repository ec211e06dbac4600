package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.CONTENT;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.RESOURCES;
import static org.xinfu.trust.pdf.PdfForge.SECOND;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import org.xinfu.trust.Bytes;

/** Documents in which an object that some rule lets change is drawn as something else. */
final class PdfDisguises {
  static final int INFO = 44;
  private static final String FORGED = "BT /F1 40 Tf 80 600 Td (FORGED) Tj ET";

  private PdfDisguises() {}

  private static Bytes signed(Map<Integer, String> objects, String entries) {
    return PdfForge.signed(PdfUpdate.of(PdfUpdate.file(objects)), CADES + entries);
  }

  private static String resources(String entries) {
    return PdfForge.objects().get(RESOURCES).replaceFirst(">>$", entries + ">>");
  }

  private static String picture(String text) {
    return PdfForge.face(text).replace("/Length", "/Resources 6 0 R/Length");
  }

  /** The page draws the form that this entry of an object names; then the entry names another. */
  private static Bytes swapped(int number, String body, String name) {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(RESOURCES, resources("/XObject " + number + " 0 R"));
    objects.put(CONTENT, PdfForms.stream("q /" + name + " Do Q"));
    objects.put(number, body);
    objects.put(40, picture("honest"));
    objects.put(41, picture("FORGED"));
    return PdfUpdate.of(signed(objects, ""))
        .with(number, body.replace(name + " 40 0 R", name + " 41 0 R"))
        .append();
  }

  /** The page's own dictionary is its resources' pictures. */
  static Bytes page(String name) {
    return swapped(PAGE, changed(PAGE, "/Type/Page", "/Type/Page/" + name + " 40 0 R"), name);
  }

  /** An unsigned signature field is the page's pictures. */
  static Bytes field(String name) {
    return swapped(SECOND, "<</FT/Sig/T(Second)/" + name + " 40 0 R>>", name);
  }

  /** The page's pictures are a signature field, one of them an icon that signing may change. */
  static Bytes icon() {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(RESOURCES, resources("/XObject " + SECOND + " 0 R"));
    objects.put(CONTENT, PdfForms.stream("q /MK Do Q"));
    objects.put(PAGE, changed(PAGE, "/Type/Page", "/AAA 6 0 R/Type/Page"));
    return countersigned(objects);
  }

  /** A text field's picture is one of a signature field's entries. */
  static Bytes state() {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(AMOUNT, changed(AMOUNT, "/N 13 0 R", "/N 14 0 R").replace("/AP", "/AS/MK/AP"));
    return countersigned(objects);
  }

  private static Bytes countersigned(Map<Integer, String> objects) {
    String field = "<</FT/Sig/T(Second)/MK 40 0 R>>";
    objects.put(SECOND, field);
    objects.put(40, picture("honest"));
    objects.put(41, picture("FORGED"));
    String filled = field.replace("40 0 R", "41 0 R/V 21 0 R");
    PdfUpdate update = PdfUpdate.of(signed(objects, "")).with(SECOND, filled);
    return PdfForge.sign(update, 21, CADES, PdfFixtures.ECDSA);
  }

  /** The catalog is the glyphs of a font, and its metadata one of them. */
  static Bytes glyph() {
    return glyph(PdfForge.objects(), "");
  }

  /** The same where this object, or the information, names the font too. */
  static Bytes glyph(int number) {
    Map<Integer, String> objects = PdfForge.objects();
    String body = objects.getOrDefault(number, "<<>>");
    objects.put(number, body.replaceFirst("^<<", "<</AAA 42 0 R"));
    return glyph(objects, number == INFO ? "/Info " + INFO + " 0 R" : "");
  }

  private static Bytes glyph(Map<Integer, String> objects, String trailer) {
    String font =
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/CharProcs 1 0 R"
            + "/Encoding<</Differences[65/Metadata]>>/FirstChar 65/LastChar 65/Widths[1]>>";
    objects.put(RESOURCES, "<</Font<</T 42 0 R>>>>");
    objects.put(42, font);
    objects.put(CONTENT, PdfForms.stream("BT /T 99 Tf (A) Tj ET"));
    objects.computeIfPresent(
        CATALOG, (number, body) -> body.replace("/Type", "/Metadata 40 0 R/Type"));
    objects.put(40, metadata("1 0 0 0 1 1 d1 0 0 .5 .5 re f"));
    return PdfUpdate.of(PdfForge.signed(PdfUpdate.of(PdfUpdate.file(objects, trailer)), CADES))
        .with(40, metadata("1 0 0 0 1 1 d1 0 0 1 1 re f"))
        .append();
  }

  private static String metadata(String content) {
    return PdfForms.stream(content).replace("<<", "<</Type/Metadata/Subtype/XML");
  }

  /** The tree of pages is a field too, whose kids change places. */
  static Bytes tree() {
    Map<Integer, String> objects = PdfForge.objects();
    String tree = "<</Type/Pages/FT/Sig/T(tree)/Kids[3 0 R 8 0 R]/Count 2>>";
    objects.put(2, tree);
    objects.put(FORM, changed(FORM, "14 0 R]", "14 0 R 2 0 R]"));
    return PdfUpdate.of(signed(objects, ""))
        .with(2, tree.replace("[3 0 R 8 0 R]", "[8 0 R 3 0 R]"))
        .append();
  }

  /** Signature fields in a tagged document, one of them behind an index of the tags. */
  static Bytes indexed() {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(CATALOG, changed(CATALOG, "/Type", "/StructTreeRoot 50 0 R/Type"));
    objects.put(50, "<</Type/StructTreeRoot/K 51 0 R/IDTree<</Names[(a)52 0 R]>>>>");
    objects.put(51, "<</S/Document/P 50 0 R/K[52 0 R]>>");
    objects.put(52, "<</S/Form/ID(a)/P 51 0 R/Pg 3 0 R/K<</Type/OBJR/Obj 14 0 R>>>>");
    return PdfForge.countersigned(signed(objects, ""), CADES);
  }

  /** A field's face, which an update takes away, hides, or has a time-stamp take away. */
  static Bytes placeholder(String entries) {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(SECOND, PdfForge.field("Second", "[200 50 300 90]", "/AP<</N 40 0 R>>"));
    objects.put(40, picture("NOT VALID UNTIL SIGNED"));
    return signed(objects, entries);
  }

  /** A field with a value and without a face, as the form's entries say. */
  static Bytes faceless(String form, String field) {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(FORM, changed(FORM, "/SigFlags", form + "/SigFlags"));
    objects.put(43, "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>");
    objects.put(AMOUNT, changed(AMOUNT, "/AP<</N 13 0 R>>", field));
    return signed(objects, "");
  }

  /** The field's flags say that its value is a password. */
  static Bytes starred(Bytes pdf) {
    String field = PdfEdit.body(pdf, AMOUNT).replace("/FT/Tx", "/FT/Tx/Ff 8192");
    return PdfUpdate.of(pdf).with(AMOUNT, field).append();
  }

  /** The form's entries written anew. */
  static Bytes lent(Bytes pdf, String from, String to) {
    return PdfUpdate.of(pdf).with(FORM, PdfEdit.body(pdf, FORM).replace(from, to)).append();
  }

  /** Another font under this name in what the form lends. */
  static Bytes fonts(Bytes pdf, String name, String base) {
    String font = "/" + name + "<</Type/Font/Subtype/Type1/BaseFont/" + base + ">>";
    return PdfUpdate.of(pdf)
        .with(43, PdfEdit.body(pdf, 43).replaceFirst(">>>>$", font + ">>>>"))
        .append();
  }

  /** The page's content says that it is longer than the signed file, which then grows. */
  static Bytes longer(boolean grown) {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(CONTENT, objects.get(CONTENT).replace("/Length 30", "/Length 9000"));
    Bytes signed = signed(objects, "");
    if (!grown) {
      return PdfUpdate.of(signed).with(80, "<<>>").append();
    }
    int end = PdfEdit.text(signed).indexOf("stream\nBT") + "stream\n".length() + 9000;
    String filled = "";
    for (int pad = 1; !filled.startsWith("\nendstream", end) && pad < 9000; pad++) {
      String content = " ".repeat(pad) + FORGED;
      filled = PdfEdit.text(PdfUpdate.of(signed).with(80, PdfForms.stream(content)).append());
      filled = filled.length() < end ? "" : filled;
    }
    return PdfEdit.bytes(filled);
  }
}
