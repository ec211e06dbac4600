package org.xinfu.trust.chain;

import org.bouncycastle.asn1.x509.KeyUsage;

/** What a certificate is for; it fixes basicConstraints, keyUsage and extended key usage. */
public enum Purpose {
  ROOT_CA,
  /** Issues end-entity certificates only: pathLenConstraint 0. */
  SUB_CA,
  /** Signs seals (制章者). */
  SEAL_MAKER,
  /** Signs with a seal (签章者). */
  SEAL_SIGNER,
  DOCUMENT_SIGNER,
  /**
   * The second certificate of a pair, to which others encrypt and which never signs (GM/T 0034).
   */
  ENCRYPTION,
  /** Extended key usage timeStamping, critical, alone (RFC 3161 §2.3). */
  TIMESTAMPER,
  /** Extended key usage OCSPSigning, with ocsp-nocheck (RFC 6960 §4.2.2.2). */
  OCSP_RESPONDER,
  /** Signs CRLs for its issuer: keyUsage cRLSign alone. */
  CRL_ISSUER;

  /** Whether it issues certificates and CRLs. */
  public boolean ca() {
    return this == ROOT_CA || this == SUB_CA;
  }

  /** The keyUsage bits, as {@link KeyUsage} numbers them. */
  int keyUsage() {
    if (this == ENCRYPTION) {
      return KeyUsage.keyEncipherment | KeyUsage.dataEncipherment | KeyUsage.keyAgreement;
    }
    if (this == CRL_ISSUER) {
      return KeyUsage.cRLSign;
    }
    return ca()
        ? KeyUsage.keyCertSign | KeyUsage.cRLSign
        : KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
  }
}
