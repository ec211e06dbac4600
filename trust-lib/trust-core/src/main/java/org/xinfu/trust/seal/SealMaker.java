package org.xinfu.trust.seal;

import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;

/** Makes seals, GB/T 38540 version 4. */
public final class SealMaker {
  /** How a digest list names SM3. */
  static final String SM3 = "1.2.156.10197.1.401";

  private SealMaker() {}

  /**
   * A seal signed by its maker.
   *
   * @param maker an SM2 key with its certificate first in its chain
   * @return DER SESeal
   */
  public static Bytes make(SealSpec spec, Signer maker) {
    Certificate certificate = SesDer.certificateOf(maker);
    DERSequence content = content(spec);
    // GB/T 38540: signed is the DER of eSealInfo, nothing else.
    Bytes value = maker.sign(Der.encode(content));
    return Der.encode(
        SesDer.sequence(
            content, SesDer.octets(certificate.der()), SesDer.SM2_WITH_SM3, SesDer.bits(value)));
  }

  private static DERSequence content(SealSpec spec) {
    SealPicture picture = spec.picture();
    return SesDer.sequence(
        SesDer.sequence(
            new DERIA5String("ES"), new ASN1Integer(4), new DERIA5String(spec.vendorId())),
        new DERIA5String(spec.esId()),
        property(spec),
        SesDer.sequence(
            new DERIA5String(picture.type()),
            SesDer.octets(picture.data()),
            new ASN1Integer(picture.widthMm()),
            new ASN1Integer(picture.heightMm())));
  }

  private static DERSequence property(SealSpec spec) {
    List<? extends ASN1Encodable> signers =
        spec.signers().stream()
            .map(c -> spec.byDigest() ? digest(c) : SesDer.octets(c.der()))
            .toList();
    return SesDer.sequence(
        new ASN1Integer(spec.type()),
        new DERUTF8String(spec.name()),
        new ASN1Integer(spec.byDigest() ? 2 : 1),
        new DERSequence(signers.toArray(ASN1Encodable[]::new)),
        SesDer.time(spec.createdAt()),
        SesDer.time(spec.validFrom()),
        SesDer.time(spec.validTo()));
  }

  private static ASN1Encodable digest(Certificate certificate) {
    return SesDer.sequence(
        new DERPrintableString(SM3), SesDer.octets(Digests.sm3(certificate.der())));
  }
}
