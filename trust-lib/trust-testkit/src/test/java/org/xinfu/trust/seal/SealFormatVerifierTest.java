package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.PolicyFingerprint;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;

/** Seal files and signature files as whole documents. */
class SealFormatVerifierTest {
  private static final TestPki PKI = TestPki.seeded("seal files");
  private static final Signer MAKER = PKI.maker("样例制章者");
  private static final Signer SIGNER = PKI.sealSigner("样例章");
  private static final Bytes SEAL = TestSeals.seal(MAKER, SIGNER);
  private static final Bytes SIGNATURE = TestSeals.signature(SEAL, SIGNER);
  private static final TrustPolicy POLICY = PKI.policy();

  @Test
  void aSealFileIsCoveredByItsMakersSignature() {
    DocumentReport report = verify(SEAL, POLICY);
    assertThat(report.format()).isEqualTo(DocumentFormat.SESEAL);
    assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.sha256()).isEqualTo(Digests.sha256(SEAL).toHex());
    assertThat(report.policySha256()).isEqualTo(PolicyFingerprint.of(POLICY));
    assertThat(report.at()).isEqualTo(POLICY.at());
    assertThat(report.uncovered()).isEmpty();
    SignatureReport signature = report.signatures().get(0);
    assertThat(signature.id()).isEqualTo("maker");
    assertThat(signature.format()).isEqualTo("SES_V4");
    assertThat(signature.integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void aSignatureFileAloneCoversNothing() {
    DocumentReport report = verify(SIGNATURE, POLICY);
    assertThat(report.format()).isEqualTo(DocumentFormat.SES_SIGNATURE);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.signatures().get(0).id()).isEqualTo("signature");
    assertThat(report.signatures().get(0).coverage()).isEqualTo(Coverage.NONE);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.UNKNOWN);
  }

  @Test
  void aDamagedFileKeepsItsFormatAndIsInvalid() {
    for (Bytes whole : List.of(SEAL, SIGNATURE)) {
      DocumentFormat format = verify(whole, POLICY).format();
      for (int length : new int[] {64, 100, whole.length() / 2, whole.length() - 1}) {
        DocumentReport report = verify(Mutators.truncate(whole, length), POLICY);
        assertThat(report.format()).describedAs("%d", length).isEqualTo(format);
        assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
        assertThat(report.reason()).contains(Reason.MALFORMED);
        assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.BROKEN);
      }
      DocumentReport longer = verify(whole.concat(Bytes.hex("0a")), POLICY);
      assertThat(longer.reason()).contains(Reason.MALFORMED);
    }
  }

  @Test
  void aBadSealSpoilsTheFile() {
    Bytes altered = Mutators.flip(SEAL, SEAL.length() - 1, 1);
    DocumentReport report = verify(altered, POLICY);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SEAL_SIGNATURE_WRONG);
  }

  @Test
  void aFileAboveTheBudgetIsNotReadAtAll() {
    DocumentReport exact = verify(SEAL, limited(SEAL.length()));
    assertThat(exact.conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport above = verify(SEAL, limited(SEAL.length() - 1));
    assertThat(above.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(above.reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(above.signatures()).isEmpty();
    assertThat(above.coverage()).isEqualTo(Coverage.NONE);
    assertThat(above.format()).isEqualTo(DocumentFormat.SESEAL);
  }

  @Test
  void aSealOfManyMegabytesIsRefusedWhateverThePolicySays() {
    DocumentSource huge =
        new DocumentSource() {
          @Override
          public long length() {
            return (32L << 20) + 1;
          }

          @Override
          public Bytes read(long offset, int length) {
            assertThat(length).isLessThanOrEqualTo(64);
            return SEAL.slice((int) offset, (int) offset + length);
          }

          @Override
          public InputStream stream() {
            return SEAL.stream();
          }
        };
    DocumentReport report = new SealFormatVerifier().verify(huge, POLICY);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private static TrustPolicy limited(long octets) {
    Budgets b = POLICY.budgets();
    return new TrustPolicy(
        POLICY.name(),
        POLICY.signers(),
        POLICY.makers(),
        POLICY.timestampers(),
        POLICY.crls(),
        POLICY.algorithms(),
        POLICY.revocation(),
        POLICY.at(),
        new Budgets(
            octets,
            b.entries(),
            b.entryBytes(),
            b.inflatedBytes(),
            b.ratio(),
            b.depth(),
            b.signatures(),
            b.chainLength()));
  }

  private static DocumentReport verify(Bytes document, TrustPolicy policy) {
    return Trust.verify(DocumentSource.of(document), policy);
  }
}
