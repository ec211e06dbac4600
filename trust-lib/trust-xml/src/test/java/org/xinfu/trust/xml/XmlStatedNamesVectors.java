package org.xinfu.trust.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.testkit.Vectors.Expected;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Makes {@code specs/vectors/xml/key-info.json}: names, numbers, key identifiers and digests beside
 * the certificate in X509Data (XML-DSig 1.1 §4.5.4), as producers write them and as somebody does
 * who wants another to be taken for the signer.
 */
final class XmlStatedNamesVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "the signer's, or those of the authorities above it",
          "Damaged", "a certificate beside the signer's was altered",
          "Spelled", "the signer's in a producer's own words: told",
          "Another", "somebody else's, where nothing signs it");
  private static final String LED = "<ds:X509Data Id=\"x\">";
  private static final String BOTH =
      XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE);

  private final TestPki pki = TestPki.seeded("xml stated names");
  private final Signer ca = pki.documentRoot();
  private final Signer signer =
      issued("CN=样例甲\\, 乙,OU=Büro \\+ Lager,O=Muster GmbH,C=CN", Purpose.DOCUMENT_SIGNER, ca);
  private final Signer another =
      issued("CN=样例丙,OU=Büro \\+ Lager,O=Muster GmbH,C=CN", Purpose.DOCUMENT_SIGNER, ca);
  private final Certificate own = signer.chain().get(0);
  private final Certificate other = another.chain().get(0);
  private final Vectors vectors = new Vectors("key-info", "XML", pki.policy(), FLAGS);

  private XmlStatedNamesVectors() {}

  /** The file's text; the same at every call. */
  static String write() {
    XmlStatedNamesVectors all = new XmlStatedNamesVectors();
    all.genuine();
    all.spelled();
    all.another();
    all.led();
    all.elsewhere();
    all.damaged();
    return all.vectors.write();
  }

  private void genuine() {
    good("all four kinds", numbered(own) + subject(own.subject()) + keyId(own) + digest(own));
    good("of the authority too", subject(own.subject()) + subject(own.issuer()));
    good("turned round", subject("C=CN, O=Muster GmbH, OU=Büro \\+ Lager, CN=\"样例甲, 乙\""));
    good("quotes within quotes", named("\"样例\"\"甲\"\", 乙\""));
    good("no name, no number", subject("") + numbered("", "") + "<ds:X509SKI/>");
    String oneLine = "/C=CN/O=Muster GmbH/OU=B\\xC3\\xBCro + Lager/CN=";
    good("one line with octets", subject(oneLine + hex("样例甲, 乙")));
    good("letters composed otherwise", subject(own.subject().replace("ü", "u\u0308")));
    good("white space", subject("\n CN=样例甲\\,\n  乙,OU=Büro \\+ Lager,O=Muster GmbH,C=CN\n"));
    good(
        "by identifiers, octets and DER",
        subject(
            "2.5.4.3=样例甲\\2C\\20乙,OID.2.5.4.11=Büro \\+ Lager,O=#0c0b4d757374657220476d6248,c=cn"));
    good("one line", subject("/C=CN/O=Muster GmbH/OU=Büro \\+ Lager/CN=样例甲, 乙"));
    good("comma as it is", subject("CN=样例甲, 乙,OU=Büro \\+ Lager,O=Muster GmbH,C=CN"));
  }

  private void spelled() {
    spelled("a part", subject("O=Muster GmbH,C=CN"));
    spelled("a keyword of nobody's", subject(own.subject().replace("ou=", "undefined=")));
    spelled("letters spoilt", subject(own.subject().replace("Büro", "B?ro")));
    spelled("Chinese letters spoilt", named("???, ?"));
    spelled("UTF-8 read as Latin", named(new String(Bytes.utf8("样例甲, 乙").toArray(), ISO_8859_1)));
    spelled("hexadecimal", numbered(own.serial().toString(16), own.issuer()));
    String spki = own.subjectKeyIdentifier().orElseThrow().toHex();
    spelled("key identifier in DER", keyId(Bytes.hex("0414" + spki)));
    spelled("a digest of no known name", digest(own).replace("xmlenc#sha256", "xmlenc#blake"));
  }

  private void another() {
    another("name", subject(other.subject()));
    another("name, and the signer's", subject(own.subject()) + subject(other.subject()));
    another("Chinese name", subject(own.subject().replace("样例甲", "样例丁")));
    another("other letters beside spoilt ones", subject(own.subject().replace("Büro", "银行 Bro")));
    another("a body's name as a person's", subject("CN=Muster GmbH,C=CN"));
    another("other signs in ASCII", subject(own.subject().replace("Muster GmbH", "Muster-GmbH")));
    another("a name longer than any", subject("\\41".repeat(2000)));
    another("more names than any KeyInfo has", subject(own.subject()).repeat(65));
    decoys();
    another("fewer marks than letters", subject(own.subject().replace("样例甲", "?")));
    another("more in the name", subject(own.subject() + ",OU=Bank"));
    another("number", numbered(other));
    another("issuer", numbered(own.serial().toString(), "CN=样例银行,C=CN"));
    another("key identifier", keyId(other));
    another("digest", digest(other));
    another("octets that are none", keyId(other).replaceAll(">[^<]+<", ">%%%<"));
    String chain = XmlForge.x509(signer.chain());
    String lain = "<ds:X509Data>" + subject(other.subject()) + "</ds:X509Data>";
    another("name in an X509Data of its own", signed(new XmlForge(signer).keyInfo(chain + lain)));
    String beside = signed(new XmlForge(signer).keyInfo(chain + subject(other.subject())));
    another("name beside X509Data", beside);
    String within = "<q:Note xmlns:q=\"urn:q\">" + subject(other.subject()) + "</q:Note>";
    another("name within an element of another namespace", within);
    String over = overKeyInfo(new XmlForge(signer).keyInfo(chain + lain));
    vectors.strictRefuses(
        test("Spelled", "another's name that the signer signed", over),
        Conclusion.INVALID,
        Reason.KEY_INFO_MISMATCH);
    vectors.modes(
        test("Another", "a signed name altered", over.replace("样例丙", "样例丁")),
        new Expected(Conclusion.INVALID, Optional.of(Reason.DIGEST_MISMATCH)),
        new Expected(Conclusion.INVALID, Optional.of(Reason.KEY_INFO_MISMATCH)));
  }

  /**
   * A certificate with the authority's name and key that a bank issued, put beside the signer's.
   */
  private void decoys() {
    Signer bank = issued("CN=样例银行,C=CN", Purpose.DOCUMENT_SIGNER, ca);
    String name = ca.chain().get(0).subject();
    Certificate decoy = pki.certify(ca, name, Purpose.DOCUMENT_SIGNER, bank).chain().get(0);
    String beside = XmlForge.x509(List.of(decoy));
    Map<String, String> stated = new LinkedHashMap<>();
    stated.put("name", subject(decoy.issuer()));
    stated.put("number", numbered(decoy));
    stated.put("digest", digest(decoy));
    stated.forEach(
        (what, xml) -> {
          String data =
              XmlForge.x509(signer.chain()).replace("</ds:X509Data>", xml + "</ds:X509Data>");
          another(
              what + " of a decoy with the authority's name",
              signed(new XmlForge(signer).keyInfo(data + beside)));
        });
  }

  /** Another's name where KeyInfo leads: it is the signature's as if it stood in KeyInfo. */
  private void led() {
    String name = subject(other.subject());
    String method = "<ds:RetrievalMethod URI=\"#x\"/>";
    String typed = method.replace("URI", "Type=\"" + Dom.DS + "X509Data\" URI");
    another("name that is retrieved", object(method, LED + name + "</ds:X509Data>"));
    another("name that is retrieved by its type", object(typed, LED + name + "</ds:X509Data>"));
    String note = "<q:Note xmlns:q=\"urn:q\">" + name + "</q:Note></ds:X509Data>";
    another("name that is retrieved, an element deeper", object(method, LED + note));
    String data = "<ds:X509Data>" + name + "</ds:X509Data></ds:X509Data>";
    another("name that is retrieved, an X509Data deeper", object(method, LED + data));
    String info = "<ds:KeyInfo><ds:X509Data>" + name + "</ds:X509Data></ds:KeyInfo>";
    another("name that is retrieved in a KeyInfo", object(method, LED + info + "</ds:X509Data>"));
    String property = LED + name + "</ds:X509Data>";
    another("name that is retrieved from a property", object(method, property(property)));
  }

  /** Another's name where no KeyInfo leads: nothing covers it. */
  private void elsewhere() {
    String lain = LED + subject(other.subject()) + "</ds:X509Data>";
    String method = "<ds:RetrievalMethod URI=\"#x\"/>";
    String transforms = "<ds:Transforms>" + XmlForge.transform(XmlForge.EXCLUSIVE);
    Map<String, String> ways = new LinkedHashMap<>();
    ways.put("nothing", "");
    ways.put("another Type", "<ds:RetrievalMethod Type=\"urn:t\" URI=\"#x\"/>");
    ways.put(
        "transforms",
        "<ds:RetrievalMethod URI=\"#x\">" + transforms + "</ds:Transforms></ds:RetrievalMethod>");
    ways.put("X509Data", "<ds:X509Data>" + method + "</ds:X509Data>");
    ways.put("another namespace", "<q:Note xmlns:q=\"urn:q\">" + method + "</q:Note>");
    ways.forEach((way, xml) -> uncovered("an Object that leads by " + way, object(xml, lain)));
    uncovered("an Object that a property leads to", object("", lain + property(method)));
    uncovered("a Manifest", object("", "<ds:Manifest>" + lain + "</ds:Manifest>"));
    uncovered("a property", object("", property(lain)));
    String bare = subject(other.subject()) + keyId(other) + numbered(other) + digest(other);
    uncovered("a property without X509Data", object("", property(bare)));
    String info = "<ds:KeyInfo><ds:KeyName>样例丙</ds:KeyName></ds:KeyInfo>";
    uncovered("a KeyInfo in a property", object("", property(info)));
    String stranger = XmlForge.x509(another.chain());
    uncovered("a certificate in a property", object("", property(stranger)));
    String led = anothersObject(lain, method);
    uncovered("an Object of another signature that leads to it", led);
    String whole = overObject(property(XmlForge.x509(signer.chain())));
    vectors.both(
        test("Genuine", "X509Data in a property that is signed", whole),
        Conclusion.VALID,
        Optional.empty());
  }

  private void uncovered(String where, String xml) {
    vectors.both(
        test("Another", "name in " + where, xml),
        Conclusion.INDETERMINATE,
        Optional.of(Reason.CONTENT_NOT_COVERED));
  }

  private static String property(String xml) {
    return "<ds:SignatureProperties><ds:SignatureProperty Target=\"#s\">"
        + xml
        + "</ds:SignatureProperty></ds:SignatureProperties>";
  }

  /** Signed by the signer, with this in KeyInfo too and that in an Object. */
  private String object(String keyInfo, String xml) {
    return signed(
        new XmlForge(signer)
            .keyInfo(XmlForge.x509(signer.chain()) + keyInfo)
            .objects("<ds:Object>" + xml + "</ds:Object>"));
  }

  /** Signed by two, side by side: what stands in the first's Object, the second's KeyInfo names. */
  private String anothersObject(String xml, String method) {
    String alone = XmlForge.xpath("not(ancestor-or-self::ds:Signature)");
    XmlForge first = new XmlForge(signer).objects("<ds:Object>" + xml + "</ds:Object>");
    XmlForge second = new XmlForge(another).keyInfo(XmlForge.x509(another.chain()) + method);
    String open =
        "<a>"
            + first.signature("s", first.reference("", alone))
            + second.signature("t", second.reference("", alone))
            + "</a>";
    return second.sign(first.sign(open, "s"), "t");
  }

  private String overObject(String xml) {
    XmlForge forge = new XmlForge(signer).objects("<ds:Object Id=\"o\">" + xml + "</ds:Object>");
    String exclusive = XmlForge.transform(XmlForge.EXCLUSIVE);
    String references = forge.reference("", BOTH) + forge.reference("#o", exclusive);
    return forge.sign("<a>" + forge.signature("s", references) + "</a>", "s");
  }

  /** What was altered of the authority's certificate, which an anchor stands in for. */
  private void damaged() {
    Bytes issuer = ca.chain().get(0).der();
    String base64 = XmlSigner.base64(issuer);
    String genuine = signed(new XmlForge(signer));
    vectors.both(
        test(
            "Damaged",
            "an octet of the issuer's certificate",
            genuine.replace(base64, last(base64))),
        Conclusion.INDETERMINATE,
        Optional.of(Reason.CHAIN_BROKEN));
    vectors.both(
        test(
            "Damaged",
            "the issuer's certificate cut",
            genuine.replace(base64, base64.substring(0, 80))),
        Conclusion.INDETERMINATE,
        Optional.of(Reason.MALFORMED));
    Map<String, Bytes> spelled = new LinkedHashMap<>();
    spelled.put("an octet behind the issuer's certificate", Bytes.hex(issuer.toHex() + "00"));
    spelled.put(
        "the issuer's certificate in BER",
        Bytes.hex("3080" + issuer.toHex().substring(8) + "0000"));
    spelled.forEach(
        (what, octets) ->
            vectors.both(
                test("Damaged", what, genuine.replace(base64, XmlSigner.base64(octets))),
                Conclusion.INDETERMINATE,
                Optional.of(Reason.MALFORMED)));
    vectors.both(
        test("Genuine", "an empty place for a certificate", genuine.replace(base64, " ")),
        Conclusion.VALID,
        Optional.empty());
  }

  private static String last(String base64) {
    int at = base64.length() - 8;
    char other = base64.charAt(at) == 'A' ? 'B' : 'A';
    return base64.substring(0, at) + other + base64.substring(at + 1);
  }

  private void good(String comment, String stated) {
    vectors.both(test("Genuine", comment, beside(stated)), Conclusion.VALID, Optional.empty());
  }

  private void spelled(String comment, String stated) {
    vectors.strictRefuses(
        test("Spelled", comment, beside(stated)),
        Conclusion.INDETERMINATE,
        Reason.ENCODING_NOT_STANDARD);
  }

  private void another(String comment, String xml) {
    String whole = xml.startsWith("<a>") ? xml : beside(xml);
    vectors.modes(
        test("Another", comment, whole),
        new Expected(Conclusion.INDETERMINATE, Optional.of(Reason.KEY_INFO_MISMATCH)),
        new Expected(Conclusion.INVALID, Optional.of(Reason.KEY_INFO_MISMATCH)));
  }

  private static Vectors.Case test(String flag, String comment, String xml) {
    return new Vectors.Case(comment, flag, Map.of("document", Bytes.utf8(xml)), TestPki.NOW);
  }

  /** Signed by the signer whose X509Data says this too. */
  private String beside(String stated) {
    String data =
        XmlForge.x509(signer.chain()).replace("</ds:X509Data>", stated + "</ds:X509Data>");
    return signed(new XmlForge(signer).keyInfo(data));
  }

  private static String signed(XmlForge forge) {
    return forge.sign("<a>" + forge.signature("s", forge.reference("", BOTH)) + "</a>", "s");
  }

  private static String overKeyInfo(XmlForge forge) {
    String references =
        forge.reference("", BOTH) + forge.reference("#k", XmlForge.transform(XmlForge.EXCLUSIVE));
    String open = forge.signature("s", references).replace("<ds:KeyInfo>", "<ds:KeyInfo Id='k'>");
    return forge.sign("<a>" + open + "</a>", "s");
  }

  /** As OpenSSL's old one-line form has octets that are not ASCII. */
  private static String hex(String text) {
    StringBuilder all = new StringBuilder();
    for (byte octet : Bytes.utf8(text).toArray()) {
      boolean ascii = octet >= 0;
      all.append(ascii ? Character.toString(octet) : "\\x" + HexFormat.of().toHexDigits(octet));
    }
    return all.toString();
  }

  private static String named(String common) {
    return subject("CN=" + common + ",OU=Büro \\+ Lager,O=Muster GmbH,C=CN");
  }

  private static String subject(String name) {
    return "<ds:X509SubjectName>" + name + "</ds:X509SubjectName>";
  }

  private static String numbered(Certificate certificate) {
    return numbered(certificate.serial().toString(), certificate.issuer());
  }

  private static String numbered(String serial, String issuer) {
    return "<ds:X509IssuerSerial><ds:X509IssuerName>"
        + issuer
        + "</ds:X509IssuerName><ds:X509SerialNumber>"
        + serial
        + "</ds:X509SerialNumber></ds:X509IssuerSerial>";
  }

  private static String keyId(Certificate certificate) {
    return keyId(certificate.subjectKeyIdentifier().orElseThrow());
  }

  private static String keyId(Bytes value) {
    return "<ds:X509SKI>" + XmlSigner.base64(value) + "</ds:X509SKI>";
  }

  private static String digest(Certificate certificate) {
    return "<e:X509Digest xmlns:e=\""
        + Dom.DS11
        + "\" Algorithm=\""
        + XmlDigest.SHA256.uri()
        + "\">"
        + XmlSigner.base64(XmlDigest.SHA256.of(certificate.der()))
        + "</e:X509Digest>";
  }

  private Signer issued(String name, Purpose purpose, Signer by) {
    return pki.issue(
        pki.spec(name, purpose, TestPki.END).with(SignatureAlgorithm.ECDSA_P256_SHA256), by);
  }
}
