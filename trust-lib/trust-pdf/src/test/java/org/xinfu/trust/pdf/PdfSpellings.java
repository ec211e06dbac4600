package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.RESOURCES;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/** Updates that write anew what was signed, in words that some readers take for something else. */
final class PdfSpellings {
  private static final String FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
  private static final int STREAM = 90;

  private PdfSpellings() {}

  /** A document whose font, fields and turned page lie in an object stream, signed. */
  static Bytes packed() {
    Map<Integer, String> plain = new TreeMap<>(turned());
    Map<Integer, String> packed = new TreeMap<>();
    List.of(RESOURCES, AMOUNT).forEach(number -> packed.put(number, plain.remove(number)));
    packed.put(7, FONT);
    return PdfForge.signed(
        PdfUpdate.of(PdfPacked.append(PdfUpdate.file(plain), 60, packed, Map.of(61, "<<>>"))),
        CADES);
  }

  /** A document with a page that is turned, and all that pages inherit on their tree. */
  static Map<Integer, String> turned() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(RESOURCES, "<</Font<</F1 7 0 R>>/ColorSpace<</CS 45 0 R>>>>");
    objects.put(7, FONT);
    objects.put(45, "[/Indexed/DeviceGray 1<00ff>]");
    objects.put(
        2,
        objects
            .get(2)
            .replaceFirst(">>$", "/MediaBox[0 0 595 842]/Resources 6 0 R/CropBox[0 0 595 842]>>"));
    objects.put(
        PAGE,
        changed(PAGE, "/MediaBox[0 0 595 842]", "/Rotate 90").replace("/Resources 6 0 R", ""));
    return objects;
  }

  static Bytes inheriting() {
    return PdfForge.signed(PdfUpdate.of(PdfUpdate.file(turned())), CADES);
  }

  /** The same with one object written otherwise. */
  static Bytes rewritten(int number, String from, String to) {
    String body = turned().get(number);
    if (!body.contains(from)) {
      throw new IllegalArgumentException(body);
    }
    return PdfUpdate.of(inheriting()).with(number, body.replace(from, to)).append();
  }

  /** Signed with these objects, then updated by those. */
  static Bytes later(Map<Integer, String> first, Map<Integer, String> then) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.putAll(first);
    PdfUpdate update = PdfUpdate.of(PdfForge.signed(PdfUpdate.of(PdfUpdate.file(objects)), CADES));
    then.forEach(update::with);
    return update.append();
  }

  /** Signed with this object, then named under another number wherever it was, and so written. */
  static Bytes renumbered(int number, String before, String after) {
    String from = number + " 0 R";
    Map<Integer, String> then = new TreeMap<>(Map.of(80, after));
    for (int at : new int[] {PAGE, FORM}) {
      then.put(at, PdfForge.objects().get(at).replace(from, "80 0 R"));
    }
    // So that the new number lies within /Size.
    return later(Map.of(number, before, 81, "<<>>"), then);
  }

  /**
   * A field was removed, its tag was not, and the document was signed; then evidence came.
   *
   * @param page whether its page still names it too
   * @param number of the evidence
   * @param generation of the evidence
   */
  static Bytes removed(boolean page, int number, int generation) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    String tree = "<</Type/StructTreeRoot/K[31 0 R]/ParentTree<</Nums[0 31 0 R]>>>>";
    String link = "<</Type/OBJR/Obj 12 0 R/Pg 3 0 R>>";
    String catalog = changed(PdfForge.CATALOG, "/Type", "/StructTreeRoot 30 0 R/Type");
    objects.put(PdfForge.CATALOG, catalog);
    objects.put(30, tree);
    objects.put(31, "<</Type/StructElem/S/Form/P 30 0 R/K" + link + ">>");
    PdfUpdate removal =
        PdfUpdate.of(PdfUpdate.file(objects))
            .free(AMOUNT)
            .with(FORM, objects.get(FORM).replace("12 0 R ", ""));
    if (!page) {
      removal.with(PAGE, objects.get(PAGE).replace("12 0 R ", ""));
    }
    String evidence = "/DSS<</Certs[" + number + " " + generation + " R]>>/Type/Catalog";
    return PdfUpdate.of(PdfForge.signed(PdfUpdate.of(removal.append()), CADES))
        .with(PdfForge.CATALOG, catalog.replace("/Type/Catalog", evidence))
        .with(number, generation, PdfForms.stream("abc"))
        .append();
  }

  /**
   * The font and the catalog's form are packed anew as they were.
   *
   * @param dict more of the object stream's dictionary
   * @param shape how the two objects lie in the stream
   */
  static Bytes repacked(String dict, Shape shape) {
    return repacked(inheriting(), packing(dict, shape));
  }

  /**
   * The same, the object stream measured or counted otherwise. Object 71 is how many objects it
   * holds, 72 where the first of them is.
   *
   * @param measure an entry of its dictionary
   * @param other what stands there
   */
  static Bytes remeasured(String measure, String other) {
    String body = packing("", Shape.PLAIN);
    String first = body.replaceFirst("(?s).*/First (\\d+).*", "$1");
    Bytes base = PdfUpdate.of(inheriting()).with(71, "2").with(72, first).append();
    return repacked(base, body.replaceFirst(measure + " \\d+", other));
  }

  private static Bytes repacked(Bytes pdf, String body) {
    return PdfPacked.append(pdf, Map.of(7, 0, FORM, 1), STREAM, body);
  }

  private static String packing(String dict, Shape shape) {
    String form = PdfForge.objects().get(FORM);
    String second = "" + (FONT.length() + 1 + shape.gap.length());
    String head =
        shape.reversed
            ? "7 " + (form.length() + 1) + " " + FORM + " 0 "
            : "7 " + shape.gap.length() + " " + FORM + " " + second + " ";
    String body =
        shape.reversed ? form + " " + FONT + " " : shape.gap + FONT + " " + form + " " + shape.rest;
    String own = "/Type/ObjStm/N 2/First " + head.length() + dict;
    String octets = head + body;
    return "<<" + own + "/Length " + octets.length() + ">>\nstream\n" + octets + "\nendstream";
  }

  /** In order or not, what stands before the first of them and behind the last. */
  record Shape(boolean reversed, String gap, String rest) {
    static final Shape PLAIN = new Shape(false, "", "");
  }

  /**
   * A table written over object streams.
   *
   * @param face what the new field names as its face
   */
  static Bytes tabled(String face) {
    Bytes signed = packed();
    String form = PdfEdit.body(signed, FORM);
    return PdfUpdate.of(signed)
        .with(FORM, form.replace("]/SigFlags", " 80 0 R]/SigFlags"))
        .with(80, PdfForge.field("Later", "[0 0 0 0]", face))
        .append();
  }
}
