package org.xinfu.seal.domain;

import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.SignatureAlgorithm;

/** Names of the sealers' keys in their token: one per seal, version and suite. */
public final class SealKeys {
  /** Label of the token. */
  public static final String TOKEN = "seals";

  private SealKeys() {}

  /** The key's CKA_ID. */
  public static Bytes id(String esId, int version, SignatureAlgorithm suite) {
    return Bytes.utf8(
        esId + "-" + version + (suite == SignatureAlgorithm.SM2_SM3 ? "-sm2" : "-p256"));
  }

  /** The key's whole name; its label is the seal code. */
  public static KeyRef ref(Seal seal, SignatureAlgorithm suite) {
    return new KeyRef(TOKEN, id(seal.esId(), seal.version().number(), suite), seal.esId());
  }
}
