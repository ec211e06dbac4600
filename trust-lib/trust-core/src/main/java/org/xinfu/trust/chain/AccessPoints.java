package org.xinfu.trust.chain;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.X509ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Where a certificate says that more about it can be had: cRLDistributionPoints and freshestCRL
 * (RFC 5280 §4.2.1.13, §4.2.1.15), authorityInfoAccess (§4.2.2.1). No more than a few of each: a
 * certificate is a stranger's.
 */
final class AccessPoints {
  private static final int MOST = 4;

  private AccessPoints() {}

  /** OCSP responders. */
  static List<URI> responders(Certificate certificate) {
    return accesses(certificate, X509ObjectIdentifiers.id_ad_ocsp);
  }

  /** Certificates of the issuer. */
  static List<URI> issuers(Certificate certificate) {
    return accesses(certificate, X509ObjectIdentifiers.id_ad_caIssuers);
  }

  /** For each distribution point the addresses of the same list. */
  static List<List<URI>> lists(Certificate certificate) {
    List<List<URI>> all = new ArrayList<>();
    CertificateExtensions stated = certificate.extensions();
    stated.points().forEach(point -> all.add(names(point.getDistributionPoint())));
    stated.freshest().forEach(point -> all.add(names(point.getDistributionPoint())));
    return all.stream().filter(l -> !l.isEmpty()).limit(MOST).toList();
  }

  private static List<URI> names(@Nullable DistributionPointName name) {
    List<URI> all = new ArrayList<>();
    if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
      for (GeneralName each : GeneralNames.getInstance(name.getName()).getNames()) {
        add(all, each);
      }
    }
    return all.stream().limit(MOST).toList();
  }

  private static List<URI> accesses(Certificate certificate, ASN1ObjectIdentifier method) {
    List<URI> all = new ArrayList<>();
    for (AccessDescription each : certificate.extensions().accesses()) {
      if (each.getAccessMethod().equals(method)) {
        add(all, each.getAccessLocation());
      }
    }
    return all.stream().limit(MOST).toList();
  }

  /** What is no address at all is passed over; what may not be asked the fetcher refuses. */
  private static void add(List<URI> all, GeneralName name) {
    if (name.getTagNo() == GeneralName.uniformResourceIdentifier) {
      try {
        all.add(URI.create(name.getName().toString()));
      } catch (IllegalArgumentException malformed) {
        return;
      }
    }
  }
}
