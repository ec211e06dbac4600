package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** What KeyInfo may bring (XML-DSig §4.5) and what each piece of it is worth. */
class XmlKeyInfoTest {
  private static final TestPki PKI = TestPki.seeded("xml key info");
  private static final String RAW = Dom.DS + "rawX509Certificate";
  private static final Signer SM2 = PKI.sealSigner("样例钥");
  private static final Signer EC = PKI.documentSigner("样例钥二");
  private static final Signer RSA =
      PKI.issue(
          PKI.spec("CN=样例钥三,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
              .with(SignatureAlgorithm.RSA_PKCS1_SHA256),
          PKI.documentRoot());
  private static final String HELD = "<ds:KeyValue Id=\"o\">";
  private static final String BOTH =
      XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE);

  @Test
  void anRsaKeyValueIsTheCertificatesOrContradictsIt() {
    RSAPublicKey own = rsa();
    BigInteger n = own.getModulus();
    BigInteger e = own.getPublicExponent();
    assertThat(n.bitLength() % 8).as("the sign is not written").isZero();
    assertAgrees(RSA, rsa(n, e));
    assertContradicts(RSA, rsa(n.flipBit(9), e));
    assertContradicts(RSA, rsa(n, BigInteger.valueOf(3)));
    assertContradicts(RSA, rsa(BigInteger.ONE.shiftLeft(16_383), e));
    assertContradicts(RSA, ec("urn:oid:1.2.840.10045.3.1.7", point(EC)));
  }

  @Test
  void anEcKeyValueIsTheCertificatesOrContradictsIt() {
    assertAgrees(EC, ec("urn:oid:1.2.840.10045.3.1.7", point(EC)));
    assertAgrees(SM2, ec("urn:oid:1.2.156.10197.1.301", point(SM2)));
    assertContradicts(EC, ec("urn:oid:1.3.132.0.34", point(EC)));
    assertContradicts(EC, ec("urn:oid:1.2.840.10045.3.1.7", point(SM2)));
    assertContradicts(SM2, ec("urn:oid:1.2.840.10045.3.1.7", point(SM2)));
  }

