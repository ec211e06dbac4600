package org.xinfu.trust.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;

/**
 * Of which certificates a list is complete, RFC 5280 §5.2.5 and §6.3.3 b. The scope limits what its
 * silence means; whom it names it revokes in any case, since serials are the issuer's own.
 *
 * @param point the issuingDistributionPoint extension; empty for all of the issuer's certificates
 */
record CrlScope(Optional<IssuingDistributionPoint> point) {
  /** All nine reasons of ReasonFlags. */
  static final int ALL_REASONS = 0x1ff;

  boolean indirect() {
    return point.map(IssuingDistributionPoint::isIndirectCRL).orElse(false);
  }

  /** One bit per reason that the list has entries for. */
  int reasons() {
    return point
        .flatMap(p -> Optional.ofNullable(p.getOnlySomeReasons()))
        .map(CrlScope::bits)
        .orElse(ALL_REASONS);
  }

  /**
   * Whether a certificate of this issuer, kind and distribution point would be on it (§6.3.3 b 1
   * and 2): by one of the points that the certificate names, or as a list of its issuer's own.
   */
  boolean covers(Certificate certificate, X500Name crlIssuer) {
    if (!point.map(p -> kindFits(p, certificate)).orElse(true)) {
      return false;
    }
    X500Name issuer = certificate.holder().getIssuer();
    boolean own = NameForms.same(crlIssuer, issuer);
    List<GeneralName> listed = listed(crlIssuer);
    return (own && (listed.isEmpty() || holds(listed, new GeneralName(issuer))))
        || points(certificate)
            .filter(p -> p.getCRLIssuer() == null ? own : names(p.getCRLIssuer(), crlIssuer))
            .anyMatch(
                p ->
                    listed.isEmpty()
                        || namesOf(p, crlIssuer).stream().anyMatch(n -> holds(listed, n)));
  }

  /** A list that the certificate says another makes has to call itself indirect. */
  private boolean names(GeneralNames crlIssuers, X500Name crlIssuer) {
    return indirect() && holds(List.of(crlIssuers.getNames()), new GeneralName(crlIssuer));
  }

  /** The names of the list's own point; none when it has none. */
  List<GeneralName> listed(X500Name crlIssuer) {
    return point
        .flatMap(p -> Optional.ofNullable(p.getDistributionPoint()))
        .map(n -> names(n, crlIssuer))
        .orElse(List.of());
  }

  private static boolean kindFits(IssuingDistributionPoint point, Certificate certificate) {
    return !point.onlyContainsAttributeCerts()
        && !(point.onlyContainsUserCerts() && certificate.isCa())
        && !(point.onlyContainsCACerts() && !certificate.isCa());
  }

  /** What the certificate calls a point; its list's issuer alone when it has no name of its own. */
  static List<GeneralName> namesOf(DistributionPoint each, X500Name crlIssuer) {
    if (each.getDistributionPoint() != null) {
      return names(each.getDistributionPoint(), crlIssuer);
    }
    return Optional.ofNullable(each.getCRLIssuer())
        .map(n -> List.of(n.getNames()))
        .orElse(List.of());
  }

  private static Stream<DistributionPoint> points(Certificate certificate) {
    return certificate.extensions().points().stream();
  }

  private static boolean holds(List<GeneralName> names, GeneralName name) {
    return names.stream().anyMatch(n -> NameForms.same(n, name));
  }

  /** §4.2.1.13: a relative name continues that of whom the list is by. */
  private static List<GeneralName> names(DistributionPointName name, X500Name crlIssuer) {
    if (name.getType() == DistributionPointName.FULL_NAME) {
      return NameForms.read(name.getName());
    }
    List<RDN> parts = new ArrayList<>(List.of(crlIssuer.getRDNs()));
    parts.add(RDN.getInstance(ASN1Set.getInstance(name.getName())));
    X500NameBuilder whole = new X500NameBuilder();
    parts.forEach(p -> whole.addMultiValuedRDN(p.getTypesAndValues()));
    return List.of(new GeneralName(whole.build()));
  }

  private static int bits(ReasonFlags flags) {
    int value = flags.intValue();
    // Bit 0 is unused; bits 1 to 8 are spread over two octets, the first octet lowest.
    int all = 0;
    for (int i = 0; i <= 8; i++) {
      int mask = i < 8 ? 0x80 >> i : 0x8000;
      all |= (value & mask) != 0 ? 1 << i : 0;
    }
    // Nobody revokes for the unused bit, so it counts as covered.
    return all | 1;
  }
}
