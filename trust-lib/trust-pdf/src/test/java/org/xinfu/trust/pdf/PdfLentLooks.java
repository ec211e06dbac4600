package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.changed;
import static org.xinfu.trust.pdf.PdfForms.stream;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;

/**
 * Forms that come to say how their fields look, where these say nothing of it themselves, and
 * documents that an office suite shows in place of the pages. Each was looked at in PDFium, PDF.js,
 * MuPDF, Poppler, Ghostscript or LibreOffice.
 */
final class PdfLentLooks {
  private static final String BLACK = "/DA(/Helv 12 Tf 0 g)";
  private static final String WHITE = "/DA(/Helv 12 Tf 1 g)";
  private static final String STRANGE = "/DA(/Nine 12 Tf 0 g)";
  private static final String REDRAWN = "/NeedAppearances true";
  private static final String PUSHED = "/FT/Btn/Ff 65536/MK<</CA(PAY 100)>>";
  private static final String LIST = "/FT/Ch/Opt[(100)(200)]";
  private static final String TEXT = "/FT/Tx/V(100)";
  private static final String FACE = "/AP<</N 13 0 R>>";
  private static final String STATES = "/AP<</N<</Some 13 0 R>>>>";

  /** Writes a nine for every one. */
  private static final String NINE =
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
          + "/Encoding<</Type/Encoding/Differences[49/nine]>>>>";

  /** How LibreOffice writes that a file holds the document in its own format as well. */
  private static final String NAMED =
      "/AdditionalStreams[/application#2Fvnd.oasis.opendocument.text 60 0 R]";

  private static final String SUMMED = NAMED + "/DocChecksum/46F53E6E6E50DDBE489B0FBBA7AFA474";

  private PdfLentLooks() {}

