package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.FACE;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.SEAL;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.trust.Bytes;

/**
 * Fields that a signer locked (ISO 32000-2 §12.7.5.5, §12.8.2.4), in forms that make a verifier
 * miss it; each is filled in later and signed by somebody else.
 */
final class PdfLockLies {
  private static final String AMOUNTS = "/Type/SigFieldLock/Action/Include/Fields[(Amount)]";
  private static final String LOCK = "/Lock<<" + AMOUNTS + ">>";
  private static final String VALUE = "/V 20 0 R";
  private static final String WIDGET =
      "/Parent 40 0 R/Type/Annot/Subtype/Widget/F 132/P 3 0 R/Rect[0 0 0 0]";

  /** A free number below those of the fields, so that it is met first. */
  private static final int DECOY = 7;

  private PdfLockLies() {}

  /** What is INVALID, since a locked field was filled in. */
  static Map<String, Bytes> locked() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    Bytes signed = field(LOCK);
    all.put("a locked field filled in", filled(signed, ""));
    all.put(
        "a locked field filled in, and an object that says that it holds the signature",
        filled(signed, "<</FT/Sig/T(Seal)/V 20 0 R>>"));
    all.put(
        "a locked field filled in, and a field within an object that says so",
        filled(signed, "<</X<</FT/Sig/T(Seal)/V 20 0 R>>>>"));
    all.put("a lock of the field, its value in the widget", kid(LOCK, VALUE));
    all.put("a lock of the field, its value in both", kid(LOCK + VALUE, VALUE));
    all.put("a lock of the widget, the value of the field", kid(VALUE, LOCK));
    all.put("a lock of the 66th widget", kid(VALUE, LOCK, "45 0 R ".repeat(65)));
    all.put("a lock without an action", filled(field("/Lock<</Fields[(Amount)]>>"), ""));
    all.put("a lock that is no dictionary", filled(field("/Lock[(Amount)]"), ""));
    all.put("a lock by a method under another number", reference("60 0 R", AMOUNTS, true));
    all.put("a lock by a method in a string", reference("(FieldMDP)", AMOUNTS, true));
    all.put("a lock by a method that nobody knows", reference("/Fields", AMOUNTS, true));
    all.put("a lock whose reference stands alone", reference("/FieldMDP", AMOUNTS, false));
    all.put(
        "a lock by an action that nobody knows",
        reference("/FieldMDP", "/Action/include/Fields[(Amount)]", true));
    all.put(
        "a lock of a name that is no string",
        reference("/FieldMDP", "/Action/Include/Fields[/Amount]", true));
    all.put(
        "a lock of a string alone", reference("/FieldMDP", "/Action/Include/Fields(Amount)", true));
    all.put("a certification whose reference stands alone", reference("/DocMDP", "/P 1", false));
    return all;
  }

  /** What is VALID. */
  static Map<String, Bytes> open() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("a field filled in that is not locked", filled(field(LOCK.replace("Am", "B")), ""));
    all.put(
        "a field filled in that no reference locks",
        reference("/FieldMDP", "/Action/Include/Fields[(Bmount)]", true));
    all.put("a note that is hidden, its window closed", note("/F 2/Open false", "/Open false"));
    all.put("a note that is hidden, whose window says nothing", note("/F 6", ""));
    all.put("fields of two names in another order", ordered("Sum", "16 0 R 14 0 R 12 0 R"));
    all.put("a lock of no field", filled(field(LOCK.replace("(Amount)", "")), ""));
    return all;
  }

  /** What is INDETERMINATE: fields of one name, of which PDFium shows the first one's value. */
  static Map<String, Bytes> ordered() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("fields of one name in another order", ordered("Amount", "16 0 R 14 0 R 12 0 R"));
    all.put(
        "fields of one name, the second listed in front too",
        ordered("Amount", "16 0 R 12 0 R 14 0 R 16 0 R"));
    String tongue = "\\376\\377\\000\\033\\000e\\000n\\000\\033";
    String said = "\\000A\\000m\\000o\\000u\\000n\\000t";
    all.put(
        "fields of one name in a language in another order",
        ordered(tongue + said, "16 0 R 14 0 R 12 0 R"));
    all.put(
        "fields of one name, its octets exchanged, in another order",
        ordered("\\377\\376A\\000m\\000o\\000u\\000n\\000t\\000", "16 0 R 14 0 R 12 0 R"));
    all.put(
        "fields of one name with half a character in another order",
        ordered("\\376\\377" + said + "\\377", "16 0 R 14 0 R 12 0 R"));
    all.put(
        "a field whose name is in a code of its own in another order",
        ordered("\\030", "16 0 R 14 0 R 12 0 R"));
    return all;
  }

  /**
   * What is INDETERMINATE: notes under P=3 that a later signer covers, and that stand open, or
   * whose icons all readers draw over what was signed.
   */
  static Map<String, Bytes> opened() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("a note whose window is open", note("/F 2", "/Open true"));
    all.put("a note that is open", note("/F 2/Open true", ""));
    all.put("a note whose window is open by another object", note("/F 2", "/Open 64 0 R"));
    all.put("a note whose icon is white", note("/C[1 1 1]/Open false", "/Open false"));
    all.put("a note whose icon is printed alone", note("/F 36", ""));
    all.put("a note whose icon is seen by the pointer", note("/F 288", ""));
    all.put("a note that is hidden by no number", note("/F 2.0", ""));
    all.put("a note that is hidden by another object", note("/F 65 0 R", ""));
    for (String flags : List.of("4294967298", "8589934594", "2147483650", "4294967294", "1026")) {
      all.put("a note that is hidden by the number " + flags, note("/F " + flags, ""));
    }
    all.put("a note that is hidden by a number below zero", note("/F -2", ""));
    return all;
  }

  /** A certification to the catalog that says nothing of it itself. */
  static Bytes unsaid() {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain())
            .with(CATALOG, "<</Type/Catalog/Pages 2 0 R/AcroForm 10 0 R/Perms<</DocMDP 20 0 R>>>>"),
        CADES);
  }

  /** A signature whose field is called otherwise by an object that nothing leads to. */
  static Bytes renamed() {
    return PdfUpdate.of(field(LOCK)).with(DECOY, "<</FT/Sig/T(Board)/V 20 0 R>>").append();
  }

  /** One more field of this name; then the form lists the fields in this order. */
  private static Bytes ordered(String name, String order) {
    String form = "[11 0 R " + order;
    return PdfForge.updated(
        Map.of(
            PAGE,
            changed(PAGE, "15 0 R]", "15 0 R 16 0 R]"),
            FORM,
            changed(FORM, "14 0 R]", "14 0 R 16 0 R]"),
            16,
            changed(AMOUNT, "(Amount)/V(100)", "(" + name + ")/V(900)").replace("50 70", "90 99")),
        Map.of(FORM, changed(FORM, "[11 0 R 12 0 R 14 0 R", form)));
  }

  private static Bytes note(String note, String window) {
    PdfUpdate update =
        PdfUpdate.of(PdfForge.signed(CADES + PdfForge.certify(3)))
            .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 62 0 R 63 0 R]"))
            .with(62, "<</Type/Annot/Subtype/Text/Rect[9 99 29 119]/Popup 63 0 R" + note + ">>")
            .with(
                63,
                "<</Type/Annot/Subtype/Popup/Rect[30 180 290 260]/Parent 62 0 R" + window + ">>")
            .with(64, "true")
            .with(65, "2");
    return PdfForge.countersigned(update.append(), CADES);
  }

  private static Bytes field(String entries) {
    return sign(
        PdfUpdate.of(PdfForge.plain()), PdfForge.field("Seal", "[0 0 0 0]", VALUE + entries));
  }

  /** Signed by a field of two objects, with these entries besides. */
  private static Bytes kid(String field, String widget) {
    return kid(field, widget, "");
  }

  private static Bytes kid(String field, String widget, String before) {
    PdfUpdate update =
        PdfUpdate.of(PdfForge.plain())
            .with(FORM, changed(FORM, "[11 0 R", "[40 0 R"))
            .with(40, "<</FT/Sig/T(Seal)/Kids[" + before + "11 0 R]" + field + ">>")
            .with(45, "<</Subtype/Widget>>");
    return filled(sign(update, "<<" + WIDGET + widget + ">>"), "");
  }

  private static Bytes sign(PdfUpdate update, String seal) {
    return PdfForge.sign(update.with(SEAL, seal), 20, CADES, PdfForge.first());
  }

  private static Bytes reference(String method, String parameters, boolean listed) {
    String reference =
        "<</Type/SigRef/TransformMethod " + method + "/TransformParams<<" + parameters + ">>>>";
    PdfUpdate update = PdfUpdate.of(PdfForge.plain()).with(60, "/FieldMDP");
    String entries = CADES + "/Reference" + (listed ? "[" + reference + "]" : reference);
    return filled(PdfForge.signed(update, entries), "");
  }

  /** The amount changed, one more object if any, and signed by another. */
  private static Bytes filled(Bytes signed, String decoy) {
    PdfUpdate update =
        PdfUpdate.of(signed)
            .with(AMOUNT, changed(AMOUNT, "(100)", "(900)"))
            .with(FACE, PdfForge.face("900"));
    if (!decoy.isEmpty()) {
      update.with(DECOY, decoy);
    }
    return PdfForge.countersigned(update.append(), CADES);
  }
}
