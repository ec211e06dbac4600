package org.xinfu.trust.jose;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.chain.Certificate;

/** An SD-JWT that held; only a verifier makes one. */
public final class VerifiedSdJwt {
  private final Map<String, @Nullable Object> claims;
  private final Optional<Certificate> issuer;
  private final boolean bound;

  VerifiedSdJwt(Map<String, @Nullable Object> claims, Optional<Certificate> issuer, boolean bound) {
    this.claims = Collections.unmodifiableMap(claims);
    this.issuer = issuer;
    this.bound = bound;
  }

  /** What the issuer said and the holder disclosed; digests are gone. */
  public Map<String, @Nullable Object> claims() {
    return claims;
  }

  /** Whose certificate signed; empty when the caller named the key. */
  public Optional<Certificate> issuer() {
    return issuer;
  }

  /** Whether the holder proved possession of the bound key for the verifier's own request. */
  public boolean bound() {
    return bound;
  }
}
