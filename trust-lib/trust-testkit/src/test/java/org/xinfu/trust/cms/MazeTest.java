package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateForge;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Two hundred signatures over one maze of certificates cost no more than one document may, although
 * each of them keeps to its own budget.
 */
class MazeTest {
  private static final TestPki PKI = TestPki.seeded("maze");
  private static final String NAME = "CN=maze";

  private static final DocumentSource CONTENT = DocumentSource.of(CmsForge.CONTENT);

  @Test
  void manySignaturesShareTheBudgetOfTheirDocument() {
    Bytes message = maze();
    assertThat(message.length()).isLessThan(1 << 20);
    assertBounded(
        () ->
            Trust.verify(DocumentSource.of(message), CONTENT, PKI.policy()).signatures().stream()
                .map(SignatureReport::report)
                .toList());
  }

  /** The budget is the document's, not the front door's. */
  @Test
  void soTheyDoByTheFormatsOwnDoor() {
    Bytes message = maze();
    assertBounded(
        () ->
            new CmsFormatVerifier()
                .verify(DocumentSource.of(message), CONTENT, PKI.policy()).signatures().stream()
                    .map(SignatureReport::report)
                    .toList());
  }

  @Test
  void soTheyDoByTheDoorOfTheMessage() {
    CmsContext context = new CmsContext(PKI.policy(), CmsProfile.FILE, Optional.empty());
    SignedContent content = SignedContent.of(CmsForge.CONTENT);
    Bytes message = maze();
    assertBounded(
        () ->
            CmsVerifier.verify(message, content, context).signers().stream()
                .map(SignerJudgement::report)
                .toList());
  }

  private static void assertBounded(Supplier<List<Report>> judging) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    List<Report> reports = judging.get();
    long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(5));
    assertThat(reports).hasSize(200);
    assertThat(reports)
        .allMatch(r -> r.conclusion() == Conclusion.INDETERMINATE)
        .allMatch(r -> r.checks().stream().anyMatch(c -> c.reason() == Reason.BUDGET_EXCEEDED));
  }

  private static Bytes maze() {
    Signer key = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "leaf");
    Certificate leaf =
        new CertificateForge("CN=leaf", key, key, NAME).usage(KeyUsage.digitalSignature).make();
    CmsForge forge = new CmsForge(key.withChain(List.of(leaf)));
    for (int i = 0; i < 900; i++) {
      Signer other = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "namesake " + i % 100);
      Certificate namesake = CertificateForge.root(NAME, other).serial(i).ca().make();
      forge.certificates.add(namesake.holder().toASN1Structure());
    }
    forge.signers = 200;
    return forge.make();
  }

  /** What one document spent is not missing to the next one under the same policy. */
  @Test
  void theNextDocumentHasItsOwn() {
    manySignaturesShareTheBudgetOfTheirDocument();
    Bytes genuine = new CmsForge(PKI.sealSigner("样例")).make();
    DocumentReport report =
        Trust.verify(DocumentSource.of(genuine), DocumentSource.of(CmsForge.CONTENT), PKI.policy());
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
  }
}