  /** What is INDETERMINATE. */
  static Map<String, Bytes> fields() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("a push button's caption in another colour", lent(PUSHED, BLACK, WHITE));
    all.put("a push button's caption in a new font", font(PUSHED + STRANGE, ""));
    all.put(
        "a push button whose picture is no longer drawn anew", lent(PUSHED + FACE, REDRAWN, ""));
    all.put("a list without a value in another colour", lent(LIST, BLACK, WHITE));
    all.put("a list without a value in a new font", font(LIST + STRANGE, ""));
    all.put("a list whose picture is no longer drawn anew", lent(LIST + FACE, REDRAWN, ""));
    all.put("a value to be reset to in another colour", lent("/FT/Tx/DV(100)", BLACK, WHITE));
    all.put("a value drawn anew in a new font", font(TEXT + STRANGE + FACE, REDRAWN));
    all.put("a text with pictures of states in a new font", font(TEXT + STRANGE + STATES, ""));
    all.put(
        "a text with pictures of states placed otherwise",
        lent(TEXT + STATES, BLACK, BLACK + "/Q 2"));
    all.put("a value that no form lists in another colour", unlisted(TEXT, BLACK, WHITE));
    all.put(
        "a value that no form lists in a new font",
        unlisted(TEXT + STRANGE, "", "/DR<</Font<</Nine 60 0 R>>>>"));
    all.put(
        "a picture that no form lists and that is shown again", unlisted(TEXT + FACE, REDRAWN, ""));
    all.put("a value of a widget by another object in another colour", kind("/Subtype 62 0 R"));
    all.put("a value of what says no kind in another colour", kind(""));
    all.put("a value under another generation in another colour", lent("/FT/Tx/V 63 1 R", BLACK));
    all.put("a check box's sign in another colour", lent("/FT/Btn/AS/On/MK<</CA(4)>>", BLACK));
    all.put(
        "a caption under another generation in another colour",
        lent("/FT/Btn/Ff 65536/MK 64 1 R", BLACK));
    return all;
  }

  private static Bytes lent(String field, String before) {
    return lent(field, before, WHITE);
  }

  /** A text that says so what kind of annotation it is. */
  private static Bytes kind(String subtype) {
    return PdfForge.updated(
        Map.of(
            AMOUNT,
            widget(TEXT).replace("/Subtype/Widget", subtype),
            FORM,
            form(BLACK),
            62,
            "/Widget"),
        Map.of(FORM, form(WHITE)));
  }

  /** What is INVALID: LibreOffice opens the stream, by a checksum that anybody can compute. */
  static Map<String, Bytes> editions() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    Bytes signed = PdfForge.signed(PdfForge.CADES);
    Bytes added = PdfUpdate.of(signed).with(60, stream("text")).trailer(SUMMED).append();
    all.put("a trailer that names a document in the pages' place", added);
    String later = PdfEdit.text(PdfUpdate.of(added).with(61, "<<>>").append());
    int at = later.lastIndexOf(NAMED);
    all.put(
        "such a trailer and one more",
        PdfEdit.bytes(
            later.substring(0, at)
                + "/AdditionalStreams null"
                + later.substring(at + NAMED.length())));
    all.put(
        "a trailer that names such a document and takes it back",
        PdfUpdate.of(signed)
            .with(60, stream("text"))
            .trailer(SUMMED + "/AdditionalStreams null")
            .append());
    all.put(
        "a trailer that names such a document and takes its checksum back",
        PdfUpdate.of(signed)
            .with(60, stream("text"))
            .trailer(SUMMED + "/DocChecksum null")
            .append());
    all.put(
        "a document in the pages' place that is swapped",
        PdfUpdate.of(hybrid()).with(60, stream("next")).append());
    return all;
  }

  /** What is INDETERMINATE: strings of which some reader takes off or adds something. */
  static Map<String, Bytes> strings() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("a value without its last digit of zero (Ghostscript)", value("(1000)", "<3130303>"));
    all.put("a value with a code above 255 (PDF.js)", value("(100)", "(\\46100)"));
    return all;
  }

  private static Bytes value(String before, String after) {
    return PdfForge.updated(
        Map.of(AMOUNT, widget("/FT/Tx/V" + before)), Map.of(AMOUNT, widget("/FT/Tx/V" + after)));
  }

  /** What is INDETERMINATE: Poppler goes by a length, though no end of the stream follows. */
  static Map<String, Bytes> lengths() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    String forged = stream("BT /F1 40 Tf 80 700 Td (FORGED) Tj ET\n%" + "x".repeat(2000));
    all.put(
        "a content whose length goes on into an update",
        PdfUpdate.of(overlong(1000)).with(80, forged).append());
    all.put(
        "a content written anew whose length goes on behind its end",
        PdfUpdate.of(overlong(200)).with(70, content(200)).with(80, forged).append());
    return all;
  }

  /** The page's content behind the signature dictionary. */
  private static Bytes overlong(int length) {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain())
            .with(PdfForge.PAGE, changed(PdfForge.PAGE, "/Contents 5", "/Contents 70"))
            .with(70, content(length)),
        PdfForge.CADES);
  }

  private static String content(int length) {
    return "<</Length " + length + ">>\nstream\nBT /F1 20 Tf 50 500 Td (PAID) Tj ET\nendstream";
  }

  /** What is INVALID: a form in XML in another encoding; PDF.js takes all for UTF-8. */
  static Map<String, Bytes> encodings() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    for (String encoding : new String[] {"ISO-2022-JP", "UTF-16"}) {
      all.put("a form in XML written anew in " + encoding, encoded(encoding));
    }
    return all;
  }

  private static Bytes encoded(String encoding) {
    Charset other = Charset.forName(encoding);
    String form = changed(FORM, "/SigFlags", "/XFA 60 0 R/SigFlags");
    PdfUpdate signed =
        PdfUpdate.of(PdfForge.plain())
            .with(FORM, form)
            .with(60, stream(xml("UTF-8", StandardCharsets.UTF_8)));
    return PdfUpdate.of(PdfForge.signed(signed, PdfForge.CADES))
        .with(60, stream(xml(encoding, other)))
        .append();
  }

  /** The octets as Latin-1. */
  private static String xml(String encoding, Charset charset) {
    String text =
        "<?xml version=\"1.0\" encoding=\""
            + encoding
            + "\"?><xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\">"
            + PdfForms.TEMPLATE.replace("<field name=\"b\"/>", "<draw>\u4e00\u4e01</draw>")
            + "</xdp:xdp>";
    return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
  }

  /** What is INDETERMINATE: the octets that the signature leaves out are shown. */
  static Map<String, Bytes> gaps() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("a content stream around the signature", around(false));
    all.put("a content stream around it whose length is wrong", around(true));
    for (String kind : new String[] {"FreeText", "Text", "Popup"}) {
      all.put("a signature dictionary that is a " + kind + " too", annotation(kind, "20 0 R"));
    }
    all.put("a signature dictionary that a popup speaks for", annotation("", "60 0 R"));
    all.put(
        "a signature dictionary as a note of another generation", annotation("FreeText", "20 1 R"));
    all.put("a signature dictionary as a note by another object", annotation("FreeText", "61 0 R"));
    all.put("a popup that speaks for another generation of it", annotation("", "62 0 R"));
    all.put("a page of another document, its kind by another object", elsewhere());
    all.put("an object that cannot be read and that the page names", unread("]x(", "/X 77 0 R"));
    return all;
  }

  /** Everything is in one revision, the signature dictionary within the page's content. */
  private static Bytes around(boolean loose) {
    return PdfForge.sign(
        signature -> {
          Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
          objects.put(PdfForge.SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R"));
          String before = "BT /F1 9 Tf 50 500 Td (PAID) Tj\n";
          String inner = "20 0 obj\n" + signature + "\nendobj\n";
          int length = before.length() + inner.length() + 2;
          objects.put(
              PdfForge.CONTENT,
              "<</Length "
                  + length
                  + ">>\nstream\n"
                  + before
                  + inner
                  + (loose ? "ET\nQ" : "ET")
                  + "\nendstream");
          objects.put(20, signature);
          String text = PdfEdit.text(PdfUpdate.file(objects));
          int within = text.indexOf(inner);
          int own = text.lastIndexOf(inner);
          String blank = text.substring(0, own) + text.substring(own + inner.length());
          return PdfEdit.bytes(
              blank
                  .replaceFirst("(?<=\n20 1\n)\\d{10}", String.format("%010d", within))
                  .replaceFirst(
                      "startxref\n\\d+", "startxref\n" + blank.lastIndexOf("xref\n0 1\n")));
        },
        PdfForge.CADES,
        covered ->
            CmsSigner.pades(
                ContentDigest.of(PdfForge.first().algorithm()).of(covered), PdfForge.first()));
  }

  private static Bytes annotation(String kind, String listed) {
    String shown = kind.isEmpty() ? "" : "/Subtype/" + kind + "/Rect[20 100 280 180]";
    String popup = "<</Type/Annot/Subtype/Popup/Rect[20 100 280 180]/Parent 20 0 R/Open true>>";
    Map<String, String> objects =
        Map.of("60", popup, "61", "20 1 R", "62", popup.replace("20 0 R", "20 1 R"));
    PdfUpdate update =
        PdfUpdate.of(PdfForge.plain())
            .with(PdfForge.PAGE, changed(PdfForge.PAGE, "15 0 R]", "15 0 R " + listed + "]"));
    String number = listed.substring(0, 2);
    if (objects.containsKey(number)) {
      update.with(Integer.parseInt(number), objects.get(number));
    }
    return PdfForge.signed(update, PdfForge.CADES + shown);
  }

  private static Bytes elsewhere() {
    String form =
        stream("q Q")
            .replaceFirst("<<", "<</Subtype 61 0 R/BBox[0 0 9 9]/Ref<</F(other.pdf)/Page 0>>");
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain()).with(60, form).with(61, "/Form"), PdfForge.CADES);
  }

  /** One revision, with an object before the signature that is not what the table says. */
  private static Bytes unread(String body, String page) {
    return PdfForge.sign(
        signature -> {
          Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
          objects.put(PdfForge.SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 99 0 R"));
          objects.put(PdfForge.PAGE, changed(PdfForge.PAGE, "/Type", page + "/Type"));
          objects.put(77, body.isEmpty() ? "<<>>" : body);
          objects.put(99, signature);
          String text = PdfEdit.text(PdfUpdate.file(objects));
          return PdfEdit.bytes(body.isEmpty() ? text.replace("\n77 0 obj", "\n78 0 obj") : text);
        },
        PdfForge.CADES,
        covered ->
            CmsSigner.pades(
                ContentDigest.of(PdfForge.first().algorithm()).of(covered), PdfForge.first()));
  }

  /** What stays VALID. */
  static Map<String, Bytes> genuine() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    Bytes overlong = overlong(100);
    all.put(
        "a length that ends in what was signed", PdfUpdate.of(overlong).with(80, "<<>>").append());
    String twice = PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R/DV 20 0 R");
    all.put(
        "a signature that is what its field is reset to as well (LibreOffice)",
        PdfForge.sign(
            PdfUpdate.of(PdfForge.plain()).with(PdfForge.SEAL, twice),
            20,
            PdfForge.CADES,
            PdfForge.first()));
    all.put("an object that cannot be read and that nothing names", unread("]x(", ""));
    all.put("an object where the table says another is that nothing names", unread("", ""));
    all.put("a value in hexadecimal", value("(100)", "<31 3030>"));
    all.put("a value in octal", value("(100)", "(\\061\\60\\060)"));
    all.put("a new font that no caption is in", font(PUSHED + "/DA(/Helv 12 Tf 0 g)", ""));
    all.put(
        "a colour that a push button with a picture has no use for",
        lent(PUSHED + FACE, BLACK, WHITE));
    all.put(
        "a file that an office suite opens too, with an update",
        PdfUpdate.of(hybrid()).with(61, "<<>>").append());
    String copied = PdfEdit.text(PdfUpdate.of(hybrid()).with(61, "<<>>").append());
    int at = copied.lastIndexOf(SUMMED);
    all.put(
        "its trailer copied with a number that no longer holds",
        PdfEdit.bytes(
            copied.substring(0, at)
                + NAMED.replace("60 0 R", "12 0 R")
                + copied.substring(at + SUMMED.length())));
    return all;
  }

  private static Bytes hybrid() {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain()).with(60, stream("text")).trailer(SUMMED), PdfForge.CADES);
  }

  /** A field that the form lists and that has nothing but this, and what the form says. */
  private static Bytes lent(String field, String before, String after) {
    return PdfForge.updated(
        Map.of(AMOUNT, widget(field), FORM, form(before), 63, "(100)", 64, "<</CA(PAY 100)>>"),
        Map.of(FORM, form(after)));
  }

  private static Bytes font(String field, String entries) {
    String lending = form(entries + "/DR<</Font<</Nine 60 0 R>>>>");
    return PdfForge.updated(
        Map.of(AMOUNT, widget(field), FORM, form(entries)), Map.of(FORM, lending, 60, NINE));
  }

  private static Bytes unlisted(String field, String before, String after) {
    return PdfForge.updated(
        Map.of(AMOUNT, widget(field), FORM, form(before).replace("12 0 R", "")),
        Map.of(FORM, form(after).replace("12 0 R", ""), 60, NINE));
  }

  private static String widget(String field) {
    return "<</T(Amount)/Type/Annot/Subtype/Widget/F 4/Rect[50 50 150 70]/P 3 0 R" + field + ">>";
  }

  private static String form(String entries) {
    return changed(FORM, "/SigFlags", entries + "/SigFlags");
  }
}
