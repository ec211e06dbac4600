package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.util.CollectionStore;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;

/** PoDoFo puts two SignerInfos of one key into a value (ISO 32000-2 §12.8.3.3 wants one). */
class RepeatedSignerTest {
  private static final Signer OWN = PdfFixtures.ECDSA;
  private static final Signer OTHER = PdfFixtures.SM2;

  @Test
  void theSameSignerTwiceIsTold() {
    Bytes pdf = signed(PdfForge.PKCS7, OWN, "");
    DocumentReport report = verify(pdf, PdfFixtures.POLICY);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(verify(pdf, PdfFixtures.POLICY.withMode(TrustPolicy.Mode.STRICT)).conclusion())
        .isEqualTo(Conclusion.INVALID);
  }

  @Test
  void whatTheSecondSaysHasToHoldToo() {
    DocumentReport report = verify(signed(PdfForge.PKCS7, OWN, "other"), PdfFixtures.POLICY);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.DIGEST_MISMATCH);
  }

  @Test
  void anotherSignerIsRefused() {
    DocumentReport report = verify(signed(PdfForge.PKCS7, OTHER, ""), PdfFixtures.POLICY);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  @Test
  void padesHasOneSigner() {
    assertThat(verify(signed(PdfForge.CADES, OWN, ""), PdfFixtures.POLICY).conclusion())
        .isEqualTo(Conclusion.INVALID);
  }

  private static Bytes signed(String entries, Signer second, String more) {
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain())
            .with(PdfForge.SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R")),
        20,
        entries,
        covered -> both(value(covered, OWN), value(covered.concat(Bytes.utf8(more)), second)));
  }

  private static Bytes value(Bytes covered, Signer signer) {
    return CmsSigner.pades(ContentDigest.of(signer.algorithm()).of(covered), signer);
  }

  private static Bytes both(Bytes first, Bytes second) {
    try {
      CMSSignedData a = new CMSSignedData(first.toArray());
      CMSSignedData b = new CMSSignedData(second.toArray());
      List<SignerInformation> signers =
          List.of(
              a.getSignerInfos().getSigners().iterator().next(),
              b.getSignerInfos().getSigners().iterator().next());
      CMSSignedData all = CMSSignedData.replaceSigners(a, new SignerInformationStore(signers));
      java.util.Set<org.bouncycastle.cert.X509CertificateHolder> bag =
          new java.util.LinkedHashSet<>(a.getCertificates().getMatches(null));
      bag.addAll(b.getCertificates().getMatches(null));
      return Bytes.of(
          CMSSignedData.replaceCertificatesAndCRLs(all, new CollectionStore<>(bag), null, null)
              .getEncoded());
    } catch (CMSException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DocumentReport verify(Bytes pdf, TrustPolicy policy) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), policy);
  }
}
