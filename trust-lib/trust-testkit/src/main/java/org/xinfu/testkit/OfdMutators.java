package org.xinfu.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;

/**
 * What somebody without any key does to a sealed OFD package of the usual layout: two pages, one
 * signature in {@code Doc_0/Signs/Sign_0} that protects everything but the list of signatures.
 */
public final class OfdMutators {
  private static final String SIGNS = "Doc_0/Signs/";
  private static final String LIST = SIGNS + "Signatures.xml";
  private static final String XML = SIGNS + "Sign_0/Signature.xml";
  private static final String VALUE = SIGNS + "Sign_0/SignedValue.dat";
  private static final String SEAL = SIGNS + "Sign_0/Seal.esl";
  private static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
  private static final String DOCUMENT = "Doc_0/Document.xml";
  private static final String ROOT = "OFD.xml";
  private final List<Attack> attacks = new ArrayList<>();

  private OfdMutators() {}

  /**
   * One alteration and what it must get.
   *
   * @param catalogue the entry of the house's catalogue of attacks, A1 to A24
   */
  public record Attack(
      String catalogue,
      String name,
      UnaryOperator<Bytes> mutator,
      Conclusion verdict,
      Reason reason) {}

  /** All of them, in the order of the catalogue. */
  public static List<Attack> all() {
    OfdMutators all = new OfdMutators();
    all.content();
    all.additions();
    all.lists();
    all.zips();
    all.xml();
    all.values();
    return List.copyOf(all.attacks);
  }

  private void content() {
    Reason digest = Reason.DIGEST_MISMATCH;
    text("A1", "a page is altered", PAGE, "Layer ID=\"3\"", "Layer ID=\"9\"", digest);
    text("A1", "the document is altered", DOCUMENT, "0 0 210 297", "0 0 210 298", digest);
    text("A1", "OFD.xml is altered", ROOT, "1.2.156.3005.2", "1.2.156.3005.3", digest);
    invalid("A1", "a picture is altered", z -> flipped(z, "Doc_0/Res/logo.png", 3), digest);
    invalid(
        "A1", "an attachment is altered", z -> flipped(z, "Doc_0/Attachs/data.xml", 10), digest);
    invalid("A1", "a template is replaced", z -> put(z, "Doc_0/Tpls/Tpl_0/Content.xml"), digest);
    invalid(
        "A1", "an annotation is replaced", z -> put(z, "Doc_0/Annots/Page_0/Annot.xml"), digest);
    text(
        "A1",
        "Signature.xml is altered",
        XML,
        "SignatureDateTime>2026",
        "SignatureDateTime>2025",
        digest);
    invalid(
        "A1", "a page is taken away", z -> Mutators.drop(z, PAGE), Reason.REFERENCED_FILE_MISSING);
    text("A9", "a stamp is moved", XML, "120 200 40 40", "20 200 40 40", digest);
    text(
        "A10",
        "the digest is said to be MD5",
        XML,
        "CheckMethod=\"SM3\"",
        "CheckMethod=\"MD5\"",
        digest);
  }

