package org.xinfu.trust.key;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.key.SignatureScheme.Kind;

/** Whole suites: curve or modulus, digest and padding together. An illegal pair cannot be named. */
public enum SignatureAlgorithm {
  /** SM2 on sm2p256v1 with SM3 over Z‖M, GB/T 32918.2; OID 1.2.156.10197.1.501. */
  SM2_SM3(Kind.SM2, Hash.SM3, KeyKind.SM2),
  ECDSA_P256_SHA256(Kind.ECDSA, Hash.SHA256, KeyKind.P256),
  ECDSA_P256_SHA384(Kind.ECDSA, Hash.SHA384, KeyKind.P256),
  ECDSA_P256_SHA512(Kind.ECDSA, Hash.SHA512, KeyKind.P256),
  ECDSA_P384_SHA256(Kind.ECDSA, Hash.SHA256, KeyKind.P384),
  ECDSA_P384_SHA384(Kind.ECDSA, Hash.SHA384, KeyKind.P384),
  ECDSA_P384_SHA512(Kind.ECDSA, Hash.SHA512, KeyKind.P384),
  ECDSA_P521_SHA256(Kind.ECDSA, Hash.SHA256, KeyKind.P521),
  ECDSA_P521_SHA384(Kind.ECDSA, Hash.SHA384, KeyKind.P521),
  ECDSA_P521_SHA512(Kind.ECDSA, Hash.SHA512, KeyKind.P521),
  /** RSASSA-PKCS1-v1_5, RFC 8017 §8.2, modulus of 2048 bits and more. */
  RSA_PKCS1_SHA256(Kind.RSA_PKCS1, Hash.SHA256, KeyKind.RSA),
  RSA_PKCS1_SHA384(Kind.RSA_PKCS1, Hash.SHA384, KeyKind.RSA),
  RSA_PKCS1_SHA512(Kind.RSA_PKCS1, Hash.SHA512, KeyKind.RSA),
  /** RSASSA-PSS, RFC 8017 §8.1, SHA-256, MGF1 with SHA-256, salt of 32 octets. */
  RSA_PSS_SHA256(Kind.RSA_PSS, Hash.SHA256, KeyKind.RSA),
  RSA_PSS_SHA384(Kind.RSA_PSS, Hash.SHA384, KeyKind.RSA),
  RSA_PSS_SHA512(Kind.RSA_PSS, Hash.SHA512, KeyKind.RSA),
  /** RFC 8032; in CMS with SHA-512 over the content, RFC 8419 §3. */
  ED25519(Kind.EDDSA, Hash.SHA512, KeyKind.ED25519),

  // Computed, so that a report can say that the octets are intact; they count for nothing more.
  ECDSA_P256_SHA1(Kind.ECDSA, Hash.SHA1, KeyKind.P256),
  ECDSA_P256_SHA224(Kind.ECDSA, Hash.SHA224, KeyKind.P256),
  ECDSA_P384_SHA1(Kind.ECDSA, Hash.SHA1, KeyKind.P384),
  ECDSA_P384_SHA224(Kind.ECDSA, Hash.SHA224, KeyKind.P384),
  ECDSA_P521_SHA1(Kind.ECDSA, Hash.SHA1, KeyKind.P521),
  ECDSA_P521_SHA224(Kind.ECDSA, Hash.SHA224, KeyKind.P521),
  RSA_PKCS1_SHA1(Kind.RSA_PKCS1, Hash.SHA1, KeyKind.RSA),
  RSA_PKCS1_SHA224(Kind.RSA_PKCS1, Hash.SHA224, KeyKind.RSA),
  RSA_PSS_SHA1(Kind.RSA_PSS, Hash.SHA1, KeyKind.RSA),
  RSA_PSS_SHA224(Kind.RSA_PSS, Hash.SHA224, KeyKind.RSA);

  private final Kind kind;
  private final Hash hash;
  private final KeyKind key;

  SignatureAlgorithm(Kind kind, Hash hash, KeyKind key) {
    this.kind = kind;
    this.hash = hash;
    this.key = key;
  }

  /** The suite that a scheme makes with a key of this kind; empty when they do not fit. */
  public static Optional<SignatureAlgorithm> of(SignatureScheme scheme, KeyKind key) {
    return Arrays.stream(values())
        .filter(s -> s.key == key && s.kind == scheme.kind() && s.hash == scheme.hash())
        .findFirst();
  }

  /** The suites that a policy accepts unless it says otherwise: all but the legacy ones. */
  public static Set<SignatureAlgorithm> current() {
    EnumSet<SignatureAlgorithm> current = EnumSet.allOf(SignatureAlgorithm.class);
    current.removeIf(SignatureAlgorithm::legacy);
    return Collections.unmodifiableSet(current);
  }

  /** Whether its hash is SHA-1 or SHA-224. */
  public boolean legacy() {
    return hash().legacy();
  }

  /** The part of it that an AlgorithmIdentifier names. */
  public SignatureScheme scheme() {
    return SignatureScheme.of(kind, hash);
  }

  /** The hash; for Ed25519 the one that CMS puts beside it. */
  public Hash hash() {
    return hash;
  }

  /** The kind of key that it needs. */
  public KeyKind key() {
    return key;
  }
}
