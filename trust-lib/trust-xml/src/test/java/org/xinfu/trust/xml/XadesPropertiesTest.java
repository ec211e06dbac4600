package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.XmlLimits;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;

/** Qualifying properties of all shapes: which are this signature's, and what each is worth. */
class XadesPropertiesTest {
  private static final TestPki PKI = TestPki.seeded("xades properties");
  private static final Signer SIGNER = PKI.documentSigner("样例属性");
  private static final Signer OTHER = PKI.documentSigner("样例属性二");
  private static final XmlForge FORGE = new XmlForge(SIGNER);
  private static final String TIME = "<x:SigningTime>2026-11-01T01:00:00Z</x:SigningTime>";
  private static final String CERTIFICATE = named(SIGNER);
  private static final String WHOLE =
      FORGE.reference(
          "", XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE));
  private static final String TYPED = FORGE.typed("#s-signed", Xades.TYPE);
  private static final String UNTYPED =
      FORGE.reference("#s-signed", XmlForge.transform(XmlForge.EXCLUSIVE));

  @Test
  void theTargetIsThisSignature() {
    String good = signed(TIME + CERTIFICATE, "", WHOLE + TYPED);
    assertThat(check(judged(good), "qualifying-target")).contains(Outcome.PASS);
    // What it is named in is not signed, so that each of these keeps its digests.
    DocumentReport bare = judged(good.replace("Target=\"#s\"", "Target=\"s\""));
    assertThat(bare.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(check(bare, "qualifying-target")).contains(Outcome.WARN);
    String nameless = good.replace(" Id=\"s\">", ">");
    for (String wrong :
        List.of(
            nameless.replace("Target=\"#s\"", "Target=\"\""),
            nameless.replace("Target=\"#s\"", ""),
            nameless,
            good.replace("Target=\"#s\"", "Target=\"#S\""))) {
      DocumentReport report = judged(wrong);
      assertThat(report.reason()).as(wrong).contains(Reason.SIGNED_ATTRIBUTE_WRONG);
      assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    }
  }

  /** §4.4: a reference of their own type; what else covers them covers them all the same. */
  @Test
  void howThePropertiesAreSigned() {
    assertThat(binding(WHOLE + TYPED)).contains(Outcome.PASS);
    assertThat(binding(WHOLE + UNTYPED)).contains(Outcome.WARN);
    String object = FORGE.reference("#object", XmlForge.transform(XmlForge.EXCLUSIVE));
    assertThat(binding(WHOLE + object)).contains(Outcome.WARN);
    assertThat(binding(WHOLE)).contains(Outcome.FAIL);
    String base64 =
        FORGE.reference(" URI=\"#s-signed\"", XmlForge.transform(Dom.DS + "base64"), "AA==");
    assertThat(binding(WHOLE + base64)).contains(Outcome.NOT_DONE);
    // What is said of something else leaves nothing open.
    String bare = signed(TIME + CERTIFICATE, "", WHOLE).replace("\"#s\"", "\"s\"");
    assertThat(check(judged(bare), "signed-properties")).contains(Outcome.FAIL);
    // Another content beside them, and the text inside them, is not them.
    String part = FORGE.reference("#other", XmlForge.transform(XmlForge.EXCLUSIVE));
    XmlForge beside =
        new XmlForge(SIGNER)
            .objects(
                FORGE.properties("s", Xades.V132, CERTIFICATE, "#s")
                    + "<ds:Object Id=\"other\">1</ds:Object>");
    DocumentReport report = judged(beside.sign(beside.signature("s", part), "s"));
    assertThat(check(report, "signed-properties")).contains(Outcome.FAIL);
    assertThat(report.reason()).contains(Reason.SIGNED_ATTRIBUTE_WRONG);
    String text = FORGE.reference("#object", XmlForge.transform(Dom.DS + "base64"));
    assertThat(check(judged(signed(CERTIFICATE, "", WHOLE + text)), "signed-properties"))
        .contains(Outcome.FAIL);
  }

  private static Optional<Outcome> binding(String references) {
    return check(judged(signed(TIME + CERTIFICATE, "", references)), "signed-properties");
  }

  /** A reference that was not judged may be the one that protects them. */
  @Test
  void whatWasNotJudgedRefutesNothing() {
    String opaque =
        TYPED.replace(XmlForge.EXCLUSIVE, "urn:x").replace("></ds:DigestV", ">AA==</ds:DigestV");
    DocumentReport report = judged(signed(TIME + CERTIFICATE, "", WHOLE + opaque));
    assertThat(check(report, "signed-properties")).contains(Outcome.NOT_DONE);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.TRANSFORM_NOT_ALLOWED);
    String dropped = signed(TIME + CERTIFICATE, "", WHOLE + TYPED);
    XmlLimits one = XmlLimits.standard().withReferences(1);
    DocumentReport counted =
        new XmlVerifier()
            .verify(
                DocumentSource.of(Bytes.utf8(dropped)),
                PKI.policy().withBudgets(PKI.policy().budgets().withXml(one)));
    assertThat(check(counted, "signed-properties")).contains(Outcome.NOT_DONE);
    assertThat(counted.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  @Test
  void withoutSignedPropertiesThereIsNoLevel() {
    String none =
        signed(TIME, "", WHOLE + TYPED)
            .replaceFirst("<x:SignedProperties.*</x:SignedProperties>", "");
    XmlForge bare =
        new XmlForge(SIGNER)
            .objects(
                "<ds:Object><x:QualifyingProperties xmlns:x=\""
                    + Xades.V132
                    + "\" Target=\"#s\"/></ds:Object>");
    assertThat(judged(none).reason()).contains(Reason.SIGNED_CONTENT_MISSING);
    DocumentReport report = judged(bare.sign("<a>" + bare.signature("s", WHOLE) + "</a>", "s"));
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(check(report, "signed-properties")).contains(Outcome.NOT_DONE);
    assertThat(report.signatures().get(0).level()).isNull();
    assertThat(report.signatures().get(0).format()).isEqualTo("XADES");
    assertThat(level(TIME)).isNull();
    assertThat(level(CERTIFICATE)).isNull();
    assertThat(level(TIME + CERTIFICATE)).isEqualTo("B-B");
  }

  private static String level(String properties) {
    return judged(signed(properties, "", WHOLE + TYPED)).signatures().get(0).level();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-01T02:00:00Z, PASS",
    "2026-11-01T10:00:00+08:00, PASS",
    "2026-10-31T21:00:00-05:00, PASS",
    "2026-11-01T02:00:00, PASS",
    "' 2026-11-01T02:00:00Z ', PASS",
    "2026-11-01T02:00:01Z, UNKNOWN",
    "2026-11-01T10:00:01+08:00, UNKNOWN",
    "2026-11-01, UNKNOWN",
    "2026-11-31T02:00:00Z, UNKNOWN"
  })
  void theClaimedTime(String text, Outcome expected) {
    String time = "<x:SigningTime>" + text + "</x:SigningTime>";
    DocumentReport report = judged(signed(time + CERTIFICATE, "", WHOLE + TYPED));
    assertThat(check(report, "signing-time")).contains(expected);
    if (expected == Outcome.PASS) {
      assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(report.signatures().get(0).signedAt()).isEqualTo(TestPki.NOW);
    } else {
      assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    }
  }

  /** An xs:dateTime need not have a zone, and programs write the clock on the wall into it. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-01T02:00:01, 2026-11-01T02:00:00Z, VALID", // an hour ago, further east
    "2026-11-01T16:00:00, 2026-11-01T02:00:00Z, VALID",
    "2026-11-01T16:00:01, 2026-11-01T16:00:01Z, INDETERMINATE",
    "2026-01-01T00:00:00, 2026-01-01T00:00:00Z, VALID",
    "2025-12-31T12:00:00, 2026-01-01T00:00:00Z, VALID", // further west
    "2025-12-31T11:59:59, 2025-12-31T11:59:59Z, INVALID",
    "2025-12-31T23:59:59Z, 2025-12-31T23:59:59Z, INVALID",
    "2025-12-31T23:59:59+00:00, 2025-12-31T23:59:59Z, INVALID",
  })
  void aClaimedTimeWithoutAZone(String text, Instant read, Conclusion expected) {
    String time = "<x:SigningTime>" + text + "</x:SigningTime>";
    Bytes xml = Bytes.utf8(signed(time + CERTIFICATE, "", WHOLE + TYPED));
    DocumentReport report = new XmlVerifier().verify(DocumentSource.of(xml), PKI.policy());
    assertThat(report.conclusion()).as("%s", report).isEqualTo(expected);
    assertThat(report.signatures().get(0).signedAt()).isEqualTo(read);
    boolean told = !read.equals(Instant.parse(text.length() > 19 ? text : text + "Z"));
    assertThat(check(report, "stated-time").isPresent()).isEqualTo(told);
    TrustPolicy strict = PKI.policy().withMode(TrustPolicy.Mode.STRICT);
    DocumentReport hard = new XmlVerifier().verify(DocumentSource.of(xml), strict);
    assertThat(hard.conclusion() == Conclusion.VALID)
        .isEqualTo(!told && expected == Conclusion.VALID);
    assertThat(check(hard, "stated-time")).isEmpty();
  }

  @Test
  void theCertificateThatIsNamed() {
    String own = CERTIFICATE;
    String second = own.replace("SigningCertificate>", "SigningCertificateV2>");
    String other = named(OTHER);
    assertThat(certificate(own)).contains(Outcome.PASS);
    assertThat(certificate(second)).contains(Outcome.PASS);
    assertThat(certificate("")).contains(Outcome.WARN);
    assertThat(certificate(other)).contains(Outcome.FAIL);
    // The newer property counts.
    assertThat(certificate(other + second)).contains(Outcome.PASS);
    assertThat(certificate(own + other.replace("SigningCertificate>", "SigningCertificateV2>")))
        .contains(Outcome.FAIL);
    assertThat(certificate(own.replace(XmlDigest.SHA256.uri(), "urn:x"))).contains(Outcome.UNKNOWN);
    assertThat(certificate(own.replace("x:Cert>", "x:Other>"))).contains(Outcome.WARN);
    assertThat(certificate(own.replaceAll("<ds:DigestValue>.*</ds:DigestValue>", "")))
        .contains(Outcome.FAIL);
    assertThat(certificate(own.replaceAll("<ds:DigestMethod[^>]*>", ""))).contains(Outcome.FAIL);
    assertThat(certificate(own.replaceAll("<x:CertDigest>.*</x:CertDigest>", "")))
        .contains(Outcome.FAIL);
    assertThat(certificate(own.replaceAll("<ds:DigestValue>", "<ds:DigestValue>*")))
        .contains(Outcome.FAIL);
  }

  private static Optional<Outcome> certificate(String properties) {
    return check(judged(signed(TIME + properties, "", WHOLE + TYPED)), "signing-certificate");
  }

  /** A path of certificates is shorter than twenty. */
  @Test
  void twentyOfThoseNamedAreRead() {
    String other = cert(named(OTHER));
    String own = cert(CERTIFICATE);
    String open = "<x:SigningCertificate>";
    String close = "</x:SigningCertificate>";
    DocumentReport last = judged(signed(open + other.repeat(19) + own + close, "", WHOLE + TYPED));
    assertThat(last.conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport first = judged(signed(open + own + other + close, "", WHOLE + TYPED));
    assertThat(
            first.signatures().get(0).report().checks().stream()
                .filter(c -> c.id().equals("signing-certificate"))
                .map(Check::outcome))
        .containsExactly(Outcome.PASS);
    List<Outcome> said =
        last.signatures().get(0).report().checks().stream()
            .filter(c -> c.id().equals("signing-certificate"))
            .map(Check::outcome)
            .toList();
    assertThat(said).containsExactly(Outcome.PASS, Outcome.WARN);
    DocumentReport beyond =
        judged(signed(open + other.repeat(20) + own + close, "", WHOLE + TYPED));
    assertThat(beyond.reason()).contains(Reason.SIGNING_CERTIFICATE_MISMATCH);
  }

  private static String cert(String property) {
    return property.replaceFirst(".*(<x:Cert>.*</x:Cert>).*", "$1");
  }

  @Test
  void itsSerialIsComparedWhenItIsANumber() {
    String serial =
        "<x:IssuerSerial><ds:X509SerialNumber>%s</ds:X509SerialNumber></x:IssuerSerial>";
    String own = SIGNER.chain().get(0).serial().toString();
    for (String text : List.of(own, " " + own + "\n", "x", "", "9".repeat(101))) {
      String property = CERTIFICATE.replace("</x:Cert>", serial.formatted(text) + "</x:Cert>");
      DocumentReport report = judged(signed(TIME + property, "", WHOLE + TYPED));
      assertThat(check(report, "signing-certificate-serial")).as(text).isEmpty();
    }
    for (String text : List.of("1", "-" + own, "9".repeat(100))) {
      String property = CERTIFICATE.replace("</x:Cert>", serial.formatted(text) + "</x:Cert>");
      DocumentReport report = judged(signed(TIME + property, "", WHOLE + TYPED));
      assertThat(check(report, "signing-certificate-serial")).as(text).contains(Outcome.WARN);
      assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    }
  }

  /** What is signed and not examined is said. */
  @Test
  void whatIsNotExaminedIsSaid() {
    String policy =
        "<x:SignaturePolicyIdentifier><x:SignaturePolicyImplied/></x:SignaturePolicyIdentifier>";
    String objects =
        "<x:SignedDataObjectProperties><x:DataObjectFormat ObjectReference=\"#r\"/>"
            + "<x:AllDataObjectsTimeStamp/><x:IndividualDataObjectsTimeStamp/>"
            + "</x:SignedDataObjectProperties>";
    String named = WHOLE.replace("<ds:Reference ", "<ds:Reference Id=\"r\" ");
    DocumentReport report = judged(signed(TIME + CERTIFICATE + policy, objects, named + TYPED));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(check(report, "signature-policy")).contains(Outcome.NOT_DONE);
    assertThat(check(report, "data-object-format")).isEmpty();
    assertThat(
            report.signatures().get(0).report().checks().stream()
                .filter(c -> c.id().equals("content-time-stamp"))
                .map(c -> c.outcome() + " " + c.detail())
                .toList())
        .containsExactly(
            "NOT_DONE AllDataObjectsTimeStamp", "NOT_DONE IndividualDataObjectsTimeStamp");
    DocumentReport other = judged(signed(TIME + CERTIFICATE, objects, WHOLE + TYPED));
    assertThat(check(other, "data-object-format")).contains(Outcome.WARN);
    DocumentReport none = judged(signed(TIME + CERTIFICATE, "", WHOLE + TYPED));
    assertThat(check(none, "signature-policy")).isEmpty();
    assertThat(check(none, "content-time-stamp")).isEmpty();
  }

  /** Lists and responses of every unsigned property that holds some are heard, and no other. */
  @Test
  void whereEvidenceIsLookedFor() {
    TrustPolicy strict = PKI.policy().withCrls(List.of()).withMode(TrustPolicy.Mode.STRICT);
    String crl =
        "<x:EncapsulatedCRLValue>"
            + XmlSigner.base64(PKI.crl(PKI.documentRoot()))
            + "</x:EncapsulatedCRLValue>";
    for (String place :
        List.of("RevocationValues", "TimeStampValidationData", "AnyValidationData")) {
      DocumentReport report = unsigned("<x:%1$s>%2$s</x:%1$s>".formatted(place, crl), strict);
      assertThat(report.conclusion()).as("%s %s", place, report).isEqualTo(Conclusion.VALID);
    }
    for (String wrong :
        List.of(
            "<x:AttributeRevocationValues>" + crl + "</x:AttributeRevocationValues>",
            "<x:RevocationValues>" + crl.replace("CRLValue", "Value") + "</x:RevocationValues>",
            "<x:RevocationValues>" + crl.replace("CRLV", "OCSPV") + "</x:RevocationValues>")) {
      assertThat(unsigned(wrong, strict).reason()).contains(Reason.REVOCATION_UNKNOWN);
    }
    String damaged = "<x:RevocationValues>" + crl.replace(">M", ">*M") + "</x:RevocationValues>";
    assertThat(unsigned(damaged, strict).reason()).contains(Reason.MALFORMED);
  }

  /** Certificates and responses among the values serve the path and its revocation. */
  @Test
  void whatTheValuesAreFor() {
    TrustPolicy strict = PKI.policy().withCrls(List.of()).withMode(TrustPolicy.Mode.STRICT);
    Certificate own = SIGNER.chain().get(0);
    Bytes response =
        OcspMaker.respond(
            PKI.documentRoot(),
            List.of(
                new OcspMaker.Status(
                    own, PKI.documentRoot().chain().get(0), Hash.SHA256, Optional.empty())),
            new OcspMaker.Issue(
                TestPki.NOW.minusSeconds(60),
                Optional.of(TestPki.NOW.plusSeconds(60)),
                Optional.empty()));
    String ocsp =
        "<x:RevocationValues><x:OCSPValues><x:EncapsulatedOCSPValue>"
            + XmlSigner.base64(response)
            + "</x:EncapsulatedOCSPValue></x:OCSPValues></x:RevocationValues>";
    assertThat(unsigned(ocsp, strict).conclusion()).isEqualTo(Conclusion.VALID);
    Signer deep = PKI.sealSigner("样例深");
    Certificate issuer = deep.chain().get(1);
    TrustPolicy root = PKI.policy().withSigners(List.of(PKI.signerRoot().chain().get(0)));
    String values =
        "<x:CertificateValues><x:EncapsulatedX509Certificate>"
            + XmlSigner.base64(issuer.der())
            + "</x:EncapsulatedX509Certificate></x:CertificateValues>";
    assertThat(under(deep, values, root).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(under(deep, "", root).reason()).contains(Reason.NO_TRUST_ANCHOR);
  }

  private static DocumentReport under(Signer signer, String values, TrustPolicy policy) {
    XmlForge forge = new XmlForge(signer);
    String certificate = forge.certificate("SigningCertificate", signer.chain().get(0));
    String properties =
        forge
            .properties("s", Xades.V132, certificate, "#s")
            .replace(
                "</x:QualifyingProperties>",
                "<x:UnsignedProperties><x:UnsignedSignatureProperties>"
                    + values
                    + "</x:UnsignedSignatureProperties></x:UnsignedProperties>"
                    + "</x:QualifyingProperties>");
    XmlForge maker =
        new XmlForge(signer)
            .keyInfo(XmlForge.x509(signer.chain().subList(0, 1)))
            .objects(properties);
    String whole =
        forge.reference(
            "", XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE));
    String references = whole + forge.typed("#s-signed", Xades.TYPE);
    String xml = maker.sign("<a>" + maker.signature("s", references) + "</a>", "s");
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), policy);
  }

  /** Properties of the same names in another namespace are somebody's own. */
  @Test
  void propertiesOfAnotherNamespaceAreNone() {
    XmlForge maker =
        new XmlForge(SIGNER)
            .objects("<ds:Object><q:QualifyingProperties xmlns:q=\"urn:q\"/></ds:Object>");
    DocumentReport report = judged(maker.sign("<a>" + maker.signature("s", WHOLE) + "</a>", "s"));
    assertThat(report.signatures().get(0).format()).isEqualTo("XMLDSIG");
    assertThat(check(report, "qualifying-target")).isEmpty();
  }

  private static DocumentReport unsigned(String property, TrustPolicy policy) {
    String xml =
        signed(TIME + CERTIFICATE, "", WHOLE + TYPED)
            .replace(
                "</x:QualifyingProperties>",
                "<x:UnsignedProperties><x:UnsignedSignatureProperties>"
                    + property
                    + "</x:UnsignedSignatureProperties></x:UnsignedProperties>"
                    + "</x:QualifyingProperties>");
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), policy);
  }

  private static Optional<Outcome> check(DocumentReport report, String id) {
    return report.signatures().get(0).report().check(id).map(Check::outcome);
  }

  private static String named(Signer signer) {
    return new XmlForge(signer).certificate("SigningCertificate", signer.chain().get(0));
  }

  private static String signed(String signature, String objects, String references) {
    String properties =
        FORGE
            .properties("s", Xades.V132, "@", "#s")
            .replace("<ds:Object>", "<ds:Object Id=\"object\">")
            .replaceFirst("<x:SigningTime>.*</x:SigningTime>@", "")
            .replace("<x:SignedSignatureProperties>", "<x:SignedSignatureProperties>" + signature)
            .replace("</x:SignedSignatureProperties>", "</x:SignedSignatureProperties>" + objects);
    XmlForge maker = new XmlForge(SIGNER).objects(properties);
    return maker.sign("<a>" + maker.signature("s", references) + "</a>", "s");
  }

  private static DocumentReport judged(String xml) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), PKI.policy());
  }
}
