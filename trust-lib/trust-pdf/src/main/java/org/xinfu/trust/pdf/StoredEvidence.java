package org.xinfu.trust.pdf;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Workload;

/**
 * What the security stores of a document's revisions bring: that of the latest, and of those before
 * it what a time-stamp proves to have existed.
 */
final class StoredEvidence {
  private final Workload workload;
  private final Set<Certificate> certificates;
  private final Set<Bytes> crls;
  private final Set<Bytes> ocsps;
  private Evidence all;

  StoredEvidence(PdfView latest, Workload workload) {
    this.workload = workload;
    this.all = SecurityStore.of(latest);
    // Apart, since a list is not known for standing among the certificates.
    this.certificates = new HashSet<>(all.certificates());
    this.crls = new HashSet<>(all.crls());
    this.ocsps = new HashSet<>(all.ocsps());
  }

  /** All of it. */
  Evidence all() {
    return all;
  }

  /** Whether there are lists or answers. */
  boolean lists() {
    return all.hasLists();
  }

  /**
   * What the store of a revision holds existed when a time-stamp over that revision was made. It
   * counts as well when the latest store leaves it out: a list that revokes is not undone by saving
   * another store. What is too much is not dropped: the budget is spent then, which every path is
   * told.
   *
   * @return whether the revision's store has lists or answers
   */
  boolean prove(PdfView revision, Instant at) {
    if (workload.evidenceExhausted()) {
      return false;
    }
    Evidence store = SecurityStore.of(revision);
    Evidence added =
        new Evidence(
            added(store.certificates(), certificates),
            added(store.crls(), crls),
            added(store.ocsps(), ocsps));
    if (workload.mayBring(store, added)) {
      all = all.and(added).proving(store, at);
    }
    return store.hasLists();
  }

  private static <T> List<T> added(List<T> pieces, Set<T> known) {
    return pieces.stream().filter(known::add).toList();
  }
}
