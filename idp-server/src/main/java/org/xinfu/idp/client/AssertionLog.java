package org.xinfu.idp.client;

import java.time.Instant;

/** The port that remembers which client assertions were used (RFC 7523 §3 (7)). */
public interface AssertionLog {
  /** True the first time that this client shows this {@code jti}; false ever after. */
  boolean firstUse(String clientId, String jti, Instant expiresAt);
}
