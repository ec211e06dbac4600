package org.xinfu.trust.chain;

import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.VerificationKey;

/** Key identifiers: a hint that links certificate and issuer, never a proof. */
final class KeyIdentifiers {
  private KeyIdentifiers() {}

  /** RFC 7093 §2 method 1: the first 160 bits of SHA-256 of the key's bit string. */
  static byte[] of(VerificationKey key) {
    SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.encoded().toArray());
    Bytes bits = Bytes.of(info.getPublicKeyData().getOctets());
    return Digests.sha256(bits).slice(0, 20).toArray();
  }

  /** The certificate's subjectKeyIdentifier. */
  static Optional<byte[]> of(Certificate certificate) {
    return certificate.subjectKeyIdentifier().map(Bytes::toArray);
  }
}
