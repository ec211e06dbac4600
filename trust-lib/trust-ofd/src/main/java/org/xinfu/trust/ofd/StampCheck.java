package org.xinfu.trust.ofd;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * Whether each signed appearance of the seal can be seen: on a page of the document, with an area,
 * GB/T 33190-2016 §18.2.3, table 69.
 */
final class StampCheck {
  private static final String CLAUSE = "GB/T 33190 18.2.3";

  private StampCheck() {}

  /**
   * A stamp that cannot be seen is signed as it is: whoever signed meant it, or erred. Interop
   * leaves that open, strict refuses it.
   */
  static void run(
      List<SignatureFile.Stamp> stamps,
      List<OfdDocument.Page> pages,
      boolean strict,
      Report.Builder checks) {
    if (stamps.isEmpty()) {
      checks.warn("stamp", CLAUSE, Reason.STAMP_NOT_ON_PAGE, "the seal is shown on no page");
    }
    identifiers(stamps, strict, checks);
    for (SignatureFile.Stamp stamp : stamps) {
      Optional<String> problem = problem(stamp, pages);
      if (problem.isEmpty() || strict) {
        checks.require(
            problem.isEmpty(), "stamp", CLAUSE, Reason.STAMP_NOT_ON_PAGE, problem.orElse(""));
      } else {
        checks.unknown("stamp", CLAUSE, Reason.STAMP_NOT_ON_PAGE, problem.get());
      }
    }
  }

  /** Who keeps stamps by their identifiers shows one of two. */
  private static void identifiers(
      List<SignatureFile.Stamp> stamps, boolean strict, Report.Builder checks) {
    Set<String> ids = new HashSet<>();
    stamps.stream()
        .map(SignatureFile.Stamp::id)
        .filter(id -> !id.isEmpty() && !ids.add(id))
        .findFirst()
        .ifPresent(
            id -> {
              if (strict) {
                checks.fail("stamp-identifier", CLAUSE, Reason.IDENTIFIER_DUPLICATED, id);
              } else {
                checks.warn("stamp-identifier", CLAUSE, Reason.IDENTIFIER_DUPLICATED, id);
              }
            });
  }

  private static Optional<String> problem(SignatureFile.Stamp stamp, List<OfdDocument.Page> pages) {
    List<OfdDocument.Page> named =
        pages.stream().filter(p -> p.id().equals(stamp.pageRef())).toList();
    if (named.size() != 1) {
      return Optional.of(named.size() + " pages have the id " + stamp.pageRef());
    }
    Optional<Rectangle> box = Rectangle.parse(stamp.boundary());
    Optional<Rectangle> clip = stamp.clip().flatMap(Rectangle::parse);
    if (box.isEmpty() || (stamp.clip().isPresent() && clip.isEmpty())) {
      return Optional.of("no box: " + stamp.boundary());
    }
    Rectangle visible = clip.isPresent() ? box.get().clip(clip.get()) : box.get();
    Optional<Rectangle> page = named.get(0).box();
    if (page.isEmpty()) {
      return Optional.of("the page has no box: " + stamp.pageRef());
    }
    // Coordinates are relative to the page box's corner.
    Rectangle area = new Rectangle(0, 0, page.get().width(), page.get().height());
    return visible.seenOn(area)
        ? Optional.empty()
        : Optional.of("outside page " + stamp.pageRef() + ": " + stamp.boundary());
  }
}
