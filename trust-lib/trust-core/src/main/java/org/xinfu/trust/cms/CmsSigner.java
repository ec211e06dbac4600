package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Makes detached SignedData with one SignerInfo at baseline level B: ETSI EN 319 122-1 §6 (CAdES)
 * and EN 319 142-1 §6 (PAdES). Content goes in as its digest, so that its size does not matter.
 *
 * <p>Every embedded certificate is named by its hash in the signing-certificate-v2 attribute and
 * both algorithm identifiers by the algorithm-protection attribute (RFC 6211), so that no octet of
 * the result can be altered without breaking it.
 */
public final class CmsSigner {
  private CmsSigner() {}

  /**
   * PAdES-B-B: no signing-time attribute, since the PDF's /M says it (EN 319 142-1 §6.3).
   *
   * @param digest of the content, by {@link ContentDigest#of(SignatureAlgorithm)} of the signer
   * @param signer with its certificate
   * @return DER ContentInfo
   * @throws IllegalArgumentException when the signer has no certificate
   */
  public static Bytes pades(Bytes digest, Signer signer) {
    return signedData(signer, attributes(digest, signer));
  }

  /** CAdES-B-B: as {@link #pades}, with the claimed {@code time} as a signed attribute. */
  public static Bytes cades(Bytes digest, Signer signer, Instant time) {
    ASN1EncodableVector attributes = attributes(digest, signer);
    attributes.add(attribute(CMSAttributes.signingTime, new Time(Date.from(time))));
    return signedData(signer, attributes);
  }

  /** Octets that surely hold what {@link #pades} returns for this signer; a multiple of 1024. */
  public static int reserve(Signer signer) {
    int certificates = embedded(signer).stream().mapToInt(c -> c.der().length() + 64).sum();
    return (certificates + 2048 + 1023) / 1024 * 1024;
  }

  private static ASN1EncodableVector attributes(Bytes digest, Signer signer) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(attribute(CMSAttributes.contentType, CMSObjectIdentifiers.data));
    attributes.add(attribute(CMSAttributes.messageDigest, new DEROctetString(digest.toArray())));
    attributes.add(
        attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, signingCertificate(signer)));
    attributes.add(
        attribute(
            CMSAttributes.cmsAlgorithmProtect,
            new CMSAlgorithmProtection(
                digestIdentifier(signer),
                CMSAlgorithmProtection.SIGNATURE,
                CmsSuite.signatureIdentifier(signer.algorithm()))));
    return attributes;
  }

  private static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new Attribute(type, new DERSet(value));
  }

  private static SigningCertificateV2 signingCertificate(Signer signer) {
    boolean sm = signer.algorithm() == SignatureAlgorithm.SM2_SM3;
    ContentDigest hash = sm ? ContentDigest.SM3 : ContentDigest.SHA256;
    ESSCertIDv2[] ids =
        embedded(signer).stream()
            .map(c -> hash.of(c.der()).toArray())
            .map(h -> new ESSCertIDv2(CmsSuite.digestIdentifier(hash), h))
            .toArray(ESSCertIDv2[]::new);
    return new SigningCertificateV2(ids);
  }

  /** The signer's certificate and its issuers, but no root: nobody trusts it for being here. */
  private static List<Certificate> embedded(Signer signer) {
    if (signer.chain().isEmpty()) {
      throw new IllegalArgumentException("the signer has no certificate");
    }
    List<Certificate> embedded = new ArrayList<>(signer.chain());
    embedded.subList(1, embedded.size()).removeIf(Certificate::selfIssued);
    return embedded;
  }

  private static AlgorithmIdentifier digestIdentifier(Signer signer) {
    return CmsSuite.digestIdentifier(ContentDigest.of(signer.algorithm()));
  }

  private static Bytes signedData(Signer signer, ASN1EncodableVector attributes) {
    try {
      DERSet signed = new DERSet(attributes);
      // RFC 5652 §5.4: what is signed is the DER of SET OF, not of the implicit [0].
      Bytes signature = signer.sign(Bytes.of(signed.getEncoded(ASN1Encoding.DER)));
      Certificate own = signer.chain().get(0);
      SignerInfo info =
          new SignerInfo(
              new SignerIdentifier(
                  new IssuerAndSerialNumber(own.holder().getIssuer(), own.serial())),
              digestIdentifier(signer),
              signed,
              CmsSuite.signatureIdentifier(signer.algorithm()),
              new DEROctetString(signature.toArray()),
              (ASN1Set) null);
      ASN1EncodableVector certificates = new ASN1EncodableVector();
      embedded(signer).forEach(c -> certificates.add(c.holder().toASN1Structure()));
      SignedData data =
          new SignedData(
              new DERSet(digestIdentifier(signer)),
              new ContentInfo(CMSObjectIdentifiers.data, null),
              new DERSet(certificates),
              null,
              new DERSet(info));
      return Bytes.of(
          new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
