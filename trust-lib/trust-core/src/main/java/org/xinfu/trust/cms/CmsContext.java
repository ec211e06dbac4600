package org.xinfu.trust.cms;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.time.Existence;

/**
 * How a SignedData is to be judged.
 *
 * @param claimed the signing time that the container claims, such as a PDF's /M; empty when it has
 *     none, and then a CAdES signing-time attribute is the claim
 * @param evidence what the container brings besides the SignedData, such as a PDF's DSS
 * @param provenBy a moment at which the signature existed, as a verified time-stamp outside of it
 *     proves, such as a PDF's document time-stamp
 */
public record CmsContext(
    TrustPolicy policy,
    CmsProfile profile,
    Optional<Instant> claimed,
    Evidence evidence,
    Optional<Existence> provenBy) {
  public CmsContext {
    policy = policy.withinDocument();
  }

  /** Nothing besides the SignedData. */
  public CmsContext(TrustPolicy policy, CmsProfile profile, Optional<Instant> claimed) {
    this(policy, profile, claimed, Evidence.none(), Optional.empty());
  }
}
