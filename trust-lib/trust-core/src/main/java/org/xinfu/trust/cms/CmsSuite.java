package org.xinfu.trust.cms;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.xinfu.trust.chain.SignatureIdentifiers;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.SignatureScheme.Kind;

/** How CMS spells our suites: RFC 5753, RFC 5754, RFC 4056, RFC 8419 and GM/T 0006 for SM2. */
final class CmsSuite {
  private CmsSuite() {}

  /** The digest algorithm as we write it: without parameters (RFC 5754 §2). */
  static AlgorithmIdentifier digestIdentifier(ContentDigest digest) {
    return new AlgorithmIdentifier(digest.oid());
  }

  static AlgorithmIdentifier signatureIdentifier(SignatureAlgorithm suite) {
    return SignatureIdentifiers.of(suite);
  }

  /**
   * What a SignerInfo's two identifiers name together; empty when the signature's is unknown. Bare
   * rsaEncryption takes its digest from {@code digest} (RFC 5754 §3.2), and so does a bare
   * id-ecPublicKey, which some producers write; with SM3 it means SM2.
   */
  static Optional<SignatureScheme> scheme(AlgorithmIdentifier signature, ContentDigest digest) {
    if (sm2(signature, digest)) {
      return digest == ContentDigest.SM3
          ? Optional.of(SignatureScheme.of(Kind.SM2, Hash.SM3))
          : Optional.empty();
    }
    if (bare(signature)) {
      boolean rsa = signature.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
      return digest == ContentDigest.SM3
          ? Optional.empty()
          : Optional.of(SignatureScheme.of(rsa ? Kind.RSA_PKCS1 : Kind.ECDSA, digest.hash()));
    }
    return SignatureIdentifiers.parse(signature);
  }

  /** GB/T 35275 writes SM2-1; producers the curve (GM/T 0006) or the key's own identifier. */
  private static boolean sm2(AlgorithmIdentifier signature, ContentDigest digest) {
    ASN1ObjectIdentifier oid = signature.getAlgorithm();
    boolean key = oid.equals(X9ObjectIdentifiers.id_ecPublicKey) && digest == ContentDigest.SM3;
    return (oid.equals(Oids.SM2_SIGN) || oid.equals(Oids.SM2) || key)
        && (absentOrNull(signature.getParameters()) || named(signature));
  }

  /** Whether the parameters are the curve of SM2, as they are in a key. */
  private static boolean named(AlgorithmIdentifier signature) {
    return Oids.SM2.equals(signature.getParameters());
  }

  /** Whether the suite is named as its standard does not name it. */
  static boolean oddlySpelled(AlgorithmIdentifier signature, boolean gb) {
    ASN1ObjectIdentifier oid = signature.getAlgorithm();
    return oid.equals(X9ObjectIdentifiers.id_ecPublicKey)
        || oid.equals(Oids.SM2)
        || named(signature)
        || (oid.equals(Oids.SM2_SIGN) && !gb);
  }

  /** Whether scheme and digest belong together; Ed25519 hashes by itself (RFC 8419 §3). */
  static boolean agree(SignatureScheme scheme, ContentDigest digest) {
    return scheme.kind() == Kind.EDDSA
        ? digest != ContentDigest.SM3
        : scheme.hash() == digest.hash();
  }

  private static boolean bare(AlgorithmIdentifier signature) {
    ASN1ObjectIdentifier oid = signature.getAlgorithm();
    return oid.equals(PKCSObjectIdentifiers.rsaEncryption)
        ? absentOrNull(signature.getParameters())
        : oid.equals(X9ObjectIdentifiers.id_ecPublicKey);
  }

  static boolean absentOrNull(ASN1Encodable parameters) {
    return parameters == null || parameters.equals(DERNull.INSTANCE);
  }
}
