package org.xinfu.trust.cms;

import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/** Object identifiers of GB/T 35275 and of CAdES that Bouncy Castle has no names for. */
final class Oids {
  /** GB/T 35275 §6: 1 data, 2 signedData, 3 envelopedData and so on. */
  static final ASN1ObjectIdentifier GB = new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2");

  static final ASN1ObjectIdentifier GB_DATA = GB.branch("1");
  static final ASN1ObjectIdentifier GB_SIGNED_DATA = GB.branch("2");
  static final ASN1ObjectIdentifier GB_SIGNED_AND_ENVELOPED_DATA = GB.branch("4");

  /** SM2-1, the digital signature of GM/T 0006; GB/T 35275 writes it. */
  static final ASN1ObjectIdentifier SM2_SIGN = new ASN1ObjectIdentifier("1.2.156.10197.1.301.1");

  /** The curve, which some producers write in place of the signature algorithm. */
  static final ASN1ObjectIdentifier SM2 = new ASN1ObjectIdentifier("1.2.156.10197.1.301");

  static final ASN1ObjectIdentifier TST_INFO =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.4");

  /**
   * SpcIndirectDataContent of Authenticode: carries a digest of a program in a form of its own. Who
   * reads that the signature is VALID believes that the program is.
   */
  static final ASN1ObjectIdentifier SPC_INDIRECT_DATA =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.4");

  static final ASN1ObjectIdentifier COUNTERSIGNATURE =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.6");
  static final ASN1ObjectIdentifier SIGNATURE_TIMESTAMP =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.14");
  static final ASN1ObjectIdentifier CONTENT_TIMESTAMP =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.20");
  static final ASN1ObjectIdentifier CERTIFICATE_VALUES =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.23");
  static final ASN1ObjectIdentifier REVOCATION_VALUES =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.24");

  /** EN 319 122-1 §5.5.3. */
  static final ASN1ObjectIdentifier ARCHIVE_TIMESTAMP_V3 =
      new ASN1ObjectIdentifier("0.4.0.1733.2.4");

  /** EN 319 122-1 §5.5.2. */
  static final ASN1ObjectIdentifier HASH_INDEX_V3 = new ASN1ObjectIdentifier("0.4.0.19122.1.5");

  /** TS 101 733 V2.2.1 §6.4.2, before EN 319 122-1. */
  static final ASN1ObjectIdentifier HASH_INDEX = new ASN1ObjectIdentifier("0.4.0.1733.2.5");

  /** EN 319 122-1 V1.0.0 §5.5.2; of the same shape as its successor. */
  static final ASN1ObjectIdentifier HASH_INDEX_V2 = new ASN1ObjectIdentifier("0.4.0.19122.1.4");

  static final ASN1ObjectIdentifier OCSP_RESPONSE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.16.2");

  /** Unsigned attributes that are looked at. */
  static final Set<ASN1ObjectIdentifier> JUDGED =
      Set.of(
          COUNTERSIGNATURE,
          SIGNATURE_TIMESTAMP,
          CERTIFICATE_VALUES,
          REVOCATION_VALUES,
          ARCHIVE_TIMESTAMP_V3,
          HASH_INDEX,
          HASH_INDEX_V2,
          HASH_INDEX_V3);

  /**
   * What is never an unsigned attribute: content-type, message-digest and signing-time (RFC 5652
   * §11.1 to §11.3), the protected algorithms (RFC 6211 §2), signing-certificate (RFC 5035 §3, §5),
   * signature-policy (EN 319 122-1 §5.2.9).
   */
  static final Set<ASN1ObjectIdentifier> SIGNED_ONLY =
      Set.of(
          CMSAttributes.contentType,
          CMSAttributes.messageDigest,
          CMSAttributes.signingTime,
          CMSAttributes.cmsAlgorithmProtect,
          PKCSObjectIdentifiers.id_aa_signingCertificate,
          PKCSObjectIdentifiers.id_aa_signingCertificateV2,
          PKCSObjectIdentifiers.id_aa_ets_sigPolicyId);

  private Oids() {}
}
