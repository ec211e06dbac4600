package org.xinfu.seal.domain;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Digests;

/**
 * A seal as it was made; renewal makes the next version.
 *
 * @param number from 1
 * @param structure DER SESeal, GB/T 38540
 * @param png the picture in the structure
 * @param sm2 the seal's signing certificate, in the structure's list
 * @param p256 a companion for PDF readers that know no SM2
 */
public record SealVersion(
    int number,
    Bytes structure,
    Bytes png,
    Bytes svg,
    Certificate sm2,
    Certificate p256,
    Instant validFrom,
    Instant validTo) {
  /** SM3 of the structure, hex; what a status question names. */
  public String sm3() {
    return Digests.sm3(structure).toHex();
  }

  Optional<SealRefusal> expired(Instant now) {
    boolean valid = !now.isBefore(validFrom) && !now.isAfter(validTo);
    return valid ? Optional.empty() : Optional.of(SealRefusal.SEAL_EXPIRED);
  }
}
