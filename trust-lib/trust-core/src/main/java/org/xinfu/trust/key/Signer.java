package org.xinfu.trust.key;

import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/** One private key, its suite and the certificates that speak for it; the only way to sign. */
public interface Signer {
  /** The suite; it cannot be chosen per call. */
  SignatureAlgorithm algorithm();

  /** The public half. */
  VerificationKey publicKey();

  /** The signer's certificate first, then its issuers; empty before a certificate exists. */
  List<Certificate> chain();

  /**
   * Signs the message (not a digest of it).
   *
   * @return DER {@code SEQUENCE { r, s }} for SM2 (GM/T 0009 §7.3) and ECDSA, the octets of RFC
   *     8017 for RSA
   * @throws VaultException when the device fails
   */
  Bytes sign(Bytes message);

  /** The same key speaking with these certificates. */
  default Signer withChain(List<Certificate> certificates) {
    return new CertifiedSigner(this, certificates);
  }
}
