package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.NOTE;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.RESOURCES;
import static org.xinfu.trust.pdf.PdfForge.changed;
import static org.xinfu.trust.pdf.PdfForms.stream;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/** Names and flags that readers take otherwise than they are written, and those that all do. */
final class PdfLoosely {
  private static final String FACE = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]";
  private static final String NINES =
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[49/nine]>>>>";
  private static final String FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

  private PdfLoosely() {}

  /** The form lends a name to what speaks of it, as some reader or other takes it. */
  static Map<String, Bytes> lent() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("vertical tabulator in a picture's name", borrowed("FR\u000bM", "FR#0BM"));
    all.put("octet 80 in a picture's name", borrowed("FRM\u0080", "FRM"));
    all.put("octet FF in a picture's name", borrowed("FRM\u00ff", "FRM"));
    all.put(
        "a picture's name of 300 octets",
        borrowed("B" + "#41".repeat(100), "BAAA" + "A".repeat(81)));
    all.put("two number signs in a picture's name", borrowed("##43", "#23#2343"));
    all.put("no digits behind a number sign in a picture's name", borrowed("F#ZZ", "FS"));
    all.put("octet 80 in the name of a value's font", written("/DA(/Helv\\200 40 Tf 0 g)", "Helv"));
    all.put(
        "two number signs in the name of a value's font", written("/DA(/##43 9 Tf)", "#23#2343"));
    all.put("a value that does not say its font", written("", "Helvetica"));
    for (String kind : new String[] {"FreeText", "Redact"}) {
      for (String how : new String[] {"", "/DA(/Helv 40 Tf 0 g)"}) {
        String note =
            "<</Type/Annot/Subtype/" + kind + how + "/F 4/Rect[100 100 400 200]/Contents(111)>>";
        all.put("a " + kind + " that says its font" + how, fonts(Map.of(NOTE, note), "Helv"));
        all.put(
            "a " + kind + " written into the page that says its font" + how,
            fonts(Map.of(PAGE, changed(PAGE, "15 0 R", note)), "Helv"));
      }
    }
    return all;
  }

  /** A field's picture without resources of its own, and a form that comes to lend it one. */
  private static Bytes borrowed(String spoken, String name) {
    String body = "/" + spoken + " Do";
    String form = "<</Fields[11 0 R 12 0 R 14 0 R]/SigFlags 3/DR 62 0 R>>";
    return PdfForge.updated(
        Map.of(
            13,
            stream(body).replaceFirst("<<", "<<" + FACE),
            FORM,
            form,
            61,
            FONT,
            62,
            "<</Font<</F1 61 0 R>>>>",
            80,
            stream("BT /F1 40 Tf 80 700 Td (FORGED) Tj ET")
                .replaceFirst("<<", "<<" + FACE + "/Resources 6 0 R")),
        Map.of(62, "<</Font<</F1 61 0 R>>/XObject<</" + name + " 80 0 R>>>>"));
  }

  private static Bytes written(String appearance, String name) {
    return fonts(Map.of(AMOUNT, changed(AMOUNT, "/AP<</N 13 0 R>>", appearance)), name);
  }

  private static Bytes fonts(Map<Integer, String> drawn, String name) {
    Map<Integer, String> before = new TreeMap<>(drawn);
    before.put(FORM, "<</Fields[11 0 R 12 0 R 14 0 R]/SigFlags 3/NeedAppearances true/DR 62 0 R>>");
    before.put(61, FONT);
    before.put(62, "<</Font<</F1 61 0 R>>>>");
    before.put(80, NINES);
    return PdfForge.updated(before, Map.of(62, "<</Font<</F1 61 0 R/" + name + " 80 0 R>>>>"));
  }

  /** Names in octets that are white space to PDFium, where they say something else to it. */
  static Map<String, Bytes> misread() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    String font = "<</Type/Font/Subtype/Type1/BaseFont/Symbol#80>>";
    String resources = changed(RESOURCES, "/F1", "/F2 61 0 R/F1");
    String raw = font.replace("#80", "\u0080");
    Map<Integer, String> moved = Map.of(RESOURCES, resources.replace("61 0 R", "81 0 R"), 81, raw);
    all.put(
        "a font's name in an object that took another's place",
        PdfForge.updated(Map.of(RESOURCES, resources, 61, font), moved));
    all.put(
        "a font's name in an object that was written into another",
        PdfForge.updated(Map.of(RESOURCES, resources.replace("61 0 R", font)), moved));
    all.put(
        "a font's name in an object that was there",
        PdfForge.updated(Map.of(RESOURCES, resources, 61, font), Map.of(61, raw)));
    for (String octet : new String[] {"80", "ff", "0b"}) {
      all.put("a head of an object spelled with octet " + octet, left(octet));
    }
    all.put("a new key that PDFium cuts", added("<</Type/Font/BaseFont\u0080 /Helvetica>>"));
    all.put("a new name at which PDFium ends", added("<</Type/Font/BaseFont/A\u0080endobj>>"));
    all.put("a new name in a list", added("<</Type/Font/Widths[/A\u0080 1]>>"));
    all.put("a new name of a kind", added("<</Type/Font\u0080>>"));
    all.put("a new font's name of 300 octets", added("<</BaseFont/" + "N".repeat(300) + ">>"));
    all.put("a new font's name with two number signs", added("<</BaseFont/C##43>>"));
    return all;
  }

  private static Bytes added(String object) {
    return PdfForge.countersigned(
        PdfUpdate.of(PdfForge.signed(CADES)).with(70, object).append(), CADES);
  }

  /** Another page lies in the signed octets, and more was written behind them. */
  private static Bytes left(String octet) {
    String head = "3 0 obj".replace(' ', (char) Integer.parseInt(octet, 16));
    String page = PdfForge.objects().getOrDefault(PAGE, "");
    return PdfForge.updated(Map.of(21, "<<>>\nendobj\n" + head + "\n" + page), Map.of(22, "<<>>"));
  }

  /** What libraries write, whoever signs next. */
  static Map<String, Bytes> genuine() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    for (String name : new String[] {"\u4e00", "\u5f00\u8005\u901a", "\u6807\u5b8b\u8005Bold"}) {
      String octets =
          new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      all.put("a new font named in UTF-8: " + name, added(named(octets)));
    }
    all.put("a new font named with a byte order mark", added(named("\u00fe\u00ffN")));
    all.put("a new font named in GBK", added(named("\u00cb\u00ce\u00cc\u00e5")));
    all.put(
        "a program named in a new signature's properties",
        added("<</Prop_Build<</App<</Name/\u00e4\u00b8\u0080\u00e5>>>>>>"));
    all.put("flag 23 of a text", flagged("/FT/Tx", 1 << 22));
    all.put("flag 15 of a button", flagged("/FT/Btn", 1 << 14));
    all.put("flag 26 of a button", flagged("/FT/Btn", 1 << 25));
    all.put("flag 23 of a choice", flagged("/FT/Ch", 1 << 22));
    all.put("flag 27 of a choice", flagged("/FT/Ch", 1 << 26));
    String faceless = changed(AMOUNT, "/AP<</N 13 0 R>>", "/DA(/F1 9 Tf 0 g)");
    all.put(
        "no flags of a value without a picture",
        PdfForge.updated(
            Map.of(AMOUNT, faceless), Map.of(AMOUNT, faceless.replace("/FT", "/Ff 0/FT"))));
    all.put("a font that no value speaks of", written("/DA(/F1 9 Tf 0 g)", "Helv"));
    return all;
  }

  private static String named(String font) {
    return "<</Type/Font/Subtype/TrueType/BaseFont/" + font + "/FirstChar 0>>";
  }

  private static Bytes flagged(String kind, long flags) {
    String field = changed(AMOUNT, "/FT/Tx", kind);
    Bytes before =
        PdfForge.updated(
            Map.of(AMOUNT, field), Map.of(AMOUNT, field.replace(kind, kind + "/Ff " + flags)));
    return PdfForge.countersigned(before, CADES);
  }
}
