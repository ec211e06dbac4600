package org.xinfu.trust.xml;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.NO_SIGNATURE;
import static org.xinfu.trust.Conclusion.VALID;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.Signer;

/** Makes {@code specs/vectors/xml/signature.json}: signed XML, genuine and attacked. */
final class XmlVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "as producers write it, with the freedoms that the standard gives",
          "Wrapping", "the signed element was moved and another takes its place",
          "Content", "signed or shown content was altered or added",
          "Parser", "DTD, entities, encodings and depth",
          "Transform", "a reference transforms or leads where it must not",
          "Key", "the key or certificate was swapped or confused",
          "Properties", "XAdES properties were forged, moved or removed",
          "Structure", "the signature itself was rebuilt");

  static final String NS = " xmlns=\"urn:xinfu:example\"";
  static final String CONTENT =
      "<Licence" + NS + " Id=\"licence\"><Holder>样例公司</Holder><Scope>food</Scope></Licence>";

  private final TestPki pki = TestPki.seeded("xml vectors");
  final Signer signer;
  final String enveloped;
  final String xades;
  private final Signer other;
  private final Signer stranger;
  private final XmlForge forge;
  private final Vectors vectors = new Vectors("signature", "XML", pki.policy(), FLAGS);

  /** A reference to the whole document without this signature. */
  private final String whole;

  private final String enveloping;
  private final String byId;

  private XmlVectors(Function<TestPki, Signer> who) {
    signer = who.apply(pki);
    other = pki.documentSigner("样例文档签名者");
    stranger = pki.root("CN=陌生人,C=CN", org.xinfu.trust.key.SignatureAlgorithm.SM2_SM3);
    forge = new XmlForge(signer);
    String transforms =
        XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE);
    whole = forge.reference("", transforms);
    enveloped = signed(CONTENT, forge, whole);
    xades = xmlSigner(XmlSignRequest.enveloped(Bytes.utf8(CONTENT), TestPki.NOW));
    enveloping = xmlSigner(XmlSignRequest.enveloping(Bytes.utf8(CONTENT), TestPki.NOW).plain());
    byId = signed(CONTENT, forge, forge.reference("#licence", transforms));
  }

  /** The file's text; the same at every call. */
  static String write() {
    return write(pki -> pki.sealSigner("样例签名者"));
  }

  /** The same documents signed with P-256, for judges that know no SM2. */
  static String international() {
    return write(pki -> pki.documentSigner("样例签名者"));
  }

  private static String write(Function<TestPki, Signer> who) {
    XmlVectors all = new XmlVectors(who);
    all.genuine();
    all.genuineForms();
    all.genuineProperties();
    all.encodings();
    all.wrapping();
    all.wrappingBeside();
    all.content();
    all.comments();
    all.parser();
    all.transforms();
    all.references();
    all.keys();
    all.properties();
    all.structure();
    all.injections();
    all.swaps();
    all.missing();
    all.smuggled();
    all.emptied();
    all.lent();
    all.split();
    all.pieces();
    all.named();
    all.hiddenProperties();
    all.movedProperties();
    all.mediaTypes();
    return all.vectors.write();
  }

  static XmlVectors samples() {
    return new XmlVectors(pki -> pki.sealSigner("样例签名者"));
  }

  private void genuine() {
    good("enveloped, by \"\"", enveloped);
    good("enveloped, by Id", byId);
    good("XAdES B-B, SM2", xades);
    good(
        "XAdES B-B, P-256",
        make(XmlSignRequest.enveloped(Bytes.utf8(CONTENT), TestPki.NOW), other));
    good("enveloping XML", enveloping);
    good(
        "enveloping octets in Base64",
        xmlSigner(XmlSignRequest.enveloping(Bytes.hex("00ff10"), TestPki.NOW)));
    String first =
        xmlSigner(XmlSignRequest.enveloped(Bytes.utf8(CONTENT), TestPki.NOW).leavingRoom());
    good(
        "two signatures side by side",
        make(XmlSignRequest.enveloped(Bytes.utf8(first), TestPki.NOW), other));
    good("a comment between elements", enveloped.replace("<Scope>", "<!-- note --><Scope>"));
    good("a comment before the document", "<!-- note -->\n" + enveloped);
    String kept =
        signed(
            "<a" + NS + ">x<!-- c -->y</a>",
            forge,
            forge.reference(
                "#xpointer(/)",
                XmlForge.transform(XmlForge.ENVELOPED)
                    + XmlForge.transform(C14n.EXCLUSIVE_COMMENTS.uri())));
    good("comments signed, by #xpointer(/)", kept);
    bad(
        "Content",
        "a signed comment altered",
        kept.replace("<!-- c", "<!-- d"),
        Reason.DIGEST_MISMATCH);
  }

  private void genuineForms() {
    for (C14n method : C14n.values()) {
      String transforms = XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(method.uri());
      XmlForge maker = new XmlForge(signer).c14n(method.uri());
      good(
          "canonicalised by " + method.uri(),
          signed(CONTENT, maker, forge.reference("", transforms)));
    }
    good("no canonicalisation named", with(XmlForge.transform(XmlForge.ENVELOPED)));
    good(
        "XPath leaves out all signatures",
        with(XmlForge.xpath("not(ancestor-or-self::ds:Signature)")));
    good(
        "XPath says enveloped",
        with(
            XmlForge.xpath(
                "count(ancestor-or-self::ds:Signature | here()/ancestor::ds:Signature[1])"
                    + " &gt; count(ancestor-or-self::ds:Signature)")));
    good(
        "XPath filter 2 subtracts",
        with(XmlForge.filter2("subtract", "/descendant::ds:Signature")));
    good(
        "XPath filter 2 subtracts this one",
        with(XmlForge.filter2("subtract", "here()/ancestor::ds:Signature[1]")));
    good(
        "prefixes named for exclusive canonicalisation",
        with(
            XmlForge.transform(XmlForge.ENVELOPED)
                + "<ds:Transform Algorithm=\""
                + XmlForge.EXCLUSIVE
                + "\"><e:InclusiveNamespaces"
                + " xmlns:e=\""
                + XmlForge.EXCLUSIVE
                + "\" PrefixList=\"ds #default\"/></ds:Transform>"));
    good("signed beside the signature in one frame", beside());
    String manifest =
        "<ds:Object><ds:Manifest Id=\"m\">"
            + forge.reference("#licence", XmlForge.transform(XmlForge.EXCLUSIVE))
            + "</ds:Manifest></ds:Object><ds:Object>"
            + CONTENT
            + "</ds:Object>";
    good("by a Manifest", manifested(manifest));
    bad(
        "Content",
        "content of a Manifest altered",
        manifested(manifest).replace("food", "arms"),
        Reason.DIGEST_MISMATCH);
    String countersigned = countersigned("#s-value");
    good("countersigned", countersigned);
    bad(
        "Properties",
        "a countersignature of something else",
        countersigned("#s-signed"),
        Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  private void genuineProperties() {
    Certificate own = signer.chain().get(0);
    for (String version : new String[] {"1.1.1", "1.2.2", "1.3.2"}) {
      good("XAdES of " + version, qualified(version, forge.certificate("SigningCertificate", own)));
    }
    good("no certificate named", qualified("1.3.2", ""));
    XmlForge retrieving =
        new XmlForge(signer)
            .keyInfo("<ds:RetrievalMethod URI=\"#x\" Type=\"" + Dom.DS + "X509Data\"/>")
            .objects(
                "<ds:Object>"
                    + XmlForge.x509(signer.chain())
                        .replace("X509Data>", "X509Data Id=\"x\">")
                        .replace("</ds:X509Data Id=\"x\">", "</ds:X509Data>")
                    + "</ds:Object>");
    good("certificate by RetrievalMethod in the document", signed(CONTENT, retrieving, whole));
  }

  private void encodings() {
    String declared = "<?xml version=\"1.0\" encoding=\"%s\"?>\n" + enveloped;
    for (String name : new String[] {"UTF-16", "UTF-16LE", "GB18030", "GBK"}) {
      Charset charset = Charset.forName(name);
      byte[] mark = name.equals("UTF-16LE") ? new byte[] {-1, -2} : new byte[0];
      String label = name.equals("UTF-16LE") ? "UTF-16" : name;
      Bytes octets = Bytes.of(mark).concat(Bytes.of(declared.formatted(label).getBytes(charset)));
      add("Genuine", "in " + name, octets, VALID, null);
    }
    add(
        "Genuine",
        "UTF-8 with a byte order mark",
        Bytes.hex("efbbbf").concat(Bytes.utf8(enveloped)),
        VALID,
        null);
    good(
        "CR as a reference and CDATA",
        signed("<a" + NS + ">x&#13;<![CDATA[<y>]]></a>", forge, whole));
    good(
        "with its stylesheet signed",
        signed("<?xml-stylesheet href=\"a.xsl\"?>" + CONTENT, forge, whole));
    add("Parser", "UTF-7", Bytes.utf8(declared.formatted("UTF-7")), INVALID, Reason.MALFORMED);
    add(
        "Parser",
        "declared UTF-8, written in GBK",
        Bytes.of(declared.formatted("UTF-8").getBytes(Charset.forName("GBK"))),
        INVALID,
        Reason.MALFORMED);
    add(
        "Parser",
        "UTF-16 declared, UTF-8 written",
        Bytes.of(declared.formatted("UTF-16").getBytes(StandardCharsets.UTF_8)),
        INVALID,
        Reason.MALFORMED);
  }

  private void wrapping() {
    String evil = CONTENT.replace("food", "arms").replace("licence\"", "evil\"");
    String signature = signatureOf(byId);
    String original = CONTENT;
    String open = evil.replace("</Licence>", "");
    bad(
        "Wrapping",
        "XSW1: the original inside the signature",
        open + signature.replace("</ds:Signature>", original + "</ds:Signature>") + "</Licence>",
        Reason.MALFORMED);
    bad(
        "Wrapping",
        "XSW2: the original beside the signature in the false one",
        open + original + signature + "</Licence>",
        Reason.SIGNATURE_WRAPPED);
    open(
        "Wrapping",
        "XSW3: a false sibling before the original",
        "<R>" + evil + byId + "</R>",
        Reason.CONTENT_NOT_COVERED);
    bad(
        "Wrapping",
        "XSW4: the original in the false one, the signature too",
        open + "<Scope>" + original + "</Scope>" + signature + "</Licence>",
        Reason.SIGNATURE_WRAPPED);
    bad(
        "Wrapping",
        "XSW5: the original behind the false one that keeps the signature",
        "<R>" + open + signature + "</Licence>" + original + "</R>",
        Reason.SIGNATURE_WRAPPED);
    String loose = signatureOf(beside());
    bad(
        "Wrapping",
        "XSW6: the original in the signature's Object within the false one",
        open + inObject(loose, original) + "</Licence>",
        Reason.SIGNATURE_WRAPPED);
    open(
        "Wrapping",
        "XSW7: an extension holds a false one",
        "<R><Extensions>" + evil + "</Extensions>" + byId + "</R>",
        Reason.CONTENT_NOT_COVERED);
    open(
        "Wrapping",
        "XSW8: the original in an Object beside a false document",
        "<R>" + evil + inObject(loose, original) + "</R>",
        Reason.CONTENT_NOT_COVERED);
    bad(
        "Wrapping",
        "the false one has the same Id",
        "<R>" + evil.replace("\"evil\"", "\"licence\"") + byId + "</R>",
        Reason.IDENTIFIER_DUPLICATED);
    bad(
        "Wrapping",
        "the false one has the same Id in xml:id",
        "<R><Licence" + NS + " xml:id=\"licence\"/>" + byId + "</R>",
        Reason.IDENTIFIER_DUPLICATED);
  }

  private void wrappingBeside() {
    String beside = beside();
    open(
        "Wrapping",
        "an unsigned sibling in the frame",
        beside.replace("</Frame>", "<Licence" + NS + "/></Frame>"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Wrapping",
        "the frame says something",
        beside.replace("<Frame>", "<Frame revoked=\"true\">"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Wrapping",
        "the frame has text",
        beside.replace("<Frame>", "<Frame>void: "),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Wrapping",
        "the frame is a false one",
        beside.replace("<Frame>", "<Licence" + NS + ">").replace("</Frame>", "</Licence>"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Wrapping",
        "an unsigned Object in the signature",
        inObject(enveloping, CONTENT.replace("food", "arms").replace(" Id=\"licence\"", "")),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Wrapping",
        "an unsigned Object of text",
        inObject(enveloping, "arms"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Wrapping",
        "an unsigned stylesheet",
        "<?xml-stylesheet href=\"evil.xsl\"?>" + byId,
        Reason.CONTENT_NOT_COVERED);
    open("Wrapping", "the document within another", "<R>" + byId + "</R>", null);
  }

  private void content() {
    bad("Content", "text altered", enveloped.replace("food", "arms"), Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "attribute added",
        enveloped.replace("<Scope>", "<Scope wide=\"1\">"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "element added",
        enveloped.replace("<Scope>", "<Scope/><Scope>"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "element removed",
        enveloped.replace("<Scope>food</Scope>", ""),
        Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "namespace changed",
        enveloped.replace("urn:xinfu:example", "urn:xinfu:other"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "processing instruction added",
        enveloped.replace("<Scope>", "<?x y?><Scope>"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "a prefix bound anew",
        enveloped.replace("<Scope>", "<Scope xmlns=\"urn:evil\">"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "white space added",
        enveloped.replace("<Scope>", " <Scope>"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "enveloped content altered",
        enveloping.replace("food", "arms"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "the signed element removed",
        beside().replace(CONTENT, ""),
        Reason.SIGNED_CONTENT_MISSING);
    bad("Content", "digest value flipped", flip(enveloped, "DigestValue"), Reason.DIGEST_MISMATCH);
    bad(
        "Content",
        "signature value flipped",
        flip(enveloped, "SignatureValue"),
        Reason.SIGNATURE_VALUE_WRONG);
    bad(
        "Content",
        "digest made anew over altered content",
        redigested(),
        Reason.SIGNATURE_VALUE_WRONG);
  }

  private void comments() {
    open(
        "Content",
        "a comment splits signed text",
        enveloped.replace("food", "fo<!---->od"),
        Reason.CONTENT_NOT_COVERED);
    good("a comment behind text", byId.replace("food", "food<!-- -->"));
  }

  private void parser() {
    String doctype = "<!DOCTYPE Licence [%s]>" + enveloped;
    bad(
        "Parser",
        "an external entity",
        doctype.formatted("<!ENTITY x SYSTEM \"file:///etc/passwd\">").replace("food", "&x;"),
        Reason.XML_FORBIDDEN);
    bad(
        "Parser",
        "a parameter entity",
        doctype.formatted("<!ENTITY % x SYSTEM \"http://127.0.0.1/\"> %x;"),
        Reason.XML_FORBIDDEN);
    bad(
        "Parser",
        "entities that grow",
        doctype.formatted("<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">").replace("food", "&b;"),
        Reason.XML_FORBIDDEN);
    open(
        "Parser",
        "a DTD that declares an Id",
        doctype.formatted("<!ATTLIST Licence key ID #IMPLIED>"),
        Reason.XML_FORBIDDEN);
    open(
        "Parser",
        "a DTD that defaults an attribute",
        doctype.formatted("<!ATTLIST Licence wide CDATA \"1\">"),
        Reason.XML_FORBIDDEN);
    open(
        "Parser",
        "an external DTD",
        "<!DOCTYPE Licence SYSTEM \"http://127.0.0.1/a.dtd\">" + enveloped,
        Reason.XML_FORBIDDEN);
    open(
        "Parser",
        "deeper than the limit",
        "<a>".repeat(70) + enveloped + "</a>".repeat(70),
        Reason.BUDGET_EXCEEDED);
    open("Parser", "XML 1.1", "<?xml version=\"1.1\"?>" + enveloped, Reason.XML_FORBIDDEN);
    bad("Parser", "cut off", enveloped.substring(0, enveloped.length() - 9), Reason.MALFORMED);
    bad("Parser", "two document elements", enveloped + "<a/>", Reason.MALFORMED);
    bad("Parser", "an undeclared entity", enveloped.replace("food", "&x;"), Reason.MALFORMED);
  }

  private void transforms() {
    String xslt =
        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><s:stylesheet"
            + " xmlns:s=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\"/></ds:Transform>";
    open("Transform", "XSLT", opaque(xslt), Reason.TRANSFORM_NOT_ALLOWED);
    open(
        "Transform",
        "any XPath",
        opaque(XmlForge.xpath("ancestor::Scope")),
        Reason.TRANSFORM_NOT_ALLOWED);
    open(
        "Transform",
        "XPath that keeps nothing",
        opaque(XmlForge.xpath("false()")),
        Reason.TRANSFORM_NOT_ALLOWED);
    open(
        "Transform",
        "XPath with a false prefix",
        opaque(
            XmlForge.xpath("not(ancestor-or-self::x:Signature)")
                .replace("<ds:XPath>", "<ds:XPath xmlns:x=\"urn:xinfu:example\">")),
        Reason.TRANSFORM_NOT_ALLOWED);
    open(
        "Transform",
        "filter 2 that intersects",
        opaque(XmlForge.filter2("intersect", "//Scope")),
        Reason.TRANSFORM_NOT_ALLOWED);
    open("Transform", "unknown", opaque(XmlForge.transform("urn:x")), Reason.TRANSFORM_NOT_ALLOWED);
    open(
        "Transform",
        "decryption",
        opaque(XmlForge.transform("http://www.w3.org/2002/07/decrypt#XML")),
        Reason.TRANSFORM_NOT_ALLOWED);
    open(
        "Transform",
        "six of them",
        opaque(XmlForge.transform(XmlForge.EXCLUSIVE).repeat(6)),
        Reason.BUDGET_EXCEEDED);
    open(
        "Transform",
        "an unknown canonicalisation of SignedInfo",
        enveloped.replaceFirst(
            "CanonicalizationMethod Algorithm=\"[^\"]*",
            "CanonicalizationMethod Algorithm=\"urn:x"),
        Reason.TRANSFORM_NOT_ALLOWED);
    bad(
        "Transform",
        "another canonicalisation of SignedInfo",
        enveloped.replaceFirst(
            "(CanonicalizationMethod Algorithm=\")[^\"]*", "$1" + C14n.INCLUSIVE.uri()),
        Reason.SIGNATURE_VALUE_WRONG);
    bad(
        "Transform",
        "base64 of what is none",
        opaque(XmlForge.transform(Dom.DS + "base64")),
        Reason.MALFORMED);
  }

  private void references() {
    for (String uri : new String[] {"http://127.0.0.1/a", "file:///etc/passwd", "a.txt"}) {
      open(
          "Transform",
          "a reference to " + uri,
          signed(CONTENT, forge, whole + forge.reference(" URI=\"" + uri + "\"", "", "AAAA")),
          Reason.SIGNED_CONTENT_MISSING);
    }
    open(
        "Transform",
        "a reference without URI",
        signed(CONTENT, forge, whole + forge.reference("", "", "AAAA")),
        Reason.SIGNED_CONTENT_MISSING);
    open(
        "Transform",
        "any XPointer",
        signed(CONTENT, forge, whole + forge.reference(" URI=\"#xpointer(//a)\"", "", "AAAA")),
        Reason.TRANSFORM_NOT_ALLOWED);
    good(
        "thirty-one references",
        signed(
            CONTENT,
            forge,
            whole
                .replace("></ds:DigestValue", ">" + digest(CONTENT) + "</ds:DigestValue")
                .repeat(31)));
    bad(
        "Transform",
        "an Id that is nowhere",
        signed(CONTENT, forge, whole + forge.reference(" URI=\"#nowhere\"", "", "AAAA")),
        Reason.SIGNED_CONTENT_MISSING);
    open(
        "Transform",
        "an Id in an attribute that is none",
        signed(
            CONTENT.replace(" Id=", " Key="),
            forge,
            whole + forge.reference(" URI=\"#licence\"", "", "AAAA")),
        Reason.SIGNED_CONTENT_MISSING);
    open(
        "Transform",
        "an unknown digest",
        signed(
            CONTENT,
            forge,
            whole + forge.reference(" URI=\"\"", "", "AAAA").replace(XmlDigest.SM3.uri(), "urn:x")),
        Reason.ALGORITHM_NOT_ALLOWED);
    open("Transform", "SHA-1 as digest", sha1(), Reason.ALGORITHM_NOT_ALLOWED);
  }

  private void keys() {
    Certificate own = signer.chain().get(0);
    bad(
        "Key",
        "another trusted certificate",
        keyed(XmlForge.x509(pki.sealSigner("样例他人").chain())),
        Reason.SIGNATURE_VALUE_WRONG);
    bad(
        "Key",
        "a certificate of another kind of key",
        keyed(XmlForge.x509(other.chain())),
        Reason.ALGORITHM_MISMATCH);
    open(
        "Key",
        "signed by a stranger",
        signed(CONTENT, new XmlForge(stranger), whole),
        Reason.NO_TRUST_ANCHOR);
    String value = "<w:DEREncodedKeyValue xmlns:w=\"" + Dom.DS11 + "\">%s</w:DEREncodedKeyValue>";
    String ownKey = value.formatted(XmlSigner.base64(own.publicKeyInfo()));
    String strange = value.formatted(XmlSigner.base64(stranger.publicKey().encoded()));
    good("certificate and its key", keyed(XmlForge.x509(signer.chain()) + ownKey));
    good(
        "certificate and an element for a key that was left empty",
        keyed(value.formatted("") + XmlForge.x509(signer.chain())));
    open("Key", "a key alone", keyed(ownKey), Reason.NO_TRUST_ANCHOR);
    bad("Key", "another key alone", keyed(strange), Reason.SIGNATURE_VALUE_WRONG);
    bad(
        "Key",
        "certificate with another key",
        keyed(XmlForge.x509(signer.chain()) + strange),
        Reason.KEY_INFO_MISMATCH);
    bad(
        "Key",
        "a stranger's key beside a trusted certificate",
        signed(
            CONTENT,
            new XmlForge(stranger).keyInfo(XmlForge.x509(signer.chain()) + strange),
            whole),
        Reason.KEY_INFO_MISMATCH);
    open("Key", "nothing", keyed("<ds:KeyName>x</ds:KeyName>"), Reason.NO_TRUST_ANCHOR);
    open(
        "Key",
        "RetrievalMethod to a file",
        keyed("<ds:RetrievalMethod URI=\"file:///etc/passwd\"/>"),
        Reason.NO_TRUST_ANCHOR);
    open(
        "Key",
        "RetrievalMethod to itself",
        keyed("<ds:RetrievalMethod Id=\"loop\" URI=\"#loop\"/>"),
        Reason.NO_TRUST_ANCHOR);
    bad(
        "Key",
        "a certificate that is no Base64",
        keyed("<ds:X509Data><ds:X509Certificate>***</ds:X509Certificate></ds:X509Data>"),
        Reason.MALFORMED);
    open(
        "Key",
        "a certificate that is none",
        keyed("<ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>"),
        Reason.NO_TRUST_ANCHOR);
    for (String hmac :
        new String[] {Dom.DS + "hmac-sha1", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"}) {
      open(
          "Key",
          "HMAC " + hmac,
          methoded(
              "<ds:SignatureMethod Algorithm=\""
                  + hmac
                  + "\">"
                  + "<ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>"),
          Reason.ALGORITHM_NOT_ALLOWED);
    }
    open(
        "Key",
        "DSA",
        methoded("<ds:SignatureMethod Algorithm=\"" + Dom.DS + "dsa-sha1\"/>"),
        Reason.ALGORITHM_NOT_ALLOWED);
    open(
        "Key",
        "an unknown algorithm",
        methoded("<ds:SignatureMethod Algorithm=\"urn:x\"/>"),
        Reason.ALGORITHM_NOT_ALLOWED);
    bad(
        "Key",
        "another suite named",
        methoded(
            "<ds:SignatureMethod"
                + " Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"/>"),
        Reason.ALGORITHM_MISMATCH);
  }

  /** An element around them that no digest knows: they are signed, and nobody finds them. */
  private void hiddenProperties() {
    for (String name : List.of("SignedProperties", "QualifyingProperties")) {
      String around = "(?s)(<(\\w+:)?" + name + " .*</(\\w+:)?" + name + ">)";
      bad(
          "Properties",
          "an element around " + name,
          xades.replaceFirst(around, "<w:Wrap xmlns:w=\"urn:w\">$1</w:Wrap>"),
          Reason.SIGNED_ATTRIBUTE_WRONG);
    }
    String time = "<xades:SigningTime>2026-01-01T00:00:00Z</xades:SigningTime>";
    String beside = "<xades:SignedSignatureProperties>" + time;
    String end = "</xades:QualifyingProperties>";
    for (String open :
        List.of(
            beside + "</xades:SignedSignatureProperties>",
            "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
                + time
                + "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>")) {
      open(
          "Properties",
          "an unsigned signing time in " + open.substring(1, open.indexOf('>')),
          xades.replace(end, open + end),
          Reason.SIGNED_ATTRIBUTE_WRONG);
    }
  }

  /** Exclusive canonicalisation knows no place: moved, they keep their digest. */
  private void movedProperties() {
    String exclusive = XmlForge.transform(XmlForge.EXCLUSIVE);
    String bound = forge.certificate("SigningCertificate", signer.chain().get(0));
    String object = forge.properties("s", Xades.V132, bound, "#s");
    String licence = forge.reference("#licence", exclusive);
    String frame = "<Frame>" + CONTENT + "</Frame>";
    String own =
        signed(
            frame,
            new XmlForge(signer).objects(object),
            licence + forge.typed("#s-signed", Xades.TYPE));
    String qualifying = between(own, "<ds:Object><x:Qual", "</ds:Object>");
    String signed = between(own, "<x:SignedProperties", "</x:SignedProperties>");
    String moved =
        signed.replaceFirst(" ", " xmlns:x=\"" + Xades.V132 + "\" xmlns:ds=\"" + Dom.DS + "\" ");
    String end = "</Frame>";
    bad(
        "Properties",
        "moved out of the signature, an empty set left",
        own.replace(signed, "").replace(end, moved + end),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    bad(
        "Properties",
        "moved out of the signature, no set left",
        own.replace(qualifying, "").replace(end, moved + end),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    XmlForge second = new XmlForge(other);
    String theirs = second.reference("#licence", exclusive);
    String beside = second.objects("<ds:Object>" + moved + "</ds:Object>").signature("t", theirs);
    bad(
        "Properties",
        "moved into another signature",
        second.sign(own.replace(qualifying, "").replace(end, beside + end), "t"),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    String whole =
        signed(
            frame,
            new XmlForge(signer).objects(object.replace("<ds:Object>", "<ds:Object Id=\"o\">")),
            licence + forge.reference("#o", exclusive));
    good("the Object of the properties is signed", whole);
    String held = between(whole, "<ds:Object Id=\"o\">", "</ds:Object>");
    bad(
        "Properties",
        "their Object moved into another",
        whole.replace(held, "<ds:Object>" + held + "</ds:Object>"),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    String named = second.certificate("SigningCertificate", other.chain().get(0));
    String both =
        second
            .objects(second.properties("t", Xades.V132, named, "#t"))
            .signature(
                "t",
                theirs
                    + second.reference("#s-signed", exclusive)
                    + second.typed("#t-signed", Xades.TYPE));
    good(
        "the properties of the first signature signed by the second too",
        second.sign(own.replace(end, both + end), "t"));
  }

  private void properties() {
    Certificate own = signer.chain().get(0);
    bad(
        "Properties",
        "signing time altered",
        xades.replace("2026-11-01T02:00:00Z", "2026-10-01T02:00:00Z"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Properties",
        "Target of another signature",
        xades.replaceFirst("Target=\"#[^\"]*", "Target=\"#other"),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    String bound = forge.certificate("SigningCertificate", own);
    bad(
        "Properties",
        "properties that no reference protects",
        signed(
            CONTENT,
            new XmlForge(signer).objects(forge.properties("s", Xades.V132, bound, "#s")),
            whole),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    bad(
        "Properties",
        "certificate named by digest is another",
        qualified("1.3.2", forge.certificate("SigningCertificate", other.chain().get(0))),
        Reason.SIGNING_CERTIFICATE_MISMATCH);
    String twice =
        forge.properties("s", Xades.V132, bound, "#s")
            + forge.properties("t", Xades.V132, bound, "#s");
    bad(
        "Properties",
        "two sets of properties",
        signed(
            CONTENT,
            new XmlForge(signer).objects(twice),
            whole + forge.typed("#s-signed", Xades.TYPE)),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    String moved =
        "<Licence"
            + NS
            + "><x:SignedProperties xmlns:x=\""
            + Xades.V132
            + "\" Id=\"p\"/></Licence>";
    bad(
        "Properties",
        "the reference leads to other properties",
        signed(
            moved,
            new XmlForge(signer).objects(forge.properties("s", Xades.V132, bound, "#s")),
            whole + forge.typed("#p", Xades.TYPE)),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    open(
        "Properties",
        "signed in the future",
        qualified("1.3.2", bound, "2027-11-01T09:30:00+08:00"),
        Reason.SIGNED_IN_FUTURE);
    bad(
        "Properties",
        "signed before the certificate began",
        qualified("1.3.2", bound, "2020-11-01T09:30:00+08:00"),
        Reason.CERTIFICATE_NOT_YET_VALID);
    open(
        "Properties",
        "a time that is none",
        qualified("1.3.2", bound, "yesterday"),
        Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  private void structure() {
    String info = between(enveloped, "<ds:SignedInfo>", "</ds:SignedInfo>");
    String value = between(enveloped, "<ds:SignatureValue", "</ds:SignatureValue>");
    bad("Structure", "SignedInfo twice", enveloped.replace(info, info + info), Reason.MALFORMED);
    bad(
        "Structure",
        "SignatureValue twice",
        enveloped.replace(value, value + value.replace("-value", "-v2")),
        Reason.MALFORMED);
    bad(
        "Structure",
        "an element of its own",
        enveloped.replace("</ds:Signature>", "<Evil/></ds:Signature>"),
        Reason.MALFORMED);
    bad(
        "Structure",
        "a text of its own",
        enveloped.replace("</ds:SignedInfo>", "</ds:SignedInfo>paid"),
        Reason.MALFORMED);
    bad(
        "Structure",
        "no reference",
        enveloped.replace(between(enveloped, "<ds:Reference", "</ds:Reference>"), ""),
        Reason.MALFORMED);
    bad(
        "Structure",
        "two digest values",
        enveloped.replace(
            "</ds:DigestValue>", "</ds:DigestValue><ds:DigestValue>AAAA</ds:DigestValue>"),
        Reason.SIGNATURE_VALUE_WRONG);
    bad(
        "Structure",
        "a value that is no Base64",
        enveloped.replace("</ds:SignatureValue>", "*</ds:SignatureValue>"),
        Reason.MALFORMED);
    bad(
        "Structure",
        "a reference added",
        enveloped.replace(
            "</ds:Reference>",
            "</ds:Reference>" + whole.replace("></ds:DigestValue", ">AAAA</ds:DigestValue")),
        Reason.DIGEST_MISMATCH);
    bad(
        "Structure",
        "signature of another document",
        CONTENT
            .replace("food", "arms")
            .replace("</Licence>", signatureOf(enveloped) + "</Licence>"),
        Reason.DIGEST_MISMATCH);
    String der = raw(enveloped);
    both("Structure", "SM2 value as DER", der, Reason.ENCODING_NOT_STANDARD);
  }

  /** What a lenient reader of a signature takes for another than what was signed. */
  private void injections() {
    good(
        "a comment in the digest value",
        enveloped.replace("<ds:DigestValue>", "<ds:DigestValue><!-- AAAA -->"));
    good(
        "a comment splits the signature value",
        enveloped.replaceFirst("(<ds:SignatureValue Id=\"s-value\">....)", "$1<!-- AAAA -->"));
    bad(
        "Structure",
        "a text before the comment in the digest value",
        enveloped.replace("<ds:DigestValue>", "<ds:DigestValue>AAAA<!-- -->"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Structure",
        "an element in the digest value",
        enveloped.replace("<ds:DigestValue>", "<ds:DigestValue><a>AAAA</a>"),
        Reason.SIGNATURE_VALUE_WRONG);
    String method = between(enveloped, "<ds:DigestMethod", "/>");
    bad(
        "Structure",
        "two digest methods",
        enveloped.replace(method, method + method),
        Reason.SIGNATURE_VALUE_WRONG);
    bad(
        "Structure",
        "another digest method",
        enveloped.replace(method, method.replace(XmlDigest.SM3.uri(), XmlDigest.SHA256.uri())),
        Reason.DIGEST_MISMATCH);
    bad(
        "Structure",
        "a second reference list after SignedInfo",
        enveloped.replace(
            "</ds:SignedInfo>", "</ds:SignedInfo><ds:Reference URI=\"\"></ds:Reference>"),
        Reason.MALFORMED);
    good("enveloped twice", with(XmlForge.transform(XmlForge.ENVELOPED).repeat(2)));
    String text = "<Frame><Amount Id=\"a\" unit=\"fen\">MTAw</Amount></Frame>";
    String decoded =
        forge
            .reference(" URI=\"#a\"", XmlForge.transform(Dom.DS + "base64"), "@")
            .replace("@", XmlSigner.base64(XmlDigest.SM3.of(Bytes.utf8("100"))));
    open(
        "Transform",
        "base64 covers the text of an element, not its name and attributes",
        signed(text, forge, decoded),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Transform",
        "canonical octets canonicalised, the rest left out",
        opaque(XmlForge.transform(XmlForge.EXCLUSIVE) + XmlForge.transform(XmlForge.ENVELOPED)),
        Reason.TRANSFORM_NOT_ALLOWED);
    open(
        "Wrapping",
        "the frame gives its language to what is signed",
        beside().replace("<Frame>", "<Frame xml:lang=\"en\">"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Wrapping",
        "the frame gives its base to what is signed",
        beside().replace("<Frame>", "<Frame xml:base=\"http://evil.example/\">"),
        Reason.CONTENT_NOT_COVERED);
    qualified();
    String inclusive =
        signed(
            "<Frame>" + CONTENT + "</Frame>",
            forge,
            forge.reference("#licence", XmlForge.transform(C14n.INCLUSIVE.uri())));
    good("inclusive canonicalisation beside", inclusive);
    bad(
        "Wrapping",
        "a namespace of the frame comes into what is signed",
        inclusive.replace("<Frame>", "<Frame xmlns:evil=\"urn:evil\">"),
        Reason.DIGEST_MISMATCH);
    bad(
        "Wrapping",
        "the signature has the Id of what it signs",
        byId.replace(" Id=\"s\"", " Id=\"licence\""),
        Reason.IDENTIFIER_DUPLICATED);
  }

  /** What binds, types or accompanies signed content and is not among its octets. */
  private void qualified() {
    String schema = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    String typed =
        "<Frame xmlns:m=\"urn:money\"><Sum Id=\"sum\""
            + schema
            + " xsi:type=\"%s\">5</Sum></Frame>";
    String exclusive = XmlForge.transform(XmlForge.EXCLUSIVE);
    String listed =
        exclusive.replace(
            "/>",
            "><ec:InclusiveNamespaces xmlns:ec=\"%s\" PrefixList=\"m\"/></ds:Transform>"
                .formatted(XmlForge.EXCLUSIVE));
    String open = signed(typed.formatted("m:Yuan"), forge, forge.reference("#sum", exclusive));
    String closed = signed(typed.formatted("m:Yuan"), forge, forge.reference("#sum", listed));
    String unbound = open.replace("urn:money", "urn:other-money");
    open(
        "Wrapping", "a type's prefix bound anew by the frame", unbound, Reason.CONTENT_NOT_COVERED);
    String text = typed.replace(" xsi:type=\"%s\">5", ">m:Yuan");
    open(
        "Wrapping",
        "a qualified name in a text bound anew by the frame",
        signed(text, forge, forge.reference("#sum", exclusive)).replace("urn:money", "urn:other"),
        Reason.CONTENT_NOT_COVERED);
    String currency = CONTENT.replace(">food<", ">m:EUR<").replace(NS, NS + " xmlns:m=\"urn:m\"");
    good("a qualified name in a text bound in what is signed", signed(currency, forge, whole));
    String root = CONTENT.replace(NS, NS + schema + " xmlns:m=\"urn:m\" xsi:type=\"m:Licence\"");
    open(
        "Wrapping",
        "the prefix of the document's type bound anew",
        signed(root, forge, whole).replace("urn:m\"", "urn:n\""),
        Reason.CONTENT_NOT_COVERED);
    good("a type's prefix that is signed", closed);
    bad(
        "Wrapping",
        "a signed prefix bound anew by the frame",
        closed.replace("urn:money", "urn:other-money"),
        Reason.DIGEST_MISMATCH);
    String standard = typed.replace("urn:money", "http://www.w3.org/2001/XMLSchema");
    good(
        "a type of XML Schema itself",
        signed(standard.formatted("m:int"), forge, forge.reference("#sum", exclusive)));
    good(
        "a type's prefix that an element has too",
        signed(
            typed.replace("5</Sum>", "<m:Five/></Sum>").formatted("m:Yuan"),
            forge,
            forge.reference("#sum", exclusive)));
    good(
        "the frame says where its schema is",
        beside().replace("<Frame>", "<Frame" + schema + " xsi:schemaLocation=\"urn:a a.xsd\">"));
    for (String entry : new String[] {"xsi:type=\"Void\"", "xsi:nil=\"true\""}) {
      open(
          "Wrapping",
          "the frame says " + entry,
          beside().replace("<Frame>", "<Frame" + schema + " " + entry + ">"),
          Reason.CONTENT_NOT_COVERED);
    }
    open(
        "Wrapping",
        "an unsigned instruction in the frame",
        beside().replace("<Frame>", "<Frame><?pay twice?>"),
        Reason.CONTENT_NOT_COVERED);
    String object = "<ds:Object Id=\"o\"><Sum" + NS + ">5</Sum></ds:Object>";
    String around =
        forge.sign(
            new XmlForge(signer).objects(object).signature("s", forge.reference("#o", exclusive)),
            "s");
    good("an Object signed by itself", around);
    open(
        "Wrapping",
        "the signature gives its language to the Object that it signs",
        around.replaceFirst("<ds:Signature ", "<ds:Signature xml:lang=\"en\" "),
        Reason.CONTENT_NOT_COVERED);
  }

  private void swaps() {
    Certificate own = signer.chain().get(0);
    String bound = forge.certificate("SigningCertificate", own);
    String properties = forge.properties("s", Xades.V132, bound, "#s");
    bad(
        "Properties",
        "content under the type of properties",
        signed(
            "<Frame>" + CONTENT + "</Frame>",
            new XmlForge(signer).objects(properties),
            forge.typed("#licence", Xades.TYPE) + forge.typed("#s-signed", Xades.TYPE)),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    String one = between(properties, "<x:SignedProperties", "</x:SignedProperties>");
    bad(
        "Properties",
        "two SignedProperties in one set",
        signed(
            CONTENT,
            new XmlForge(signer)
                .objects(properties.replace(one, one + one.replace("s-signed", "t-signed"))),
            whole + forge.typed("#s-signed", Xades.TYPE)),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    bad(
        "Properties",
        "no Target",
        signed(
            CONTENT,
            new XmlForge(signer).objects(properties.replace(" Target=\"#s\"", "")),
            whole + forge.typed("#s-signed", Xades.TYPE)),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    String whoElse = forge.certificate("SigningCertificate", stranger.chain().get(0));
    bad(
        "Properties",
        "the certificate of the properties replaced",
        qualified("1.3.2", bound)
            .replace(
                between(bound, "<ds:DigestValue>", "</ds:DigestValue>"),
                between(whoElse, "<ds:DigestValue>", "</ds:DigestValue>")),
        Reason.DIGEST_MISMATCH);
    String twoSigners =
        make(
            XmlSignRequest.enveloped(
                Bytes.utf8(
                    xmlSigner(
                        XmlSignRequest.enveloped(Bytes.utf8(CONTENT), TestPki.NOW).leavingRoom())),
                TestPki.NOW),
            other);
    bad(
        "Properties",
        "the second of two signatures names the first",
        retargeted(twoSigners),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    bad(
        "Content",
        "one of two signatures altered",
        twoSigners.substring(0, twoSigners.lastIndexOf("<ds:Signature "))
            + flip(
                twoSigners.substring(twoSigners.lastIndexOf("<ds:Signature ")), "SignatureValue"),
        Reason.SIGNATURE_VALUE_WRONG);
    String inner =
        "<ds:Object><ds:Manifest Id=\"m\">"
            + forge.reference(" URI=\"#n\"", XmlForge.transform(XmlForge.EXCLUSIVE), "AAAA")
            + "</ds:Manifest></ds:Object>";
    bad("Content", "a Manifest of nothing", manifested(inner), Reason.SIGNED_CONTENT_MISSING);
  }

  private static String retargeted(String xml) {
    String target = "Target=\"";
    int first = xml.indexOf(target) + target.length();
    int second = xml.lastIndexOf(target) + target.length();
    String name = xml.substring(first, xml.indexOf('"', first));
    return xml.substring(0, second) + name + xml.substring(xml.indexOf('"', second));
  }

  private void missing() {
    String rest = between(xades, "<xades:QualifyingProperties", "</xades:QualifyingProperties>");
    bad(
        "Structure",
        "only the properties are left",
        "<R xmlns:ds=\"" + Dom.DS + "\">" + rest + "</R>",
        Reason.MALFORMED);
    bad(
        "Structure",
        "the signature renamed",
        enveloped.replace("ds:Signature ", "ds:Sig ").replace("</ds:Signature>", "</ds:Sig>"),
        Reason.MALFORMED);
    add("Structure", "no signature", Bytes.utf8(CONTENT), NO_SIGNATURE, Reason.NO_SIGNATURE);
    add(
        "Structure",
        "a signature in another namespace",
        Bytes.utf8(enveloped.replace(Dom.DS, "urn:xinfu:dsig")),
        NO_SIGNATURE,
        Reason.NO_SIGNATURE);
    add("Structure", "only text", Bytes.utf8("<a"), NO_SIGNATURE, Reason.NO_SIGNATURE);
  }

  /** What stands in the markup of a signature, where nothing signs it, and is none. */
  private void smuggled() {
    String evil = "<Licence" + NS + "><Scope>arms</Scope></Licence>";
    Map<String, String> places = new java.util.TreeMap<>();
    places.put("KeyInfo", enveloped.replace("</ds:KeyInfo>", evil + "</ds:KeyInfo>"));
    places.put("X509Data", enveloped.replace("</ds:X509Data>", evil + "</ds:X509Data>"));
    places.put(
        "a SignatureProperty",
        inObject(
            enveloped,
            "<ds:SignatureProperties><ds:SignatureProperty Target=\"#s\">"
                + evil
                + "</ds:SignatureProperty></ds:SignatureProperties>"));
    places.put("a Manifest", inObject(enveloped, "<ds:Manifest>" + evil + "</ds:Manifest>"));
    places.put("the unsigned properties", unsigned(xades, evil));
    places.put(
        "KeyInfo, in no namespace",
        enveloped.replace("</ds:KeyInfo>", "<Scope xmlns=\"\">arms</Scope></ds:KeyInfo>"));
    places.forEach(
        (place, xml) ->
            open("Wrapping", "unsigned content in " + place, xml, Reason.CONTENT_NOT_COVERED));
    String own = "<v:Ticket xmlns:v=\"urn:xinfu:vendor\">7</v:Ticket>";
    good("a producer's own unsigned property", unsigned(xades, own));
    good("a producer's own key name", keyed(XmlForge.x509(signer.chain()) + own));
  }

  private static String unsigned(String xml, String property) {
    String end = "</xades:QualifyingProperties>";
    return xml.replace(
        end,
        "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
            + property
            + "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
            + end);
  }

  /** References that leave out all that they lead to: their digests are of nothing. */
  private void emptied() {
    String held = "<ds:Object Id=\"o\">" + CONTENT + "</ds:Object>";
    String both = XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE);
    open(
        "Transform",
        "enveloped, of an Object in the signature itself",
        alone(held, forge.reference("#o", both)),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Transform",
        "XPath without signatures, of an Object in one",
        alone(held, forge.reference("#o", XmlForge.xpath("not(ancestor-or-self::ds:Signature)"))),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Transform",
        "XPath filter 2 without signatures, of an Object in one",
        alone(
            held, forge.reference("#o", XmlForge.filter2("subtract", "/descendant::ds:Signature"))),
        Reason.CONTENT_NOT_COVERED);
    String listed =
        "<ds:Object><ds:Manifest Id=\"m\">"
            + forge.reference(" URI=\"#licence\"", XmlForge.transform(XmlForge.EXCLUSIVE), "@")
            + "</ds:Manifest></ds:Object><ds:Object>"
            + CONTENT
            + "</ds:Object>";
    open(
        "Transform",
        "enveloped, of a Manifest in the signature itself",
        alone(listed.replace("@", digest(CONTENT)), forge.reference("#m", both)),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Transform",
        "the whole document without the signature that it is",
        alone("", whole),
        Reason.CONTENT_NOT_COVERED);
  }

  /** The signature is the document. */
  private String alone(String objects, String references) {
    XmlForge maker = new XmlForge(signer).objects(objects);
    return maker.sign(maker.signature("s", references), "s");
  }

  /** What unsigned ancestors within a signature give to exclusively canonicalised content. */
  private void lent() {
    String held = "<ds:Object>" + CONTENT + "</ds:Object>";
    String exclusive =
        alone(held, forge.reference("#licence", XmlForge.transform(XmlForge.EXCLUSIVE)));
    good("enveloped content signed by its own Id", exclusive);
    open(
        "Wrapping",
        "the Object gives its base to what is signed",
        exclusive.replace("<ds:Object>", "<ds:Object xml:base=\"http://evil.example/\">"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Wrapping",
        "the signature gives its language to what is signed",
        exclusive.replace("<ds:Signature ", "<ds:Signature xml:lang=\"en\" "),
        Reason.CONTENT_NOT_COVERED);
    XmlForge maker =
        new XmlForge(signer).objects(held.replace("<ds:Object>", "<ds:Object xml:lang=\"zh\">"));
    String inclusive =
        maker.sign(
            maker.signature(
                "s", forge.reference("#licence", XmlForge.transform(C14n.INCLUSIVE.uri()))),
            "s");
    good("the language of the Object is signed with its content", inclusive);
    bad(
        "Wrapping",
        "the signed language of the Object altered",
        inclusive.replace("xml:lang=\"zh\"", "xml:lang=\"en\""),
        Reason.DIGEST_MISMATCH);
  }

  /** Text in pieces: a reader that takes the first sees another value than was signed. */
  private void split() {
    open(
        "Content",
        "a CDATA section splits signed text",
        enveloped.replace("food", "fo<![CDATA[od]]>"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Content",
        "two CDATA sections split signed text",
        enveloped.replace("food", "<![CDATA[fo]]><![CDATA[od]]>"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Content",
        "two comments split signed text",
        enveloped.replace("food", "fo<!-- --><!-- -->od"),
        Reason.CONTENT_NOT_COVERED);
    String spaced = signed(CONTENT.replace("food", "no food"), forge, whole);
    good("signed text with a space", spaced);
    open(
        "Content",
        "comments around a space split signed text",
        spaced.replace("no food", "no<!-- --> <!-- -->food"),
        Reason.CONTENT_NOT_COVERED);
    good("signed text written as a CDATA section", enveloped.replace("food", "<![CDATA[food]]>"));
    String stripped =
        signed(
            "<a" + NS + ">food</a>",
            forge,
            forge.reference(
                "#xpointer(/)",
                XmlForge.transform(XmlForge.ENVELOPED)
                    + XmlForge.transform(C14n.EXCLUSIVE_COMMENTS.uri())
                    + XmlForge.transform(C14n.EXCLUSIVE.uri())));
    open(
        "Content",
        "a comment that the second canonicalisation leaves out",
        stripped.replace("food", "fo<!-- -->od"),
        Reason.CONTENT_NOT_COVERED);
    bad(
        "Parser",
        "damaged, and a comment speaks of a DTD",
        enveloped + "<!-- <!DOCTYPE a> --><a/>",
        Reason.MALFORMED);
  }

  /** What stands in text, or before it, and is in no digest. */
  private void pieces() {
    open(
        "Content",
        "the signature moved into signed text",
        moved("food", "fo", "od"),
        Reason.CONTENT_NOT_COVERED);
    good("the signature moved to the beginning", moved("<Holder>", "", "<Holder>"));
    open(
        "Content",
        "a comment in front of signed text, for readers of the first node",
        enveloped.replace("food", "<!--arms-->food"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Properties",
        "a comment in front of SigningTime",
        xades.replace("<xades:SigningTime>", "<xades:SigningTime><!--2020-01-01T00:00:00Z-->"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Properties",
        "a claimed role among the unsigned properties",
        unsigned(xades, "<xades:ClaimedRole>director</xades:ClaimedRole>"),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    String base64 = Dom.DS + "base64";
    String decoded =
        alone(
            "<ds:Object Id=\"o\" Encoding=\"" + base64 + "\">MTAw</ds:Object>",
            forge.reference("#o", XmlForge.transform(base64)));
    good("the decoded octets of an Object", decoded);
    open(
        "Content",
        "another encoding of an Object",
        decoded.replace("Encoding=\"" + base64, "Encoding=\"urn:xinfu:hex"),
        Reason.CONTENT_NOT_COVERED);
    open(
        "Parser",
        "a PDF in a comment before the document",
        "<!--\n%PDF-1.4\n%%EOF\n-->" + enveloped,
        Reason.CONTENT_NOT_COVERED);
  }

  /** The signature in the place of this text, between the two others. */
  private String moved(String place, String before, String after) {
    String signature = signatureOf(enveloped);
    return enveloped.replace(signature, "").replace(place, before + signature + after);
  }

  /** Which of several certificates is meant. */
  private void named() {
    Certificate own = signer.chain().get(0);
    Certificate renewed =
        pki.certify(signer, "CN=样例换证者,C=CN", Purpose.DOCUMENT_SIGNER, pki.documentRoot())
            .chain()
            .get(0);
    String first = forge.certificate("SigningCertificate", own);
    String issuer = forge.certificate("SigningCertificate", signer.chain().get(1));
    String cert = between(first, "<x:Cert>", "</x:Cert>");
    good(
        "the issuer named before the signer",
        qualified(
            "1.3.2", issuer.replace("</x:SigningCertificate>", cert + "</x:SigningCertificate>")));
    String meant = forge.certificate("SigningCertificate", renewed);
    String old = XmlForge.x509(java.util.List.of(own, renewed));
    good("two certificates of one key, the second named", qualified(old, meant, "1.3.2", "s"));
    bad(
        "Properties",
        "two certificates of one key, another named",
        qualified(old, forge.certificate("SigningCertificate", other.chain().get(0)), "1.3.2", "s"),
        Reason.SIGNING_CERTIFICATE_MISMATCH);
  }

  /** What kind of file signed octets are shown as, where an Object says it and nothing signs it. */
  private void mediaTypes() {
    String png = " MimeType=\"image/png\"";
    String html = " MimeType=\"text/html\"";
    String format =
        "<x:SignedDataObjectProperties><x:DataObjectFormat ObjectReference=\"#r\">"
            + "<x:MimeType>image/png</x:MimeType>"
            + "</x:DataObjectFormat></x:SignedDataObjectProperties>";
    good("the MimeType that the signed format says", decoded(png, format));
    open("Content", "another MimeType", decoded(html, format), Reason.CONTENT_NOT_COVERED);
    good("no MimeType and none signed", decoded("", ""));
    open("Content", "a MimeType of nobody's", decoded(html, ""), Reason.CONTENT_NOT_COVERED);
    String element = "<ds:Object>" + CONTENT + "</ds:Object>";
    String inside =
        forge.signature("s", forge.reference("#licence", XmlForge.transform(XmlForge.EXCLUSIVE)));
    String held = forge.sign(inside.replace("</ds:Signature>", element + "</ds:Signature>"), "s");
    good("an element of an Object signed", held);
    open(
        "Content",
        "a MimeType around it",
        held.replace("<ds:Object>", "<ds:Object MimeType=\"text/html\">"),
        Reason.CONTENT_NOT_COVERED);
    mediaTypesFurtherOut(inside);
    XmlForge whole =
        new XmlForge(signer).objects("<ds:Object Id=\"o\" MimeType=\"text/html\">x</ds:Object>");
    String object =
        whole.signature("s", whole.reference("#o", XmlForge.transform(XmlForge.EXCLUSIVE)));
    String signed = whole.sign(object, "s");
    good("a MimeType that is signed with its Object", signed);
    bad(
        "Content",
        "a signed MimeType altered",
        signed.replace("text/html", "text/plain"),
        Reason.DIGEST_MISMATCH);
  }

  /** The same around what holds the element: exclusively canonicalised, it may be put anywhere. */
  private void mediaTypesFurtherOut(String open) {
    String property = "<ds:SignatureProperties><ds:SignatureProperty Target=\"#s\">";
    Map<String, String> around = new LinkedHashMap<>();
    around.put(
        "SignatureProperties",
        property + CONTENT + "</ds:SignatureProperty></ds:SignatureProperties>");
    around.put("a Manifest", "<ds:Manifest>" + CONTENT + "</ds:Manifest>");
    around.forEach(
        (what, xml) -> {
          String object = "<ds:Object MimeType=\"text/html\">" + xml + "</ds:Object>";
          open(
              "Content",
              "a MimeType around " + what,
              forge.sign(open.replace("</ds:Signature>", object + "</ds:Signature>"), "s"),
              Reason.CONTENT_NOT_COVERED);
        });
  }

  /** The octets of an Object signed, with these attributes, and properties that say this too. */
  private String decoded(String attributes, String format) {
    String named = forge.certificate("SigningCertificate", signer.chain().get(0));
    String properties =
        forge
            .properties("s", Xades.V132, named, "#s")
            .replace("</x:SignedProperties>", format + "</x:SignedProperties>");
    XmlForge maker =
        new XmlForge(signer)
            .objects(
                "<ds:Object Id=\"o\" Encoding=\"base64\""
                    + attributes
                    + ">AP8Q</ds:Object>"
                    + properties);
    String references =
        maker.reference(" Id=\"r\" URI=\"#o\"", XmlForge.transform(Dom.DS + "base64"), "")
            + maker.typed("#s-signed", Xades.TYPE);
    return maker.sign(maker.signature("s", references), "s");
  }

  private String qualified(String keyInfo, String certificate, String version, String id) {
    String properties =
        forge.properties(id, "http://uri.etsi.org/01903/v" + version + "#", certificate, "#" + id);
    return signed(
        CONTENT,
        new XmlForge(signer).objects(properties).keyInfo(keyInfo),
        whole + forge.typed("#" + id + "-signed", Xades.TYPE));
  }

  // Words in which the cases are stated.

  private void good(String comment, String xml) {
    add("Genuine", comment, Bytes.utf8(xml), VALID, null);
  }

  private void bad(String flag, String comment, String xml, Reason reason) {
    add(flag, comment, Bytes.utf8(xml), INVALID, reason);
  }

  private void open(String flag, String comment, String xml, @Nullable Reason reason) {
    add(flag, comment, Bytes.utf8(xml), reason == null ? VALID : INDETERMINATE, reason);
  }

  private void both(String flag, String comment, String xml, Reason strict) {
    Map<String, Object> input = Map.of("document", Bytes.utf8(xml));
    vectors.strictRefuses(new Vectors.Case(comment, flag, input, TestPki.NOW), INVALID, strict);
  }

  private void add(
      String flag, String comment, Bytes xml, Conclusion verdict, @Nullable Reason reason) {
    Map<String, Object> input = Map.of("document", xml);
    vectors.both(
        new Vectors.Case(comment, flag, input, TestPki.NOW), verdict, Optional.ofNullable(reason));
  }

  private String xmlSigner(XmlSignRequest request) {
    return make(request, signer);
  }

  private static String make(XmlSignRequest request, Signer who) {
    return XmlSigner.sign(request, who).orThrow(r -> new IllegalStateException("" + r)).toUtf8();
  }

  private String with(String transforms) {
    return signed(CONTENT, forge, forge.reference("", transforms));
  }

  /** The document with this signature as the last child of its document element. */
  private static String signed(String content, XmlForge maker, String references) {
    int end = content.lastIndexOf("</");
    return maker.sign(
        content.substring(0, end) + maker.signature("s", references) + content.substring(end), "s");
  }

  /** The content and a signature over it side by side. */
  private String beside() {
    return signed(
        "<Frame>" + CONTENT + "</Frame>",
        forge,
        forge.reference("#licence", XmlForge.transform(XmlForge.EXCLUSIVE)));
  }

  private String keyed(String keyInfo) {
    return signed(CONTENT, new XmlForge(signer).keyInfo(keyInfo), whole);
  }

  private String methoded(String method) {
    return signed(CONTENT, new XmlForge(signer).method(method), whole);
  }

  private String opaque(String transforms) {
    return signed(CONTENT, forge, whole + forge.reference(" URI=\"\"", transforms, "AAAA"));
  }

  private String manifested(String objects) {
    XmlForge maker = new XmlForge(signer).objects(objects);
    return maker.sign(
        maker
            .signature("s", forge.typed("#m", Dom.DS + "Manifest"))
            .replace(
                "<ds:DigestValue></ds:DigestValue></ds:Reference></ds:Manifest>",
                "<ds:DigestValue>"
                    + digest(CONTENT)
                    + "</ds:DigestValue></ds:Reference></ds:Manifest>"),
        "s");
  }

  /** The digest of an element whose exclusive canonical form is as it is written. */
  private static String digest(String canonical) {
    return XmlSigner.base64(XmlDigest.SM3.of(Bytes.utf8(canonical)));
  }

  private String qualified(String version, String certificate) {
    return qualified(version, certificate, "2026-11-01T09:30:00+08:00");
  }

  private String qualified(String version, String certificate, String time) {
    String properties =
        forge
            .properties("s", "http://uri.etsi.org/01903/v" + version + "#", certificate, "#s")
            .replace("2026-11-01T09:30:00+08:00", time);
    return signed(
        CONTENT,
        new XmlForge(signer).objects(properties),
        whole + forge.typed("#s-signed", Xades.TYPE));
  }

  private String countersigned(String uri) {
    XmlForge counter = new XmlForge(other);
    String held =
        "<x:CounterSignature>"
            + counter.signature("c", counter.reference(uri, XmlForge.transform(XmlForge.EXCLUSIVE)))
            + "</x:CounterSignature>";
    String first =
        qualified("1.3.2", forge.certificate("SigningCertificate", signer.chain().get(0)));
    String place = "</x:QualifyingProperties>";
    return counter.sign(
        first.replace(
            place,
            "<x:UnsignedProperties><x:UnsignedSignatureProperties>"
                + held
                + "</x:UnsignedSignatureProperties></x:UnsignedProperties>"
                + place),
        "c");
  }

  private String sha1() {
    String reference =
        forge
            .reference(" URI=\"#licence\"", XmlForge.transform(XmlForge.EXCLUSIVE), "@")
            .replace(XmlDigest.SM3.uri(), XmlDigest.SHA1.uri())
            .replace("@", XmlSigner.base64(XmlDigest.SHA1.of(Bytes.utf8(CONTENT))));
    return signed("<R>" + CONTENT + "</R>", forge, whole + reference);
  }

  private String redigested() {
    String fresh = signed(CONTENT.replace("food", "arms"), forge, whole);
    String value = between(enveloped, "<ds:DigestValue>", "</ds:DigestValue>");
    return enveloped
        .replace("food", "arms")
        .replace(value, between(fresh, "<ds:DigestValue>", "</ds:DigestValue>"));
  }

  private static String raw(String xml) {
    String value = between(xml, "<ds:SignatureValue Id=\"s-value\">", "</ds:SignatureValue>");
    String text = value.substring(value.indexOf('>') + 1, value.lastIndexOf("</"));
    Bytes octets = Bytes.of(java.util.Base64.getDecoder().decode(text));
    Bytes der = org.xinfu.trust.key.EcSignature.parseRaw(octets, 32).orElseThrow().der();
    return xml.replace(text, XmlSigner.base64(der));
  }

  private static String inObject(String signature, String content) {
    return signature.replace(
        "</ds:Signature>", "<ds:Object>" + content + "</ds:Object></ds:Signature>");
  }

  private static String signatureOf(String xml) {
    return between(xml, "<ds:Signature ", "</ds:Signature>");
  }

  private static String between(String text, String from, String to) {
    int start = text.indexOf(from);
    return text.substring(start, text.indexOf(to, start) + to.length());
  }

  private static String flip(String xml, String element) {
    int at = xml.indexOf('>', xml.indexOf("<ds:" + element)) + 3;
    return xml.substring(0, at) + (xml.charAt(at) == 'A' ? 'B' : 'A') + xml.substring(at + 1);
  }
}
