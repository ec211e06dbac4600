package org.xinfu.hsm.crypto;

import org.jspecify.annotations.Nullable;

/**
 * What the device can do. Vendor mechanisms take their number from the {@link MechanismProfile}.
 */
public enum Mechanism {
  RSA_PKCS_KEY_PAIR_GEN(0x0, Use.GENERATE, Family.RSA, null),
  RSA_PKCS(0x1, Use.SIGN, Family.RSA, null),
  RSA_PKCS_PSS(0xD, Use.SIGN, Family.RSA, null),
  SHA256_RSA_PKCS(0x40, Use.SIGN, Family.RSA, Hash.SHA256),
  SHA384_RSA_PKCS(0x41, Use.SIGN, Family.RSA, Hash.SHA384),
  SHA512_RSA_PKCS(0x42, Use.SIGN, Family.RSA, Hash.SHA512),
  SHA256_RSA_PKCS_PSS(0x43, Use.SIGN, Family.RSA, Hash.SHA256),
  SHA256(0x250, Use.DIGEST, Family.NONE, Hash.SHA256),
  SHA384(0x260, Use.DIGEST, Family.NONE, Hash.SHA384),
  SHA512(0x270, Use.DIGEST, Family.NONE, Hash.SHA512),
  EC_KEY_PAIR_GEN(0x1040, Use.GENERATE, Family.EC, null),
  ECDSA(0x1041, Use.SIGN, Family.EC, null),
  ECDSA_SHA256(0x1044, Use.SIGN, Family.EC, Hash.SHA256),
  ECDSA_SHA384(0x1045, Use.SIGN, Family.EC, Hash.SHA384),
  SM2_KEY_PAIR_GEN("CKM_SM2_KEY_PAIR_GEN", Use.GENERATE, Family.SM2, null),
  SM3_SM2("CKM_SM3_SM2", Use.SIGN, Family.SM2, Hash.SM3),
  SM3_SM2_DER("CKM_SM3_SM2_DER", Use.SIGN, Family.SM2, Hash.SM3),
  SM2_E_DER("CKM_SM2_E_DER", Use.SIGN, Family.SM2, null),
  SM2_E("CKM_SM2_E", Use.SIGN, Family.SM2, null),
  SM3("CKM_SM3", Use.DIGEST, Family.NONE, Hash.SM3);

  private static final long CKF_DIGEST = 0x400;
  private static final long CKF_SIGN_VERIFY = 0x800 | 0x2000;
  private static final long CKF_GENERATE_KEY_PAIR = 0x10000;
  private static final long CKF_EC = 0x100000 | 0x800000 | 0x1000000; // F_p, named, uncompressed

  private final long fixed;
  private final @Nullable String vendor;
  private final Use use;
  private final Family family;
  private final @Nullable Hash hash;

  Mechanism(long fixed, Use use, Family family, @Nullable Hash hash) {
    this.fixed = fixed;
    this.vendor = null;
    this.use = use;
    this.family = family;
    this.hash = hash;
  }

  Mechanism(String vendor, Use use, Family family, @Nullable Hash hash) {
    this.fixed = 0;
    this.vendor = vendor;
    this.use = use;
    this.family = family;
    this.hash = hash;
  }

  /** What a mechanism is for. */
  public enum Use {
    GENERATE,
    SIGN,
    DIGEST
  }

  /** The kind of key that a mechanism works with. */
  public enum Family {
    NONE,
    RSA,
    EC,
    SM2
  }

  long fixed() {
    return fixed;
  }

  /** The name in the profile, null for a mechanism of the standard. */
  @Nullable String vendor() {
    return vendor;
  }

  public Use use() {
    return use;
  }

  public Family family() {
    return family;
  }

  /** The hash that the device computes first, null when the caller gives the value to sign. */
  public @Nullable Hash hash() {
    return hash;
  }

  public long minimumKeySize() {
    return switch (family) {
      case NONE -> 0;
      case RSA -> 2048;
      case EC, SM2 -> 256;
    };
  }

  public long maximumKeySize() {
    return switch (family) {
      case NONE -> 0;
      case RSA -> 4096;
      case EC -> 384;
      case SM2 -> 256;
    };
  }

  /** CKF_… of clause 3.5, CK_MECHANISM_INFO. */
  public long flags() {
    long what =
        switch (use) {
          case GENERATE -> CKF_GENERATE_KEY_PAIR;
          case SIGN -> CKF_SIGN_VERIFY;
          case DIGEST -> CKF_DIGEST;
        };
    return family == Family.EC || family == Family.SM2 ? what | CKF_EC : what;
  }
}
