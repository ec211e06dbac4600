package org.xinfu.trust.cms;

import java.util.Optional;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;

/** The two ways in which CMS names a signer's certificate, RFC 5652 §5.3. */
final class SignerNames {
  private SignerNames() {}

  static Bytes issuerAndSerial(Certificate certificate) {
    return Der.encode(
        new IssuerAndSerialNumber(certificate.holder().getIssuer(), certificate.serial()));
  }

  /**
   * Whether a DER IssuerAndSerialNumber has the certificate's serial and the name of its issuer in
   * other string types or another spelling of them (RFC 5280 §7.1).
   */
  static boolean alike(Bytes issuerAndSerial, Certificate certificate) {
    Bytes serial = Bytes.of(certificate.serial().toByteArray());
    int start = issuerAndSerial.length() - serial.length();
    if (start < 0 || !issuerAndSerial.slice(start, issuerAndSerial.length()).equals(serial)) {
      return false; // of thousands of certificates at hand hardly one gets further
    }
    return Decoding.of(
            () -> {
              IssuerAndSerialNumber id =
                  IssuerAndSerialNumber.getInstance(Der.read(issuerAndSerial).primitive());
              return certificate.isNamed(id.getName(), id.getSerialNumber().getValue());
            })
        .orElse(false);
  }

  static Optional<Bytes> subjectKey(Certificate certificate) {
    return certificate.subjectKeyIdentifier();
  }
}
