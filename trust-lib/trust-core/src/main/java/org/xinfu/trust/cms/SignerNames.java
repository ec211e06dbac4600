package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/** The two ways in which CMS names a signer's certificate, RFC 5652 §5.3. */
final class SignerNames {
  private SignerNames() {}

  static Bytes issuerAndSerial(Certificate certificate) {
    try {
      return Bytes.of(
          new IssuerAndSerialNumber(certificate.holder().getIssuer(), certificate.serial())
              .getEncoded("DER"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<Bytes> subjectKey(Certificate certificate) {
    return certificate.subjectKeyIdentifier();
  }
}
