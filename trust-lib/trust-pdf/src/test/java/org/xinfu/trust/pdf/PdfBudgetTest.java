package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Crowd;
import org.xinfu.testkit.TestPki;
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

/** All signatures of a PDF share one budget, whichever door the document comes in by. */
class PdfBudgetTest {
  private static final TestPki PKI = TestPki.seeded("crowd");
  private static final Crowd SIGNERS =
      Crowd.of(PKI, Purpose.DOCUMENT_SIGNER, SignatureAlgorithm.ECDSA_P256_SHA256);

  @Test
  void signaturesOfADocumentShareItsBudget() {
    TrustPolicy policy = SIGNERS.policy(PKI.policy());
    Bytes pdf = PdfFixtures.plain();
    int field = 0;
    for (Signer signer : SIGNERS.signers()) {
      pdf =
          PdfFixtures.sign(
              pdf, PdfSealRequest.invisible("Seal" + field++, PdfFixtures.SIGNED), signer);
    }
    DocumentSource signed = DocumentSource.of(pdf);
    assertOne(Trust.verify(signed, policy));
    assertOne(new PdfVerifier().verify(signed, policy));
    Verdict<VerifiedPdf> opened = new PdfVerifier().open(signed, policy);
    assertThat(opened).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(opened.report().reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private static void assertOne(DocumentReport report) {
    assertThat(report.signatures()).hasSize(10);
    Crowd.assertOneBudget(report.signatures().stream().map(SignatureReport::report).toList());
  }
}
