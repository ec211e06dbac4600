package org.xinfu.trust.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Writes the DER of seals and signatures. */
final class SesDer {
  /** SM3 with SM2, what GB/T 38540 signs with. */
  static final ASN1ObjectIdentifier SM2_WITH_SM3 = GMObjectIdentifiers.sm2sign_with_sm3;

  private SesDer() {}

  static DERSequence sequence(ASN1Encodable... parts) {
    return new DERSequence(parts);
  }

  static DEROctetString octets(Bytes content) {
    return new DEROctetString(content.toArray());
  }

  static DERBitString bits(Bytes content) {
    return new DERBitString(content.toArray());
  }

  static ASN1GeneralizedTime time(Instant moment) {
    return new DERGeneralizedTime(Date.from(moment));
  }

  /** Octets that are known to be DER, to be put in as they are. */
  static ASN1Primitive as(Bytes der) {
    try {
      return ASN1Primitive.fromByteArray(der.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The signer's own certificate, when the signer may sign seals. */
  static Certificate certificateOf(Signer signer) {
    List<Certificate> chain = signer.chain();
    if (signer.algorithm() != SignatureAlgorithm.SM2_SM3 || chain.isEmpty()) {
      throw new IllegalArgumentException("seals are signed by an SM2 key with a certificate");
    }
    return chain.get(0);
  }
}
