package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.key.Signer;

/** Altered copies of the certificates of a path: in the message itself, and in what others add. */
class DamagedCopiesTest {
  private static final TestPki PKI = TestPki.seeded("damaged copies");
  private static final Signer SIGNER = PKI.sealSigner("样例");

  /** The CA is an anchor of the policy. */
  private static final List<Certificate> PATH = SIGNER.chain().subList(0, 2);

  /** Whoever passes a document on may add to it, and denies nothing by a copy that he altered. */
  @Test
  void aCopyThatSomebodyAddsIsTold() {
    for (Certificate own : PATH) {
      SignerJudgement judged = judge(new CmsForge(SIGNER), Evidence.of(List.of(altered(own))));
      assertThat(judged.report().conclusion()).as("%s", judged).isEqualTo(Conclusion.VALID);
      assertThat(judged.report().checks())
          .anyMatch(c -> c.outcome() == Outcome.WARN && c.reason() == Reason.CHAIN_BROKEN);
    }
  }

  /** The message's own bag was as its signer wrote it, or was altered where it lies. */
  @Test
  void aCopyInTheMessageLeavesItOpen() {
    for (Certificate own : PATH) {
      CmsForge forge = new CmsForge(SIGNER);
      forge.certificates.add(altered(own).holder().toASN1Structure());
      SignerJudgement judged = judge(forge, Evidence.none());
      assertThat(judged.report().conclusion()).as("%s", judged).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(judged.report().reason()).contains(Reason.CHAIN_BROKEN);
      // Where only the altered one is left in the message, the sound one beside it hides nothing.
      forge.certificates.removeIf(c -> c.equals(own.holder().toASN1Structure()));
      SignerJudgement hidden = judge(forge, Evidence.of(SIGNER.chain()));
      assertThat(hidden.report().conclusion()).as("%s", hidden).isNotEqualTo(Conclusion.VALID);
    }
  }

  private static Certificate altered(Certificate own) {
    byte[] octets = own.der().toArray();
    octets[octets.length - 1] ^= 4;
    return Certificate.parse(Bytes.of(octets)).orElseThrow();
  }

  private static SignerJudgement judge(CmsForge forge, Evidence beside) {
    CmsContext context =
        new CmsContext(PKI.policy(), CmsProfile.CADES, Optional.empty(), beside, Optional.empty());
    return CmsVerifier.verify(forge.make(), d -> d.of(CmsForge.CONTENT), context).signers().get(0);
  }
}
