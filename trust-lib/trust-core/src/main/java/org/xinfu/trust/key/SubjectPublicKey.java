package org.xinfu.trust.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.xinfu.trust.Bytes;

/** Wraps an EC point as devices give it into DER SubjectPublicKeyInfo (RFC 5480, GM/T 0015). */
public final class SubjectPublicKey {
  private SubjectPublicKey() {}

  /** id-ecPublicKey with curve 1.2.156.10197.1.301. */
  public static Bytes sm2(Bytes point) {
    return ec(GMObjectIdentifiers.sm2p256v1, point);
  }

  /** id-ecPublicKey with secp256r1. */
  public static Bytes p256(Bytes point) {
    return ec(SECObjectIdentifiers.secp256r1, point);
  }

  private static Bytes ec(ASN1ObjectIdentifier curve, Bytes point) {
    try {
      AlgorithmIdentifier id = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve);
      return Bytes.of(new SubjectPublicKeyInfo(id, point.toArray()).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
