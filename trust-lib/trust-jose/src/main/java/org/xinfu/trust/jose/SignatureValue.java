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
  WRONG;

  /** Judges octets as RFC 7518 §3.3–3.5 and RFC 8037 §3.1 write them. */
  static SignatureValue of(
      JoseAlgorithm algorithm, VerificationKey key, Bytes message, Bytes value) {
    if (algorithm.width() == 0) {
      return key.verify(message, value) ? HOLDS : WRONG;
    }
    Optional<EcSignature> raw = EcSignature.parseRaw(value, algorithm.width());
    if (raw.isPresent()) {
      // r = 0 or s = 0 fits every message with a careless verifier (CVE-2022-21449).
      boolean real = raw.get().r().signum() > 0 && raw.get().s().signum() > 0;
      return real && key.verify(message, raw.get().der()) ? HOLDS : WRONG;
    }
    return EcSignature.parseDer(value).isPresent() && key.verify(message, value)
        ? HOLDS_IN_DER
        : WRONG;
  }
}