  /** A SAML assertion in KeyInfo is signed by who made it, and names its own signer. */
  @Test
  void namesOfASignatureInsideAreThatSignatures() {
    String name = "<ds:X509SubjectName>" + EC.chain().get(0).subject() + "</ds:X509SubjectName>";
    XmlForge inner =
        new XmlForge(EC)
            .keyInfo(XmlForge.x509(EC.chain()).replace("</ds:X509Data>", name + "</ds:X509Data>"));
    String made = inner.signature("i", inner.reference("#q", BOTH));
    String open = "<q:Assertion xmlns:q=\"urn:q\" Id=\"q\"><q:Name>n</q:Name>";
    String assertion = inner.sign(open + made + "</q:Assertion>", "i");
    XmlForge outer = new XmlForge(RSA).keyInfo(XmlForge.x509(RSA.chain()) + assertion);
    String signed =
        outer.sign("<a>" + outer.signature("s", outer.reference("", BOTH)) + "</a>", "s");
    DocumentReport report = verified(signed, PKI.policy());
    assertThat(report.signatures()).hasSize(2);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    DocumentReport altered = verified(signed.replace(">n<", ">m<"), PKI.policy());
    assertThat(altered.conclusion()).isEqualTo(Conclusion.INVALID);
    // Beside the signature the name is of nobody on the path.
    String beside = signed.replace(">n</q:Name>", ">n</q:Name>" + name);
    assertThat(verified(beside, PKI.policy()).conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  /** SEC 1 §2.3.3: 02 or 03 and x say the same as 04, x and y, of this point and no other. */
  @Test
  void aCompressedPointIsTheSameKey() {
    for (Signer signer : List.of(EC, SM2)) {
      String curve = signer == EC ? "1.2.840.10045.3.1.7" : "1.2.156.10197.1.301";
      byte[] full = point(signer).toArray();
      boolean odd = full[64] % 2 != 0;
      String x = point(signer).toHex().substring(2, 66);
      assertAgrees(signer, ec("urn:oid:" + curve, Bytes.hex((odd ? "03" : "02") + x)));
      assertContradicts(signer, ec("urn:oid:" + curve, Bytes.hex((odd ? "02" : "03") + x)));
      assertContradicts(signer, ec("urn:oid:" + curve, Bytes.hex("02" + "ff".repeat(32))));
    }
  }

  /** The certificate may keep its key for PSS; RSAKeyValue has no word for that. */
  @Test
  void anRsaKeyValueSaysNothingAboutPss() throws IOException {
    AlgorithmIdentifier pss = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS);
    Bytes plain = RSA.chain().get(0).publicKeyInfo();
    RSAPublicKey other = new RSAPublicKey(rsa().getModulus(), BigInteger.TEN);
    assertThat(SameKey.of(plain, Bytes.of(new SubjectPublicKeyInfo(pss, rsa()).getEncoded())))
        .isTrue();
    assertThat(SameKey.of(plain, Bytes.of(new SubjectPublicKeyInfo(pss, other).getEncoded())))
        .isFalse();
  }

  /** A number of zero, one beyond all reason, a curve without a number: no key was read. */
  @Test
  void whatIsNoKeyIsPassedOver() {
    BigInteger e = BigInteger.valueOf(65_537);
    List<String> none =
        List.of(
            rsa(BigInteger.ZERO, e),
            rsa(rsa().getModulus(), BigInteger.ZERO),
            rsa(BigInteger.ONE.shiftLeft(16_384), e),
            ec("urn:x", point(EC)),
            ec("urn:oid:1.2.840.10045.3.1.7", point(EC)).replaceFirst("<k:NamedCurve[^>]*>", ""),
            ec("urn:oid:1.2.840.10045.3.1.7", point(EC))
                .replaceFirst("<k:PublicKey>.*</k:PublicKey>", ""),
            rsa(rsa().getModulus().flipBit(9), e).replace("ds:KeyValue>", "ds:KeyName>"),
            "<ds:KeyValue/>",
            der(Bytes.empty()));
    for (String each : none) {
      DocumentReport beside = judged(RSA, XmlForge.x509(RSA.chain()) + each);
      assertThat(beside.conclusion()).as(each).isEqualTo(Conclusion.VALID);
      assertThat(beside.signatures().get(0).report().check("key-value")).isEmpty();
      DocumentReport alone = judged(RSA, each);
      assertThat(alone.reason()).as(each).contains(Reason.NO_TRUST_ANCHOR);
      assertThat(alone.signatures().get(0).integrity()).isEqualTo(Integrity.UNKNOWN);
    }
    String open = rsa(rsa().getModulus(), e).replaceFirst("<ds:Exponent>.*</ds:Exponent>", "");
    assertThat(judged(RSA, open).reason()).contains(Reason.MALFORMED);
  }

  /** It proves the octets intact, and nobody's. */
  @Test
  void aKeyValueAloneNamesNobody() {
    BigInteger n = rsa().getModulus();
    BigInteger e = rsa().getPublicExponent();
    for (DocumentReport report :
        List.of(
            judged(RSA, rsa(n, e)),
            judged(EC, ec("urn:oid:1.2.840.10045.3.1.7", point(EC))),
            judged(RSA, rsa(n.flipBit(9), e) + rsa(n, e)))) {
      assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).contains(Reason.NO_TRUST_ANCHOR);
      assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
      assertThat(report.signatures().get(0).signer()).isNull();
      assertThat(check(report, "signer")).contains(Outcome.UNKNOWN);
    }
    DocumentReport other = judged(RSA, rsa(n.flipBit(9), e));
    assertThat(other.reason()).contains(Reason.SIGNATURE_VALUE_WRONG);
    assertThat(other.signatures().get(0).integrity()).isEqualTo(Integrity.BROKEN);
  }

  /** Parameters that are absent say what NULL says; an algorithm says more than the number. */
  @Test
  void aDerKeyIsComparedWithItsAlgorithm() {
    String spki = RSA.chain().get(0).publicKeyInfo().toHex();
    String id = "06092a864886f70d010101" + "0500";
    assertThat(spki).contains("300d" + id);
    Bytes absent = shortened(spki, "300d" + id, "300b06092a864886f70d010101");
    assertAgrees(RSA, der(absent));
    assertContradicts(RSA, der(Bytes.hex(spki.replace("010101" + "0500", "010107" + "0500"))));
    String ec = EC.chain().get(0).publicKeyInfo().toHex();
    assertAgrees(EC, der(Bytes.hex(ec)));
    assertContradicts(EC, der(Bytes.hex(ec.replace("2a8648ce3d0201", "2a8648ce3d0202"))));
    String curve = "06082a8648ce3d030107";
    assertThat(ec).contains("301306072a8648ce3d0201" + curve);
    assertContradicts(
        EC, der(shortened(ec, "301306072a8648ce3d0201" + curve, "300906072a8648ce3d0201")));
  }

