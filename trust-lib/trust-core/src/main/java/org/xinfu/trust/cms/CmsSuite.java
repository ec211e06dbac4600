package org.xinfu.trust.cms;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.xinfu.trust.key.SignatureAlgorithm;

/** How CMS spells our suites: RFC 5753, RFC 5754, RFC 4056 and GM/T 0006 for SM2. */
final class CmsSuite {
  private CmsSuite() {}

  /** The digest algorithm as we write it: without parameters (RFC 5754 §2). */
  static AlgorithmIdentifier digestIdentifier(ContentDigest digest) {
    return new AlgorithmIdentifier(digest.oid());
  }

  static AlgorithmIdentifier signatureIdentifier(SignatureAlgorithm suite) {
    return switch (suite) {
      case SM2_SM3 -> new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sm3);
      case ECDSA_P256_SHA256 -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
      case ECDSA_P384_SHA384 -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384);
      case RSA_PKCS1_SHA256 ->
          new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
      case RSA_PSS_SHA256 ->
          new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, pssParameters());
    };
  }

  /** SHA-256, MGF1 with SHA-256, salt of 32 octets: the only parameters accepted. */
  private static RSASSAPSSparams pssParameters() {
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(ContentDigest.SHA256.oid(), DERNull.INSTANCE);
    return new RSASSAPSSparams(
        sha256,
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha256),
        new ASN1Integer(32),
        RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
  }

  /**
   * The suite that a SignerInfo's two identifiers name together; empty when either is unknown or
   * they contradict each other. Bare rsaEncryption takes its digest from {@code digest} (RFC 5754
   * §3.2).
   */
  static Optional<SignatureAlgorithm> suite(AlgorithmIdentifier signature, ContentDigest digest) {
    ASN1ObjectIdentifier oid = signature.getAlgorithm();
    Optional<SignatureAlgorithm> named = named(signature, oid);
    return named.filter(suite -> ContentDigest.of(suite) == digest);
  }

  /** Whether the identifier alone is one of ours. */
  static boolean known(AlgorithmIdentifier signature) {
    return named(signature, signature.getAlgorithm()).isPresent();
  }

  private static Optional<SignatureAlgorithm> named(
      AlgorithmIdentifier signature, ASN1ObjectIdentifier oid) {
    boolean plain = absentOrNull(signature.getParameters());
    if (oid.equals(GMObjectIdentifiers.sm2sign_with_sm3) && plain) {
      return Optional.of(SignatureAlgorithm.SM2_SM3);
    }
    if (oid.equals(X9ObjectIdentifiers.ecdsa_with_SHA256) && plain) {
      return Optional.of(SignatureAlgorithm.ECDSA_P256_SHA256);
    }
    if (oid.equals(X9ObjectIdentifiers.ecdsa_with_SHA384) && plain) {
      return Optional.of(SignatureAlgorithm.ECDSA_P384_SHA384);
    }
    if ((oid.equals(PKCSObjectIdentifiers.sha256WithRSAEncryption)
            || oid.equals(PKCSObjectIdentifiers.rsaEncryption))
        && plain) {
      return Optional.of(SignatureAlgorithm.RSA_PKCS1_SHA256);
    }
    return signature.equals(signatureIdentifier(SignatureAlgorithm.RSA_PSS_SHA256))
        ? Optional.of(SignatureAlgorithm.RSA_PSS_SHA256)
        : Optional.empty();
  }

  static boolean absentOrNull(ASN1Encodable parameters) {
    return parameters == null || parameters.equals(DERNull.INSTANCE);
  }
}
