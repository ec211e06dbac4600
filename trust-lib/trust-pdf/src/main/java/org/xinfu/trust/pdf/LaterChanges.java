package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/** Judges what came after each signature, and how the signatures of a document lie together. */
final class LaterChanges {
  private static final String CLAUSE = "ISO 32000-2 12.8.1";
  private static final String MDP = "ISO 32000-2 12.8.2.2";
  private static final int TAIL = 1000;
  private final PdfView latest;
  private final List<Judged> all;
  private final ComparisonBudget budget;

  /** What changed since a revision's end, compared once for all signatures over it. */
  private final Map<Long, RevisionChanges> compared = new HashMap<>();

  private @Nullable PdfView revision;

  LaterChanges(PdfView latest, List<Judged> all) {
    this.latest = latest;
    this.all = all;
    this.budget = new ComparisonBudget(latest.octets().end());
  }

  void judge() {
    // What came later is looked through once, from the first revision's end on.
    all.stream().filter(Judged::sound).forEach(one -> latest.rebuilt().ends(one.end()));
    for (Judged one : all) {
      // Without a sound range there is no signed revision to compare with.
      if (one.sound()) {
        judgeNesting(one);
        judgeCertification(one);
        judgeLater(one);
      }
    }
  }

  /** A later signature covers an earlier one whole, its gap included, or they contradict. */
  private void judgeNesting(Judged one) {
    boolean nested =
        all.stream()
            .filter(other -> other != one && other.sound() && other.end() >= one.end())
            .allMatch(
                other ->
                    other.signed().orElseThrow().range().gapStart() >= one.end()
                        || other.signature().key().equals(one.signature().key()));
    one.checks()
        .require(
            nested,
            "ranges-nested",
            CLAUSE,
            Reason.BYTE_RANGE_WRONG,
            "it overlaps the range of another signature");
  }

  private void judgeCertification(Judged one) {
    PdfValue named = latest.dict(latest.catalog().get("Perms")).get("DocMDP");
    boolean names = one.signature().key().filter(named::equals).isPresent();
    if (!Permissions.certifies(latest, one.signature())) {
      if (names) {
        one.checks()
            .unknown(
                "certification",
                MDP,
                Reason.SIGNATURE_DICTIONARY_WRONG,
                "the catalog has it for a certification, and it does not say what it allows");
      }
      return;
    }
    boolean first =
        all.stream()
            .filter(other -> other != one && !other.signature().timestamp() && other.end() > 0)
            .noneMatch(
                other ->
                    other.end() < one.end() || Permissions.certifies(latest, other.signature()));
    boolean own = named instanceof PdfValue.Null || names;
    if (first && own) {
      one.checks().pass("certification", MDP, "");
    } else {
      one.checks()
          .unknown(
              "certification",
              MDP,
              Reason.SIGNATURE_DICTIONARY_WRONG,
              "not the first signature, not the only certification or not the catalog's");
    }
  }

  /** Compares the signed revision with the document as it is now. */
  private void judgeLater(Judged one) {
    if (one.end() >= latest.octets().contentEnd()) {
      judgeTail(one);
      return;
    }
    try {
      budget.require();
      if (revision == null || revision.octets().end() != one.end()) {
        budget.through(latest.table().size());
      }
      PdfView then = revision(one.end());
      boolean same =
          one.signature().key().isEmpty()
              || new GraphComparison(then, latest, (object, path) -> false, budget)
                  .same(directly(then, one), directly(latest, one));
      one.checks()
          .require(
              same,
              "dictionary-unchanged",
              CLAUSE,
              Reason.SIGNATURE_DICTIONARY_WRONG,
              "the signed revision holds another signature dictionary");
      one.changes(changes(then, one));
      weigh(one);
    } catch (MalformedPdf unreadable) {
      String detail = "what is covered is no PDF of its own: " + unreadable.getMessage();
      if (unreadable.exhausted()) {
        one.checks().unknown("revision-end", CLAUSE, Reason.BUDGET_EXCEEDED, detail);
      } else {
        one.checks().fail("revision-end", CLAUSE, Reason.BYTE_RANGE_WRONG, detail);
      }
    }
  }

  private PdfView revision(long end) {
    PdfView last = revision;
    if (last == null || last.octets().end() != end) {
      last = latest.upTo(end);
      revision = last;
    }
    return last;
  }

  private RevisionChanges changes(PdfView then, Judged one) {
    RevisionChanges known = compared.get(one.end());
    if (known == null) {
      known = new RevisionComparison(then, latest, permissions(one), budget).compare();
      compared.put(one.end(), known);
    }
    return known;
  }

  /** White space that hides the end from readers, which look for it in the last octets only. */
  private void judgeTail(Judged one) {
    if (latest.octets().end() - latest.octets().contentEnd() > TAIL) {
      RevisionChanges found = new RevisionChanges();
      new Leftovers(latest, latest, found).judge();
      one.changes(found);
      weigh(one);
    } else {
      one.checks().pass("later-changes", MDP, "the whole file is covered");
    }
  }

  /** The dictionary's own entries; what it refers to is compared with the rest of the document. */
  private static PdfValue directly(PdfView view, Judged one) {
    PdfValue.Dict dictionary = view.dict(one.signature().key().orElseThrow());
    java.util.Map<String, PdfValue> entries = new java.util.TreeMap<>(dictionary.entries());
    entries.remove("Reference");
    return new PdfValue.Dict(entries, dictionary.repeated());
  }

  private static void weigh(Judged one) {
    List<String> forbidden = one.changes().paths(Weight.FORBIDDEN);
    List<String> doubtful = one.changes().paths(Weight.DOUBTFUL);
    if (!forbidden.isEmpty()) {
      one.checks()
          .fail(
              "later-changes",
              MDP,
              Reason.CHANGED_AFTER_SIGNING,
              String.join(", ", forbidden.subList(0, Math.min(20, forbidden.size()))));
    } else if (!doubtful.isEmpty()) {
      one.checks()
          .unknown(
              "later-changes",
              MDP,
              Reason.CONTENT_NOT_COVERED,
              String.join(", ", doubtful.subList(0, Math.min(20, doubtful.size()))));
    } else {
      one.checks().pass("later-changes", MDP, "");
    }
  }

  /** What this signature and those before it allow. */
  private Permissions permissions(Judged one) {
    return all.stream()
        .filter(other -> other.end() > 0 && other.end() <= one.end())
        .map(other -> Permissions.of(latest, other.signature()))
        .reduce(Permissions.NONE, Permissions::and);
  }

  /**
   * What is shown and allowed, but came after the last signature that holds. A time-stamp says when
   * and not who: anybody gets one over what nobody answers for.
   */
  List<String> uncovered() {
    long last =
        all.stream()
            .filter(one -> !one.signature().timestamp())
            .mapToLong(Judged::end)
            .max()
            .orElseGet(() -> all.stream().mapToLong(Judged::end).max().orElse(0));
    return all.stream()
        .filter(one -> one.end() == last)
        .flatMap(
            one ->
                java.util.stream.Stream.of(Weight.FORBIDDEN, Weight.DOUBTFUL, Weight.SHOWN)
                    .flatMap(weight -> one.changes().paths(weight).stream()))
        .distinct()
        .toList();
  }

  boolean coversSomething() {
    long last = all.stream().mapToLong(Judged::end).max().orElse(0);
    return all.stream()
        .filter(one -> one.end() == last)
        .anyMatch(one -> one.integrity() == Integrity.INTACT);
  }
}
