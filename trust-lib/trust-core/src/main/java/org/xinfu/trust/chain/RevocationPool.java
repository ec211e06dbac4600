package org.xinfu.trust.chain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.VerificationKey;

/**
 * Revocation evidence at hand, parsed once for all paths; what cannot be read is passed over. With
 * it whatever certificates may have signed it.
 */
final class RevocationPool {
  private final List<Crl> crls;
  private final List<OcspResponse> ocsps;
  private final List<Certificate> certificates;
  private final ChainQuery query;
  private final Links links;

  RevocationPool(Evidence evidence, ChainQuery query, Links links) {
    this.crls = distinct(evidence.crls()).flatMap(d -> Crl.parse(d).stream()).toList();
    this.ocsps = distinct(evidence.ocsps()).flatMap(d -> OcspResponse.parse(d).stream()).toList();
    this.query = query;
    this.links = links;
    Set<Certificate> all = new LinkedHashSet<>(query.anchors());
    all.addAll(evidence.certificates());
    this.certificates = new ArrayList<>(all);
  }

  private static Stream<Bytes> distinct(List<Bytes> ders) {
    return ders.stream().distinct();
  }

  List<Crl> crls() {
    return crls;
  }

  List<OcspResponse> ocsps() {
    return ocsps;
  }

  /** Anchors first, then what policy and document bring. */
  List<Certificate> certificates() {
    return certificates;
  }

  TrustPolicy policy() {
    return query.policy();
  }

  Links links() {
    return links;
  }

  List<List<Certificate>> paths(Certificate from) {
    int limit = policy().budgets().chainLength();
    return new PathBuilder(query.anchors(), certificates, limit, links).from(from);
  }

  /** Whether the key that signed evidence is of a suite that counts. */
  boolean counts(Optional<VerificationKey> key) {
    return key.filter(k -> policy().standing(k, policy().at()).counts()).isPresent();
  }
}
