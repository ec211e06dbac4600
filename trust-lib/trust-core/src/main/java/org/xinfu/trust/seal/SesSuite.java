package org.xinfu.trust.seal;

import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.SignatureIdentifiers;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.KeyKind;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.VerificationKey;

/**
 * What the object identifier of a seal's signature and the key of its certificate say together.
 *
 * @param key the certificate's key in the stated suite; empty unless they fit
 */
record SesSuite(Kind kind, Optional<VerificationKey> key) {
  private static final String SM2 = "1.2.156.10197.1.501";

  /** SM2 by its key or curve, and without an arc, as libraries in use have it. */
  private static final Set<String> SM2_SPELLINGS =
      Set.of("1.2.156.10197.1.301.1", "1.2.156.10197.1.301", "1.2.156.10197.501");

  /** GM/T 0031-2014 wrote the key's own identifier beside SHA-1. */
  private static final String RSA = "1.2.840.113549.1.1.1";

  enum Kind {
    /** A suite of ours, and the key fits. */
    KNOWN,
    /** Identifier and key are of different families. */
    MISMATCH,
    /** Not computed. */
    UNKNOWN
  }

  static SesSuite of(String oid, Certificate certificate) {
    Optional<KeyKind> kind = certificate.keyKind();
    Optional<SignatureScheme> scheme = scheme(oid);
    Optional<VerificationKey> key = scheme.flatMap(certificate::publicKey);
    if (key.isPresent()) {
      return new SesSuite(Kind.KNOWN, key);
    }
    // An SM2 key signs in one way alone, so that any other name of it is wrong.
    boolean wrong =
        scheme
            .map(s -> kind.filter(k -> SignatureAlgorithm.of(s, k).isEmpty()).isPresent())
            .orElse(kind.filter(k -> k == KeyKind.SM2).isPresent());
    return new SesSuite(wrong ? Kind.MISMATCH : Kind.UNKNOWN, Optional.empty());
  }

  private static Optional<SignatureScheme> scheme(String oid) {
    if (isSm2(oid)) {
      return Optional.of(SignatureAlgorithm.SM2_SM3.scheme());
    }
    return oid.equals(RSA)
        ? Optional.of(SignatureScheme.of(SignatureScheme.Kind.RSA_PKCS1, Hash.SHA1))
        : SignatureIdentifiers.parse(new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid)));
  }

  static boolean isSm2(String oid) {
    return oid.equals(SM2) || SM2_SPELLINGS.contains(oid);
  }

  /** Whether SM2 is meant but written otherwise than GB/T 38540 has it. */
  static boolean oddlySpelled(String oid) {
    return SM2_SPELLINGS.contains(oid);
  }

  /** The suite, when the key fits. */
  Optional<SignatureAlgorithm> suite() {
    return key.map(VerificationKey::algorithm);
  }

  /** As reports name it. */
  Optional<String> name() {
    return suite().map(Enum::name);
  }
}
