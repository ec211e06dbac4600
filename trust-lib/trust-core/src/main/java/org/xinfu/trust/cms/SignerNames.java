package org.xinfu.trust.cms;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
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

  /**
   * Whether that name differs in strings that are PrintableString in one and UTF8String in the
   * other, and in nothing else: libraries that read a name as text choose anew between the two (RFC
   * 5280 §4.1.2.4). Two and more do, or one that is alone with a country and a serial number, which
   * have no choice (appendix A.1): a single octet that was damaged is not taken for that.
   */
  static boolean retyped(Bytes issuerAndSerial, Certificate certificate) {
    return Decoding.of(
            () -> {
              RDN[] named =
                  IssuerAndSerialNumber.getInstance(Der.read(issuerAndSerial).primitive())
                      .getName()
                      .getRDNs();
              RDN[] own = certificate.holder().getIssuer().getRDNs();
              int retyped = 0;
              boolean alone = true;
              for (int i = 0; i < own.length && named.length == own.length; i++) {
                boolean same = Der.encode(named[i]).equals(Der.encode(own[i]));
                if (!same && !retyped(named[i], own[i])) {
                  return false;
                }
                retyped += same ? 0 : 1;
                alone &= same == fixed(own[i]);
              }
              return retyped >= 2 || (retyped == 1 && alone);
            })
        .orElse(false);
  }

  private static boolean retyped(RDN one, RDN other) {
    AttributeTypeAndValue a = one.getFirst();
    AttributeTypeAndValue b = other.getFirst();
    return !one.isMultiValued()
        && !other.isMultiValued()
        && a.getType().equals(b.getType())
        && plain(a.getValue())
        && plain(b.getValue())
        && a.getValue().toString().equals(b.getValue().toString());
  }

  /** Whether its type is a PrintableString whoever writes it. */
  private static boolean fixed(RDN own) {
    ASN1ObjectIdentifier type = own.getFirst().getType();
    return !own.isMultiValued() && (type.equals(BCStyle.C) || type.equals(BCStyle.SERIALNUMBER));
  }

  private static boolean plain(ASN1Encodable value) {
    return value instanceof ASN1PrintableString || value instanceof ASN1UTF8String;
  }

  static Optional<Bytes> subjectKey(Certificate certificate) {
    return certificate.subjectKeyIdentifier();
  }
}
