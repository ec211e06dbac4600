package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.CONTENT;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.NOTE;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.RESOURCES;
import static org.xinfu.trust.pdf.PdfForge.changed;
import static org.xinfu.trust.pdf.PdfForms.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/**
 * Updates by which PDFium (Chromium) or PDF.js (Firefox), most of them in the default setting of
 * both, show another page than the one that was signed; each was looked at there.
 */
final class PdfBrowsers {
  private static final String FORGED = stream("BT /F1 40 Tf 80 700 Td (FORGED) Tj ET");
  private static final String LAYER = "<</Type/OCG/Name(draft)>>";
  private static final String AREA = "/P 3 0 R/Rect[0 0 500 800]";

  private PdfBrowsers() {}

  /** PDFium knows two kinds of white space more, and begins no deeper than at 64 brackets. */
  static Map<String, Bytes> spelled() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    for (String octet : new String[] {"80", "ff"}) {
      String page = changed(PAGE, ">>", "/Contents#" + octet + " 71 0 R>>");
      String plain = page.replace("#" + octet, "" + (char) Integer.parseInt(octet, 16));
      all.put(
          "a key that ends with white space to PDFium, octet " + octet,
          PdfForge.updated(Map.of(PAGE, page, 71, FORGED), Map.of(PAGE, plain)));
    }
    String inner = "[".repeat(62) + "]".repeat(62);
    String page = changed(PAGE, ">>", "/Z 72 0 R>>");
    String outer = "[".repeat(18) + "%s/Contents 71 0 R" + "]".repeat(18);
    all.put(
        "an entry that stands deeper than PDFium reads",
        PdfForge.updated(
            Map.of(PAGE, page, 71, FORGED, 72, outer.replace("%s", "73 0 R"), 73, inner),
            Map.of(PAGE, page.replace("72 0 R", outer.replace("%s", inner)))));
    all.put("a name of more octets than PDFium reads", renamed("N".repeat(90), "#4e".repeat(90)));
    all.put("a number sign in a name that stands for itself", renamed("F#23C", "F##43"));
    String body = "BT /F1 20 Tf (NOT ) Tj ET\nBT /F1 20 Tf 50 0 Td (PAID) Tj ET";
    String content = stream(body);
    all.put(
        "content that begins on the line of its keyword",
        PdfForge.updated(
            Map.of(CONTENT, content),
            Map.of(CONTENT, content.replace("stream\n" + body, "stream " + body))));
    all.put(
        "a number that Ghostscript does not know",
        sized(
            PdfForge.updated(
                Map.of(),
                Map.of(
                    PAGE,
                    changed(PAGE, "/Contents 5", "/Contents 4200000"),
                    4_200_000,
                    PdfForge.objects().getOrDefault(5, ""))),
            4_200_001));
    return all;
  }

  /** PDFium and MuPDF find no name, and Ghostscript no truth, by a reference in places. */
  static Map<String, Bytes> referred() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    String field = PdfForge.objects().getOrDefault(AMOUNT, "");
    String kind = field.replace("/Subtype/Widget", "/Subtype 71 0 R");
    all.put(
        "what an annotation is said by another object",
        PdfForge.updated(Map.of(), Map.of(AMOUNT, kind, 71, "/Widget")));
    all.put(
        "what an annotation is, said by another object before",
        PdfForge.updated(Map.of(AMOUNT, kind, 71, "/Widget"), Map.of(AMOUNT, field)));
    String form = changed(FORM, "/Fields", "/NeedAppearances true/Fields");
    String other = form.replace("true", "72 0 R");
    all.put(
        "whether values are drawn anew, said by another object",
        PdfForge.updated(Map.of(FORM, form), Map.of(FORM, other, 72, "true")));
    String note = changed(NOTE, "/Contents", "/Open false/Contents");
    all.put(
        "whether a note is open, said by another object",
        PdfForge.updated(
            Map.of(NOTE, note), Map.of(NOTE, note.replace("false", "72 0 R"), 72, "false")));
    String page = changed(PAGE, "/Contents 5", "/Contents 71");
    String content = PdfForge.objects().getOrDefault(5, "");
    all.put(
        "content by an object that is a reference",
        PdfForge.updated(Map.of(), Map.of(PAGE, page, 71, "5 0 R")));
    all.put(
        "content by an object that was a reference",
        PdfForge.updated(Map.of(PAGE, page, 71, "5 0 R"), Map.of(71, content)));
    all.put(
        "content without the reference on the way",
        PdfForge.updated(
            Map.of(PAGE, page, 71, "5 0 R"),
            Map.of(PAGE, PdfForge.objects().getOrDefault(PAGE, ""))));
    String detour = changed(CATALOG, "/AcroForm 10", "/AcroForm 71");
    all.put(
        "a form by an object that is a reference",
        PdfForge.updated(Map.of(), Map.of(CATALOG, detour, 71, "10 0 R")));
    all.put(
        "a form without the reference on the way",
        PdfForge.updated(
            Map.of(CATALOG, detour, 71, "10 0 R"),
            Map.of(CATALOG, PdfForge.objects().getOrDefault(CATALOG, ""))));
    String stamp = "<</Type/Annot/Subtype/Stamp/Rect[9 9 29 29]/AS/A/AP<</N <</A 13 0 R>>>>>>";
    all.put(
        "faces of states by a reference",
        PdfForge.updated(
            Map.of(NOTE, stamp),
            Map.of(NOTE, stamp.replace("<</A 13 0 R>>", "71 0 R"), 71, "<</A 13 0 R>>")));
    String wide = "<</Type/Font/Subtype/CIDFontType2/BaseFont/F/W[%s[500]]>>";
    all.put(
        "a code of widths as a real",
        PdfForge.updated(
            Map.of(
                RESOURCES, changed(RESOURCES, "/F1", "/F9 71 0 R/F1"), 71, wide.replace("%s", "3")),
            Map.of(71, wide.replace("%s", "3.0"))));
    String comb = field.replace("/FT/Tx", "/FT/Tx/Ff 4096");
    all.put(
        "the flags of a field as a real",
        PdfForge.updated(Map.of(AMOUNT, comb), Map.of(AMOUNT, comb.replace("4096", "4096."))));
    return all;
  }

  /** The page's font under a name, which is then spelled otherwise. */
  private static Bytes renamed(String name, String spelled) {
    String resources = changed(RESOURCES, "/F1", "/" + name);
    String content = stream("BT /" + name + " 20 Tf 50 500 Td (LICENCE) Tj ET");
    return PdfForge.updated(
        Map.of(RESOURCES, resources, CONTENT, content),
        Map.of(RESOURCES, resources.replace(name, spelled)));
  }

  /** A document of its own comes with the update, and only PDFium begins with it. */
  static Map<String, Bytes> trailers() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    String deep = "/X" + "[".repeat(80) + "]".repeat(62) + "/Root\n71 0 R" + "]".repeat(18);
    all.put("a trailer that names another catalog to PDFium", trailed("/Root\u0080 71 0 R"));
    all.put("a trailer that does so deeper than PDFium reads", trailed(deep));
    String row =
        PdfEdit.text(
            PdfForge.updated(
                Map.of(), Map.of(PAGE, changed(PAGE, "/Contents 5", "/Contents 7"), 7, "[4 0 R]")));
    int at = row.lastIndexOf("\n7 1\n") + 5;
    all.put(
        "a row of a table that PDFium reads as free",
        PdfEdit.bytes(row.substring(0, at + 11) + "0 n % f \n" + row.substring(at + 20)));
    all.put("parameters of a linearized file in its header", linearized());
    return all;
  }

  /** PDF.js rebuilds the table, and begins with the first trailer that leads to pages. */
  private static Bytes rebuilt() {
    String text = PdfEdit.text(PdfUpdate.of(older()).with(80, "<<>>").append());
    int at = text.lastIndexOf("startxref\n") + "startxref\n".length();
    return PdfEdit.bytes(text.substring(0, at) + "%1\n" + text.substring(at));
  }

  /** PDF.js takes the second row for object 1, and finds another one there. */
  private static Bytes counted() {
    String page = PdfForge.objects().getOrDefault(2, "");
    String text = PdfEdit.text(PdfUpdate.of(older()).with(2, page).append());
    int at = text.lastIndexOf("xref\n2 1\n");
    String rows = "xref\n1 2\n" + digits(0) + " 00001 f \n";
    return PdfEdit.bytes(text.substring(0, at) + rows + text.substring(at + 9));
  }

  /** Signed behind a trailer that named another catalog. */
  private static Bytes older() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.putAll(BeginningsTest.forged(71));
    objects.put(70, objects.getOrDefault(CATALOG, ""));
    objects.remove(CATALOG);
    String file =
        PdfEdit.text(PdfUpdate.file(objects, "/ID[<01><01>]"))
            .replace("/Root 1 0 R", "/Root 71 0 R");
    return PdfForge.signed(PdfUpdate.of(PdfEdit.bytes(file)).trailer("/Root 70 0 R "), CADES);
  }

  /** Poppler inherits through the tree, PDFium and PDF.js from the parent that the page names. */
  static Map<String, Bytes> parents() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put(
        "a form that draws itself draws an equal one",
        PdfForge.updated(recursive(), Map.of(70, again(71), 71, again(70))));
    String kids = PdfForge.objects().getOrDefault(2, "");
    String page = changed(PAGE, "/Parent 2 0 R", "/Parent 77 0 R/Rotate 0");
    Map<Integer, String> before =
        Map.of(2, kids.replace("/Count", "/Rotate 90/Count"), 77, kids, PAGE, page);
    Map<Integer, String> after = Map.of(PAGE, page.replace("/Rotate 0", ""));
    all.put(
        "a page that inherits from another parent than the tree's",
        PdfForge.updated(before, after));
    all.put("an older catalog and a comment before the place of the last table", rebuilt());
    all.put("an older catalog and a table that begins with object 1, free", counted());
    return all;
  }

  /** Readers stop where a form draws itself, which they know by its reference. */
  private static Map<Integer, String> recursive() {
    return Map.of(
        RESOURCES,
        changed(RESOURCES, "/Font", "/XObject<</X 70 0 R>>/Font"),
        CONTENT,
        stream("BT /F1 20 Tf (1) Tj ET 1 0 0 1 12 0 cm /X Do"),
        70,
        again(70));
  }

  private static String again(int next) {
    return stream("BT /F1 20 Tf (0) Tj ET 1 0 0 1 12 0 cm /X Do")
        .replaceFirst(
            "<<",
            "<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</Font<</F1<</Type/Font"
                + "/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</X "
                + next
                + " 0 R>>>>");
  }

  private static Bytes trailed(String entries) {
    PdfUpdate update = PdfUpdate.of(PdfForge.signed(CADES)).trailer(entries);
    BeginningsTest.forged(71)
        .forEach((number, body) -> update.with(number, body.replace("/Type/Catalog", "")));
    return sized(update.append(), 75);
  }

  private static Bytes sized(Bytes pdf, int size) {
    String text = PdfEdit.text(pdf);
    int at = text.lastIndexOf("/Size ");
    return PdfEdit.bytes(
        text.substring(0, at) + text.substring(at).replaceFirst("/Size \\d+", "/Size " + size));
  }

  /**
   * PDF.js takes them from behind the version when the file came to be as long as they say, which
   * white space at its end does, and the table behind them.
   */
  private static Bytes linearized() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.putAll(BeginningsTest.forged(71));
    String plain = PdfEdit.text(PdfUpdate.behind(header("", 0), objects, ""));
    StringBuilder rows = new StringBuilder();
    for (int number = 71; number < 75; number++) {
      rows.append(digits(plain.indexOf("\n" + number + " 0 obj") + 1)).append(" 00000 n \n");
    }
    int length = sign(header(rows.toString(), 0), objects).length() + 50;
    String signed = PdfEdit.text(sign(header(rows.toString(), length), objects));
    return PdfEdit.bytes(signed + "\n".repeat(length - signed.length()));
  }

  private static String header(String rows, int length) {
    String table = rows.isEmpty() ? ("0".repeat(10) + " 00000 n \n").repeat(4) : rows;
    return "%PDF-1.7 9 0 obj<</Linearized 1/L "
        + digits(length)
        + "/H[9 9]/O 73/E 99/N 1/T 99>>endobj\nxref\n71 4\n"
        + table
        + "trailer\n<</Root 71 0 R/Size 75>>\nstartxref\n0\n";
  }

  private static Bytes sign(String header, Map<Integer, String> objects) {
    return PdfForge.signed(PdfUpdate.of(PdfUpdate.behind(header, objects, "")), CADES);
  }

  private static String digits(int number) {
    return Integer.toString(1_000_000_000 + number).replaceFirst("1", "0");
  }

  /** Layers are known by their references, whatever else is equal. */
  static Map<String, Bytes> layers() {
    String root =
        changed(
            CATALOG,
            "/Type",
            "/OCProperties<</OCGs[70 0 R]/D<</OFF[70 0 R]/Order[70 0 R]>>>>/Type");
    String resources = changed(RESOURCES, "/Font", "/Properties<</P 70 0 R>>/Font");
    Map<Integer, String> before =
        Map.of(
            CATALOG,
            root,
            70,
            LAYER,
            RESOURCES,
            resources,
            CONTENT,
            stream("/OC /P BDC BT /F1 40 Tf 80 700 Td (FORGED) Tj ET EMC"));
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put(
        "a list of hidden layers names another equal one",
        PdfForge.updated(
            before, Map.of(CATALOG, root.replace("/OFF[70 0 R]", "/OFF[71 0 R]"), 71, LAYER)));
    all.put(
        "a list of hidden layers holds the layer itself",
        PdfForge.updated(
            before, Map.of(CATALOG, root.replace("/OFF[70 0 R]", "/OFF[" + LAYER + "]"))));
    all.put(
        "what is drawn belongs to another equal layer",
        PdfForge.updated(
            before, Map.of(RESOURCES, resources.replace("70 0 R", "71 0 R"), 71, LAYER)));
    all.put(
        "a widget that is written into the page",
        PdfForge.updated(
            Map.of(),
            Map.of(PAGE, changed(PAGE, " 12 0 R", PdfForge.objects().getOrDefault(AMOUNT, "")))));
    String kids = PdfForge.objects().getOrDefault(2, "");
    all.put(
        "a page that is written into the tree",
        PdfForge.updated(
            Map.of(), Map.of(2, kids.replace("3 0 R", PdfForge.objects().getOrDefault(PAGE, "")))));
    return all;
  }

  /** Annotations that a form lists as fields for signatures, and readers draw themselves. */
  static Map<String, Bytes> drawn() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    for (String how :
        new String[] {
          "Square/IC[1 1 1]",
          "FreeText/DA(/F1 40 Tf 0 g)/Contents(FORGED)",
          "Highlight/C[0 0 0]/QuadPoints[0 800 500 800 0 0 500 0]",
          "Ink/C[0 0 0]/BS<</W 50>>/InkList[[0 400 500 400]]"
        }) {
      String subtype = how.substring(0, how.indexOf('/'));
      String note = "<</FT/Sig/T(x)/F 2/Subtype/" + how + AREA + ">>";
      all.put(
          "a field that is a hidden " + subtype + " comes to be seen",
          PdfForge.updated(listing(note), Map.of(NOTE, note.replace("/F 2", "/F 4"))));
      String flat = note.replace("/F 2", "/F 4").replace("Rect[0 0 500 800]", "Rect[50 50 50 50]");
      all.put(
          "a field without room that is a " + subtype + " is removed",
          PdfForge.updated(listing(flat), Map.of(PAGE, changed(PAGE, " 15 0 R]", "]"))));
    }
    return all;
  }

  /** Ghostscript and Poppler know a node of the tree of pages by its reference. */
  static Map<String, Bytes> nodes() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    String tree = PdfForge.objects().getOrDefault(2, "");
    String catalog = PdfForge.objects().getOrDefault(CATALOG, "");
    all.put(
        "the tree of pages written into the catalog",
        PdfForge.updated(Map.of(), Map.of(CATALOG, catalog.replace("2 0 R", tree))));
    String inner = "<</Type/Pages/Parent 2 0 R/Kids[3 0 R]/Count 1>>";
    String outer = tree.replace("3 0 R", "71 0 R");
    String page = changed(PAGE, "/Parent 2", "/Parent 71");
    all.put(
        "a node of pages written into the one above",
        PdfForge.updated(
            Map.of(2, outer, 71, inner, PAGE, page), Map.of(2, outer.replace("71 0 R", inner))));
    return all;
  }

  private static Map<Integer, String> listing(String note) {
    return Map.of(NOTE, note, FORM, changed(FORM, "14 0 R]", "14 0 R 15 0 R]"));
  }

  /** Values that PDF.js draws where a field has a picture that says the same or something else. */
  static Map<String, Bytes> values() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    for (int flag : new int[] {1, 4096, 8192}) {
      all.put("flags of a field with a picture, " + flag, flagged(flag));
    }
    String form = changed(FORM, "/SigFlags", "/DA(/F1 9 Tf 0 g)/SigFlags");
    all.put(
        "the form says how a value with a picture looks",
        PdfForge.updated(Map.of(FORM, form), Map.of(FORM, form.replace("0 g", "1 g"))));
    String faceless = changed(AMOUNT, "/AP<</N 13 0 R>>", "/DA(/F1 9 Tf 0 g)");
    String kid = faceless.replace("/V(100)", "").replace("/T(Amount)", "/T(x)");
    all.put(
        "a widget without a picture comes to name its parent",
        PdfForge.updated(
            Map.of(
                AMOUNT,
                kid,
                FORM,
                changed(FORM, "12 0 R", "30 0 R"),
                30,
                "<</FT/Tx/T(Amount)/V(900)/Kids[12 0 R]>>"),
            Map.of(AMOUNT, kid.replace("/FT", "/Parent 30 0 R/FT"))));
    String own = changed(AMOUNT, "/V(100)", "/MK<</BG[1 0 0]>>").replace("/AP<</N 13 0 R>>", "");
    all.put(
        "a widget gets a field for a signature as its kid",
        PdfForge.updated(
            Map.of(AMOUNT, own),
            Map.of(
                AMOUNT,
                own.replace("/FT", "/Kids[81 0 R]/FT"),
                81,
                PdfForge.field("S", "[0 0 0 0]", "/Parent 12 0 R"))));
    StringBuilder escaped = new StringBuilder("\\376\\377");
    "\033en\033Amount".chars().forEach(c -> escaped.append("\\000").append((char) c));
    for (String name : new String[] {"Amount", escaped.toString()}) {
      all.put(
          "a new field before one of the same name" + (name.startsWith("A") ? "" : ", escaped"),
          PdfForge.updated(
              Map.of(AMOUNT, faceless),
              Map.of(
                  FORM,
                  changed(FORM, "[11", "[81 0 R 11"),
                  81,
                  PdfForge.field(name, "[0 0 0 0]", ""))));
    }
    return all;
  }

  static Bytes flagged(int flag) {
    return PdfUpdate.of(PdfForge.signed(CADES))
        .with(AMOUNT, changed(AMOUNT, "/FT/Tx", "/FT/Tx/Ff " + flag))
        .append();
  }

  /** What is written in the same way and shows nothing else. */
  static Map<String, Bytes> genuine() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("a field becomes required", flagged(2));
    all.put(
        "a field becomes read-only when the next signature locks it",
        PdfForge.countersigned(flagged(1), CADES));
    all.put(
        "a form without a default appearance gets the usual one",
        PdfForge.updated(
            Map.of(), Map.of(FORM, changed(FORM, "/SigFlags", "/DA(/Helv 0 Tf 0 g )/SigFlags"))));
    String turned = changed(PAGE, ">>", "/Rotate 0>>");
    all.put(
        "a page's rotation that the tree has too",
        PdfForge.updated(Map.of(), Map.of(PAGE, turned)));
    String page = changed(PAGE, ">>", "/Z[" + "[".repeat(20) + "]".repeat(20) + "]>>");
    all.put("a page with a few brackets", PdfForge.updated(Map.of(PAGE, page), Map.of(PAGE, page)));
    return all;
  }
}
