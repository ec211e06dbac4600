package org.xinfu.trust.key;

/** Whole suites: curve or modulus, digest and padding together. An illegal pair cannot be named. */
public enum SignatureAlgorithm {
  /** SM2 on sm2p256v1 with SM3 over Z‖M, GB/T 32918.2; OID 1.2.156.10197.1.501. */
  SM2_SM3,
  ECDSA_P256_SHA256,
  ECDSA_P384_SHA384,
  /** RSASSA-PKCS1-v1_5, RFC 8017 §8.2, modulus of 2048 bits and more. */
  RSA_PKCS1_SHA256,
  /** RSASSA-PSS, RFC 8017 §8.1, SHA-256, MGF1 with SHA-256, salt of 32 octets. */
  RSA_PSS_SHA256
}
