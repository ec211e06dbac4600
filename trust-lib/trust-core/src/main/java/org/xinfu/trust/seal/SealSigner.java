package org.xinfu.trust.seal;

import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampSource;

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
    return Der.encode(new DERSequence(parts(content, signer)));
  }

  /**
   * As {@link #sign(SealedContent, Signer)}, with a time-stamp over the octets of the signature
   * value in {@code [0]}.
   *
   * @return refused when the authority refuses
   */
  public static Verdict<Bytes> sign(
      SealedContent content, Signer signer, TimestampSource authority) {
    ASN1Encodable[] parts = parts(content, signer);
    Bytes value = Bytes.of(((ASN1BitString) parts[3]).getOctets());
    return authority
        .stamp(ContentDigest.SM3, ContentDigest.SM3.of(value))
        .fold(
            token -> stamped(parts, token),
            (reason, report) -> new Verdict.Invalid<>(reason, report),
            (reason, report) -> new Verdict.Indeterminate<>(reason, report));
  }

  private static Verdict<Bytes> stamped(ASN1Encodable[] parts, Bytes token) {
    ASN1Encodable[] five = Arrays.copyOf(parts, 5);
    five[4] = new DERTaggedObject(true, 0, SesDer.bits(token));
    return new Report.Builder()
        .pass("timestamp", "GB/T 38540", "")
        .verdict(Der.encode(new DERSequence(five)));
  }

  private static ASN1Encodable[] parts(SealedContent content, Signer signer) {
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
    Bytes value = signer.sign(Der.encode(signed));
    return new ASN1Encodable[] {
      signed, SesDer.octets(certificate.der()), SesDer.SM2_WITH_SM3, SesDer.bits(value)
    };
  }
}
