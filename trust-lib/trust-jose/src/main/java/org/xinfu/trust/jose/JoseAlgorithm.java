package org.xinfu.trust.jose;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * The signature algorithms of RFC 7518 §3.1, RFC 8037 and our private SM2-SM3, each with its suite.
 *
 * <p>SM2 has no registered name. Ours is {@code SM2-SM3}: SM2 with SM3 on sm2p256v1, the default
 * user id 1234567812345678, the value as r ‖ s in 64 octets like RFC 7518 §3.4; its JWK is kty EC
 * with crv {@code SM2}.
 */
enum JoseAlgorithm {
  ES256("ES256", SignatureAlgorithm.ECDSA_P256_SHA256, 32),
  ES384("ES384", SignatureAlgorithm.ECDSA_P384_SHA384, 48),
  ES512("ES512", SignatureAlgorithm.ECDSA_P521_SHA512, 66),
  RS256("RS256", SignatureAlgorithm.RSA_PKCS1_SHA256, 0),
  RS384("RS384", SignatureAlgorithm.RSA_PKCS1_SHA384, 0),
  RS512("RS512", SignatureAlgorithm.RSA_PKCS1_SHA512, 0),
  PS256("PS256", SignatureAlgorithm.RSA_PSS_SHA256, 0),
  PS384("PS384", SignatureAlgorithm.RSA_PSS_SHA384, 0),
  PS512("PS512", SignatureAlgorithm.RSA_PSS_SHA512, 0),
  EDDSA("EdDSA", SignatureAlgorithm.ED25519, 0),
  SM2("SM2-SM3", SignatureAlgorithm.SM2_SM3, 32);

  /** Spellings of SM2 seen elsewhere; read under interop with a warning, never written. */
  private static final Set<String> SM2_SPELLINGS =
      Set.of("SM2", "SM2SM3", "SM3SM2", "SM2WithSM3", "SM3WithSM2", "SM3withSM2", "SGD_SM3_SM2");

  private final String word;
  private final SignatureAlgorithm suite;
  private final int width;

  JoseAlgorithm(String word, SignatureAlgorithm suite, int width) {
    this.word = word;
    this.suite = suite;
    this.width = width;
  }

  /** The algorithm of this {@code alg}. */
  static Optional<JoseAlgorithm> named(String alg) {
    if (alg.equals("Ed25519")) {
      // RFC 9864 names the curve instead of the family.
      return Optional.of(EDDSA);
    }
    return SM2_SPELLINGS.contains(alg)
        ? Optional.of(SM2)
        : Arrays.stream(values()).filter(a -> a.word.equals(alg)).findFirst();
  }

  /** The algorithm that a key of {@code suite} signs with. */
  static Optional<JoseAlgorithm> of(SignatureAlgorithm suite) {
    return Arrays.stream(values()).filter(a -> a.suite == suite).findFirst();
  }

  /** As the header says it. */
  String word() {
    return word;
  }

  /** The suite. */
  SignatureAlgorithm suite() {
    return suite;
  }

  /** Octets of r and of s in the raw signature; 0 when the signature is no such pair. */
  int width() {
    return width;
  }

  /** Whether {@code alg} is how this algorithm is properly spelled. */
  boolean spelled(String alg) {
    return word.equals(alg) || (this == EDDSA && alg.equals("Ed25519"));
  }
}
