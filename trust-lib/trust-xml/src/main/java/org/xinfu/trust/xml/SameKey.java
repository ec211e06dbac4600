package org.xinfu.trust.xml;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/**
 * Whether KeyValue or DEREncodedKeyValue (XML-DSig 1.1 §4.5.2, §4.5.9) is a certificate's key: the
 * same numbers, or the same point on the same curve, however each is spelled.
 */
final class SameKey {
  /**
   * One kind of number; a certificate may narrow it to PSS, which KeyValue cannot (RFC 4055 §1.2).
   */
  private static final Set<ASN1ObjectIdentifier> RSA =
      Set.of(PKCSObjectIdentifiers.rsaEncryption, PKCSObjectIdentifiers.id_RSASSA_PSS);

  private SameKey() {}

  static boolean of(Bytes one, Bytes other) {
    Optional<SubjectPublicKeyInfo> b = read(other);
    return read(one).filter(a -> b.isPresent() && same(a, b.get())).isPresent();
  }

  /** A SubjectPublicKeyInfo; empty for octets that are none. */
  private static Optional<SubjectPublicKeyInfo> read(Bytes spki) {
    return spki.length() == 0
        ? Optional.empty()
        : Decoding.of(() -> SubjectPublicKeyInfo.getInstance(spki.toArray()));
  }

  private static boolean same(SubjectPublicKeyInfo a, SubjectPublicKeyInfo b) {
    boolean octets = a.getPublicKeyData().equals(b.getPublicKeyData());
    if (RSA.contains(a.getAlgorithm().getAlgorithm())) {
      return octets && RSA.contains(b.getAlgorithm().getAlgorithm());
    }
    return sameAlgorithm(a.getAlgorithm(), b.getAlgorithm()) && (octets || samePoint(a, b));
  }

  private static boolean sameAlgorithm(AlgorithmIdentifier a, AlgorithmIdentifier b) {
    return a.getAlgorithm().equals(b.getAlgorithm())
        && Objects.equals(parameters(a), parameters(b));
  }

  /** Absent is the same as NULL. */
  private static Optional<ASN1Encodable> parameters(AlgorithmIdentifier id) {
    return Optional.ofNullable(id.getParameters()).filter(p -> !DERNull.INSTANCE.equals(p));
  }

  /** A point may be written compressed here and in full there (SEC 1 §2.3.3). */
  private static boolean samePoint(SubjectPublicKeyInfo a, SubjectPublicKeyInfo b) {
    Optional<ECPoint> one = point(a);
    return one.isPresent() && one.equals(point(b));
  }

  private static Optional<ECPoint> point(SubjectPublicKeyInfo key) {
    if (!(key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve)) {
      return Optional.empty();
    }
    Optional<X9ECParameters> known = Optional.ofNullable(ECNamedCurveTable.getByOID(curve));
    return known.flatMap(
        k -> Decoding.of(() -> k.getCurve().decodePoint(key.getPublicKeyData().getOctets())));
  }
}
