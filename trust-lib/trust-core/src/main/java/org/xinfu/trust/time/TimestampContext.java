package org.xinfu.trust.time;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Evidence;

/**
 * How a token is to be judged.
 *
 * @param evidence what the document brings for the authority's chain; not believed
 * @param existedBy a moment at which the token itself existed, as a later token proves; keeps it
 *     valid after its authority's certificate has expired or was revoked, when that came later
 */
public record TimestampContext(TrustPolicy policy, Evidence evidence, Optional<Instant> existedBy) {
  public TimestampContext {
    policy = policy.withinDocument();
  }
}
