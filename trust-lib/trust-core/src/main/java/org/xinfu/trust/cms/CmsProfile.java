package org.xinfu.trust.cms;

/** Which rules a SignedData is held to besides RFC 5652. */
public enum CmsProfile {
  /** ETSI EN 319 142-1: detached, one signer, signing certificate attribute required. */
  PADES("EN 319 142-1 6.3"),
  /** ISO 32000 adbe.pkcs7.detached: detached, one signer, the attribute is only recommended. */
  PKCS7("ISO 32000-2 12.8.3.3"),
  /** ETSI EN 319 122-1: several signers may be there, signing time is an attribute. */
  CADES("EN 319 122-1 6.3");

  private final String clause;

  CmsProfile(String clause) {
    this.clause = clause;
  }

  String clause() {
    return clause;
  }
}
