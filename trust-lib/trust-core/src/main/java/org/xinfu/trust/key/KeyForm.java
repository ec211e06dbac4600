package org.xinfu.trust.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/**
 * A SubjectPublicKeyInfo taken apart.
 *
 * @param point the uncompressed point of an EC key, else empty
 * @param pssOnly whether the key is bound to PSS (RFC 4055 §1.2)
 * @param pssHash the hash that such a key is bound to, when it is
 */
record KeyForm(
    KeyKind kind,
    Bytes point,
    @Nullable PublicKey jdk,
    @Nullable RsaKey rsa,
    boolean pssOnly,
    @Nullable Hash pssHash) {

  /** Empty for kinds that are not understood and for damaged keys. */
  static Optional<KeyForm> parse(Bytes spki) {
    return Decoding.maybe(
        () -> {
          SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki.toArray());
          AlgorithmIdentifier id = info.getAlgorithm();
          ASN1ObjectIdentifier oid = id.getAlgorithm();
          if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa(info, false, null);
          }
          if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return pss(info);
          }
          if (oid.equals(EdECObjectIdentifiers.id_Ed25519) && id.getParameters() == null) {
            return edwards(spki, info);
          }
          return oid.equals(X9ObjectIdentifiers.id_ecPublicKey)
              ? ec(spki, info, id.getParameters())
              : Optional.empty();
        });
  }

  int bits() {
    return switch (kind) {
      case RSA -> rsa == null ? 0 : rsa.bits();
      case P384 -> 384;
      case P521 -> 521;
      case SM2, P256, ED25519 -> 256;
    };
  }

  /** What a verification costs, in those of usual keys. */
  int effort() {
    return rsa == null ? 1 : rsa.effort();
  }

  /** Whether the key may be used so. */
  boolean serves(SignatureScheme scheme) {
    return !pssOnly
        || (scheme.kind() == SignatureScheme.Kind.RSA_PSS
            && (pssHash == null || pssHash == scheme.hash()));
  }

  private static Optional<KeyForm> pss(SubjectPublicKeyInfo info)
      throws IOException, GeneralSecurityException {
    ASN1Encodable parameters = info.getAlgorithm().getParameters();
    if (parameters == null) {
      return rsa(info, true, null);
    }
    ASN1ObjectIdentifier hash =
        RSASSAPSSparams.getInstance(parameters).getHashAlgorithm().getAlgorithm();
    Optional<Hash> bound = Hash.ofOid(hash);
    return bound.isPresent() ? rsa(info, true, bound.get()) : Optional.empty();
  }

  private static Optional<KeyForm> rsa(
      SubjectPublicKeyInfo info, boolean pssOnly, @Nullable Hash hash)
      throws IOException, GeneralSecurityException {
    ASN1Encodable parameters = info.getAlgorithm().getParameters();
    if (!pssOnly && parameters != null && !DERNull.INSTANCE.equals(parameters)) {
      return Optional.empty();
    }
    Optional<RsaKey> key = RsaKey.parse(ASN1Sequence.getInstance(info.parsePublicKey()));
    if (key.isEmpty()) {
      return Optional.empty();
    }
    RSAPublicKeySpec spec = new RSAPublicKeySpec(key.get().modulus(), key.get().exponent());
    PublicKey jdk = KeyFactory.getInstance("RSA").generatePublic(spec);
    return Optional.of(new KeyForm(KeyKind.RSA, Bytes.empty(), jdk, key.get(), pssOnly, hash));
  }

  /**
   * RFC 8032 §5.1.5: a key is a multiple of B. Under a point of small order, which the JDK takes,
   * one value signs whatever one likes.
   */
  private static Optional<KeyForm> edwards(Bytes spki, SubjectPublicKeyInfo info)
      throws GeneralSecurityException {
    byte[] point = info.getPublicKeyData().getOctets();
    if (point.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(point, 0)) {
      return Optional.empty();
    }
    PublicKey jdk = jdk("Ed25519", spki);
    return Optional.of(new KeyForm(KeyKind.ED25519, Bytes.empty(), jdk, null, false, null));
  }

  private static Optional<KeyForm> ec(
      Bytes spki, SubjectPublicKeyInfo info, @Nullable ASN1Encodable parameters)
      throws GeneralSecurityException {
    KeyKind kind = parameters instanceof ASN1ObjectIdentifier curve ? ofCurve(curve) : null;
    Bytes point = Bytes.of(info.getPublicKeyData().getOctets());
    if (kind == null || !onCurve((ASN1ObjectIdentifier) parameters, point)) {
      return Optional.empty();
    }
    PublicKey jdk = kind == KeyKind.SM2 ? null : jdk("EC", spki);
    return Optional.of(new KeyForm(kind, point, jdk, null, false, null));
  }

  private static @Nullable KeyKind ofCurve(ASN1ObjectIdentifier curve) {
    if (curve.equals(GMObjectIdentifiers.sm2p256v1)) {
      return KeyKind.SM2;
    }
    if (curve.equals(SECObjectIdentifiers.secp256r1)) {
      return KeyKind.P256;
    }
    if (curve.equals(SECObjectIdentifiers.secp384r1)) {
      return KeyKind.P384;
    }
    return curve.equals(SECObjectIdentifiers.secp521r1) ? KeyKind.P521 : null;
  }

  /** The JDK imports points without asking whether they lie on the curve. */
  private static boolean onCurve(@Nullable ASN1ObjectIdentifier id, Bytes point) {
    X9ECParameters curve = CustomNamedCurves.getByOID(id);
    ECPoint decoded = curve.getCurve().decodePoint(point.toArray());
    return point.at(0) == 4 && !decoded.isInfinity() && decoded.isValid();
  }

  private static PublicKey jdk(String type, Bytes spki) throws GeneralSecurityException {
    return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(spki.toArray()));
  }
}
