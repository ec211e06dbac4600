package org.xinfu.trust.pdf;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;

/** Signs PDFs written by hand, with any signature dictionary, in as few octets as possible. */
final class PdfForge {
  static final String CADES = "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached";
  static final String PKCS7 = "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached";
  private static final String NUMBERS = "[0 1111111111 2222222222 3333333333]";

  private static final ThreadLocal<Signer> FIRST = ThreadLocal.withInitial(() -> PdfFixtures.SM2);

  private PdfForge() {}

  /** Who signs first. */
  static Signer first() {
    return FIRST.get();
  }

  /** What is made while somebody else signs first, for judges that do not know SM2. */
  static <T> T signedBy(Signer signer, Supplier<T> work) {
    FIRST.set(signer);
    try {
      return work.get();
    } finally {
      FIRST.remove();
    }
  }

  /** DocMDP at a level, as an entry of a signature dictionary. */
  static String certify(int level) {
    return "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams"
        + "<</Type/TransformParams/V/1.2/P "
        + level
        + ">>>>]";
  }

  /** Appends the update with this signature dictionary, signed. */
  static Bytes sign(PdfUpdate update, int number, String entries, Signer signer) {
    ContentDigest digest = ContentDigest.of(signer.algorithm());
    return sign(update, number, entries, covered -> CmsSigner.pades(digest.of(covered), signer));
  }

  /** The same with any value, made of the covered octets. */
  static Bytes sign(PdfUpdate update, int number, String entries, Function<Bytes, Bytes> value) {
    return sign(body -> update.with(number, body).append(), entries, value);
  }

  /**
   * The same with any update.
   *
   * @param update appends this signature dictionary
   */
  static Bytes sign(Function<String, Bytes> update, String entries, Function<Bytes, Bytes> value) {
    int room = value.apply(Bytes.empty()).length() + 16;
    String hole = "0".repeat(2 * room);
    // A dictionary that the entries open, so that the signature lies in it, is closed here.
    int open = entries.split("<<", -1).length - entries.split(">>", -1).length;
    String body =
        "<<" + entries + "/ByteRange" + NUMBERS + "/Contents<" + hole + ">>>" + ">>".repeat(open);
    String text = PdfEdit.text(update.apply(body));
    int from = text.lastIndexOf("<" + hole + ">");
    int to = from + hole.length() + 2;
    String range = "[0 " + from + " " + to + " " + (text.length() - to) + "]";
    String padded = range + " ".repeat(NUMBERS.length() - range.length());
    text = text.replace(NUMBERS, padded);
    Bytes covered = PdfEdit.bytes(text.substring(0, from) + text.substring(to));
    String hex = value.apply(covered).toHex();
    return PdfEdit.bytes(
        text.substring(0, from + 1)
            + hex
            + "0".repeat(hole.length() - hex.length())
            + text.substring(to - 1));
  }

  // The document that the vectors sign: two pages, a text field, two signature fields.

  static final int CATALOG = 1;
  static final int PAGE = 3;
  static final int CONTENT = 4;
  static final int RESOURCES = 6;
  static final int FORM = 10;
  static final int SEAL = 11;
  static final int AMOUNT = 12;
  static final int FACE = 13;
  static final int SECOND = 14;
  static final int NOTE = 15;

  static Map<Integer, String> objects() {
    Map<Integer, String> objects = ShadowAttackTest.objects("/Contents 9 0 R/Resources 6 0 R");
    objects.put(CATALOG, "<</Type/Catalog/Pages 2 0 R/AcroForm 10 0 R>>");
    objects.put(
        PAGE,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources 6 0 R"
            + "/Annots[11 0 R 12 0 R 14 0 R 15 0 R]>>");
    objects.put(FORM, "<</Fields[11 0 R 12 0 R 14 0 R]/SigFlags 3>>");
    objects.put(SEAL, field("Seal", "[0 0 0 0]", ""));
    objects.put(
        AMOUNT,
        "<</FT/Tx/T(Amount)/V(100)/Type/Annot/Subtype/Widget/Rect[50 50 150 70]/P 3 0 R"
            + "/AP<</N 13 0 R>>>>");
    objects.put(FACE, face("100"));
    objects.put(SECOND, field("Second", "[200 50 300 90]", ""));
    objects.put(NOTE, "<</Type/Annot/Subtype/Text/Rect[9 9 29 29]/Contents(note)>>");
    return objects;
  }

  static String field(String name, String rect, String more) {
    return "<</FT/Sig/T("
        + name
        + ")/Type/Annot/Subtype/Widget/F 132/P 3 0 R/Rect"
        + rect
        + more
        + ">>";
  }

  static String face(String text) {
    String content = "BT /F1 9 Tf (" + text + ") Tj ET";
    return "<</Type/XObject/Subtype/Form/BBox[0 0 100 20]/Length "
        + content.length()
        + ">>\nstream\n"
        + content
        + "\nendstream";
  }

  static Bytes plain() {
    return PdfUpdate.file(objects());
  }

  /** The plain document with its first field signed. */
  static Bytes signed(String entries) {
    return signed(PdfUpdate.of(plain()), entries);
  }

  /** The document signed with these objects in place of its own, and those in their place then. */
  static Bytes updated(Map<Integer, String> before, Map<Integer, String> after) {
    Map<Integer, String> signed = new TreeMap<>(objects());
    signed.putAll(before);
    PdfUpdate update = PdfUpdate.of(signed(PdfUpdate.of(PdfUpdate.file(signed)), CADES));
    after.forEach(update::with);
    return update.append();
  }

  static Bytes signed(PdfUpdate update, String entries) {
    return sign(update.with(SEAL, field("Seal", "[0 0 0 0]", "/V 20 0 R")), 20, entries, first());
  }

  /** Signs the second field too. */
  static Bytes countersigned(Bytes pdf, String entries) {
    return sign(
        PdfUpdate.of(pdf).with(SECOND, field("Second", "[200 50 300 90]", "/V 21 0 R")),
        21,
        entries,
        PdfFixtures.ECDSA);
  }

  static String changed(int number, String from, String to) {
    String body = objects().getOrDefault(number, "");
    if (!body.contains(from)) {
      throw new IllegalArgumentException(number + " has no " + from);
    }
    return body.replace(from, to);
  }
}
