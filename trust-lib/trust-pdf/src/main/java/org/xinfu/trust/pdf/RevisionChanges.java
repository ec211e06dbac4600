package org.xinfu.trust.pdf;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xinfu.trust.SignatureReport.Change;

/** What changed since a signature, each change with its weight. */
final class RevisionChanges {
  private static final int MOST = 1000;
  private final Set<Found> found = new LinkedHashSet<>();
  private final Set<Weight> weights = EnumSet.noneOf(Weight.class);

  /** What a change means for the signature before it. */
  enum Weight {
    /** Nothing that is shown, or shown and covered by a signature of its own. */
    ALLOWED,
    /** Allowed, but shown: some later signature has to cover it. */
    SHOWN,
    /** Nobody can say whether the signer would have agreed. */
    DOUBTFUL,
    FORBIDDEN
  }

  private record Found(Change change, Weight weight) {}

  void add(String kind, String path, Weight weight) {
    Change change = new Change(kind, path, weight.compareTo(Weight.SHOWN) <= 0);
    // A forbidden change is never lost, however many harmless ones there are.
    if (found.size() < MOST || !has(weight)) {
      found.add(new Found(change, weight));
      weights.add(weight);
    }
  }

  boolean has(Weight weight) {
    return weights.contains(weight);
  }

  List<String> paths(Weight weight) {
    return found.stream().filter(f -> f.weight() == weight).map(f -> f.change().path()).toList();
  }

  List<Change> list() {
    return found.stream().map(Found::change).toList();
  }
}
