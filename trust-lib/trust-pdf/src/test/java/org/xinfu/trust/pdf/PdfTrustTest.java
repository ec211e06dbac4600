package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.Signer;

/** Who signed and when: the same octets under other certificates, CRLs and moments. */
class PdfTrustTest {
  private static final TestPki PKI = PdfFixtures.PKI;

  private static DocumentReport verify(Bytes pdf, TrustPolicy policy) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), policy);
  }

  private static void assertJudged(DocumentReport report, Conclusion conclusion, Reason reason) {
    assertThat(report.conclusion()).as("%s", report).isEqualTo(conclusion);
    assertThat(report.reason()).as("%s", report).contains(reason);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void aSignerUnderAnUnknownRootIsIndeterminate() {
    Bytes sealed = PdfFixtures.sealed(TestPki.seeded("stranger").sealSigner("stranger"));
    assertJudged(verify(sealed, PKI.policy()), Conclusion.INDETERMINATE, Reason.NO_TRUST_ANCHOR);
  }

  @Test
  void aCertificateForSomethingElseIsInvalid() {
    Signer ca =
        PKI.issue(PKI.spec("CN=sub,O=x,C=CN", Purpose.SUB_CA, TestPki.END), PKI.signerRoot());
    assertJudged(
        verify(PdfFixtures.sealed(ca), PKI.policy()), Conclusion.INVALID, Reason.KEY_USAGE_WRONG);
  }

  @Test
  void aCertificateExpiredWhenSignedIsInvalid() {
    Signer old =
        PKI.issue(
            PKI.spec("CN=old,O=x,C=CN", Purpose.SEAL_SIGNER, Instant.parse("2026-02-01T00:00:00Z")),
            PKI.signerCa());
    assertJudged(
        verify(PdfFixtures.sealed(old), PKI.policy()),
        Conclusion.INVALID,
        Reason.CERTIFICATE_EXPIRED);
  }

  @Test
  void aCertificateExpiredSinceHasNoProofOfExistence() {
    Bytes sealed = PdfFixtures.sealed(PdfFixtures.SM2);
    TrustPolicy later =
        PKI.policy()
            .withAt(TestPki.END.plus(Duration.ofDays(1)))
            .withRevocation(TrustPolicy.Revocation.NONE);
    assertJudged(verify(sealed, later), Conclusion.INDETERMINATE, Reason.NO_PROOF_OF_EXISTENCE);
  }

  @Test
  void aRevokedCertificateIsInvalid() {
    Signer revoked = PKI.sealSigner("revoked");
    RevokedEntry entry =
        new RevokedEntry(
            revoked.chain().get(0).serial(),
            PdfFixtures.SIGNED.minus(Duration.ofDays(1)),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    TrustPolicy policy =
        PKI.policy().withCrls(List.of(PKI.crl(PKI.signerRoot()), PKI.crl(PKI.signerCa(), entry)));
    assertJudged(
        verify(PdfFixtures.sealed(revoked), policy),
        Conclusion.INVALID,
        Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void onlyAValidDocumentIsOpened() {
    Bytes sealed = PdfFixtures.sealed(PdfFixtures.SM2);
    PdfVerifier verifier = new PdfVerifier();
    Verdict<VerifiedPdf> opened = verifier.open(DocumentSource.of(sealed), PKI.policy());
    VerifiedPdf pdf = opened.orThrow(reason -> new IllegalStateException(reason.code()));
    assertThat(pdf.length()).isEqualTo(sealed.length());
    assertThat(pdf.information()).containsEntry("Title", "Sample licence");
    assertThat(pdf.metadata().orElseThrow().toUtf8()).contains("<licence>sample</licence>");
    assertThat(pdf.attachments()).isEmpty();
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    pdf.writeTo(out);
    assertThat(Bytes.of(out.toByteArray())).isEqualTo(sealed);
    assertThat(
            verifier.open(
                DocumentSource.of(PdfEdit.replace(sealed, "(Seal1)", "(Seal2)")), PKI.policy()))
        .isInstanceOf(Verdict.Invalid.class);
    assertThat(verifier.open(DocumentSource.of(PdfFixtures.plain()), PKI.policy()))
        .isInstanceOf(Verdict.Indeterminate.class);
  }
}
