package org.xinfu.trust.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.xinfu.trust.Bytes;

/**
 * Finds paths from a leaf to the given anchors by names, key identifiers and signatures. A maze of
 * cross certificates ends at the budgets (RFC 4158 §2.4).
 *
 * <p>Only when no path of sound signatures exists, one with a broken link is looked for whose key
 * identifiers agree: then the certificate names an issuer that did not sign it, a hard fact.
 * Without key identifiers a namesake that did not sign is simply not the issuer.
 */
final class PathBuilder {
  private static final int MAX_PATHS = 16;
  private static final int MAX_STEPS = 500;

  private final Set<Certificate> anchors;
  private final Map<X500Name, List<Certificate>> anchorsByName;
  private final Map<X500Name, List<Certificate>> candidatesByName;
  private final int maxLength;
  private final Links links;
  private final List<List<Certificate>> paths = new ArrayList<>();
  private boolean cutByLength;
  private boolean broken;
  private int steps;

  PathBuilder(List<Certificate> anchors, List<Certificate> candidates, int maxLength) {
    this(anchors, candidates, maxLength, new Links());
  }

  PathBuilder(List<Certificate> anchors, List<Certificate> candidates, int maxLength, Links links) {
    this.anchors = new HashSet<>(anchors);
    this.anchorsByName = byName(anchors);
    this.candidatesByName = byName(candidates);
    this.maxLength = maxLength;
    this.links = links;
  }

  /** Paths with the leaf first and an anchor last; the shortest and the anchors' own come first. */
  List<List<Certificate>> from(Certificate leaf) {
    if (anchors.contains(leaf)) {
      paths.add(List.of(leaf));
      return paths;
    }
    extend(List.of(leaf));
    if (paths.isEmpty() && !exhausted()) {
      broken = true;
      steps = 0;
      extend(List.of(leaf));
    }
    return paths;
  }

  /** Whether a longer path might have been found but for the limit. */
  boolean cutByLength() {
    return cutByLength;
  }

  /** Whether the search ended at its budget. */
  boolean exhausted() {
    return steps > MAX_STEPS || links.exhausted();
  }

  private void extend(List<Certificate> path) {
    if (++steps > MAX_STEPS || paths.size() >= MAX_PATHS || links.exhausted()) {
      return;
    }
    if (path.size() >= maxLength) {
      cutByLength = true;
      return;
    }
    Certificate last = path.get(path.size() - 1);
    X500Name issuer = last.holder().getIssuer();
    for (Certificate anchor : anchorsByName.getOrDefault(issuer, List.of())) {
      if (follows(anchor, last)) {
        paths.add(with(path, anchor));
      }
    }
    for (Certificate candidate : candidatesByName.getOrDefault(issuer, List.of())) {
      if (!anchors.contains(candidate) && isNew(path, candidate) && follows(candidate, last)) {
        extend(with(path, candidate));
      }
    }
  }

  private boolean follows(Certificate issuer, Certificate subject) {
    if (!mayHaveIssued(issuer, subject)) {
      return false;
    }
    return (broken && namedByKey(issuer, subject))
        || links.state(issuer, subject) != Links.State.WRONG;
  }

  /** The same name with the same key twice is a loop, whatever the serials say. */
  private static boolean isNew(List<Certificate> path, Certificate candidate) {
    return path.stream()
        .noneMatch(
            c ->
                c.name().equals(candidate.name())
                    && c.publicKeyInfo().equals(candidate.publicKeyInfo()));
  }

  static boolean mayHaveIssued(Certificate issuer, Certificate subject) {
    if (!NameForms.same(issuer.name(), subject.holder().getIssuer())) {
      return false;
    }
    Optional<Bytes> wanted = subject.extensions().authorityKey();
    Optional<Bytes> offered = issuer.extensions().subjectKey();
    return wanted.isEmpty() || offered.isEmpty() || wanted.equals(offered);
  }

  private static boolean namedByKey(Certificate issuer, Certificate subject) {
    return subject.extensions().authorityKey().isPresent()
        && issuer.extensions().subjectKey().isPresent();
  }

  private static Map<X500Name, List<Certificate>> byName(List<Certificate> certificates) {
    Map<X500Name, List<Certificate>> index = new HashMap<>();
    for (Certificate certificate : new LinkedHashSet<>(certificates)) {
      index.computeIfAbsent(certificate.name(), n -> new ArrayList<>()).add(certificate);
    }
    return index;
  }

  private static List<Certificate> with(List<Certificate> path, Certificate next) {
    List<Certificate> longer = new ArrayList<>(path);
    longer.add(next);
    return longer;
  }
}
