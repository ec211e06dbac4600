package org.xinfu.trust.chain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.VerificationKey;

/**
 * Revocation evidence at hand for a path, parsed once for the document; what cannot be read is
 * passed over. With it whatever certificates may have signed it.
 */
final class RevocationPool {
  private final List<Crl> crls = new ArrayList<>();
  private final List<OcspResponse> ocsps = new ArrayList<>();
  private final List<Certificate> certificates;
  private final ChainQuery query;
  private final Links links;

  /** Read from the policy: whoever judges brought them, and as many as it takes. */
  private final Set<Object> own = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Since when a list or answer is proven to exist, where that is before now. */
  private final IdentityHashMap<Object, Instant> existed = new IdentityHashMap<>();

  /** Each list and answer as it was received. */
  private final IdentityHashMap<Object, Bytes> octets = new IdentityHashMap<>();

  private final Evidence evidence;
  private final Map<Made, Optional<VerificationKey>> made = new HashMap<>();

  /** One list or answer, which equals itself alone, and who may have made it. */
  private record Made(Object evidence, Certificate signer) {}

  RevocationPool(Evidence evidence, ChainQuery query, Links links) {
    this.query = query;
    this.links = links;
    this.evidence = evidence;
    ParsedLists parsed = links.parsed();
    read(evidence.crls(), query.policy().crls(), parsed::crl, crls);
    read(evidence.ocsps(), query.policy().ocsps(), parsed::ocsp, ocsps);
    Set<Certificate> all = new LinkedHashSet<>(query.anchors());
    all.addAll(evidence.certificates());
    this.certificates = new ArrayList<>(all);
  }

  private <T> void read(
      List<Bytes> all, List<Bytes> ours, Function<Bytes, Optional<T>> parser, List<T> into) {
    Set<Bytes> known = new HashSet<>(ours);
    for (Bytes der : new LinkedHashSet<>(all)) {
      Optional<T> parsed = parser.apply(der);
      parsed.ifPresent(into::add);
      parsed.ifPresent(p -> octets.put(p, der));
      parsed.filter(p -> known.contains(der)).ifPresent(own::add);
      parsed.ifPresent(p -> evidence.provenBy(der).ifPresent(at -> existed.put(p, at)));
    }
  }

  /** The key that made the list, when the signer's did and the budget allowed to ask. */
  Optional<VerificationKey> madeBy(Crl list, Certificate signer) {
    return made.computeIfAbsent(
        new Made(list, signer), m -> verified(list, signer, () -> list.madeBy(signer)));
  }

  /**
   * The key that made the answer, when it names the signer, its key did, and the budget allowed.
   */
  Optional<VerificationKey> madeBy(OcspResponse answer, Certificate signer) {
    if (!mayCompare(answer, 1) || !answer.names(signer)) {
      return Optional.empty();
    }
    return made.computeIfAbsent(
        new Made(answer, signer), m -> verified(answer, signer, () -> answer.madeBy(signer)));
  }

  private Optional<VerificationKey> verified(
      Object evidence, Certificate signer, Supplier<Optional<VerificationKey>> key) {
    Bytes der = Objects.requireNonNull(octets.get(evidence));
    return links.madeBy(der, signer, () -> ours(evidence) || mayVerify(der, signer), key);
  }

  /** What a key costs is known once it is parsed, which costs too: nothing where all is spent. */
  private boolean mayVerify(Bytes der, Certificate signer) {
    return !links.evidenceExhausted()
        && links.maySpend(signer.effort() * Links.VERIFICATION)
        && links.mayRead(der);
  }

  /**
   * When a list or answer is proven to have existed; what nobody proves exists now. So does what
   * the policy brings: nobody says when it came.
   */
  Instant existed(Object evidence) {
    return atMostNow(Optional.ofNullable(existed.get(evidence)));
  }

  /** Whether the policy brings it. */
  boolean ours(Object evidence) {
    return own.contains(evidence);
  }

  /** When a certificate is proven to have existed. */
  Instant existed(Certificate certificate) {
    return atMostNow(evidence.provenBy(certificate.der()));
  }

  private Instant atMostNow(Optional<Instant> proven) {
    return proven.filter(policy().at()::isAfter).orElse(policy().at());
  }

  /** Whether a list or answer may be held against so many more names. */
  boolean mayCompare(Object evidence, int count) {
    return own.contains(evidence) || links.mayCompare(count);
  }

  /**
   * Whether the document brings more than anybody needs, so that some of it was not verified: lists
   * and answers, or the certificates that could say whose those are.
   */
  boolean exhausted() {
    return links.evidenceExhausted() || links.exhausted();
  }

  /** Whether one anchor issued another, or that was left unjudged. */
  boolean mayBeIssued(Certificate anchor, Certificate issuer) {
    return PathBuilder.mayHaveIssued(issuer, anchor)
        && switch (links.state(issuer, anchor)) {
          case HOLDS -> true;
          case WRONG -> false;
          case UNJUDGED -> links.exhausted();
        };
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

  List<Certificate> anchors() {
    return query.anchors();
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

  /** Whether the policy's trust in the certificate's key had ended at that moment. */
  boolean distrusted(Certificate certificate, Instant moment) {
    String key = certificate.keySha256();
    return policy().terms().stream()
        .filter(term -> term.keySha256().equals(key))
        .flatMap(term -> term.until().stream())
        // No moment is later than now, so that a term that ends later has not ended.
        .anyMatch(until -> !moment.isBefore(until));
  }

  /** Whether the key that signed evidence is of a suite that counts. */
  boolean counts(Optional<VerificationKey> key) {
    return key.filter(k -> policy().standing(k, policy().at()).counts()).isPresent();
  }
}
