package org.xinfu.trust.jose;

import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.VerificationKey;

/** How a signature value fits a key and a message. */
enum SignatureValue {
  HOLDS,
  /** The pair is in DER where RFC 7518 §3.4 wants r ‖ s; the arithmetic holds. */
  HOLDS_IN_DER,
  /** r ‖ s with leading zero octets left out of both, as EU DSS writes ES512; the pair holds. */
  HOLDS_SHORTENED,
  WRONG;

  /** Judges octets as RFC 7518 §3.3–3.5 and RFC 8037 §3.1 write them. */
  static SignatureValue of(
      JoseAlgorithm algorithm, VerificationKey key, Bytes message, Bytes value) {
    if (algorithm.width() == 0) {
      return key.verify(message, value) ? HOLDS : WRONG;
    }
    Optional<EcSignature> raw = EcSignature.parseRaw(value, algorithm.width());
    if (raw.isPresent()) {
      return holds(key, message, raw) ? HOLDS : WRONG;
    }
    if (EcSignature.parseDer(value).isPresent()) {
      return key.verify(message, value) ? HOLDS_IN_DER : WRONG;
    }
    boolean halves = value.length() % 2 == 0 && value.length() < 2 * algorithm.width();
    return halves && holds(key, message, EcSignature.parseRaw(value, value.length() / 2))
        ? HOLDS_SHORTENED
        : WRONG;
  }

  /** r = 0 or s = 0 fits every message with a careless verifier (CVE-2022-21449). */
  private static boolean holds(VerificationKey key, Bytes message, Optional<EcSignature> pair) {
    return pair.filter(p -> p.r().signum() > 0 && p.s().signum() > 0)
        .filter(p -> key.verify(message, p.der()))
        .isPresent();
  }
}
