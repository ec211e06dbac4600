package org.xinfu.idp.domain;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * Under what tokens are signed: ES256 (RFC 7518 §3.4) for everybody; RS256 (§3.3), which OpenID
 * Connect Core §15.1 wants of every provider, and the private {@code SM2-SM3} (decision 0010) for
 * services that registered for them. A key has one of them for all its life.
 */
public enum TokenAlgorithm {
  ES256("ES256", SignatureAlgorithm.ECDSA_P256_SHA256, "P-256"),
  RS256("RS256", SignatureAlgorithm.RSA_PKCS1_SHA256, null),
  SM2_SM3("SM2-SM3", SignatureAlgorithm.SM2_SM3, "SM2");

  private final String word;
  private final SignatureAlgorithm suite;
  private final @Nullable String curve;

  TokenAlgorithm(String word, SignatureAlgorithm suite, @Nullable String curve) {
    this.word = word;
    this.suite = suite;
    this.curve = curve;
  }

  /** The algorithm of this {@code alg}; empty for any other. */
  public static Optional<TokenAlgorithm> named(String alg) {
    return Arrays.stream(values()).filter(one -> one.word.equals(alg)).findFirst();
  }

  /** As {@code alg} says it. */
  public String word() {
    return word;
  }

  /** The suite of its keys. */
  public SignatureAlgorithm suite() {
    return suite;
  }

  /** {@code crv} of its JWKs; empty for RSA. */
  public Optional<String> curve() {
    return Optional.ofNullable(curve);
  }
}
