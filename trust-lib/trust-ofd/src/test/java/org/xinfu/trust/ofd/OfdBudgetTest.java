package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Crowd;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** All signatures of a package share one budget, whichever door the package comes in by. */
class OfdBudgetTest {
  private static final TestPki PKI = TestPki.seeded("crowd");
  private static final Crowd SIGNERS =
      Crowd.of(PKI, Purpose.SEAL_SIGNER, SignatureAlgorithm.SM2_SM3);
  private static final TrustPolicy POLICY =
      SIGNERS.policy(PKI.policy()).withMakers(List.of(PKI.makerRoot().chain().get(0)));

  @Test
  void sealsOfAPackageShareItsBudget() {
    DocumentSource sealed = DocumentSource.of(sealed());
    assertOne(Trust.verify(sealed, POLICY));
    assertOne(new OfdVerifier().verify(sealed, POLICY));
    Verdict<VerifiedOfd> opened = OfdVerifier.open(sealed, POLICY);
    assertThat(opened).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(opened.report().reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void soDoSignaturesWithoutSeals() {
    Bytes ofd = Sample.zip(Sample.small());
    for (Signer signer : SIGNERS.signers()) {
      ofd =
          OfdSigner.sign(
                  DocumentSource.of(ofd),
                  new OfdSignRequest(Protection.CONTINUE, TestPki.NOW, "xinfu"),
                  signer)
              .orThrow(reason -> new IllegalStateException(reason.code()));
    }
    assertOne(new OfdVerifier().verify(DocumentSource.of(ofd), POLICY));
  }

  private static void assertOne(DocumentReport report) {
    assertThat(report.signatures()).hasSize(10);
    Crowd.assertOneBudget(report.signatures().stream().map(SignatureReport::report).toList());
  }

  private static Bytes sealed() {
    Signer maker = PKI.maker("crowd");
    Bytes ofd = Sample.zip(Sample.small());
    for (Signer signer : SIGNERS.signers()) {
      OfdSealRequest request =
          new OfdSealRequest(
              TestSeals.seal(maker, signer),
              List.of(new OfdSealRequest.Stamp(1, 100, 100)),
              Protection.CONTINUE,
              TestPki.NOW,
              "xinfu");
      ofd =
          OfdSealer.seal(DocumentSource.of(ofd), request, signer)
              .orThrow(reason -> new IllegalStateException(reason.code()));
    }
    return ofd;
  }
}
