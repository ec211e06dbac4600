package org.xinfu.idp.domain;

import java.time.Instant;
import java.util.Set;

/**
 * An evidence record: who checked what of whom, when, and until when it may be relied on.
 *
 * @param id random
 * @param jws the same, signed by this server (compact JWS, {@code typ} JWT)
 */
public record Proof(
    String id,
    String accountId,
    Ial level,
    String source,
    String reference,
    String method,
    Set<Fact> matched,
    Instant at,
    Instant expires,
    String jws) {
  public Proof {
    matched = Set.copyOf(matched);
  }
}
