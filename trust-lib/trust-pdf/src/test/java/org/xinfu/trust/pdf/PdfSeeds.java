package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.SEAL;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/**
 * Fields that ask something of their signer, ISO 32000-2 §12.7.5.5 (SV), and signatures in them.
 */
final class PdfSeeds {
  private static final String VALUE = "/V 20 0 R";

  private PdfSeeds() {}

  /** What is INDETERMINATE: the field is another's to sign. */
  static Map<String, Bytes> strangers() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("a field asks for another signer", sealed(subject(1, another())));
    all.put("a field asks for a hundred others", sealed(many().replace(hex(PdfForge.first()), "")));
    all.put("a field asks for nobody", sealed("/Cert<</Ff 1/Subject[]>>"));
    all.put(
        "a field asks for another signer, in its widget",
        kid("", "/SV<<" + subject(1, another()) + ">>"));
    all.put(
        "a field asks for another signer, the value in its widget",
        kid("/SV<<" + subject(1, another()) + ">>", VALUE));
    return all;
  }

  /** What is VALID. */
  static Map<String, Bytes> genuine() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("a field asks for its signer", sealed(subject(1, PdfForge.first())));
    all.put("a field asks for its signer or a hundred others", sealed(many()));
    all.put("a field would like another signer", sealed(subject(0, another())));
    return all;
  }

  /** Signed in a field with this seed value. */
  static Bytes sealed(String seed) {
    return sealed(seed, CADES);
  }

  /** The same by these entries. */
  static Bytes sealed(String seed, String entries) {
    String field = PdfForge.field("Seal", "[0 0 0 0]", VALUE + "/SV<</Type/SV" + seed + ">>");
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain()).with(SEAL, field), 20, entries, PdfForge.first());
  }

  private static Bytes kid(String field, String widget) {
    String value = widget.contains(VALUE) ? "" : VALUE;
    PdfUpdate update =
        PdfUpdate.of(PdfForge.plain())
            .with(FORM, changed(FORM, "[11 0 R", "[40 0 R"))
            .with(40, "<</FT/Sig/T(Seal)/Kids[11 0 R]" + value + field + ">>")
            .with(
                SEAL,
                "<</Parent 40 0 R/Type/Annot/Subtype/Widget/F 132/P 3 0 R/Rect[0 0 0 0]"
                    + widget
                    + ">>");
    return PdfForge.sign(update, 20, CADES, PdfForge.first());
  }

  /** Somebody else than who signs. */
  private static Signer another() {
    return PdfForge.first() == PdfFixtures.ECDSA ? PdfFixtures.SM2 : PdfFixtures.ECDSA;
  }

  private static String many() {
    return "/Cert<</Ff 1/Subject[" + "<30>".repeat(100) + hex(PdfForge.first()) + "]>>";
  }

  private static String hex(Signer signer) {
    return "<" + signer.chain().get(0).der().toHex() + ">";
  }

  private static String subject(int flags, Signer signer) {
    return "/Cert<</Ff " + flags + "/Subject[" + hex(signer) + "]>>";
  }
}
