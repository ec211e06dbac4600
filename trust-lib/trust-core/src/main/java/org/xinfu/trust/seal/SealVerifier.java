package org.xinfu.trust.seal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;

/**
 * Verifies seals (验章, GM/T 0031-2014 §6.1.2) and signatures with seals (验签, §6.2.3), both with what
 * GB/T 38540 and GM/T 0031-2025 add. Every check is made and reported; none stops the others unless
 * there is nothing to read.
 */
public final class SealVerifier {
  private SealVerifier() {}

  /**
   * Verifies a seal.
   *
   * @param sesSeal DER SESeal
   * @param at the moment at which the seal should be usable
   */
  public static Verdict<VerifiedSeal> verifySeal(Bytes sesSeal, TrustPolicy policy, Instant at) {
    Report.Builder checks = new Report.Builder();
    return SealChecks.readSeal(sesSeal, checks)
        .map(
            seal -> {
              List<Certificate> path =
                  new SealChecks(policy, checks)
                      .check(seal, new SealTimes.Moment(at, TimeSource.CLAIMED));
              return checks.verdict(new VerifiedSeal(seal, path));
            })
        .orElseGet(checks::refusal);
  }

  /** Verifies a signature with a seal, and the seal at the signing time. */
  public static SealJudgement verifySignature(SealClaim claim, TrustPolicy policy) {
    return WallClock.reread(
        new SignatureChecks(claim, policy).judge(),
        () -> SesSignature.parse(claim.sesSignature()).flatMap(SesSignature::withoutZone),
        policy,
        at -> new SignatureChecks(claim, policy, Optional.of(at)).judge());
  }
}
