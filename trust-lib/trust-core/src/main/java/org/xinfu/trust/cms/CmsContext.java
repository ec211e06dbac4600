package org.xinfu.trust.cms;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.TrustPolicy;

/**
 * How a SignedData is to be judged.
 *
 * @param claimed the signing time that the container claims, such as a PDF's /M; empty when it has
 *     none, and then a CAdES signing-time attribute is the claim
 */
public record CmsContext(TrustPolicy policy, CmsProfile profile, Optional<Instant> claimed) {}
