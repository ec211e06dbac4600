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
  /** How the method begins of what the authority itself was asked, which says how they stand. */
  public static final String BY_AUTHORITY = "authority-check ";

  public Proof {
    matched = Set.copyOf(matched);
  }

  /** Whether the authority was asked, and so has said that the holder lives. */
  public boolean byAuthority() {
    return method.startsWith(BY_AUTHORITY);
  }
}
