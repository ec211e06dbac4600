package org.xinfu.trust.key;

/**
 * What an AlgorithmIdentifier alone says of a signature; the key's kind completes it to a {@link
 * SignatureAlgorithm}.
 *
 * @param salt octets of the PSS salt; 0 for every other kind
 */
public record SignatureScheme(Kind kind, Hash hash, int salt) {
  /** How the value is made of the hash. */
  public enum Kind {
    /** GB/T 32918.2 with Z. */
    SM2,
    /** FIPS 186-5 §6. */
    ECDSA,
    /** RFC 8017 §8.2. */
    RSA_PKCS1,
    /** RFC 8017 §8.1, MGF1 with the same hash. */
    RSA_PSS,
    /** RFC 8032, PureEdDSA. */
    EDDSA
  }

  /** With the usual salt, which is as long as the digest. */
  public static SignatureScheme of(Kind kind, Hash hash) {
    return new SignatureScheme(kind, hash, kind == Kind.RSA_PSS ? hash.length() : 0);
  }

  /** Whether the salt is as long as the digest, as every suite has it. */
  public boolean usual() {
    return equals(of(kind, hash));
  }
}
