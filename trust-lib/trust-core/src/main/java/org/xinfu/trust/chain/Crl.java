package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.cert.X509CRLHolder;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.VerificationKey;

/**
 * A CRL as received, RFC 5280 §5: complete or delta, direct or indirect, of whole or limited scope.
 * Of one with another critical extension only that it names a certificate is told.
 */
final class Crl {
  private static final ASN1ObjectIdentifier EXPIRED_CERTIFICATES_ON_CRL =
      new ASN1ObjectIdentifier("2.5.29.60");
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          Extension.issuingDistributionPoint,
          Extension.deltaCRLIndicator,
          Extension.cRLNumber,
          Extension.authorityKeyIdentifier);
  private static final int REMOVE_FROM_CRL = 8;

  /** All but its entries. */
  private final X509CRLHolder holder;

  private final CrlEntries entries;
  private final SignedSlices slices;
  private final CrlScope scope;
  private final Optional<BigInteger> number;
  private final Optional<BigInteger> base;
  private final Instant thisUpdate;
  private final Optional<Instant> nextUpdate;
  private final Optional<Instant> remembersSince;
  private final boolean understood;

  private Crl(CrlEntries.Parts parts, SignedSlices slices) {
    this.holder = parts.rest();
    this.entries = parts.entries();
    this.slices = slices;
    this.scope =
        new CrlScope(
            extension(Extension.issuingDistributionPoint)
                .map(e -> IssuingDistributionPoint.getInstance(e.getParsedValue())));
    this.number = integer(Extension.cRLNumber);
    this.base = integer(Extension.deltaCRLIndicator);
    this.thisUpdate = holder.getThisUpdate().toInstant();
    this.nextUpdate = Optional.ofNullable(holder.getNextUpdate()).map(Date::toInstant);
    this.remembersSince = extension(EXPIRED_CERTIFICATES_ON_CRL).flatMap(Crl::date);
    Set<Object> critical = new HashSet<>((Collection<?>) holder.getCriticalExtensionOIDs());
    this.understood = UNDERSTOOD.containsAll(critical);
    NameForms.read(holder.getIssuer());
    scope.listed(holder.getIssuer());
    entries.check(scope.indirect());
  }

  /** Empty when anything in it cannot be read: Bouncy Castle would find that out when asked. */
  static Optional<Crl> parse(Bytes der) {
    return Decoding.maybe(
        () -> {
          CrlEntries.Parts parts = CrlEntries.split(Der.outer(der));
          return SignedSlices.ofCrl(der).map(s -> new Crl(parts, s));
        });
  }

  X500Name issuer() {
    return holder.getIssuer();
  }

  /**
   * Whether nothing in it is critical that we do not know: else it says nothing for sure (§5.2).
   */
  boolean understood() {
    return understood;
  }

  /** Whether it has anything to say of it: one that is not understood, when it names it. */
  boolean tells(Certificate certificate) {
    return understood || !entries(certificate).isEmpty();
  }

  CrlScope scope() {
    return scope;
  }

  /** Grows with every list of one issuer and scope; absent in old lists. */
  Optional<BigInteger> number() {
    return number;
  }

  /** Of a delta list, the number of the complete list that it continues. */
  Optional<BigInteger> base() {
    return base;
  }

  boolean sameSeries(Crl other) {
    return NameForms.same(issuer(), other.issuer()) && scope.equals(other.scope);
  }

  /** The key that made it, when {@code signer}'s did. */
  Optional<VerificationKey> madeBy(Certificate signer) {
    return slices.sameAlgorithm() && slices.signedBy(signer)
        ? slices.key(signer)
        : Optional.empty();
  }

  Instant thisUpdate() {
    return thisUpdate;
  }

  Optional<Instant> nextUpdate() {
    return nextUpdate;
  }

  /**
   * Whether silence about the certificate means anything: entries are dropped after the expiry (RFC
   * 5280 §3.3) unless expiredCertsOnCRL reaches back to it (X.509 §9.5.2.6).
   */
  boolean remembers(Certificate certificate) {
    Instant expiry = certificate.notAfter();
    return !thisUpdate.isAfter(expiry)
        || remembersSince.filter(since -> !since.isAfter(expiry)).isPresent();
  }

  /**
   * The certificate's entries, but for those that only take it from the list again: at most one in
   * a sound list. Which of several is the worst depends on what is known of the signature's time.
   */
  List<RevokedEntry> entries(Certificate certificate) {
    return found(certificate).stream()
        .filter(e -> base.isEmpty() || !removes(e))
        .map(Crl::read)
        .toList();
  }

  /** Whether it is in the name of the certificate's issuer, or may be of others too. */
  boolean mayName(Certificate certificate) {
    return scope.indirect() || NameForms.same(issuer(), certificate.holder().getIssuer());
  }

  /** Whether a delta list says that a hold is over. */
  boolean releases(Certificate certificate) {
    return base.isPresent() && found(certificate).stream().anyMatch(Crl::removes);
  }

  private List<TBSCertList.CRLEntry> found(Certificate certificate) {
    X500Name wanted = certificate.holder().getIssuer();
    if (scope.indirect()) {
      return entries.of(certificate.serial(), issuer(), named -> names(named, wanted));
    }
    return NameForms.same(issuer(), wanted) ? entries.of(certificate.serial()) : List.of();
  }

  private static boolean names(GeneralNames issuers, X500Name issuer) {
    return Arrays.stream(issuers.getNames())
        .filter(n -> n.getTagNo() == GeneralName.directoryName)
        .anyMatch(n -> NameForms.same(issuer, X500Name.getInstance(n.getName())));
  }

  private static boolean removes(TBSCertList.CRLEntry entry) {
    return reason(entry).equals(Optional.of(BigInteger.valueOf(REMOVE_FROM_CRL)));
  }

  /**
   * An entry with a critical extension that we do not know is taken as revoked all the same; one
   * whose cause or invalidity date cannot be read, as revoked ever since.
   */
  private static RevokedEntry read(TBSCertList.CRLEntry found) {
    RevocationCause cause =
        reason(found)
            .filter(r -> r.bitLength() <= 8)
            .flatMap(r -> RevocationCause.ofNumber(r.intValue()))
            .orElse(RevocationCause.UNSPECIFIED);
    boolean damaged = extension(found, Extension.reasonCode).isPresent() && reason(found).isEmpty();
    Optional<Instant> invalidSince =
        damaged
            ? Optional.of(Instant.EPOCH)
            : extension(found, Extension.invalidityDate).map(e -> date(e).orElse(Instant.EPOCH));
    return new RevokedEntry(
        found.getUserCertificate().getValue(),
        found.getRevocationDate().getDate().toInstant(),
        cause,
        invalidSince);
  }

  private static Optional<BigInteger> reason(TBSCertList.CRLEntry entry) {
    return extension(entry, Extension.reasonCode)
        .flatMap(e -> Decoding.of(() -> ASN1Enumerated.getInstance(e.getParsedValue()).getValue()));
  }

  private static Optional<Extension> extension(
      TBSCertList.CRLEntry entry, ASN1ObjectIdentifier oid) {
    return OcspResponse.extension(entry.getExtensions(), oid);
  }

  private Optional<Extension> extension(ASN1ObjectIdentifier oid) {
    return Optional.ofNullable(holder.getExtension(oid));
  }

  private Optional<BigInteger> integer(ASN1ObjectIdentifier oid) {
    return extension(oid).map(e -> ASN1Integer.getInstance(e.getParsedValue()).getValue());
  }

  private static Optional<Instant> date(Extension extension) {
    return Decoding.of(() -> ASN1GeneralizedTime.getInstance(extension.getParsedValue()))
        .flatMap(OcspResponse::moment);
  }
}