  /** An encoding with a part left out; the outer length is of one octet or of two. */
  private static Bytes shortened(String hex, String old, String fresh) {
    String body = hex.substring(hex.startsWith("3082") ? 8 : 4).replace(old, fresh);
    int length = body.length() / 2;
    String head = length < 128 ? "30%02x" : "3082%04x";
    return Bytes.hex(head.formatted(length) + body);
  }

  /** Whether none of them made the value is open while one of them cannot be read. */
  @Test
  void aCertificateThatCannotBeUsedLeavesTheValueOpen() {
    String others = XmlForge.x509(List.of(PKI.sealSigner("样例别人").chain().get(0)));
    assertThat(judged(SM2, others).reason()).contains(Reason.SIGNATURE_VALUE_WRONG);
    DocumentReport unread = judged(SM2, others + x509("AAAA"));
    assertThat(unread.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(unread.reason()).contains(Reason.MALFORMED);
    String own = SM2.chain().get(0).der().toHex();
    String curve = "06082a811ccf5501822d";
    assertThat(own).contains(curve);
    Bytes strange = Bytes.hex(own.replace(curve, "06082a811ccf5501822e"));
    DocumentReport unknown = judged(SM2, others + x509(XmlSigner.base64(strange)));
    assertThat(unknown.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(unknown.reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void linesOfPemAroundACertificateAreTakenOff() {
    String base64 = XmlSigner.base64(SM2.chain().get(0).der());
    String pem = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----";
    assertThat(judged(SM2, x509(pem)).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged(SM2, x509("<a/>" + base64)).reason()).contains(Reason.MALFORMED);
    assertThat(judged(SM2, x509("<a/>" + base64)).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** XML-DSig §4.5.3: into the document, without transforms, one step, to X509Data. */
  @Test
  void whereARetrievalMethodLeads() {
    String type = " Type=\"" + Dom.DS + "X509Data\"";
    for (String good : List.of("URI=\"#x\"", "URI=\"#x\"" + type)) {
      assertThat(retrieved(good, "").conclusion()).as(good).isEqualTo(Conclusion.VALID);
    }
    String transforms = "<ds:Transforms>" + XmlForge.transform("urn:x") + "</ds:Transforms>";
    assertThat(retrieved("URI=\"#x\"", transforms).reason()).contains(Reason.NO_TRUST_ANCHOR);
    for (String bad :
        List.of("URI=\"#x\" Type=\"" + RAW + "\"", "URI=\"x\"", "URI=\"#y\"", "URI=\"\"")) {
      DocumentReport report = retrieved(bad, "");
      assertThat(report.conclusion()).as(bad).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).as(bad).contains(Reason.NO_TRUST_ANCHOR);
    }
  }

  /** XML-DSig §4.5: a certificate that both sides know may be left out. */
  @Test
  void aCertificateThatThePolicyBringsMayBeLeftOut() {
    XmlForge nameless = new XmlForge(EC).keyInfo("<ds:KeyName>x</ds:KeyName>");
    TrustPolicy knowing = PKI.policy().withSigners(List.of(EC.chain().get(0)));
    assertThat(judged(nameless, knowing).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged(nameless, PKI.policy()).reason()).contains(Reason.NO_TRUST_ANCHOR);
  }

  /** RFC 9231 §2.3.6: r and s; what writes DER instead is told of it. */
  @Test
  void aValueInDerIsToldOfOrRefused() {
    XmlForge forge = new XmlForge(EC);
    String xml = forge.sign("<a>" + forge.signature("s", forge.reference("", BOTH)) + "</a>", "s");
    String value = xml.replaceFirst("(?s).*<ds:SignatureValue[^>]*>([^<]*)<.*", "$1");
    Bytes raw = Bytes.of(Base64.getMimeDecoder().decode(value));
    Bytes der = EcSignature.parseRaw(raw, 32).orElseThrow().der();
    String other = xml.replace(value, XmlSigner.base64(der));
    DocumentReport interop = verified(other, PKI.policy());
    assertThat(interop.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(check(interop, "value-encoding")).contains(Outcome.WARN);
    DocumentReport strict = verified(other, PKI.policy().withMode(TrustPolicy.Mode.STRICT));
    assertThat(strict.reason()).contains(Reason.ENCODING_NOT_STANDARD);
    assertThat(check(verified(xml, PKI.policy()), "value-encoding")).isEmpty();
  }

  @Test
  void whatIsNoRetrievalMethodLeadsNowhere() {
    String held = XmlForge.x509(SM2.chain()).replaceFirst("X509Data", "X509Data Id=\"x\"");
    XmlForge forge =
        new XmlForge(SM2)
            .keyInfo("<ds:KeyName URI=\"#x\"/>")
            .objects("<ds:Object>" + held + "</ds:Object>");
    assertThat(judged(forge, PKI.policy()).reason()).contains(Reason.NO_TRUST_ANCHOR);
  }

  private static DocumentReport retrieved(String attributes, String inside) {
    String held = XmlForge.x509(SM2.chain()).replaceFirst("X509Data", "X509Data Id=\"x\"");
    XmlForge forge =
        new XmlForge(SM2)
            .keyInfo("<ds:RetrievalMethod " + attributes + ">" + inside + "</ds:RetrievalMethod>")
            .objects("<ds:Object>" + held + "</ds:Object>");
    return judged(forge, PKI.policy());
  }

  /** A list in KeyInfo is evidence like any other. */
  @Test
  void aListInKeyInfoIsHeard() {
    TrustPolicy strict = PKI.policy().withCrls(List.of()).withMode(TrustPolicy.Mode.STRICT);
    String chain = XmlForge.x509(EC.chain());
    assertThat(judged(new XmlForge(EC).keyInfo(chain), strict).reason())
        .contains(Reason.REVOCATION_UNKNOWN);
    String good = chain.replace("</ds:X509Data>", crl() + "</ds:X509Data>");
    assertThat(judged(new XmlForge(EC).keyInfo(good), strict).conclusion())
        .isEqualTo(Conclusion.VALID);
    RevokedEntry entry =
        new RevokedEntry(
            EC.chain().get(0).serial(),
            TestPki.NOW.minusSeconds(9),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    String bad = chain.replace("</ds:X509Data>", crl(entry) + "</ds:X509Data>");
    assertThat(judged(new XmlForge(EC).keyInfo(bad), strict).reason())
        .contains(Reason.CERTIFICATE_REVOKED);
  }

  private static String crl(RevokedEntry... entries) {
    return "<ds:X509CRL>"
        + XmlSigner.base64(PKI.crl(PKI.documentRoot(), entries))
        + "</ds:X509CRL>";
  }

  /** Each would be parsed and tried. */
  @Test
  void aHundredPiecesAreRead() {
    String name = "<ds:KeyName>x</ds:KeyName>";
    String one = XmlForge.x509(List.of(SM2.chain().get(0)));
    assertThat(judged(SM2, one + name.repeat(98)).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(judged(SM2, one + name.repeat(99)).reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(judged(SM2, one + name.repeat(99)).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  /**
   * Who signs KeyInfo has written into it what is there (ec-sri-invoice-signer writes the modulus
   * in decimal digits): nobody altered it, and the certificate's key made the value.
   */
  @Test
  void aKeyThatIsSignedAndAnotherIsTold() {
    RSAPublicKey own = rsa();
    String other = rsa(own.getModulus().flipBit(9), own.getPublicExponent());
    String keyInfo = XmlForge.x509(RSA.chain()) + other;
    XmlForge forge = new XmlForge(RSA).keyInfo(keyInfo);
    String both =
        forge.reference("", BOTH) + forge.reference("#k", XmlForge.transform(XmlForge.EXCLUSIVE));
    String signature = forge.signature("s", both).replace("<ds:KeyInfo>", "<ds:KeyInfo Id='k'>");
    String signed = forge.sign("<a>" + signature + "</a>", "s");
    DocumentReport report = verified(signed, PKI.policy());
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(check(report, "key-value")).contains(Outcome.WARN);
    assertThat(verified(signed, PKI.policy().withMode(TrustPolicy.Mode.STRICT)).reason())
        .contains(Reason.KEY_INFO_MISMATCH);
    // Altered since, it is covered no more.
    String altered = signed.replace("<ds:KeyValue>", "<ds:KeyValue> ");
    assertThat(verified(altered, PKI.policy()).conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(check(verified(altered, PKI.policy()), "key-value")).contains(Outcome.FAIL);
  }

  /** KeyInfo is signed and only leads to the key: it lies where nothing covers it. */
  @Test
  void aKeyThatIsRetrievedIsNotSigned() {
    RSAPublicKey own = rsa();
    String same = rsa(own.getModulus(), own.getPublicExponent());
    String other = rsa(own.getModulus().flipBit(9), own.getPublicExponent());
    XmlForge forge =
        new XmlForge(RSA)
            .keyInfo(XmlForge.x509(RSA.chain()) + "<ds:RetrievalMethod URI=\"#o\"/>")
            .objects("<ds:Object>" + same.replace("<ds:KeyValue>", HELD) + "</ds:Object>");
    String both =
        forge.reference("", BOTH) + forge.reference("#k", XmlForge.transform(XmlForge.EXCLUSIVE));
    String signature = forge.signature("s", both).replace("<ds:KeyInfo>", "<ds:KeyInfo Id='k'>");
    String signed = forge.sign("<a>" + signature + "</a>", "s");
    assertThat(check(verified(signed, PKI.policy()), "key-value")).contains(Outcome.PASS);
    String held = same.replace("<ds:KeyValue>", HELD);
    assertThat(signed).contains(held);
    String altered = signed.replace(held, other.replace("<ds:KeyValue>", HELD));
    DocumentReport report = verified(altered, PKI.policy());
    assertThat(check(report, "key-value")).contains(Outcome.FAIL);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.KEY_INFO_MISMATCH);
  }

  /** Whoever issued another of the certificates may be the signer all the same. */
  @Test
  void anIssuerIsACandidateToo() {
    Certificate issued = PKI.sealSigner("样例下级").chain().get(0);
    Certificate own = PKI.signerCa().chain().get(0);
    DocumentReport report = judged(PKI.signerCa(), XmlForge.x509(List.of(issued, own)));
    assertThat(check(report, "signature-value")).contains(Outcome.PASS);
  }

  private static void assertAgrees(Signer signer, String key) {
    DocumentReport report = judged(signer, XmlForge.x509(signer.chain()) + key);
    assertThat(report.conclusion()).as(key).isEqualTo(Conclusion.VALID);
    assertThat(check(report, "key-value")).as(key).contains(Outcome.PASS);
  }

  private static void assertContradicts(Signer signer, String key) {
    DocumentReport report = judged(signer, XmlForge.x509(signer.chain()) + key);
    assertThat(report.reason()).as(key).contains(Reason.KEY_INFO_MISMATCH);
    assertThat(report.conclusion()).as(key).isEqualTo(Conclusion.INVALID);
  }

  private static Optional<Outcome> check(DocumentReport report, String id) {
    return report.signatures().get(0).report().check(id).map(Check::outcome);
  }

  private static RSAPublicKey rsa() {
    Bytes spki = RSA.chain().get(0).publicKeyInfo();
    SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki.toArray());
    return RSAPublicKey.getInstance(info.getPublicKeyData().getOctets());
  }

  private static String rsa(BigInteger modulus, BigInteger exponent) {
    return "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>"
        + number(modulus)
        + "</ds:Modulus><ds:Exponent>"
        + number(exponent)
        + "</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>";
  }

  /** ds:CryptoBinary: the magnitude alone. */
  private static String number(BigInteger value) {
    return XmlSigner.base64(Bytes.of(BigIntegers.asUnsignedByteArray(value)));
  }

  private static String ec(String curve, Bytes point) {
    return "<ds:KeyValue><k:ECKeyValue xmlns:k=\""
        + Dom.DS11
        + "\"><k:NamedCurve URI=\""
        + curve
        + "\"/><k:PublicKey>"
        + XmlSigner.base64(point)
        + "</k:PublicKey></k:ECKeyValue></ds:KeyValue>";
  }

  private static Bytes point(Signer signer) {
    Certificate own = signer.chain().get(0);
    return Bytes.of(own.holder().getSubjectPublicKeyInfo().getPublicKeyData().getOctets());
  }

  private static String der(Bytes spki) {
    return "<k:DEREncodedKeyValue xmlns:k=\""
        + Dom.DS11
        + "\">"
        + XmlSigner.base64(spki)
        + "</k:DEREncodedKeyValue>";
  }

  private static String x509(String text) {
    return "<ds:X509Data><ds:X509Certificate>" + text + "</ds:X509Certificate></ds:X509Data>";
  }

  private static DocumentReport judged(Signer signer, String keyInfo) {
    return judged(new XmlForge(signer).keyInfo(keyInfo), PKI.policy());
  }

  private static DocumentReport judged(XmlForge forge, TrustPolicy policy) {
    String xml = "<a>" + forge.signature("s", forge.reference("", BOTH)) + "</a>";
    return verified(forge.sign(xml, "s"), policy);
  }

  private static DocumentReport verified(String xml, TrustPolicy policy) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), policy);
  }
}
