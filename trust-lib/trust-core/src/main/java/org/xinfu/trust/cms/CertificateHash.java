package org.xinfu.trust.cms;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * One entry of a signing-certificate attribute: RFC 5035 §5.4.1, or its first version with SHA-1
 * (RFC 2634 §5.4.1). SHA-1 still binds here: to use it, one would have to find a second certificate
 * with the digest of a given one.
 */
record CertificateHash(Optional<ContentDigest> digest, Bytes value, @Nullable IssuerSerial issuer) {

  /** The entries, at least one; empty when the attribute's value is not readable. */
  static Optional<List<CertificateHash>> parse(Der value, boolean second) {
    return Decoding.maybe(
        () -> {
          if (second && bare(value)) {
            return Optional.of(value.children().stream().map(CertificateHash::bareId).toList());
          }
          boolean wrapped = value.tag() == Der.OCTET_STRING;
          ASN1Primitive read = (wrapped ? Der.read(value.content()) : value).primitive();
          List<CertificateHash> all =
              second
                  ? Arrays.stream(SigningCertificateV2.getInstance(read).getCerts())
                      .map(CertificateHash::second)
                      .toList()
                  : Arrays.stream(
                          org.bouncycastle.asn1.ess.SigningCertificate.getInstance(read).getCerts())
                      .map(CertificateHash::first)
                      .toList();
          return all.isEmpty() ? Optional.empty() : Optional.of(all);
        });
  }

  /**
   * Whether the value is the list of identifiers itself instead of a SEQUENCE that holds it, as
   * jsrsasign wrote it before version 10, its issuers no GeneralNames either.
   */
  static boolean bare(Der value) {
    return Decoding.maybe(
            () ->
                value.tag() == Der.SEQUENCE
                    ? value.children().stream().findFirst().flatMap(CertificateHash::bareHash)
                    : Optional.empty())
        .isPresent();
  }

  /** The hash of such an identifier: by SHA-256, which need not be named. */
  private static Optional<Bytes> bareHash(Der id) {
    return id.expect(Der.SEQUENCE).children().stream()
        .findFirst()
        .filter(first -> first.tag() == Der.OCTET_STRING)
        .map(Der::content);
  }

  private static CertificateHash bareId(Der id) {
    Bytes hash = bareHash(id).orElseThrow(() -> new MalformedDer("ESSCertIDv2: no certHash"));
    return new CertificateHash(Optional.of(ContentDigest.SHA256), hash, null);
  }

  private static CertificateHash second(ESSCertIDv2 id) {
    return new CertificateHash(
        ContentDigest.ofOid(id.getHashAlgorithm().getAlgorithm()),
        Bytes.of(id.getCertHash()),
        readable(id.getIssuerSerial()));
  }

  private static CertificateHash first(ESSCertID id) {
    return new CertificateHash(
        Optional.of(ContentDigest.SHA1),
        Bytes.of(id.getCertHash()),
        readable(id.getIssuerSerial()));
  }

  /** Names are decoded when asked for: a damaged one must be told here. */
  private static @Nullable IssuerSerial readable(@Nullable IssuerSerial stated) {
    if (stated != null) {
      for (GeneralName each : stated.getIssuer().getNames()) {
        if (each.getTagNo() == GeneralName.directoryName) {
          BCStyle.INSTANCE.toString(X500Name.getInstance(each.getName()));
        }
      }
    }
    return stated;
  }

  /** Whether it names this certificate. */
  boolean of(Certificate certificate) {
    return digest.filter(hash -> hash.of(certificate.der()).equals(value)).isPresent()
        && (issuer == null || matches(issuer, certificate));
  }

  private static boolean matches(IssuerSerial stated, Certificate certificate) {
    GeneralName[] names = stated.getIssuer().getNames();
    return names.length == 1
        && names[0].getTagNo() == GeneralName.directoryName
        && certificate.isNamed(
            X500Name.getInstance(names[0].getName()), stated.getSerial().getValue());
  }
}
