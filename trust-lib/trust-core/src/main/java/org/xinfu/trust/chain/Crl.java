package org.xinfu.trust.chain;

import java.io.IOException;
import java.math.BigInteger;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;

/**
 * A full, direct CRL. Delta lists, indirect lists and lists with a limited scope all carry a
 * critical extension (RFC 5280 §5.2) and are left unread.
 */
final class Crl {
  private static final ASN1ObjectIdentifier EXPIRED_CERTIFICATES_ON_CRL =
      new ASN1ObjectIdentifier("2.5.29.60");

  private final X509CRLHolder holder;
  private final SignedSlices slices;

  private Crl(X509CRLHolder holder, SignedSlices slices) {
    this.holder = holder;
    this.slices = slices;
  }

  static Optional<Crl> parse(Bytes der) {
    try {
      X509CRLHolder holder = new X509CRLHolder(der.toArray());
      boolean plain = holder.getCriticalExtensionOIDs().isEmpty();
      return SignedSlices.ofCrl(der).filter(s -> plain).map(s -> new Crl(holder, s));
    } catch (IOException | RuntimeException malformed) {
      return Optional.empty();
    }
  }

  /** Whether the certificate's own issuer made it and may make CRLs. */
  boolean speaksFor(Certificate certificate, Certificate issuer) {
    return holder.getIssuer().equals(certificate.holder().getIssuer())
        && (!issuer.hasKeyUsage() || issuer.allowsUsage(KeyUsage.cRLSign))
        && slices.sameAlgorithm()
        && slices.signedBy(issuer);
  }

  Instant thisUpdate() {
    return holder.getThisUpdate().toInstant();
  }

  boolean madeBy(Instant now) {
    return !thisUpdate().isAfter(now);
  }

  /**
   * Whether silence about the certificate means anything: entries are dropped after the expiry (RFC
   * 5280 §3.3) unless expiredCertsOnCRL reaches back to it (X.509 §9.5.2.6).
   */
  boolean knows(Certificate certificate) {
    Instant expiry = certificate.notAfter();
    return !thisUpdate().isAfter(expiry)
        || Optional.ofNullable(holder.getExtension(EXPIRED_CERTIFICATES_ON_CRL))
            .flatMap(Crl::date)
            .filter(since -> !since.isAfter(expiry))
            .isPresent();
  }

  /** Between thisUpdate and nextUpdate; a list that promises no next one is never fresh. */
  boolean freshAt(Instant now) {
    @Nullable Date next = holder.getNextUpdate();
    return madeBy(now) && next != null && !now.isAfter(next.toInstant());
  }

  Optional<RevokedEntry> entry(BigInteger serial) {
    @Nullable X509CRLEntryHolder found = holder.getRevokedCertificate(serial);
    if (found == null) {
      return Optional.empty();
    }
    // An entry with a critical extension that we do not know is taken as revoked all the same.
    RevocationCause cause =
        extension(found, Extension.reasonCode)
            .flatMap(e -> number(ASN1Enumerated.getInstance(e.getParsedValue()).getValue()))
            .orElse(RevocationCause.UNSPECIFIED);
    Optional<Instant> invalidSince =
        extension(found, Extension.invalidityDate).map(e -> date(e).orElse(Instant.EPOCH));
    return Optional.of(
        new RevokedEntry(serial, found.getRevocationDate().toInstant(), cause, invalidSince));
  }

  private static Optional<RevocationCause> number(BigInteger value) {
    return value.bitLength() > 8 ? Optional.empty() : RevocationCause.ofNumber(value.intValue());
  }

  private static Optional<Extension> extension(X509CRLEntryHolder entry, ASN1ObjectIdentifier oid) {
    return Optional.ofNullable(entry.getExtension(oid));
  }

  private static Optional<Instant> date(Extension extension) {
    try {
      ASN1GeneralizedTime time = ASN1GeneralizedTime.getInstance(extension.getParsedValue());
      return Optional.of(time.getDate().toInstant());
    } catch (ParseException malformed) {
      return Optional.empty();
    }
  }
}
