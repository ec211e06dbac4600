package org.xinfu.idp.dpop;

import java.time.Instant;

/** The port that remembers which proofs were used, for all replicas. */
public interface ProofLog {
  /** True the first time that this key shows this {@code jti}; false ever after. */
  boolean firstUse(String thumbprint, String jti, Instant expiresAt);
}
