package org.xinfu.trust.jose;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.VerificationKey;

/**
 * The key that a signature is judged with, and how it came.
 *
 * @param keyInfo DER SubjectPublicKeyInfo
 * @param certificate the one that speaks for the key; empty for a bare JWK and for a given key
 * @param others further certificates of {@code x5c}, not believed
 * @param given whether the caller named the key, so that no chain is asked for
 * @param only the one suite that the caller bound the key to
 * @param guessed whether the header named no key and an anchor was tried
 */
record SigningKey(
    Bytes keyInfo,
    Optional<Certificate> certificate,
    List<Certificate> others,
    boolean given,
    Optional<SignatureAlgorithm> only,
    boolean guessed) {
  /** A key bound to its suite. */
  static SigningKey given(VerificationKey key) {
    return new SigningKey(
        key.encoded(), Optional.empty(), List.of(), true, Optional.of(key.algorithm()), false);
  }

  /** A key of which only the type is known, as from {@code cnf.jwk}. */
  static SigningKey given(Bytes keyInfo) {
    return new SigningKey(keyInfo, Optional.empty(), List.of(), true, Optional.empty(), false);
  }

  boolean allows(SignatureAlgorithm suite) {
    return only.isEmpty() || only.get() == suite;
  }

  static SigningKey bare(Bytes keyInfo) {
    return new SigningKey(keyInfo, Optional.empty(), List.of(), false, Optional.empty(), false);
  }

  static SigningKey certified(Certificate leaf, List<Certificate> others) {
    return new SigningKey(
        leaf.publicKeyInfo(), Optional.of(leaf), others, false, Optional.empty(), false);
  }

  static SigningKey guess(Certificate anchor) {
    return new SigningKey(
        anchor.publicKeyInfo(), Optional.of(anchor), List.of(), false, Optional.empty(), true);
  }
}
