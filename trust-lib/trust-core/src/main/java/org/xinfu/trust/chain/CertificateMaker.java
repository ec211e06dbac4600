package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/**
 * Makes X.509 v3 certificates after RFC 5280 and GM/T 0015: country as PrintableString, other name
 * parts as UTF8String, SM2 signatures as 1.2.156.10197.1.501 without parameters.
 */
public final class CertificateMaker {
  private CertificateMaker() {}

  /**
   * A certificate signed by the key that it certifies.
   *
   * @throws IllegalArgumentException when {@code signer} is not the key of {@code spec}
   */
  public static Certificate selfSigned(CertificateSpec spec, Signer signer) {
    if (!signer.publicKey().encoded().equals(spec.key().encoded())) {
      throw new IllegalArgumentException("the signer's key is not the certificate's");
    }
    return make(spec, signer, name(spec.subject()), Optional.of(KeyIdentifiers.of(spec.key())));
  }

  /**
   * A certificate signed by {@code issuer}.
   *
   * @param issuer with its own certificate first in its chain
   */
  public static Certificate issue(CertificateSpec spec, Signer issuer) {
    if (issuer.chain().isEmpty()) {
      throw new IllegalArgumentException("an issuer needs its own certificate");
    }
    Certificate own = issuer.chain().get(0);
    return make(spec, issuer, own.name(), KeyIdentifiers.of(own));
  }

  /** The name of RFC 4514 text, encoded as GM/T 0015 wants. */
  static X500Name name(String rfc4514) {
    return new X500Name(RFC4519Style.INSTANCE, rfc4514);
  }

  private static Certificate make(
      CertificateSpec spec, Signer signer, X500Name issuer, Optional<byte[]> issuerKey) {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            spec.serial(),
            Date.from(spec.notBefore()),
            Date.from(spec.notAfter()),
            name(spec.subject()),
            SubjectPublicKeyInfo.getInstance(spec.key().encoded().toArray()));
    try {
      addUsage(builder, spec.purpose());
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new SubjectKeyIdentifier(KeyIdentifiers.of(spec.key())));
      if (issuerKey.isPresent()) {
        builder.addExtension(
            Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuerKey.get()));
      }
      if (spec.crl().isPresent()) {
        builder.addExtension(
            Extension.cRLDistributionPoints, false, distributionPoint(spec.crl().get()));
      }
      if (spec.test()) {
        builder.addExtension(TestAnchors.OID, false, DERNull.INSTANCE);
      }
      byte[] der = builder.build(new SignerContent(signer)).getEncoded();
      return Certificate.parse(Bytes.of(der)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addUsage(X509v3CertificateBuilder builder, Purpose purpose)
      throws IOException {
    BasicConstraints constraints =
        purpose == Purpose.SUB_CA ? new BasicConstraints(0) : new BasicConstraints(purpose.ca());
    builder.addExtension(Extension.basicConstraints, true, constraints);
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(purpose.keyUsage()));
    if (purpose == Purpose.TIMESTAMPER) {
      builder.addExtension(
          Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
    }
    if (purpose == Purpose.OCSP_RESPONDER) {
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
      builder.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
    }
  }

  private static CRLDistPoint distributionPoint(String url) {
    GeneralNames names =
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url));
    DistributionPoint point = new DistributionPoint(new DistributionPointName(names), null, null);
    return new CRLDistPoint(new DistributionPoint[] {point});
  }
}
