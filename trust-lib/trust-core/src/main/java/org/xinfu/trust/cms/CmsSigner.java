package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Makes SignedData with one SignerInfo at baseline level B: ETSI EN 319 122-1 §6 (CAdES) and EN 319
 * 142-1 §6 (PAdES); {@link CadesExtender} raises it to T, LT and LTA. Detached content goes in as
 * its digest, so that its size does not matter.
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
    return new SignedDataMaker(signer).make(attributes(digest, signer, CMSObjectIdentifiers.data));
  }

  /** CAdES-B-B: as {@link #pades}, with the claimed {@code time} as a signed attribute. */
  public static Bytes cades(Bytes digest, Signer signer, Instant time) {
    return new SignedDataMaker(signer).make(timed(digest, signer, time));
  }

  /** CAdES-B-B with the content inside. */
  public static Bytes cadesAttached(Bytes content, Signer signer, Instant time) {
    Bytes digest = ContentDigest.of(signer.algorithm()).of(content);
    return new SignedDataMaker(signer)
        .carrying(CMSObjectIdentifiers.data, content)
        .make(timed(digest, signer, time));
  }

  /**
   * As {@link #cadesAttached(Bytes, Signer, Instant)} for a content of any size, which is read once
   * to be digested and once to be copied, and never held.
   *
   * @param out where the DER ContentInfo goes
   * @throws IOException when {@code out} fails or the content changes its length meanwhile: then
   *     what was written is no message
   */
  public static void cadesAttached(
      DocumentSource content, Signer signer, Instant time, OutputStream out) throws IOException {
    Bytes digest = SignedContents.digests(content).apply(ContentDigest.of(signer.algorithm()));
    AttachedStream.write(cades(digest, signer, time), content, out);
  }

  /** A TimeStampToken over DER TSTInfo, RFC 3161 §2.4.2 with RFC 5816. */
  public static Bytes timestamp(Bytes info, Signer authority) {
    Bytes digest = ContentDigest.of(authority.algorithm()).of(info);
    return new SignedDataMaker(authority)
        .carrying(Oids.TST_INFO, info)
        .make(attributes(digest, authority, Oids.TST_INFO));
  }

  private static ASN1EncodableVector timed(Bytes digest, Signer signer, Instant time) {
    ASN1EncodableVector attributes = attributes(digest, signer, CMSObjectIdentifiers.data);
    attributes.add(attribute(CMSAttributes.signingTime, new Time(Date.from(time))));
    return attributes;
  }

  /** Octets that surely hold what {@link #pades} returns for this signer; a multiple of 1024. */
  public static int reserve(Signer signer) {
    int certificates = embedded(signer).stream().mapToInt(c -> c.der().length() + 64).sum();
    return (certificates + 2048 + 1023) / 1024 * 1024;
  }

  static ASN1EncodableVector attributes(Bytes digest, Signer signer, ASN1ObjectIdentifier type) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(attribute(CMSAttributes.contentType, type));
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

  static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
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
  static List<Certificate> embedded(Signer signer) {
    if (signer.chain().isEmpty()) {
      throw new IllegalArgumentException("the signer has no certificate");
    }
    List<Certificate> embedded = new ArrayList<>(signer.chain());
    embedded.subList(1, embedded.size()).removeIf(Certificate::selfIssued);
    return embedded;
  }

  static AlgorithmIdentifier digestIdentifier(Signer signer) {
    return CmsSuite.digestIdentifier(ContentDigest.of(signer.algorithm()));
  }
}
