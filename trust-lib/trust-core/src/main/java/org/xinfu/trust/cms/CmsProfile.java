package org.xinfu.trust.cms;

/** Which rules a SignedData is held to besides RFC 5652. */
public enum CmsProfile {
  /** ETSI EN 319 142-1: detached, one signer, signing certificate attribute due. */
  PADES("EN 319 142-1 6.3"),
  /** ISO 32000 adbe.pkcs7.detached: detached, one signer, the attribute is only recommended. */
  PKCS7("ISO 32000-2 12.8.3.3"),
  /** ETSI EN 319 122-1: several signers may be there, signing time is an attribute. */
  CADES("EN 319 122-1 6.3"),
  /** A CMS file: attached or detached, any content type, the attribute makes it CAdES. */
  FILE("RFC 5652 5.1"),
  /**
   * GB/T 35275: as a file; besides, the content may be the original's SM3 (raw or in Base64) in
   * place of the original, the signature may be raw r‖s and attributes may be absent.
   */
  GBT35275("GB/T 35275 7.1"),
  /** A time-stamp token, RFC 3161 §2.4.2: attached, one signer, certificate attribute required. */
  TIMESTAMP("RFC 3161 2.4.2"),
  /** Over another signature's value: no content-type attribute. */
  COUNTERSIGNATURE("RFC 5652 11.4");

  private final String clause;

  CmsProfile(String clause) {
    this.clause = clause;
  }

  String clause() {
    return clause;
  }

  /** Whether the profile is a PDF's or CAdES as an outer format embeds it. */
  boolean embedded() {
    return this == PADES || this == PKCS7 || this == CADES;
  }

  boolean oneSigner() {
    return this == PADES || this == PKCS7 || this == TIMESTAMP;
  }

  /** Whether the signing-certificate attribute may be absent under interop. */
  boolean certificateOptional() {
    return this == PKCS7
        || this == PADES
        || this == FILE
        || this == GBT35275
        || this == COUNTERSIGNATURE;
  }

  /**
   * Whether a SignerInfo without signed attributes is allowed for plain data. ISO 32000-2 §12.8.3.3
   * asks for none; a PDF cannot be read as attributes, and what can be is refused.
   */
  boolean attributesOptional(boolean strict) {
    return this == FILE
        || this == GBT35275
        || this == COUNTERSIGNATURE
        || (this == PKCS7 && !strict);
  }
}
