package org.xinfu.trust.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Finds paths from a leaf to the given anchors by names and key identifiers. Nothing is believed
 * yet; signatures come later. A maze of cross certificates ends at the budgets.
 */
final class PathBuilder {
  private static final int MAX_PATHS = 16;
  private static final int MAX_STEPS = 500;

  private final List<Certificate> anchors;
  private final List<Certificate> candidates;
  private final int maxLength;
  private final List<List<Certificate>> paths = new ArrayList<>();
  private boolean cutByLength;
  private int steps;

  PathBuilder(List<Certificate> anchors, List<Certificate> candidates, int maxLength) {
    this.anchors = anchors;
    this.candidates = new ArrayList<>(new LinkedHashSet<>(candidates));
    this.maxLength = maxLength;
  }

  /** Paths with the leaf first and an anchor last; the shortest and the anchors' own come first. */
  List<List<Certificate>> from(Certificate leaf) {
    if (anchors.contains(leaf)) {
      paths.add(List.of(leaf));
    } else {
      extend(List.of(leaf));
    }
    return paths;
  }

  /** Whether a longer path might have been found but for the limit. */
  boolean cutByLength() {
    return cutByLength;
  }

  private void extend(List<Certificate> path) {
    Certificate last = path.get(path.size() - 1);
    if (++steps > MAX_STEPS || paths.size() >= MAX_PATHS) {
      return;
    }
    if (path.size() >= maxLength) {
      cutByLength = true;
      return;
    }
    for (Certificate anchor : anchors) {
      if (mayHaveIssued(anchor, last)) {
        paths.add(with(path, anchor));
      }
    }
    for (Certificate candidate : candidates) {
      if (mayHaveIssued(candidate, last)
          && !anchors.contains(candidate)
          && isNew(path, candidate)) {
        extend(with(path, candidate));
      }
    }
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
    if (!issuer.name().equals(subject.holder().getIssuer())) {
      return false;
    }
    Optional<byte[]> wanted =
        subject
            .extension(Extension.authorityKeyIdentifier)
            .map(e -> AuthorityKeyIdentifier.getInstance(e.getParsedValue()))
            .flatMap(id -> Optional.ofNullable(id.getKeyIdentifierOctets()));
    Optional<byte[]> offered = KeyIdentifiers.of(issuer);
    return wanted.isEmpty() || offered.isEmpty() || Arrays.equals(wanted.get(), offered.get());
  }

  private static List<Certificate> with(List<Certificate> path, Certificate next) {
    List<Certificate> longer = new ArrayList<>(path);
    longer.add(next);
    return longer;
  }
}
