package org.xinfu.trust.seal;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Signer;

/** Signs with a seal, GB/T 38540 SES_Signature version 4. */
public final class SealSigner {
  private SealSigner() {}

  /**
   * Signs the content; the value is DER.
   *
   * @param signer an SM2 key whose certificate is in the seal's list
   * @return DER SES_Signature
   * @throws IllegalArgumentException when the seal is unreadable or does not name the signer
   */
  public static Bytes sign(SealedContent content, Signer signer) {
    Certificate certificate = SesDer.certificateOf(signer);
    Seal seal =
        Seal.parse(content.seal())
            .orElseThrow(() -> new IllegalArgumentException("not a seal of version 4"));
    if (!seal.lists(certificate)) {
      throw new IllegalArgumentException("the seal does not name this signer");
    }
    DERSequence signed =
        SesDer.sequence(
            new ASN1Integer(4),
            SesDer.as(content.seal()),
            SesDer.time(content.time()),
            SesDer.bits(content.contentDigest()),
            new DERIA5String(content.propertyInfo()));
    Bytes value = signer.sign(SesDer.encode(signed));
    return SesDer.encode(
        SesDer.sequence(
            signed, SesDer.octets(certificate.der()), SesDer.SM2_WITH_SM3, SesDer.bits(value)));
  }
}
