package org.xinfu.trust.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;

/** A public key with its one suite; there is no {@code verify(key, algorithm)} to confuse. */
public final class VerificationKey {
  private final SignatureAlgorithm algorithm;
  private final Bytes encoded;
  private final Bytes point;
  private final @Nullable ECPoint sm2;
  private final @Nullable PublicKey jdk;

  private VerificationKey(
      SignatureAlgorithm algorithm, Bytes encoded, Bytes point, @Nullable PublicKey jdk) {
    this.algorithm = algorithm;
    this.encoded = encoded;
    this.point = point;
    this.sm2 = algorithm == SignatureAlgorithm.SM2_SM3 ? Sm2.point(point).orElseThrow() : null;
    this.jdk = jdk;
  }

  /**
   * Reads DER SubjectPublicKeyInfo with the suite that the key type implies: SM2 and ECDSA by
   * curve, RSA as PKCS#1 with SHA-256. Empty for unknown types, curves off the list, points off the
   * curve and RSA moduli below 2048 bits.
   */
  public static Optional<VerificationKey> parse(Bytes subjectPublicKeyInfo) {
    return read(subjectPublicKeyInfo, null);
  }

  /** As {@link #parse(Bytes)}, but the suite is given and must fit the key. */
  public static Optional<VerificationKey> parse(
      Bytes subjectPublicKeyInfo, SignatureAlgorithm algorithm) {
    return read(subjectPublicKeyInfo, algorithm);
  }

  /** An SM2 key from its point 04‖x‖y. */
  public static Optional<VerificationKey> ofSm2Point(Bytes point) {
    return read(SubjectPublicKey.sm2(point), SignatureAlgorithm.SM2_SM3);
  }

  /** The suite. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** DER SubjectPublicKeyInfo. */
  public Bytes encoded() {
    return encoded;
  }

  /** The uncompressed point 04‖x‖y of an EC key; empty for RSA. */
  public Bytes point() {
    return point;
  }

  /**
   * Whether {@code signature} is this key's over {@code message}. EC signatures are strict DER; SM2
   * uses the default user id. Never throws on a malformed signature.
   */
  public boolean verify(Bytes message, Bytes signature) {
    if (sm2 != null) {
      return EcSignature.parseDer(signature)
          .map(pair -> Sm2.verify(sm2, Sm2.e(point, Sm2.DEFAULT_ID, message), pair.r(), pair.s()))
          .orElse(false);
    }
    if (isEcdsa() && EcSignature.parseDer(signature).isEmpty()) {
      return false;
    }
    try {
      Signature verifier = jdkVerifier();
      verifier.initVerify(jdk);
      verifier.update(message.toArray());
      return verifier.verify(signature.toArray());
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private boolean isEcdsa() {
    return algorithm == SignatureAlgorithm.ECDSA_P256_SHA256
        || algorithm == SignatureAlgorithm.ECDSA_P384_SHA384;
  }

  private Signature jdkVerifier() throws GeneralSecurityException {
    switch (algorithm) {
      case ECDSA_P256_SHA256:
        return Signature.getInstance("SHA256withECDSA");
      case ECDSA_P384_SHA384:
        return Signature.getInstance("SHA384withECDSA");
      case RSA_PKCS1_SHA256:
        return Signature.getInstance("SHA256withRSA");
      case RSA_PSS_SHA256:
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return pss;
      case SM2_SM3:
        break;
    }
    throw new IllegalStateException("SM2 is not the JDK's");
  }

  private static Optional<VerificationKey> read(Bytes spki, @Nullable SignatureAlgorithm wanted) {
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki.toArray());
      AlgorithmIdentifier id = info.getAlgorithm();
      Bytes key = Bytes.of(info.getPublicKeyData().getOctets());
      SignatureAlgorithm implied = implied(id);
      SignatureAlgorithm suite = wanted == null ? implied : wanted;
      if (implied == null || suite == null || !fits(implied, suite)) {
        return Optional.empty();
      }
      if (suite == SignatureAlgorithm.SM2_SM3) {
        return Sm2.point(key).map(p -> new VerificationKey(suite, spki, key, null));
      }
      boolean rsa = implied == SignatureAlgorithm.RSA_PKCS1_SHA256;
      if (!rsa && !onCurve(id, key)) {
        return Optional.empty();
      }
      PublicKey jdk =
          KeyFactory.getInstance(rsa ? "RSA" : "EC")
              .generatePublic(new X509EncodedKeySpec(spki.toArray()));
      if (jdk instanceof RSAPublicKey r && r.getModulus().bitLength() < 2048) {
        return Optional.empty();
      }
      return Optional.of(new VerificationKey(suite, spki, rsa ? Bytes.empty() : key, jdk));
    } catch (GeneralSecurityException | RuntimeException malformed) {
      return Optional.empty();
    }
  }

  /** The JDK imports points without asking whether they lie on the curve. */
  private static boolean onCurve(AlgorithmIdentifier id, Bytes point) {
    X9ECParameters curve = CustomNamedCurves.getByOID((ASN1ObjectIdentifier) id.getParameters());
    ECPoint decoded = curve.getCurve().decodePoint(point.toArray());
    return point.at(0) == 4 && !decoded.isInfinity() && decoded.isValid();
  }

  private static boolean fits(SignatureAlgorithm implied, SignatureAlgorithm wanted) {
    return implied == wanted
        || (implied == SignatureAlgorithm.RSA_PKCS1_SHA256
            && wanted == SignatureAlgorithm.RSA_PSS_SHA256);
  }

  private static @Nullable SignatureAlgorithm implied(AlgorithmIdentifier id) {
    if (id.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return SignatureAlgorithm.RSA_PKCS1_SHA256;
    }
    if (!id.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        || !(id.getParameters() instanceof ASN1ObjectIdentifier curve)) {
      return null;
    }
    if (curve.equals(GMObjectIdentifiers.sm2p256v1)) {
      return SignatureAlgorithm.SM2_SM3;
    }
    if (curve.equals(SECObjectIdentifiers.secp256r1)) {
      return SignatureAlgorithm.ECDSA_P256_SHA256;
    }
    return curve.equals(SECObjectIdentifiers.secp384r1)
        ? SignatureAlgorithm.ECDSA_P384_SHA384
        : null;
  }
}
