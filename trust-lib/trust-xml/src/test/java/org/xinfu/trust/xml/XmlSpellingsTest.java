package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
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
import org.xinfu.trust.XmlLimits;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** What the standards let producers write otherwise, and where that freedom ends. */
class XmlSpellingsTest {
  private static final TestPki PKI = TestPki.seeded("xml spellings");
  private static final String MORE = "http://www.w3.org/2007/05/xmldsig-more#";
  private static final String WSU =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
  private static final Signer RSA =
      PKI.issue(
          PKI.spec("CN=样例 PSS,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
              .with(SignatureAlgorithm.RSA_PSS_SHA256),
          PKI.documentRoot());
  private static final Signer SIGNER = PKI.documentSigner("样例写法");
  private static final String BOTH =
      XmlForge.transform(XmlForge.ENVELOPED) + XmlForge.transform(XmlForge.EXCLUSIVE);

  /** RFC 9231 §2.3.9: each parameter may be left out or stated; the trailer is always 1. */
  @Test
  void parametersOfPssMayBeStated() {
    String digest = "<ds:DigestMethod Algorithm=\"" + XmlDigest.SHA256.uri() + "\"/>";
    String other = "<ds:DigestMethod Algorithm=\"" + XmlDigest.SHA384.uri() + "\"/>";
    String salt = "<p:SaltLength>32</p:SaltLength>";
    String trailer = "<p:TrailerField>1</p:TrailerField>";
    for (String stated :
        List.of("", digest, salt, mask(digest), digest + mask(digest) + salt + trailer, trailer)) {
      assertThat(pss(stated).conclusion()).as(stated).isEqualTo(Conclusion.VALID);
    }
    for (String stated :
        List.of(mask(other), trailer.replace("1", "2"), salt.replace("32", "x"), mask(""))) {
      assertThat(pss(stated).reason()).as(stated).contains(Reason.ALGORITHM_NOT_ALLOWED);
    }
    assertThat(pss(salt.replace("32", "20")).reason()).contains(Reason.SIGNATURE_VALUE_WRONG);
  }

  /**
   * A bare name leaves comments out, whatever canonicalises it (§4.4.3.3); Apache Santuario's
   * streaming writer does not. What is signed so is signed with its comments.
   */
  @Test
  void commentsThatAreDigestedAllTheSame() {
    XmlForge forge = new XmlForge(SIGNER);
    String part = "<p:Part xmlns:p=\"urn:p\" Id=\"p\">1<!-- c --></p:Part>";
    String digest = XmlSigner.base64(XmlDigest.SHA256.of(Bytes.utf8(part)));
    String kept = XmlForge.transform(C14n.EXCLUSIVE_COMMENTS.uri());
    String reference = forge.reference(" URI=\"#p\"", kept, digest);
    String frame = "<Frame>" + part + forge.signature("s", reference) + "</Frame>";
    String signed = forge.sign(frame, "s");
    DocumentReport report = judged(signed, PKI.policy());
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).report().check("reference-comments"))
        .hasValueSatisfying(c -> assertThat(c.outcome()).isEqualTo(Outcome.WARN));
    TrustPolicy strict = PKI.policy().withMode(TrustPolicy.Mode.STRICT);
    assertThat(judged(signed, strict).reason()).contains(Reason.DIGEST_MISMATCH);
    for (String altered :
        List.of(
            signed.replace("<!-- c -->", ""),
            signed.replace("<!-- c -->", "<!-- d -->"),
            signed.replace("1<!--", "2<!--"),
            signed.replace("1<!-- c -->", "<!-- c -->1"))) {
      assertThat(judged(altered, PKI.policy()).conclusion()).isEqualTo(Conclusion.INVALID);
      assertThat(judged(altered, PKI.policy()).reason()).contains(Reason.DIGEST_MISMATCH);
    }
    String bare = forge.reference(" URI=\"#p\"", XmlForge.transform(XmlForge.EXCLUSIVE), digest);
    String without = "<Frame>" + part + forge.signature("s", bare) + "</Frame>";
    assertThat(judged(forge.sign(without, "s"), PKI.policy()).reason())
        .contains(Reason.DIGEST_MISMATCH);
  }

  private static DocumentReport judged(String xml, TrustPolicy policy) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), policy);
  }

  private static String mask(String digest) {
    return "<p:MaskGenerationFunction Algorithm=\""
        + MORE
        + "MGF1\">"
        + digest
        + "</p:MaskGenerationFunction>";
  }

  private static DocumentReport pss(String parameters) {
    XmlForge forge =
        new XmlForge(RSA)
            .method(
                "<ds:SignatureMethod Algorithm=\""
                    + MORE
                    + "rsa-pss\"><p:RSAPSSParams xmlns:p=\""
                    + MORE
                    + "\">"
                    + parameters
                    + "</p:RSAPSSParams></ds:SignatureMethod>");
    return judged(
        forge.sign("<a>" + forge.signature("s", forge.reference("", BOTH)) + "</a>", "s"));
  }

  @Test
  void theIdsOfOtherStandardsLeadToTheirElements() {
    XmlForge forge = new XmlForge(SIGNER);
    for (String id :
        List.of("xmlns:w='" + WSU + "' w:Id='x'", "xml:id='x'", "ID='x'", "AssertionID='x'")) {
      String signature = forge.signature("s", forge.reference("#x", BOTH));
      DocumentReport report = judged(forge.sign("<a " + id + ">" + signature + "</a>", "s"));
      assertThat(report.conclusion()).as(id).isEqualTo(Conclusion.VALID);
      String twice = "<R><b ID='x'/><a " + id + ">" + signature + "</a></R>";
      assertThat(judged(twice).reason()).as(id).contains(Reason.IDENTIFIER_DUPLICATED);
    }
  }

  @Test
  void aSerialThatIsNotTheCertificatesIsTold() {
    XmlForge forge = new XmlForge(SIGNER);
    String serial =
        "<x:IssuerSerial><ds:X509IssuerName>CN=x</ds:X509IssuerName>"
            + "<ds:X509SerialNumber>4711</ds:X509SerialNumber></x:IssuerSerial></x:Cert>";
    String certificate =
        forge.certificate("SigningCertificate", SIGNER.chain().get(0)).replace("</x:Cert>", serial);
    XmlForge holding =
        new XmlForge(SIGNER).objects(forge.properties("s", Xades.V132, certificate, "#s"));
    String references = forge.reference("", BOTH) + forge.typed("#s-signed", Xades.TYPE);
    DocumentReport report =
        judged(holding.sign("<a>" + holding.signature("s", references) + "</a>", "s"));
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).report().check("signing-certificate-serial"))
        .hasValueSatisfying(c -> assertThat(c.outcome()).isEqualTo(Outcome.WARN));
  }

  /** Office programs named certificates by SHA-1 for years beside digests of SHA-256. */
  @Test
  void aCertificateNamedByAWeakDigestIsToldAndByABrokenOneNotBelieved() {
    for (XmlDigest digest : List.of(XmlDigest.SHA1, XmlDigest.MD5, XmlDigest.SHA512)) {
      Certificate own = SIGNER.chain().get(0);
      String certificate =
          new XmlForge(SIGNER)
              .certificate("SigningCertificate", own)
              .replaceFirst("Algorithm=\"[^\"]*", "Algorithm=\"" + digest.uri())
              .replaceFirst(
                  "<ds:DigestValue>[^<]*",
                  "<ds:DigestValue>" + XmlSigner.base64(digest.of(own.der())));
      XmlForge holding = new XmlForge(SIGNER);
      holding.objects(holding.properties("s", Xades.V132, certificate, "#s"));
      String references = holding.reference("", BOTH) + holding.typed("#s-signed", Xades.TYPE);
      DocumentReport report =
          judged(holding.sign("<a>" + holding.signature("s", references) + "</a>", "s"));
      Optional<Outcome> told =
          report
              .signatures()
              .get(0)
              .report()
              .check("signing-certificate-digest")
              .map(Check::outcome);
      switch (digest) {
        case SHA1 -> assertThat(told).contains(Outcome.WARN);
        case MD5 -> assertThat(told).contains(Outcome.UNKNOWN);
        default -> assertThat(told).isEmpty();
      }
      assertThat(report.conclusion())
          .isEqualTo(digest == XmlDigest.MD5 ? Conclusion.INDETERMINATE : Conclusion.VALID);
      assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    }
  }

  /** TS 101 903 v1.1.1 has the elements of a digest in its own namespace. */
  @Test
  void theFirstXadesHasDigestsOfItsOwn() {
    XmlForge forge = new XmlForge(SIGNER);
    for (Certificate named : SIGNER.chain()) {
      String certificate =
          forge.certificate("SigningCertificate", named).replace("ds:Digest", "x:Digest");
      XmlForge holding =
          new XmlForge(SIGNER)
              .objects(
                  forge.properties("s", "http://uri.etsi.org/01903/v1.1.1#", certificate, "#s"));
      String references = forge.reference("", BOTH) + forge.typed("#s-signed", Xades.TYPE);
      DocumentReport report =
          judged(holding.sign("<a>" + holding.signature("s", references) + "</a>", "s"));
      if (named.equals(SIGNER.chain().get(0))) {
        assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
      } else {
        assertThat(report.reason()).contains(Reason.SIGNING_CERTIFICATE_MISMATCH);
      }
    }
  }

  @Test
  void attributesAndSignaturesAreCounted() {
    XmlForge forge = new XmlForge(SIGNER);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= XmlLimits.standard().attributes(); i++) {
      many.append(" a").append(i).append("=''");
    }
    String signature = forge.signature("s", forge.reference("", BOTH));
    String one = forge.sign("<a>" + signature + "</a>", "s");
    assertThat(judged(one.replace("<a>", "<a" + many + ">")).reason())
        .contains(Reason.BUDGET_EXCEEDED);
    DocumentReport report = judged("<R>" + one.repeat(201) + "</R>");
    assertThat(report.signatures()).hasSize(200);
    assertThat(report.document().check("signatures"))
        .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo(Reason.BUDGET_EXCEEDED));
  }

  /**
   * XML-DSig §4.4.3.1 leaves a reference without URI to the application; §6.6.4 says what it can be
   * alone where the signature is taken out of it (xmldsigjs, xadesjs; xmlsec1 reads it so).
   */
  @Test
  void withoutUriWhatIsAroundTheSignatureIsMeant() {
    XmlForge forge = new XmlForge(SIGNER);
    String none = forge.reference("", BOTH, "");
    String signed = forge.sign("<a><b>1</b>" + forge.signature("s", none) + "</a>", "s");
    assertThat(judged(signed).conclusion()).isEqualTo(Conclusion.VALID);
    Check told = judged(signed).signatures().get(0).report().check("reference-uri").orElseThrow();
    assertThat(told.outcome()).isEqualTo(Outcome.WARN);
    assertThat(judged(signed.replace(">1<", ">2<")).reason()).contains(Reason.DIGEST_MISMATCH);
    DocumentReport strict =
        new XmlVerifier()
            .verify(
                DocumentSource.of(Bytes.utf8(signed)),
                PKI.policy().withMode(TrustPolicy.Mode.STRICT));
    assertThat(strict.reason()).contains(Reason.SIGNED_CONTENT_MISSING);
    // One that does not take the signature out may be over anything.
    String other = forge.reference("", XmlForge.transform(XmlForge.EXCLUSIVE), "AAAA");
    DocumentReport open = judged(signed.replace(none(signed), other));
    assertThat(open.signatures().get(0).report().check("reference").map(Check::reason))
        .contains(Reason.SIGNED_CONTENT_MISSING);
  }

  /** XML-DSig §4.4.3.1: at most one may leave it out. */
  @Test
  void onlyOneReferenceIsWithoutUri() {
    XmlForge forge = new XmlForge(SIGNER);
    String none = forge.reference("", BOTH, "");
    String signed = forge.sign("<a>" + forge.signature("s", none) + "</a>", "s");
    String twice = signed.replace(none(signed), none(signed) + none(signed));
    DocumentReport report = judged(twice);
    assertThat(report.signatures().get(0).report().check("reference").map(Check::reason))
        .contains(Reason.SIGNED_CONTENT_MISSING);
  }

  private static String none(String signed) {
    int end = signed.indexOf("</ds:Reference>") + "</ds:Reference>".length();
    return signed.substring(signed.indexOf("<ds:Reference>"), end);
  }

  /** Of a signature in another, "the outermost" is not the one that says so. */
  @Test
  void theLastOfTheAncestorsIsThisSignatureOnlyWhenNoneIsAround() {
    XmlForge forge = new XmlForge(SIGNER);
    String last = XmlForge.filter2("subtract", "here()/ancestor::ds:Signature[last()]");
    String alone = "<a>" + forge.signature("s", forge.reference("", last)) + "</a>";
    assertThat(judged(forge.sign(alone, "s")).conclusion()).isEqualTo(Conclusion.VALID);
    String inner = forge.signature("s", forge.reference(" URI=\"\"", last, "AAAA"));
    String nested = "<ds:Signature xmlns:ds=\"" + Dom.DS + "\"><ds:Object>" + inner;
    DocumentReport report = judged("<a>" + nested + "</ds:Object></ds:Signature></a>");
    assertThat(report.signatures().get(1).report().check("reference"))
        .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo(Reason.TRANSFORM_NOT_ALLOWED));
  }

  private static DocumentReport judged(String xml) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), PKI.policy());
  }
}
