package org.xinfu.trust.pdf;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.pdf.PdfForge.AMOUNT;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.CONTENT;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.NOTE;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.RESOURCES;
import static org.xinfu.trust.pdf.PdfForge.SEAL;
import static org.xinfu.trust.pdf.PdfForge.SECOND;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Locale;
import java.util.Map;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/** Makes {@code specs/vectors/pdf/signature.json}: signed PDFs, genuine, doubtful and attacked. */
final class PdfVectors extends PdfCases {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "as producers write and update signed documents",
          "Doubtful", "nobody can say whether the signer would agree, or no rule judges it",
          "Forgery", "universal signature forgery: a signature without what it needs",
          "Range", "the covered octets or the gap are not what they should be",
          "Saving", "incremental saving: something shown was changed after signing",
          "Shadow", "the document was prepared for a change before it was signed",
          "Certification", "a change that the certifier forbade",
          "Form", "fields, locks and signatures swapped, removed or painted",
          "Reading", "readers would read different documents");

  private static final String PAID = "/Contents(paid)";

  private PdfVectors() {
    super("signature", PdfFixtures.POLICY, FLAGS);
  }

  /** The file's text; the same at every call. */
  static String write() {
    PdfVectors all = new PdfVectors();
    all.genuine();
    all.genuineUpdates();
    all.genuineForms();
    all.doubtful();
    all.doubtfulChanges();
    all.forgeries();
    all.ranges();
    all.saving();
    all.catalogs();
    all.shadows();
    all.certification();
    all.forms();
    all.reading();
    return all.text();
  }

  private void genuine() {
    good("PAdES, classic table", signed);
    good("adbe.pkcs7.detached", PdfForge.signed(PdfForge.PKCS7));
    good("no /Type", PdfForge.signed("/Filter/X/SubFilter/ETSI.CAdES.detached"));
    good("/Reason with endobj", PdfForge.signed(CADES + "/Reason(1 0 obj << >> endobj xref)"));
    good("names spelled with codes", PdfForge.signed(CADES.replace("SubF", "#53ub#46")));
    good("white space at the end", signed.concat(Bytes.utf8("\r\n \n")));
    good("digits in capitals", capitals(signed));
    good("two signatures", PdfForge.countersigned(signed, CADES));
    good("certified, nothing allowed", PdfForge.signed(CADES + PdfForge.certify(1)));
    Bytes nested =
        PdfForge.sign(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, changed(FORM, "[11", "[30 0 R 11"))
                .with(30, "<</T(office)/Kids[31 0 R]>>")
                .with(31, PdfForge.field("Seal", "[0 0 0 0]", "/Parent 30 0 R/V 20 0 R")),
            20,
            CADES,
            PdfForge.first());
    good("a field under a parent", nested);
    Map<Integer, String> hybrid = PdfForge.objects();
    good(
        "streams for tables and objects",
        PdfFixtures.sign(
            PdfFixtures.compressed(),
            PdfSealRequest.invisible("Seal", PdfFixtures.SIGNED),
            PdfForge.first()));
    good(
        "information in the trailer",
        PdfForge.signed(
            PdfUpdate.of(PdfUpdate.file(hybrid, "/Info 40 0 R")).with(40, "<</Title(x)>>"), CADES));
  }

  private void genuineUpdates() {
    String dss = changed(CATALOG, "/Type", "/DSS 50 0 R/Type");
    PdfUpdate material =
        PdfUpdate.of(signed)
            .with(CATALOG, dss)
            .with(50, "<</Certs[51 0 R]/CRLs[51 0 R]/VRI<</AB<</Cert[51 0 R]/TU(D:2026)>>>>>>")
            .with(51, stream("x"));
    good("validation material", material.append());
    good(
        "validation material behind a certification",
        PdfUpdate.of(PdfForge.signed(CADES + PdfForge.certify(1)))
            .with(CATALOG, dss)
            .with(50, "<</Certs[51 0 R]>>")
            .with(51, stream("x"))
            .append());
    good(
        "developer extensions and version",
        with(
            CATALOG,
            changed(
                CATALOG, "/Type", "/Version/2.0/Extensions<</ESIC<</BaseVersion/1.7>>>>/Type")));
    good(
        "XMP metadata",
        PdfUpdate.of(signed)
            .with(CATALOG, changed(CATALOG, "/Type", "/Metadata 52 0 R/Type"))
            .with(52, "<</Type/Metadata/Subtype/XML/Length 4>>\nstream\n<x/>\nendstream")
            .append());
    good(
        "an information dictionary",
        PdfUpdate.of(signed).with(53, "<</ModDate(D:2026)>>").trailer("/Info 53 0 R").append());
    good("an object that nothing names", with(54, "<</Type/Page>>"));
    good("an object rewritten as it was", with(9, " [ 4 0 R ] "));
    good(
        "defaults for the form",
        PdfUpdate.of(signed)
            .with(
                FORM,
                changed(FORM, "/SigFlags 3", "/SigFlags 1/DA(/F1 0 Tf)/DR<</Font<</F1 56 0 R>>>>"))
            .with(56, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
            .append());
    good(
        "an empty signature field",
        PdfUpdate.of(signed)
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 55 0 R]"))
            .with(55, PdfForge.field("Third", "[0 0 0 0]", ""))
            .append());
  }

  private void genuineForms() {
    good(
        "certified for forms, another field signed",
        PdfForge.countersigned(PdfForge.signed(CADES + PdfForge.certify(2)), CADES));
    Bytes filled = filled(signed);
    good("filled in, then signed again", PdfForge.countersigned(filled, CADES));
    good(
        "certified for forms, filled in, signed",
        PdfForge.countersigned(filled(PdfForge.signed(CADES + PdfForge.certify(2))), CADES));
    good(
        "another field is locked",
        PdfForge.countersigned(filled(locked("Include", "(Other)")), CADES));
    good(
        "all but this field are locked",
        PdfForge.countersigned(filled(locked("Exclude", "(Amount)(Second)")), CADES));
    good(
        "a hidden note where notes are allowed, then signed",
        PdfForge.countersigned(
            note(PdfForge.signed(CADES + PdfForge.certify(3)), "Text", PAID + "/F 2"), CADES));
  }

  private void doubtful() {
    long[] r = PdfEdit.range(signed);
    byte[] spaced = signed.toArray();
    spaced[(int) r[2] - 2] = ' ';
    spaced[(int) r[2] - 3] = '\n';
    open("white space in /Contents", Bytes.of(spaced), Reason.ENCODING_NOT_STANDARD);
    open(
        "an encoding that nobody knows",
        PdfForge.signed(CADES.replace("ETSI.CAdES.detached", "acme.signature")),
        Reason.FORMAT_MODULE_MISSING);
    open("no /SubFilter", PdfForge.signed("/Type/Sig/Filter/X"), Reason.FORMAT_MODULE_MISSING);
    open("the dictionary is written into its field", direct(), Reason.ENCODING_NOT_STANDARD);
    open("two signatures of one name", clash(), Reason.SIGNATURE_DICTIONARY_WRONG);
    open(
        "a second certification",
        PdfForge.countersigned(signed, CADES + PdfForge.certify(2)),
        Reason.SIGNATURE_DICTIONARY_WRONG);
    String nineteen =
        PdfEdit.text(PdfForge.plain())
            .replaceFirst(
                "xref\n0 1\n0000000000 65535 f \n1 1\n(\\d{10} 00000 n) \n",
                "xref\n0 2\n0000000000 65535 f\n$1 \n");
    open(
        "entries of nineteen octets",
        PdfForge.signed(PdfUpdate.of(PdfEdit.bytes(nineteen)), CADES),
        Reason.MALFORMED);
  }

  private void doubtfulChanges() {
    open("filled in and not signed again", filled(signed), Reason.CONTENT_NOT_COVERED);
    open(
        "certified for forms, filled in",
        filled(PdfForge.signed(CADES + PdfForge.certify(2))),
        Reason.CONTENT_NOT_COVERED);
    open(
        "a note where notes are allowed",
        note(PdfForge.signed(CADES + PdfForge.certify(3)), "Text", PAID),
        Reason.CONTENT_NOT_COVERED);
    open(
        "a note where notes are allowed, then signed",
        PdfForge.countersigned(
            note(PdfForge.signed(CADES + PdfForge.certify(3)), "Text", PAID), CADES),
        Reason.CONTENT_NOT_COVERED);
    open(
        "a text over the page where notes are allowed",
        PdfForge.countersigned(
            note(PdfForge.signed(CADES + PdfForge.certify(3)), "FreeText", PAID), CADES),
        Reason.CONTENT_NOT_COVERED);
    open("a note without a certification", note(signed, "Text", PAID), Reason.CONTENT_NOT_COVERED);
    open("a new seal after a certification", sneaky(2), Reason.CONTENT_NOT_COVERED);
    open(
        "values drawn by readers",
        with(FORM, changed(FORM, "/SigFlags", "/NeedAppearances true/SigFlags")),
        Reason.CONTENT_NOT_COVERED);
    open(
        "tags changed",
        with(CATALOG, changed(CATALOG, "/Type", "/StructTreeRoot<</Type/StructTreeRoot>>/Type")),
        Reason.CONTENT_NOT_COVERED);
  }

  private void forgeries() {
    for (String range :
        new String[] {
          "null",
          "[]",
          "[0]",
          "(x)",
          "[0 0 0 0]",
          "[0 -1 5 9]",
          "[0 10 20]",
          "[0 1 2 3 4 5]",
          "[/a /b /c /d]",
          "[0.0 1.5 2 3]"
        }) {
      String entries = CADES + "/Contents<30>/ByteRange " + range;
      bad("Forgery", "/ByteRange " + range, unsigned(entries), Reason.BYTE_RANGE_WRONG);
    }
    bad("Forgery", "no /ByteRange", unsigned(CADES + "/Contents<30>"), Reason.BYTE_RANGE_WRONG);
    for (String contents :
        new String[] {
          "",
          "/Contents null",
          "/Contents()",
          "/Contents<>",
          "/Contents<00>",
          "/Contents 4 0 R",
          "/Contents[<30>]"
        }) {
      bad(
          "Forgery",
          "contents: " + contents,
          unsigned(CADES + "/ByteRange[0 20 30 40]" + contents),
          Reason.BYTE_RANGE_WRONG);
    }
    for (String value : new String[] {"00", "0500", "3003020101"}) {
      bad(
          "Forgery",
          "a value of " + value,
          PdfEdit.withContents(signed, Bytes.hex(value)),
          value.startsWith("30") ? Reason.MALFORMED : Reason.SIGNATURE_DICTIONARY_WRONG);
    }
    bad("Forgery", "an empty dictionary", unsigned(""), Reason.BYTE_RANGE_WRONG);
    bad(
        "Forgery",
        "/V is no dictionary",
        PdfUpdate.of(PdfForge.plain())
            .with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V(signed)"))
            .append(),
        Reason.BYTE_RANGE_WRONG);
    bad(
        "Forgery",
        "a signature that is no field's",
        PdfUpdate.of(PdfForge.plain())
            .with(20, "<<" + CADES + "/ByteRange[0 1 3 4]/Contents<30>>>")
            .append(),
        Reason.BYTE_RANGE_WRONG);
  }

  private void ranges() {
    long[] r = PdfEdit.range(signed);
    bad(
        "Range",
        "begins behind the first octet",
        PdfEdit.withRange(signed, "1 " + (r[1] - 1) + " " + r[2] + " " + r[3]),
        Reason.BYTE_RANGE_WRONG);
    bad(
        "Range",
        "the gap begins late",
        PdfEdit.withRange(signed, "0 " + (r[1] + 9) + " " + r[2] + " " + r[3]),
        Reason.BYTE_RANGE_WRONG);
    bad(
        "Range",
        "the gap reaches over the dictionary",
        PdfEdit.withRange(signed, "0 " + (r[1] - 9) + " " + r[2] + " " + r[3]),
        Reason.BYTE_RANGE_WRONG);
    bad(
        "Range",
        "ends before the end",
        PdfEdit.withRange(signed, "0 " + r[1] + " " + r[2] + " " + (r[3] - 9)),
        Reason.BYTE_RANGE_WRONG);
    bad(
        "Range",
        "ends behind the end",
        PdfEdit.withRange(signed, "0 " + r[1] + " " + r[2] + " " + (r[3] + 9)),
        Reason.BYTE_RANGE_WRONG);
    String text = PdfEdit.text(signed);
    String extra = "/Reason(forged)";
    Bytes grown = PdfEdit.bytes(text.substring(0, (int) r[2]) + extra + text.substring((int) r[2]));
    bad(
        "Range",
        "octets between the gap and the second run",
        PdfEdit.withRange(grown, "0 " + r[1] + " " + (r[2] + extra.length()) + " " + r[3]),
        Reason.BYTE_RANGE_WRONG);
    byte[] padded = signed.toArray();
    padded[(int) r[2] - 2] = '1';
    bad("Range", "an octet behind the CMS", Bytes.of(padded), Reason.CONTENTS_PADDING_WRONG);
    bad("Range", "the signed dictionary is a copy", copied(), Reason.BYTE_RANGE_WRONG);
    Bytes twice = PdfForge.signed(CADES + "/Contents<30>");
    bad("Range", "/Contents twice", twice, Reason.SIGNATURE_DICTIONARY_WRONG);
    bad(
        "Range",
        "an altered octet",
        PdfEdit.replace(signed, "(LICENCE)", "(FORGERY)"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Range",
        "the CMS of another document",
        PdfEdit.withContents(signed, PdfEdit.contents(PdfForge.signed(CADES + "/Name(other)"))),
        Reason.DIGEST_MISMATCH);
  }

  private void saving() {
    bad("Saving", "another content stream", with(CONTENT, stream("(FORGED) Tj")));
    bad("Saving", "one more content stream", with(5, "[4 0 R 13 0 R]"));
    bad(
        "Saving",
        "a page more",
        PdfUpdate.of(signed)
            .with(2, "<</Type/Pages/Kids[3 0 R 8 0 R 60 0 R]/Count 3>>")
            .with(60, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
            .append());
    bad("Saving", "a page less", with(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"));
    bad("Saving", "pages in another order", with(2, "<</Type/Pages/Kids[8 0 R 3 0 R]/Count 2>>"));
    bad("Saving", "another font", with(RESOURCES, changed(RESOURCES, "Helvetica", "ZapfDingbats")));
    bad("Saving", "a smaller page", with(PAGE, changed(PAGE, "595 842", "99 99")));
    bad("Saving", "a turned page", with(PAGE, changed(PAGE, "/Type", "/Rotate 180/Type")));
    bad("Saving", "a text over the page", note(signed, "FreeText", PAID));
    bad("Saving", "a stamp over the page", note(signed, "Stamp", PAID));
    bad("Saving", "an altered note", with(NOTE, changed(NOTE, "(note)", "(paid)")));
    bad("Saving", "a note less", with(PAGE, changed(PAGE, " 15 0 R", "")));
    bad("Saving", "a freed content stream", PdfUpdate.of(signed).free(CONTENT).append());
    bad(
        "Saving",
        "no table behind the change",
        signed.concat(Bytes.utf8("4 0 obj\n" + stream("(FORGED) Tj") + "\nendobj\n")),
        Reason.MALFORMED);
    bad(
        "Saving",
        "no trailer behind the change",
        signed.concat(
            Bytes.utf8(
                "4 0 obj\n" + stream("x") + "\nendobj\nxref\n4 1\n0000000000 00000 n \n%%EOF\n")),
        Reason.MALFORMED);
    bad(
        "Saving",
        "another document behind",
        signed.concat(PdfForge.plain()),
        Reason.SIGNATURE_DICTIONARY_WRONG);
  }

  private void catalogs() {
    for (String entry :
        new String[] {
          "/OpenAction[3 0 R/Fit]",
          "/AA<</WC 4 0 R>>",
          "/Names<</JavaScript 4 0 R>>",
          "/OCProperties<<>>",
          "/PageMode/FullScreen",
          "/DSS<</Certs[5 0 R]>>",
          "/Metadata 4 0 R",
          "/NeedsRendering true"
        }) {
      bad("Saving", "catalog: " + entry, entry(entry));
    }
    bad(
        "Saving",
        "another catalog",
        PdfUpdate.of(signed)
            .with(61, "<</Type/Catalog/Pages 62 0 R/AcroForm 10 0 R>>")
            .with(62, "<</Type/Pages/Kids[8 0 R]/Count 1>>")
            .trailer("/Root 61 0 R")
            .append());
    bad("Form", "XFA", with(FORM, changed(FORM, "/SigFlags", "/XFA(x)/SigFlags")));
    bad("Form", "no form any more", with(CATALOG, changed(CATALOG, "/AcroForm 10 0 R", "")));
    bad(
        "Form",
        "a spoofed dictionary",
        PdfUpdate.of(signed)
            .with(20, PdfEdit.body(signed, 20).replaceFirst("^<<", "<</Name(Forger)"))
            .append(),
        Reason.BYTE_RANGE_WRONG);
    bad("Form", "the signature is null", with(20, "null"), Reason.BYTE_RANGE_WRONG);
  }

  private void shadows() {
    Bytes dangling = prepared(5, "[4 0 R 70 0 R]", 9);
    bad(
        "Shadow",
        "validation material fills what was named in vain",
        PdfUpdate.of(dangling)
            .with(CATALOG, changed(CATALOG, "/Type", "/DSS<</Certs[70 0 R]>>/Type"))
            .with(70, stream("(FORGED) Tj"))
            .append());
    bad(
        "Shadow",
        "an object stream fills what was named in vain",
        PdfUpdate.of(dangling)
            .with(70, "<</Type/ObjStm/N 0/First 0/Length 11>>\nstream\n(FORGED) Tj\nendstream")
            .append());
    Bytes covering =
        prepared(
            PAGE,
            changed(PAGE, "15 0 R]", "15 0 R 71 0 R]"),
            71,
            "<</Type/Annot/Subtype/Stamp/Rect[0 0 595 842]/AP<</N 13 0 R>>>>");
    bad(
        "Shadow",
        "hide: a cover is taken away",
        PdfUpdate.of(covering).with(PAGE, changed(PAGE, "/Type", "/Type")).append());
    bad(
        "Shadow",
        "hide: a cover becomes nothing",
        PdfUpdate.of(covering).with(71, "null").append());
    Bytes shared = prepared(AMOUNT, changed(AMOUNT, "13 0 R", "6 0 R"), 9);
    bad(
        "Shadow",
        "replace: a field's face is also the page's resources",
        PdfUpdate.of(shared).with(RESOURCES, PdfForge.face("1000")).append());
    Bytes second = prepared(72, "<</Type/Pages/Kids[8 0 R]/Count 1>>", 9);
    bad(
        "Shadow",
        "hide and replace: prepared pages",
        PdfUpdate.of(second).with(CATALOG, changed(CATALOG, "2 0 R", "72 0 R")).append());
    bad(
        "Shadow",
        "replace: annotations come to be at the contents",
        PdfUpdate.of(signed)
            .with(8, PdfEdit.body(signed, 8).replaceFirst(">>$", "/Annots 9 0 R>>"))
            .with(9, "[]")
            .append());
    bad(
        "Shadow",
        "replace: the information dictionary is the resources",
        PdfUpdate.of(signed).with(RESOURCES, "<</Producer(x)>>").trailer("/Info 6 0 R").append());
    Bytes font = prepared(RESOURCES, "<</Font 12 0 R>>", 9);
    bad(
        "Shadow",
        "replace: a font is a field",
        PdfUpdate.of(font)
            .with(
                AMOUNT,
                changed(AMOUNT, "/V(100)", "/V<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"))
            .append());
  }

  private void certification() {
    Bytes one = PdfForge.signed(CADES + PdfForge.certify(1));
    Bytes two = PdfForge.signed(CADES + PdfForge.certify(2));
    bad("Certification", "P=1: filled in", filled(one));
    bad("Certification", "P=1: signed again", PdfForge.countersigned(one, CADES));
    bad("Certification", "P=1: a note", note(one, "Text", PAID));
    bad("Certification", "P=1: a new seal", sneaky(1));
    bad("Certification", "P=2: a note", note(two, "Text", PAID));
    bad("Certification", "P=2: a text over the page", note(two, "FreeText", PAID));
    bad("Certification", "P=2: a covering square", note(two, "Square", PAID));
    bad(
        "Certification",
        "P=3: another content",
        PdfUpdate.of(PdfForge.signed(CADES + PdfForge.certify(3)))
            .with(CONTENT, stream("x"))
            .append());
    bad(
        "Certification",
        "P=4 allows nothing",
        filled(PdfForge.signed(CADES + PdfForge.certify(4))));
    bad(
        "Certification",
        "a lock that allows nothing",
        PdfForge.countersigned(
            PdfForge.sign(
                PdfUpdate.of(PdfForge.plain())
                    .with(
                        SEAL,
                        PdfForge.field(
                            "Seal",
                            "[0 0 0 0]",
                            "/V 20 0 R/Lock<</Type/SigFieldLock/Action/Include/Fields[]/P 1>>")),
                20,
                CADES,
                PdfForge.first()),
            CADES));
  }

  private void forms() {
    bad("Form", "a locked field filled in", filled(locked("Include", "(Amount)")));
    bad("Form", "all fields locked, one filled in", filled(locked("All", "")));
    bad("Form", "a field not left out of the lock", filled(locked("Exclude", "(Second)")));
    bad("Form", "a field less", with(FORM, changed(FORM, " 12 0 R", "")));
    bad(
        "Form",
        "a field swapped for another",
        PdfUpdate.of(signed)
            .with(FORM, changed(FORM, "12 0 R", "75 0 R"))
            .with(75, changed(AMOUNT, "(100)", "(900)"))
            .append());
    bad(
        "Form",
        "a new text field",
        PdfUpdate.of(signed)
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 76 0 R]"))
            .with(76, changed(AMOUNT, "Amount", "New"))
            .append());
    bad("Form", "a field of another kind", with(AMOUNT, changed(AMOUNT, "/FT/Tx", "/FT/Btn")));
    bad("Form", "a field at another place", with(AMOUNT, changed(AMOUNT, "50 50", "90 90")));
    bad("Form", "a field of another name", with(AMOUNT, changed(AMOUNT, "Amount", "Total")));
    bad(
        "Form",
        "an unsigned seal that paints",
        PdfUpdate.of(signed)
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 77 0 R]"))
            .with(77, PdfForge.field("Third", "[0 0 595 842]", "/AP<</N 13 0 R>>"))
            .append());
    bad(
        "Form",
        "an empty field painted",
        with(SECOND, PdfForge.field("Second", "[200 50 300 90]", "/AP<</N 13 0 R>>")));
    Bytes visible =
        PdfForge.sign(
            PdfUpdate.of(PdfForge.plain())
                .with(SEAL, PdfForge.field("Seal", "[0 0 90 90]", "/AP<</N 78 0 R>>/V 20 0 R"))
                .with(78, PdfForge.face("seal")),
            20,
            CADES,
            PdfForge.first());
    bad(
        "Form",
        "the seal's picture swapped",
        PdfUpdate.of(visible).with(78, PdfForge.face("fake")).append());
    bad(
        "Form",
        "the seal moved",
        PdfUpdate.of(visible)
            .with(SEAL, PdfForge.field("Seal", "[90 90 180 180]", "/AP<</N 78 0 R>>/V 20 0 R"))
            .append());
    bad(
        "Form",
        "the lock taken away",
        PdfUpdate.of(locked("All", ""))
            .with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R"))
            .append());
  }

  private void reading() {
    String text = PdfEdit.text(with(9, "[4 0 R]"));
    int line = text.lastIndexOf("9 1\n");
    String entry = text.substring(line, line + 24);
    bad(
        "Reading",
        "an object listed twice",
        PdfEdit.bytes(
            text.substring(0, line + 24)
                + entry.replaceFirst(
                    "\\d{10}", String.format(Locale.ROOT, "%010d", text.indexOf("5 0 obj")))
                + text.substring(line + 24)));
    String start = PdfEdit.text(signed).replaceAll("(?s).*startxref\\s+(\\d+)\\s+%%EOF\\s*", "$1");
    bad(
        "Reading",
        "the old table at a new end",
        signed.concat(Bytes.utf8("\nstartxref\n" + start + "\n%%EOF\n")));
    bad(
        "Reading",
        "octets behind the end",
        signed.concat(Bytes.utf8("4 0 obj\nnull\nendobj\n")),
        Reason.MALFORMED);
    bad("Reading", "another generation", PdfUpdate.of(signed).with(9, 1, "[]").append());
    bad(
        "Reading",
        "a table in a circle",
        PdfEdit.bytes(
            PdfEdit.text(with(9, "[4 0 R]"))
                .replaceAll("/Prev " + start, "/Prev " + text.lastIndexOf("xref\n9 1"))),
        Reason.MALFORMED);
    bad(
        "Reading",
        "encryption added",
        PdfUpdate.of(signed).with(79, "<</Filter/Standard>>").trailer("/Encrypt 79 0 R ").append());
    int hidden = PdfEdit.text(signed).indexOf("5 0 obj");
    bad(
        "Reading",
        "a table leads into the signed octets",
        PdfEdit.bytes(
            text.replaceFirst(
                "(?s)(.*9 1\n)\\d{10}", "$1" + String.format(Locale.ROOT, "%010d", hidden))));
  }

  // How the documents are made.

  private static Bytes locked(String action, String names) {
    String lock = "/Lock<</Type/SigFieldLock/Action/" + action + "/Fields[" + names + "]>>";
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain())
            .with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R" + lock)),
        20,
        CADES,
        PdfForge.first());
  }

  private static Bytes sneaky(int level) {
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.signed(CADES + PdfForge.certify(level)))
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 81 0 R]"))
            .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 81 0 R]"))
            .with(81, PdfForge.field("Sneaky", "[0 0 595 842]", "/V 21 0 R/AP<</N 13 0 R>>")),
        21,
        CADES,
        PdfFixtures.ECDSA);
  }

  private static Bytes unsigned(String entries) {
    return PdfUpdate.of(PdfForge.plain())
        .with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R"))
        .with(20, "<<" + entries + ">>")
        .append();
  }

  /** A document made ready for an attack and then signed. */
  private static Bytes prepared(int number, String body, int other) {
    return prepared(number, body, other, "[4 0 R]");
  }

  private static Bytes capitals(Bytes pdf) {
    long[] r = PdfEdit.range(pdf);
    String text = PdfEdit.text(pdf);
    return PdfEdit.bytes(
        text.substring(0, (int) r[1])
            + text.substring((int) r[1], (int) r[2]).toUpperCase(Locale.ROOT)
            + text.substring((int) r[2]));
  }

  private static Bytes direct() {
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain()).with(FORM, changed(FORM, "[11", "[20 0 R 11")),
        20,
        "/FT/Sig/T(Direct)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/V<<" + CADES,
        PdfForge.first());
  }

  private static Bytes clash() {
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.signed(CADES))
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 82 0 R]"))
            .with(82, PdfForge.field("Seal", "[0 0 0 0]", "/V 21 0 R")),
        21,
        CADES,
        PdfFixtures.ECDSA);
  }

  /** The signed dictionary stays where it was; the field leads to a copy with its numbers. */
  private Bytes copied() {
    return PdfUpdate.of(signed)
        .with(83, PdfEdit.body(signed, 20))
        .with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 83 0 R"))
        .append();
  }

  private void open(String comment, Bytes pdf, Reason reason) {
    add("Doubtful", comment, pdf, INDETERMINATE, reason);
  }
}
