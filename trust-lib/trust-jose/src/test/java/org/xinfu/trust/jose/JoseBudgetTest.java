package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

/** All signatures of a JWS share one budget, whichever door it comes in by. */
class JoseBudgetTest {
  private static final TestPki PKI = TestPki.seeded("crowd");
  private static final Crowd SIGNERS =
      Crowd.of(PKI, Purpose.DOCUMENT_SIGNER, SignatureAlgorithm.ECDSA_P256_SHA256);
  private static final TrustPolicy POLICY = SIGNERS.policy(PKI.policy());
  private static final List<JwsSigner> JWS =
      SIGNERS.signers().stream().map(JwsSigner::with).toList();

  @Test
  void signaturesOfAJwsShareItsBudget() {
    String jws = JwsSigner.general(Bytes.utf8("{\"a\":1}"), JWS);
    DocumentSource source = DocumentSource.of(Bytes.utf8(jws));
    assertOne(Trust.verify(source, POLICY));
    assertOne(new JoseFormatVerifier().verify(source, POLICY));
    Verdict<VerifiedJws> opened = JwsVerifier.trusting(POLICY).verify(jws);
    assertThat(opened).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(opened.report().checks()).anyMatch(c -> c.reason() == Reason.BUDGET_EXCEEDED);
  }

  /** What one text spent is not missing to the next under the same verifier. */
  @Test
  void theNextTextHasItsOwn() {
    JwsVerifier verifier = JwsVerifier.trusting(POLICY);
    for (JwsSigner signer : JWS) {
      Verdict<VerifiedJws> one = verifier.verify(signer.compact(Bytes.utf8("{\"a\":1}")));
      assertThat(one).as(one.report().toString()).isInstanceOf(Verdict.Valid.class);
    }
  }

  private static void assertOne(DocumentReport report) {
    assertThat(report.signatures()).hasSize(10);
    Crowd.assertOneBudget(report.signatures().stream().map(SignatureReport::report).toList());
  }
}
