package org.xinfu.seal.ca;

import java.util.Locale;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * The roots: makers and signers apart, as GB/T 38540 has them, one for PDF readers, and one for
 * time-stamps.
 */
public enum Authority {
  MAKERS(SignatureAlgorithm.SM2_SM3),
  SIGNERS(SignatureAlgorithm.SM2_SM3),
  SIGNERS_P256(SignatureAlgorithm.ECDSA_P256_SHA256),
  TIMESTAMPERS(SignatureAlgorithm.SM2_SM3);

  private final SignatureAlgorithm algorithm;

  Authority(SignatureAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  /** The suite of its key. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** Stable name: file names and database. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
