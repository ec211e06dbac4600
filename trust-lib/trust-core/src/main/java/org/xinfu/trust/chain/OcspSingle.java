package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Hash;

/**
 * What a response says about one certificate, RFC 6960 §4.2.1. "Unknown" says nothing and is not
 * kept.
 *
 * @param cutoff since when the responder remembers expired certificates, §4.4.4
 * @param understood whether nothing critical is there that we do not know
 */
record OcspSingle(
    CertID id,
    Instant thisUpdate,
    Optional<Instant> nextUpdate,
    Optional<Instant> cutoff,
    Optional<RevokedEntry> entry,
    boolean understood) {
  private static final int GOOD = 0;
  private static final int REVOKED = 1;

  static Optional<OcspSingle> read(SingleResponse single) {
    CertStatus status = single.getCertStatus();
    Optional<Instant> thisUpdate = OcspResponse.moment(single.getThisUpdate());
    boolean critical =
        single.getSingleExtensions() != null
            && single.getSingleExtensions().getCriticalExtensionOIDs().length > 0;
    Optional<Instant> nextUpdate = OcspResponse.moment(single.getNextUpdate());
    boolean readable =
        thisUpdate.isPresent() && nextUpdate.isPresent() == (single.getNextUpdate() != null);
    // A "good" with conditions that we do not know says nothing.
    if (!readable || (critical && status.getTagNo() == GOOD) || status.getTagNo() > REVOKED) {
      return Optional.empty();
    }
    BigInteger serial = single.getCertID().getSerialNumber().getValue();
    Optional<RevokedEntry> entry =
        status.getTagNo() == GOOD
            ? Optional.empty()
            : Optional.of(revoked(serial, RevokedInfo.getInstance(status.getStatus())));
    Optional<Instant> cutoff =
        OcspResponse.extension(
                single.getSingleExtensions(), OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff)
            .flatMap(e -> OcspResponse.moment(ASN1GeneralizedTime.getInstance(e.getParsedValue())));
    return Optional.of(
        new OcspSingle(single.getCertID(), thisUpdate.get(), nextUpdate, cutoff, entry, !critical));
  }

  /** The same in a response that is not understood as a whole. */
  OcspSingle doubted() {
    return new OcspSingle(id, thisUpdate, nextUpdate, cutoff, entry, false);
  }

  private static RevokedEntry revoked(BigInteger serial, RevokedInfo status) {
    RevocationCause cause =
        Optional.ofNullable(status.getRevocationReason())
            .flatMap(r -> RevocationCause.ofNumber(r.getValue().intValue()))
            .orElse(RevocationCause.UNSPECIFIED);
    Instant at = OcspResponse.moment(status.getRevocationTime()).orElse(Instant.EPOCH);
    return new RevokedEntry(serial, at, cause, Optional.empty());
  }

  /**
   * CertID: serial, and both hashes of the issuer, whichever function was chosen. The name is that
   * in the certificate (RFC 6960 §4.1.1); where issuer and certificate encode it differently, some
   * responders take the issuer's own.
   */
  boolean names(Certificate certificate, Certificate issuer) {
    if (!id.getSerialNumber().getValue().equals(certificate.serial())) {
      return false;
    }
    return Hash.ofOid(id.getHashAlgorithm().getAlgorithm())
        .map(
            hash ->
                Stream.of(certificate.holder().getIssuer(), issuer.name())
                        .map(name -> hash.of(Der.encode(name)))
                        .anyMatch(Bytes.of(id.getIssuerNameHash().getOctets())::equals)
                    && hash.of(keyBits(issuer)).equals(Bytes.of(id.getIssuerKeyHash().getOctets())))
        .orElse(false);
  }

  static Bytes issuerName(Certificate certificate) {
    try {
      return Bytes.of(certificate.holder().getIssuer().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bytes keyBits(Certificate issuer) {
    return Bytes.of(issuer.holder().getSubjectPublicKeyInfo().getPublicKeyData().getOctets());
  }

  /** Whether "good" means anything: after the expiry only as far back as the cutoff reaches. */
  boolean remembers(Certificate certificate) {
    Instant expiry = certificate.notAfter();
    return !thisUpdate.isAfter(expiry) || cutoff.filter(c -> !c.isAfter(expiry)).isPresent();
  }
}
