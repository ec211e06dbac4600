package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.OldKeys;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Whoever signs writes SigningTime as he likes. Path, algorithm and digests are judged at the time
 * that a time-stamp proves, and without one now (ETSI EN 319 102-1 §5.5.4, §5.6.2.4).
 */
class XadesProvenTimeTest {
  private static final TestPki PKI = TestPki.seeded("xades proven time");
  private static final OldKeys OLD = OldKeys.of(PKI);
  private static final Instant CLAIMED = OldKeys.BEGIN.plus(Duration.ofDays(90));
  private static final Bytes CONTENT = Bytes.utf8(XmlVectors.CONTENT);

  /** Claimed while the certificate was good, stamped a second after its end; exact to a second. */
  @Test
  void aBackDatedClaimDoesNotKeepAnEndedCertificate() {
    Instant end = TestPki.NOW.plusSeconds(1800);
    Signer ended = PKI.issue(PKI.spec("CN=样例到期", Purpose.DOCUMENT_SIGNER, end), PKI.documentRoot());
    Bytes basic = XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, TestPki.NOW), ended);
    TrustPolicy policy = OLD.policy().withAt(end.plusSeconds(600));
    assertOpen(verify(basic, policy), Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport inTime = verify(stamped(basic, end.minusSeconds(1)), policy);
    assertThat(inTime.conclusion()).as("%s", inTime).isEqualTo(Conclusion.VALID);
    assertThat(inTime.signatures().get(0).signedAt()).isEqualTo(end.minusSeconds(1));
    assertOpen(verify(stamped(basic, end), policy), Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport late = verify(stamped(basic, end.plusSeconds(1)), policy);
    assertThat(late.conclusion()).as("%s", late).isEqualTo(Conclusion.INVALID);
    assertThat(late.reason()).contains(Reason.CERTIFICATE_EXPIRED);
  }

  /** Claimed while 1024 bits of RSA counted. */
  @Test
  void aBackDatedClaimDoesNotKeepAnAlgorithm() {
    Bytes basic = XmlSignerTest.sign(XmlSignRequest.enveloped(CONTENT, CLAIMED), OLD.signer());
    assertOpen(verify(basic, OLD.policy()), Reason.ALGORITHM_NOT_ALLOWED);
    DocumentReport late = verify(stamped(basic, OldKeys.GIVEN_UP.minusSeconds(1)), OLD.policy());
    assertOpen(late, Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(late.signatures().get(0).timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    DocumentReport inTime = verify(stamped(basic, OldKeys.GIVEN_UP.minusSeconds(2)), OLD.policy());
    assertThat(inTime.conclusion()).as("%s", inTime).isEqualTo(Conclusion.VALID);
    assertThat(check(inTime, "signature-algorithm").map(Check::outcome)).contains(Outcome.WARN);
    DocumentReport good = verify(stamped(basic, OldKeys.WEAK.minusSeconds(2)), OLD.policy());
    assertThat(check(good, "signature-algorithm").map(Check::outcome)).contains(Outcome.PASS);
  }

  /** SHA-1 that names the certificate is told since it was weak. */
  @Test
  void aBackDatedClaimDoesNotKeepADigest() {
    Bytes basic = namedBySha1();
    assertThat(told(basic)).contains(Outcome.WARN);
    assertThat(told(stamped(basic, OldKeys.WEAK.minusSeconds(1)))).contains(Outcome.WARN);
    assertThat(told(stamped(basic, OldKeys.WEAK.minusSeconds(2)))).isEmpty();
  }

  /**
   * The stamp is over the value alone: where nothing signed names the certificate, who has stolen
   * its CA's key puts another one for the same key in its place.
   */
  @Test
  void aCertificateThatNothingNamesIsNotProvenByAStamp() {
    Signer ca =
        PKI.issue(
            PKI.spec("CN=样例被盗,C=CN", Purpose.SUB_CA, TestPki.END)
                .with(SignatureAlgorithm.ECDSA_P256_SHA256),
            PKI.documentRoot());
    Signer signer =
        PKI.issue(
            PKI.spec("CN=样例真主,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
                .with(SignatureAlgorithm.ECDSA_P256_SHA256),
            ca);
    Instant lost = TestPki.NOW.minus(Duration.ofDays(1));
    RevokedEntry entry =
        new RevokedEntry(
            ca.chain().get(0).serial(), lost, RevocationCause.KEY_COMPROMISE, Optional.empty());
    TrustPolicy policy = PKI.policy().withCrls(List.of(PKI.crl(PKI.documentRoot(), entry)));
    Instant before = lost.minus(Duration.ofDays(1));
    String named = SwappedXml.naming(signer);
    DocumentReport report = verify(stamped(SwappedXml.basic(signer, named, ""), before), policy);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertOpen(
        verify(stamped(SwappedXml.basic(signer, "", ""), before), policy),
        Reason.NO_PROOF_OF_EXISTENCE);
    String keyInfo = SwappedXml.overKeyInfo(signer);
    DocumentReport held = verify(stamped(SwappedXml.basic(signer, "", keyInfo), before), policy);
    assertThat(check(held, "certificate-existence")).isEmpty();
    // KeyInfo is signed and only leads to the certificate, which the thief replaces.
    Signer thief = PKI.certify(signer, "CN=样例窃贼,C=CN", Purpose.DOCUMENT_SIGNER, ca);
    Bytes led = stamped(SwappedXml.leading(signer, keyInfo), before);
    DocumentReport swapped = verify(SwappedXml.swapped(led, signer, thief), policy);
    assertThat(check(swapped, "certificate-existence").map(Check::outcome))
        .contains(Outcome.UNKNOWN);
    DocumentReport inside =
        verify(
            SwappedXml.swapped(
                stamped(SwappedXml.basic(signer, "", keyInfo), before), signer, thief),
            policy);
    assertThat(inside.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** EN 319 102-1 §5.5.4: what was stamped was there, and was not signed later. */
  @ParameterizedTest
  @CsvSource({
    "-864000, PASS, PASS",
    "300, PASS, PASS",
    "301, WARN, UNKNOWN",
    "86400, WARN, UNKNOWN",
    "86401, UNKNOWN, UNKNOWN"
  })
  void aSignatureIsNotOlderThanItsClaim(long later, Outcome interop, Outcome strict) {
    XmlSignRequest request = XmlSignRequest.enveloped(CONTENT, TestPki.NOW.plusSeconds(later));
    Bytes stamped = stamped(XmlSignerTest.sign(request, OLD.other()), TestPki.NOW);
    TrustPolicy policy = PKI.policy().withAt(TestPki.NOW.plus(Duration.ofDays(2)));
    for (Outcome outcome : List.of(interop, strict)) {
      boolean second = outcome == strict && interop != strict;
      DocumentReport report =
          verify(stamped, second ? policy.withMode(TrustPolicy.Mode.STRICT) : policy);
      Check found = check(report, "signing-time-order").orElseThrow();
      assertThat(found.outcome()).as("%s", report).isEqualTo(outcome);
      assertThat(found.reason())
          .isEqualTo(outcome == Outcome.PASS ? null : Reason.SIGNING_TIME_CONTRADICTED);
      assertThat(report.conclusion())
          .isEqualTo(outcome == Outcome.UNKNOWN ? Conclusion.INDETERMINATE : Conclusion.VALID);
    }
  }

  private static Optional<Outcome> told(Bytes xml) {
    DocumentReport report = verify(xml, OLD.policy());
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    return check(report, "signing-certificate-digest").map(Check::outcome);
  }

  private static Bytes namedBySha1() {
    Bytes certificate = OLD.other().chain().get(0).der();
    XmlForge forge = new XmlForge(OLD.other());
    String named =
        forge
            .certificate("SigningCertificate", OLD.other().chain().get(0))
            .replace(
                XmlSigner.base64(XmlDigest.SHA256.of(certificate)),
                XmlSigner.base64(XmlDigest.SHA1.of(certificate)))
            .replace(XmlDigest.SHA256.uri(), XmlDigest.SHA1.uri());
    String properties =
        forge
            .properties("s", Xades.V132, named, "#s")
            .replace("2026-11-01T09:30:00+08:00", CLAIMED.toString());
    String references =
        forge.reference("", XmlForge.transform(XmlForge.ENVELOPED))
            + forge.typed("#s-signed", Xades.TYPE);
    XmlForge maker = new XmlForge(OLD.other()).objects(properties);
    String xml = "<Licence>food" + maker.signature("s", references) + "</Licence>";
    return Bytes.utf8(maker.sign(xml, "s"));
  }

  private static void assertOpen(DocumentReport report, Reason reason) {
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(reason);
  }

  private static Optional<Check> check(DocumentReport report, String id) {
    SignatureReport signature = report.signatures().get(0);
    return signature.report().check(id);
  }

  private static DocumentReport verify(Bytes xml, TrustPolicy policy) {
    return new XmlVerifier().verify(DocumentSource.of(xml), policy);
  }

  private static Bytes stamped(Bytes xml, Instant at) {
    String id = xml.toUtf8().replaceFirst("(?s).*<ds:Signature [^>]*Id=\"([^\"]*)\".*", "$1");
    Verdict<Bytes> stamped = XadesExtender.timestamp(xml, id, OLD.stamping(at));
    return stamped.orThrow(r -> new IllegalStateException(r + " " + stamped.report()));
  }
}
