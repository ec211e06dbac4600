package org.xinfu.trust.crypt;

import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.der.Der;

/**
 * How the content key is encrypted for one recipient. RSAES-PKCS1-v1_5 is not here: it cannot be
 * opened without an oracle (RFC 3218), so it is neither made nor read.
 */
public enum KeyWrap {
  /** SM2 public-key encryption, 1.2.156.10197.1.301.3, DER SM2Cipher (GM/T 0009 §7.2). */
  SM2,
  /** RSAES-OAEP with SHA-256 for label and mask (RFC 8017 §7.1, RFC 3560). */
  RSA_OAEP_SHA256,
  /** RSAES-OAEP with SHA-384. */
  RSA_OAEP_SHA384,
  /** RSAES-OAEP with SHA-512. */
  RSA_OAEP_SHA512,
  /** RSAES-OAEP with SHA-1, the default of RFC 8017: read, never made. */
  RSA_OAEP_SHA1;

  private static final ASN1ObjectIdentifier SM2_ENCRYPTION =
      new ASN1ObjectIdentifier("1.2.156.10197.1.301.3");
  // Spellings of producers: the curve, and what GmSSL calls sm2encrypt.
  private static final ASN1ObjectIdentifier SM2_CURVE =
      new ASN1ObjectIdentifier("1.2.156.10197.1.301");
  private static final ASN1ObjectIdentifier SM2_GMSSL =
      new ASN1ObjectIdentifier("1.2.156.10197.1.301.2");

  private static final Map<ASN1ObjectIdentifier, KeyWrap> BY_HASH =
      Map.of(
          OIWObjectIdentifiers.idSHA1, RSA_OAEP_SHA1,
          NISTObjectIdentifiers.id_sha256, RSA_OAEP_SHA256,
          NISTObjectIdentifiers.id_sha384, RSA_OAEP_SHA384,
          NISTObjectIdentifiers.id_sha512, RSA_OAEP_SHA512);

  /** What this identifier names; empty for anything else, a label in OAEP included. */
  static Optional<KeyWrap> of(AlgorithmIdentifier id) {
    ASN1ObjectIdentifier oid = id.getAlgorithm();
    if (oid.equals(SM2_ENCRYPTION) || oid.equals(SM2_CURVE) || oid.equals(SM2_GMSSL)) {
      return Optional.of(SM2);
    }
    if (!oid.equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
      return Optional.empty();
    }
    RSAESOAEPparams parameters = RSAESOAEPparams.getInstance(id.getParameters());
    if (parameters == null) {
      return Optional.of(RSA_OAEP_SHA1);
    }
    AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
    ASN1ObjectIdentifier hash = parameters.getHashAlgorithm().getAlgorithm();
    boolean sameHash =
        mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
            && AlgorithmIdentifier.getInstance(mask.getParameters()).getAlgorithm().equals(hash);
    boolean noLabel =
        Der.encode(parameters.getPSourceAlgorithm())
            .equals(Der.encode(RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
    return sameHash && noLabel ? Optional.ofNullable(BY_HASH.get(hash)) : Optional.empty();
  }

  /** The identifier of what is made here. */
  AlgorithmIdentifier identifier() {
    if (this == SM2) {
      return new AlgorithmIdentifier(SM2_ENCRYPTION);
    }
    ASN1ObjectIdentifier oid =
        BY_HASH.entrySet().stream()
            .filter(e -> e.getValue() == this)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    AlgorithmIdentifier hash = new AlgorithmIdentifier(oid);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSAES_OAEP,
        new RSAESOAEPparams(
            hash,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash),
            RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
  }

  /** The JDK's name of the digest; empty for SM2. */
  String digest() {
    return this == SM2 ? "" : name().replace("RSA_OAEP_SHA", "SHA-");
  }
}
