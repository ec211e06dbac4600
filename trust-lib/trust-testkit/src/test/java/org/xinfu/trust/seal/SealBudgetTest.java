package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Crowd;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** The doors of seals spend from the account of the document that they are opened for. */
class SealBudgetTest {
  private static final TestPki PKI = TestPki.seeded("crowd");
  private static final Crowd MAKERS = Crowd.of(PKI, Purpose.SEAL_MAKER, SignatureAlgorithm.SM2_SM3);
  private static final Signer SIGNER = PKI.sealSigner("样例");
  private static final TrustPolicy POLICY = MAKERS.policy(PKI.policy());
  private static final List<Bytes> SEALS =
      MAKERS.signers().stream().map(maker -> TestSeals.seal(maker, SIGNER)).toList();

  @Test
  void sealsOfOneDocumentShareItsBudget() {
    assertShared(policy -> seal -> SealVerifier.verifySeal(seal, policy, TestPki.NOW).report());
  }

  @Test
  void soTheyDoByTheFormatsOwnDoor() {
    assertShared(
        policy ->
            seal ->
                new SealFormatVerifier()
                    .verify(DocumentSource.of(seal), policy).signatures().stream()
                        .map(SignatureReport::report)
                        .findFirst()
                        .orElseThrow());
  }

  /** Signer, maker and the seal inside are judged for one document. */
  @Test
  void signaturesWithSealsShareItToo() {
    assertShared(
        policy ->
            seal ->
                SealVerifier.verifySignature(
                        new SealClaim(
                            TestSeals.signature(seal, SIGNER),
                            TestSeals.CONTENT_DIGEST,
                            TestSeals.PATH,
                            Optional.empty()),
                        policy)
                    .report());
  }

  /** With an account the last seals find it spent; without one each has its own. */
  private static void assertShared(Function<TrustPolicy, Function<Bytes, Report>> door) {
    Crowd.assertOneBudget(reports(door.apply(POLICY.forOneDocument())));
    assertThat(reports(door.apply(POLICY))).noneMatch(Crowd::spent);
  }

  private static List<Report> reports(Function<Bytes, Report> judge) {
    return SEALS.stream().map(judge).toList();
  }
}
