package org.xinfu.trust.cms;

import java.util.Optional;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;

/** The two ways in which CMS names a signer's certificate, RFC 5652 §5.3. */
final class SignerNames {
  private SignerNames() {}

  static Bytes issuerAndSerial(Certificate certificate) {
    return Der.encode(
        new IssuerAndSerialNumber(certificate.holder().getIssuer(), certificate.serial()));
  }

  static Optional<Bytes> subjectKey(Certificate certificate) {
    return certificate.subjectKeyIdentifier();
  }
}