  private void additions() {
    attacks.add(
        new Attack(
            "A3",
            "a file is smuggled in",
            z -> Mutators.add(z, "Doc_0/Res/extra.png", Bytes.hex("00")),
            Conclusion.INDETERMINATE,
            Reason.FILE_NOT_EXPECTED));
    invalid(
        "A4",
        "the root leads to another document",
        z ->
            Mutators.add(
                edited(z, ROOT, "Doc_0/Document.xml", "Doc_1/Document.xml"),
                "Doc_1/Document.xml",
                Mutators.entry(z, DOCUMENT)),
        Reason.DIGEST_MISMATCH);
    invalid(
        "A4",
        "a second document is added",
        z ->
            Mutators.add(
                edited(
                    z,
                    ROOT,
                    "</ofd:OFD>",
                    "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
                "Doc_1/Document.xml",
                Mutators.entry(z, DOCUMENT)),
        Reason.DIGEST_MISMATCH);
    text(
        "A4",
        "the pages change places",
        DOCUMENT,
        "Page_1/Content",
        "Page_0/Content",
        Reason.DIGEST_MISMATCH);
    invalid(
        "A5",
        "annotations are added",
        z ->
            Mutators.add(
                edited(
                    z,
                    DOCUMENT,
                    "</ofd:Pages>",
                    "</ofd:Pages><ofd:Extensions>More.xml</ofd:Extensions>"),
                "Doc_0/More.xml",
                Bytes.utf8("<Extensions/>")),
        Reason.DIGEST_MISMATCH);
    invalid(
        "A8",
        "the seal beside the signature is another",
        z -> flipped(z, SEAL, 900),
        Reason.SEAL_FILE_DIFFERS);
    invalid(
        "A8",
        "the seal beside it is gone",
        z -> Mutators.drop(z, SEAL),
        Reason.REFERENCED_FILE_MISSING);
  }

  private void lists() {
    Reason changed = Reason.SIGNATURE_LIST_CHANGED;
    invalid(
        "A6",
        "the list is emptied",
        z -> replaced(z, LIST, "<ofd:Signature ID[^>]*>", ""),
        changed);
    invalid(
        "A6",
        "the root no longer names the list",
        z -> replaced(z, ROOT, "<ofd:Signatures>[^<]*</ofd:Signatures>", ""),
        changed);
    invalid(
        "A6", "Signature.xml is gone", z -> Mutators.drop(z, XML), Reason.REFERENCED_FILE_MISSING);
    invalid(
        "A6", "the value is gone", z -> Mutators.drop(z, VALUE), Reason.REFERENCED_FILE_MISSING);
    invalid("A6", "the list is gone", z -> Mutators.drop(z, LIST), Reason.SIGNATURE_LIST_CHANGED);
    String twin = "<ofd:Signature ID=\"7\" BaseLoc=\"/" + XML + "\"/></ofd:Signatures>";
    text("A6", "one signature listed twice", LIST, "</ofd:Signatures>", twin, changed);
    invalid(
        "A6",
        "two signatures of one id",
        z ->
            edited(
                z,
                LIST,
                "</ofd:Signatures>",
                twin.replace("\"7\"", "\"1\"").replace("Sign_0", "Sign_1")),
        changed);
    invalid(
        "A6",
        "a signature outside the package",
        z -> replaced(z, LIST, "BaseLoc=\"[^\"]*\"", "BaseLoc=\"../../../../x.xml\""),
        changed);
    text("A22", "a signature builds on itself", LIST, " Type=", " Relative=\"1\" Type=", changed);
    text(
        "A22",
        "a signature builds on none",
        LIST,
        " Type=",
        " Relative=\"9\" Type=",
        Reason.REFERENCED_FILE_MISSING);
    text(
        "A23",
        "a seal's signature said to be without",
        LIST,
        "\"Seal\"",
        "\"Sign\"",
        Reason.SIGNATURE_TYPE_MISMATCH);
    text("A23", "an unknown type", LIST, "\"Seal\"", "\"Stamp\"", Reason.SIGNATURE_TYPE_MISMATCH);
  }

  private void zips() {
    Reason ambiguous = Reason.PACKAGE_AMBIGUOUS;
    Bytes other = Bytes.utf8("<Page/>");
    invalid("A12", "an entry twice", z -> Mutators.duplicate(z, PAGE, other), ambiguous);
    for (String twin :
        List.of(
            "DOC_0/Pages/Page_0/Content.xml",
            "Doc_0/Pages/Page_0/Content%2exml",
            "Doc_0/Pages/Page_0/Content.xml ",
            "Doc_0/Pages/Page_0/Content\uff0exml")) {
      invalid("A11", "a page also as " + twin, z -> Mutators.add(z, twin, other), ambiguous);
    }
    for (String path :
        List.of(
            "../x.xml", "/x.xml", "C:/x.xml", "Doc_0\\x.xml", "Doc_0/./x.xml", "Doc_0//x.xml")) {
      invalid("A12", "an entry " + path, z -> Mutators.add(z, path, other), Reason.PATH_ILLEGAL);
    }
    Bytes pdf = Bytes.utf8("VENDOR 1.0\r\n%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n");
    invalid("A12", "a PDF before the package", z -> pdf.concat(z), ambiguous);
    invalid("A12", "another package behind", z -> z.concat(z), ambiguous);
    invalid(
        "A12",
        "an end record behind",
        z -> z.concat(Bytes.hex("504b0506").concat(Bytes.of(new byte[18]))),
        ambiguous);
    invalid(
        "A12", "cut in the middle", z -> Mutators.truncate(z, z.length() / 2), Reason.MALFORMED);
    invalid("A12", "a zip64 locator elsewhere", z -> Mutators.largeEnd(z, -90), ambiguous);
    attacks.add(
        new Attack(
            "A12",
            "octets behind the end record",
            z -> z.concat(Bytes.utf8("more")),
            Conclusion.INDETERMINATE,
            ambiguous));
    invalid(
        "A12", "a file where a folder is", z -> Mutators.add(z, "Doc_0/Pages", other), ambiguous);
  }

  private void xml() {
    Reason forbidden = Reason.XML_FORBIDDEN;
    text(
        "A13",
        "an entity in Signature.xml",
        XML,
        "<ofd:Signature ",
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><ofd:Signature ",
        forbidden);
    text(
        "A13",
        "two SignedInfo",
        XML,
        "</ofd:SignedInfo>",
        "</ofd:SignedInfo><ofd:SignedInfo/>",
        forbidden);
    text(
        "A13",
        "two References",
        XML,
        "</ofd:References>",
        "</ofd:References><ofd:References/>",
        forbidden);
    text("A13", "a comment splits a text", XML, "10197.1.501", "10197<!-- -->.1.501", forbidden);
    text(
        "A13",
        "two lists of signatures",
        ROOT,
        "</ofd:DocBody>",
        "<ofd:Signatures>x</ofd:Signatures></ofd:DocBody>",
        forbidden);
    text("A13", "broken XML", XML, "</ofd:References>", "", Reason.MALFORMED);
    invalid(
        "A14",
        "a byte order mark before Signature.xml",
        z -> Mutators.replace(z, XML, o -> Bytes.hex("efbbbf").concat(o)),
        Reason.DIGEST_MISMATCH);
  }

  private void values() {
    invalid(
        "A15",
        "an octet behind the value",
        z -> Mutators.replace(z, VALUE, o -> o.concat(Bytes.hex("00"))),
        Reason.MALFORMED);
    invalid(
        "A15",
        "one bit of the value",
        z -> Mutators.replace(z, VALUE, o -> Mutators.flip(o, o.length() - 1, 1)),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "A15",
        "the value is cut",
        z -> Mutators.replace(z, VALUE, o -> o.slice(0, o.length() - 9)),
        Reason.MALFORMED);
    invalid(
        "A15",
        "no value",
        z -> Mutators.replace(z, VALUE, o -> Bytes.empty()),
        Reason.SIGNATURE_TYPE_MISMATCH);
    attacks.add(
        new Attack(
            "A15",
            "the value with an indefinite length",
            z ->
                Mutators.replace(
                    z,
                    VALUE,
                    o ->
                        Bytes.hex("3080").concat(o.slice(4, o.length())).concat(Bytes.hex("0000"))),
            Conclusion.INDETERMINATE,
            Reason.ENCODING_NOT_STANDARD));
    invalid(
        "A23",
        "a message where a seal's signature belongs",
        z -> Mutators.replace(z, VALUE, o -> Bytes.hex("300a06082a811ccf55010401")),
        Reason.SIGNATURE_TYPE_MISMATCH);
    invalid(
        "A19",
        "a dummy time-stamp",
        z -> Mutators.replace(z, VALUE, o -> OtherSeals.stamped(o, Bytes.hex("01020304"))),
        Reason.TIMESTAMP_WRONG);
  }

  private void text(
      String catalogue, String name, String path, String from, String to, Reason reason) {
    invalid(catalogue, name, z -> edited(z, path, from, to), reason);
  }

  private void invalid(String catalogue, String name, UnaryOperator<Bytes> mutator, Reason reason) {
    attacks.add(new Attack(catalogue, name, mutator, Conclusion.INVALID, reason));
  }

  private static Bytes edited(Bytes zip, String path, String from, String to) {
    return Mutators.replace(
        zip,
        path,
        o -> {
          String text = o.toUtf8();
          if (!text.contains(from)) {
            throw new IllegalArgumentException(from + " is not in " + path);
          }
          return Bytes.utf8(text.replace(from, to));
        });
  }

  private static Bytes replaced(Bytes zip, String path, String pattern, String to) {
    return Mutators.replace(zip, path, o -> Bytes.utf8(o.toUtf8().replaceAll(pattern, to)));
  }

  private static Bytes put(Bytes zip, String path) {
    return Mutators.replace(zip, path, o -> Bytes.utf8("<Page/>"));
  }

  private static Bytes flipped(Bytes zip, String path, int at) {
    return Mutators.replace(zip, path, o -> Mutators.flip(o, at, 1));
  }
}
