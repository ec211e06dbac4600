package org.xinfu.idp.domain;

import java.util.Optional;

/**
 * One thing that a client in trial is told wrongly, to see whether it notices. No other client is
 * ever told anything wrong.
 */
public enum WrongAnswer {
  /** Nothing is wrong. */
  NONE,
  /** Another {@code state} than the client sent (RFC 6749 §10.12). */
  STATE,
  /** No {@code state} at all. */
  STATE_MISSING,
  /** {@code iss} of another server: a mix-up (RFC 9207 §2.4). */
  ISSUER,
  /** An ID token with another {@code nonce} (OpenID Connect Core §3.1.3.7 (11)). */
  NONCE,
  /** An ID token without {@code nonce}. */
  NONCE_MISSING,
  /** An ID token whose signature does not hold (§3.1.3.7 (6)). */
  SIGNATURE,
  /** An ID token that nobody signed, {@code alg} none (§3.1.3.7 (7)). */
  ALG_NONE,
  /** An ID token for another client (§3.1.3.7 (3)). */
  AUDIENCE,
  /** An ID token of another server (§3.1.3.7 (2)). */
  TOKEN_ISSUER,
  /** An ID token that has ended (§3.1.3.7 (9)). */
  EXPIRED;

  /** By its name; {@link #NONE} for anything else. */
  public static WrongAnswer parse(String name) {
    for (WrongAnswer one : values()) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    return NONE;
  }

  /** The {@code state} that is told; empty for none. */
  public Optional<String> state(Optional<String> right) {
    return switch (this) {
      case STATE -> Optional.of(right.orElse("") + "-wrong");
      case STATE_MISSING -> Optional.empty();
      default -> right;
    };
  }

  /** The {@code iss} of the answer. */
  public String issuer(String right) {
    return this == ISSUER ? "https://other.invalid" : right;
  }
}
