package org.xinfu.trust.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;

/**
 * What a PDF is made of, through the view that {@link PdfVerifier} judges by. Nothing is judged
 * here.
 *
 * @param objects number of objects in use
 * @param catalog names of the catalog's entries, with the objects that they lead to
 * @param pages objects of the pages in order
 * @param signatures every signature that the verifier would judge
 * @param revisions the states that the file went through, oldest first
 */
public record PdfStructure(
    int objects,
    List<String> catalog,
    List<String> pages,
    List<Signature> signatures,
    List<Revision> revisions) {
  private static final String CLAUSE = "ISO 32000-2 7.5";
  private static final int MOST_PAGES = 10_000;
  private static final int MOST_REVISIONS = 100;
  private static final String MARK = "%%EOF";

  /** The lists are kept as they are. */
  public PdfStructure {
    catalog = List.copyOf(catalog);
    pages = List.copyOf(pages);
    signatures = List.copyOf(signatures);
    revisions = List.copyOf(revisions);
  }

  /**
   * One signature.
   *
   * @param name of its field; else its object
   * @param object where its dictionary is; empty when it is written into the field
   * @param subFilter as written; empty when it has none
   */
  public record Signature(String name, String object, String subFilter) {}

  /**
   * A state of the file.
   *
   * @param end octets from the beginning to the end of its {@code %%EOF}
   * @param crossReference {@code table}, {@code stream}, {@code hybrid}; or why there is none
   * @param changed numbers of the objects that are new, other or gone since the state before
   */
  public record Revision(long end, String crossReference, Set<Integer> changed) {}

  /**
   * Reads the structure.
   *
   * @return Invalid {@code malformed} when there is no usable cross-reference; Indeterminate {@code
   *     budget-exceeded} when it takes too much work
   */
  public static Verdict<PdfStructure> read(DocumentSource source) {
    Report.Builder checks = new Report.Builder();
    try {
      PdfStructure found = read(Octets.of(PdfHeader.of(source).document()));
      return checks.pass("structure", CLAUSE, found.objects() + " objects").verdict(found);
    } catch (MalformedPdf unreadable) {
      String why = String.valueOf(unreadable.getMessage());
      return unreadable.exhausted()
          ? checks.unknown("structure", CLAUSE, Reason.BUDGET_EXCEEDED, why).refusal()
          : checks.fail("structure", CLAUSE, Reason.MALFORMED, why).refusal();
    }
  }

  private static PdfStructure read(Octets octets) {
    PdfView latest = new PdfView(octets);
    List<String> catalog = new ArrayList<>();
    latest.catalog().entries().forEach((key, value) -> catalog.add(key + said(value)));
    return new PdfStructure(
        latest.numbers().size(),
        catalog,
        pages(latest),
        SignatureFinder.find(latest).stream().map(PdfStructure::signature).toList(),
        revisions(octets));
  }

  private static String said(PdfValue value) {
    return value instanceof PdfValue.Ref
        ? ": " + value
        : value instanceof PdfValue.Name name ? ": " + name.value() : "";
  }

  private static Signature signature(SignatureObject found) {
    return new Signature(
        found.id(),
        found.key().map(PdfValue.Ref::toString).orElse(""),
        found.dictionary().name("SubFilter").orElse(""));
  }

  /** The leaves of the page tree, §7.7.3; a tree that leads back into itself is left there. */
  private static List<String> pages(PdfView view) {
    List<String> pages = new ArrayList<>();
    References.Walk walk = new References.Walk(view).node(view.catalog().get("Pages"));
    Optional<PdfValue> next = walk.next();
    while (next.isPresent() && pages.size() < MOST_PAGES) {
      PdfValue.Dict node = view.dict(next.get());
      if (node.has("Kids")) {
        walk.list(node.get("Kids"));
      } else if (!node.entries().isEmpty()) {
        pages.add(next.get() instanceof PdfValue.Ref ref ? ref.toString() : "direct");
      }
      next = walk.next();
    }
    return pages;
  }

  private static List<Revision> revisions(Octets octets) {
    List<Revision> revisions = new ArrayList<>();
    @Nullable PdfView before = null;
    long at = octets.indexOf(MARK, 0, octets.end());
    while (at >= 0 && revisions.size() < MOST_REVISIONS) {
      long end = at + MARK.length();
      try {
        PdfView now = new PdfView(octets.upTo(end));
        revisions.add(new Revision(end, kind(now), changed(before, now)));
        before = now;
      } catch (MalformedPdf none) {
        if (none.exhausted()) {
          throw none;
        }
        // The first of a linearised file's two ends is no state of its own.
        revisions.add(new Revision(end, "none: " + none.getMessage(), Set.of()));
      }
      at = octets.indexOf(MARK, end, octets.end());
    }
    return revisions;
  }

  private static String kind(PdfView view) {
    if (view.trailer().has("XRefStm")) {
      return "hybrid";
    }
    return view.trailer().name("Type").filter("XRef"::equals).isPresent() ? "stream" : "table";
  }

  private static Set<Integer> changed(@Nullable PdfView before, PdfView now) {
    Map<Integer, XrefTable.Entry> known = before == null ? Map.of() : before.table().entries();
    Set<Integer> changed = new TreeSet<>();
    now.table()
        .entries()
        .forEach(
            (number, entry) -> {
              boolean freed = entry.kind() == XrefTable.Kind.FREE;
              Optional<XrefTable.Entry> old = Optional.ofNullable(known.get(number));
              if (!old.equals(Optional.of(entry)) && !(freed && old.isEmpty())) {
                changed.add(number);
              }
            });
    return changed;
  }
}
