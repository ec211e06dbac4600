package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/** Time-stamps, validation material and the levels they make, EN 319 142-1 §6; old encodings. */
class PdfTimestampTest {
  private static final TestPki PKI = PdfFixtures.PKI;
  private static final Instant STAMPED = PdfFixtures.SIGNED.plus(Duration.ofMinutes(5));
  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final TimestampMaker MAKER =
      new TimestampMaker(
          PKI.timestamper("样例时间戳"), "1.2.3.4", () -> BigInteger.valueOf(SERIAL.incrementAndGet()));
  static final TimestampSource TSA = PdfTimestampTest::token;
  private static final String STAMP =
      "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161";
  private static final Bytes SIGNED = PdfForge.signed(CADES + "/M(D:20261101013000Z)");

  private static Verdict<Bytes> token(ContentDigest digest, Bytes imprint) {
    return new Verdict.Valid<>(
        MAKER.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), STAMPED),
        new Report(List.of()));
  }

  private static Bytes stamp(Bytes covered) {
    return token(ContentDigest.SHA256, ContentDigest.SHA256.of(covered))
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private static Bytes stamped(Bytes pdf) {
    return PdfForge.sign(
        PdfUpdate.of(pdf)
            .with(FORM, changed(FORM, "14 0 R]", "14 0 R 40 0 R]"))
            .with(40, PdfForge.field("Time", "[0 0 0 0]", "/V 41 0 R")),
        41,
        STAMP,
        PdfTimestampTest::stamp);
  }

  private static Bytes withMaterial(Bytes pdf) {
    PdfUpdate update =
        PdfUpdate.of(pdf)
            .with(
                CATALOG,
                changed(
                    CATALOG,
                    "/Type",
                    "/DSS<</CRLs[50 0 R 51 0 R 52 0 R 53 0 R]/Certs[54 0 R]>>/Type"));
    for (int i = 0; i < 4; i++) {
      update.with(50 + i, hex(PKI.crls().get(i)));
    }
    return update.with(54, hex(PKI.signerCa().chain().get(0).der())).append();
  }

  private static String hex(Bytes octets) {
    return "<</Length " + octets.length() + ">>\nstream\n" + PdfEdit.text(octets) + "\nendstream";
  }

  private static Bytes timed() {
    ContentDigest digest = ContentDigest.of(PdfFixtures.SM2.algorithm());
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain())
            .with(PdfForge.SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R")),
        20,
        CADES,
        covered ->
            CadesExtender.timestamp(CmsSigner.pades(digest.of(covered), PdfFixtures.SM2), TSA)
                .orThrow(reason -> new IllegalStateException(reason.code())));
  }

  private static DocumentReport verify(Bytes pdf, TrustPolicy policy) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), policy);
  }

  private static SignatureReport valid(Bytes pdf, String level) {
    DocumentReport report = verify(pdf, PdfFixtures.POLICY);
    assertThat(report.reason()).as("%s", report).isEmpty();
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    SignatureReport seal = PdfSigningEngineContract.signature(report, "Seal");
    assertThat(seal.level()).isEqualTo(level);
    return seal;
  }

  @Test
  void levelsAreWhatWasProven() {
    assertThat(valid(SIGNED, "B-B").timeSource()).isEqualTo(TimeSource.CLAIMED);
    SignatureReport timed = valid(timed(), "B-T");
    assertThat(timed.timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    assertThat(timed.signedAt()).isEqualTo(STAMPED);
    valid(withMaterial(SIGNED), "B-B");
    valid(withMaterial(timed()), "B-LT");
    valid(stamped(withMaterial(timed())), "B-LTA");
    valid(withMaterial(stamped(timed())), "B-LT");
  }

  @Test
  void aDocumentTimestampIsASignatureOfItsOwn() {
    Bytes pdf = stamped(SIGNED);
    assertThat(valid(pdf, "B-T").signedAt()).isEqualTo(STAMPED);
    SignatureReport time =
        PdfSigningEngineContract.signature(verify(pdf, PdfFixtures.POLICY), "Time");
    assertThat(time.format()).isEqualTo("TST");
    assertThat(time.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(time.timeSource()).isEqualTo(TimeSource.TIMESTAMP);
    assertThat(time.signedAt()).isEqualTo(STAMPED);
    assertThat(String.valueOf(time.signer())).contains("样例时间戳");
  }

  @Test
  void aTimestampOverSomethingElseIsWrong() {
    Bytes pdf = stamped(SIGNED);
    DocumentReport altered =
        verify(PdfEdit.replace(pdf, "(LICENCE)", "(FORGERY)"), PdfFixtures.POLICY);
    assertThat(altered.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(PdfSigningEngineContract.signature(altered, "Time").integrity())
        .isEqualTo(Integrity.BROKEN);
    Bytes swapped = PdfEdit.withContents(pdf, stamp(Bytes.utf8("something else")));
    DocumentReport report = verify(swapped, PdfFixtures.POLICY);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(PdfSigningEngineContract.signature(report, "Seal").timeSource())
        .isEqualTo(TimeSource.CLAIMED);
  }

  @Test
  void anUnknownAuthorityProvesNothing() {
    TrustPolicy p = PdfFixtures.POLICY;
    TrustPolicy nobody =
        new TrustPolicy(
            p.name(),
            p.signers(),
            p.makers(),
            List.of(),
            p.crls(),
            p.algorithms(),
            p.revocation(),
            p.at(),
            p.budgets());
    DocumentReport report = verify(stamped(SIGNED), nobody);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.NO_TRUST_ANCHOR);
    SignatureReport time = PdfSigningEngineContract.signature(report, "Time");
    assertThat(time.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(PdfSigningEngineContract.signature(report, "Seal").timeSource())
        .isEqualTo(TimeSource.CLAIMED);
  }

  /** The lists that the document brings are used, and only after they were checked. */
  @Test
  void whatTheDocumentBringsIsEvidence() {
    TrustPolicy without = PdfFixtures.POLICY.withCrls(List.of()).withMode(TrustPolicy.Mode.STRICT);
    assertThat(verify(SIGNED, without).reason()).contains(Reason.REVOCATION_UNKNOWN);
    assertThat(verify(withMaterial(SIGNED), without).conclusion()).isEqualTo(Conclusion.VALID);
    String text = PdfEdit.text(withMaterial(SIGNED));
    int list = text.indexOf(PdfEdit.text(PKI.crls().get(1)));
    Bytes poisoned = PdfEdit.flip(withMaterial(SIGNED), list + PKI.crls().get(1).length() - 3, 1);
    assertThat(verify(poisoned, without).conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  /** Expired since, but stamped while it was good: what B-T is for. */
  @Test
  void aTimestampKeepsAnExpiredSignature() {
    TrustPolicy later =
        PdfFixtures.POLICY
            .withAt(TestPki.END.plus(Duration.ofDays(1)))
            .withRevocation(TrustPolicy.Revocation.NONE);
    assertThat(verify(SIGNED, later).reason()).contains(Reason.NO_PROOF_OF_EXISTENCE);
    DocumentReport timed = verify(timed(), later);
    assertThat(timed.conclusion()).isNotEqualTo(Conclusion.INVALID);
  }

  // Old encodings: computed, never accepted.

  @Test
  void theDigestSignedByPkcs7Sha1IsCompared() {
    ValueMaker attached =
        covered ->
            CmsSigner.cadesAttached(
                ContentDigest.SHA1.of(covered), PdfFixtures.ECDSA, PdfFixtures.SIGNED);
    Bytes pdf = old("adbe.pkcs7.sha1", "", attached);
    SignatureReport seal = open(pdf, Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(seal.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(seal.format()).isEqualTo("PKCS7");
    DocumentReport altered =
        verify(PdfEdit.replace(pdf, "(LICENCE)", "(FORGERY)"), PdfFixtures.POLICY);
    assertThat(altered.reason()).contains(Reason.DIGEST_MISMATCH);
  }

  @Test
  void aBareRsaValueIsComputed() {
    Signer rsa =
        PKI.issue(
            PKI.spec("CN=old,O=x,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
                .with(SignatureAlgorithm.RSA_PKCS1_SHA256),
            PKI.documentRoot());
    String certificate = "/Cert<" + rsa.chain().get(0).der().toHex() + ">";
    Bytes pdf = old("adbe.x509.rsa_sha1", certificate, covered -> octetString(rsa.sign(covered)));
    SignatureReport seal = open(pdf, Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(seal.integrity()).isEqualTo(Integrity.INTACT);
    assertThat(String.valueOf(seal.signer())).containsIgnoringCase("cn=old");
    // OpenPDF writes the whole chain into the one string.
    Bytes both = rsa.chain().get(0).der().concat(rsa.chain().get(1).der());
    Bytes chained =
        old(
            "adbe.x509.rsa_sha1",
            "/Cert<" + both.toHex() + ">",
            covered -> octetString(rsa.sign(covered)));
    assertThat(open(chained, Reason.ALGORITHM_NOT_ALLOWED).integrity()).isEqualTo(Integrity.INTACT);
    DocumentReport altered =
        verify(PdfEdit.replace(pdf, "(LICENCE)", "(FORGERY)"), PdfFixtures.POLICY);
    assertThat(altered.reason()).contains(Reason.SIGNATURE_VALUE_WRONG);
    assertThat(
            open(
                    old("adbe.x509.rsa_sha1", "", covered -> octetString(rsa.sign(covered))),
                    Reason.ALGORITHM_NOT_ALLOWED)
                .integrity())
        .isEqualTo(Integrity.UNKNOWN);
  }

  /** What is put into /Contents, made of the covered octets. */
  private interface ValueMaker extends java.util.function.Function<Bytes, Bytes> {}

  private static Bytes octetString(Bytes content) {
    return Bytes.hex("0482")
        .concat(Bytes.hex(String.format("%04x", content.length())))
        .concat(content);
  }

  private static Bytes old(String subFilter, String more, ValueMaker value) {
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain())
            .with(PdfForge.SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R")),
        20,
        "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/" + subFilter + more,
        value);
  }

  private static SignatureReport open(Bytes pdf, Reason reason) {
    DocumentReport report = verify(pdf, PdfFixtures.POLICY);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(reason);
    return report.signatures().get(0);
  }
}
