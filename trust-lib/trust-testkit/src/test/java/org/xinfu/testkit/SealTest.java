package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.seal.SealClaim;
import org.xinfu.trust.seal.SealJudgement;
import org.xinfu.trust.seal.SealVerifier;
import org.xinfu.trust.seal.VerifiedSeal;

class SealTest {
  private final TestPki pki = TestPki.create();
  private final Signer maker = pki.maker("样例制章者");
  private final Signer signer = pki.sealSigner("样例章");
  private final Bytes seal = TestSeals.seal(maker, signer);
  private final Bytes signature = TestSeals.signature(seal, signer);

  @Test
  void aGenuineSealIsValidUnderBothModes() {
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      Verdict<VerifiedSeal> verdict =
          SealVerifier.verifySeal(seal, pki.policy().withMode(mode), TestPki.NOW);
      assertThat(verdict.report().checks()).allMatch(c -> c.outcome() == Outcome.PASS);
      assertThat(verdict.orThrow(r -> new IllegalStateException(r.code())).makerPath()).hasSize(2);
    }
  }

  @Test
  void aSealReadsBackAsMade() {
    Seal read = Seal.parse(seal).orElseThrow();
    assertThat(read.der()).isEqualTo(seal);
    assertThat(read.esId()).isEqualTo("51000000000001");
    assertThat(read.name()).isEqualTo("样例印章");
    assertThat(read.createdAt()).isEqualTo(TestSeals.MADE);
    assertThat(read.validTo()).isEqualTo(TestSeals.SEAL_END);
    assertThat(read.picture().data()).isEqualTo(TestSeals.PNG);
    assertThat(read.makerCertificate()).isEqualTo(TestSeals.certificate(maker));
    assertThat(read.lists(TestSeals.certificate(signer))).isTrue();
    assertThat(read.lists(TestSeals.certificate(maker))).isFalse();
  }

  @Test
  void aGenuineSignatureIsValidUnderBothModes() {
    for (TrustPolicy.Mode mode : TrustPolicy.Mode.values()) {
      SealJudgement judged = judge(signature, pki.policy().withMode(mode));
      assertThat(judged.report().conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(judged.report().checks())
          .allMatch(c -> c.outcome() == Outcome.PASS || c.outcome() == Outcome.NOT_DONE);
      assertThat(judged.integrity()).isEqualTo(Integrity.INTACT);
      assertThat(judged.signedAt()).isEqualTo(TestSeals.SIGNED);
      assertThat(judged.toSignatureReport("1", Coverage.WHOLE, new Report(List.of())).format())
          .isEqualTo("SES_V4");
    }
  }

  @Test
  void aSignerWhomTheSealDoesNotNameCannotSign() {
    Signer stranger = pki.sealSigner("样例外人");
    assertThatThrownBy(() -> TestSeals.signature(seal, stranger))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bareFilesAreRecognisedByContent() {
    DocumentReport bare = Trust.verify(DocumentSource.of(seal), pki.policy());
    assertThat(bare.format()).isEqualTo(DocumentFormat.SESEAL);
    assertThat(bare.conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport detached = Trust.verify(DocumentSource.of(signature), pki.policy());
    assertThat(detached.format()).isEqualTo(DocumentFormat.SES_SIGNATURE);
    assertThat(detached.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(detached.reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  private static SealJudgement judge(Bytes signature, TrustPolicy policy) {
    return SealVerifier.verifySignature(
        new SealClaim(signature, TestSeals.CONTENT_DIGEST, TestSeals.PATH, Optional.empty()),
        policy);
  }
}
