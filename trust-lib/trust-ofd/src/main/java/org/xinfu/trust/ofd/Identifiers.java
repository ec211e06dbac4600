package org.xinfu.trust.ofd;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/**
 * The identifiers (ST_ID) of one document, which are unique in it, GB/T 33190-2016 §7.3.3, table 2.
 * Where a page, a template or a resource shares its identifier with another, what refers to it
 * means two things, and readers may show either.
 */
final class Identifiers {
  private static final String ID = "identifiers";
  private static final String CLAUSE = "GB/T 33190 7.3.3";

  /** Files that hold them, by their root elements. */
  private static final Set<String> ROOTS = Set.of("Document", "Page", "Res", "PageAnnot");

  /** What others refer to, each kind by a way of its own. */
  static final Set<String> NAMED =
      Set.of(
          "Page",
          "TemplatePage",
          "Font",
          "ColorSpace",
          "DrawParam",
          "MultiMedia",
          "CompositeGraphicUnit");

  /** What stands on pages; hardly anything refers to it. */
  private static final Set<String> OBJECTS =
      Set.of(
          "Layer",
          "PageBlock",
          "PathObject",
          "TextObject",
          "ImageObject",
          "CompositeObject",
          "Annot");

  private static final int TOLD = 10;

  private final Set<String> named = new HashSet<>();
  private final BitSet numbers = new BitSet();
  private final Set<String> ambiguous = new TreeSet<>();
  private final Set<String> repeated = new TreeSet<>();

  /** Takes in one file of the document; each is read once. */
  void read(XmlElement root) {
    if (ROOTS.contains(root.name())) {
      root.all()
          .forEach(
              e -> e.attribute("ID").ifPresent(id -> read(e.name(), SpelledNumbers.plain(id))));
    }
  }

  private void read(String kind, String id) {
    boolean names = NAMED.contains(kind);
    if (id.isEmpty() || id.equals("0") || !(names || OBJECTS.contains(kind))) {
      return; // zero is no identifier
    }
    boolean again = SpelledNumbers.countable(id) && met(Integer.parseInt(id));
    if (names && !named.add(kind + " " + id)) {
      tell(ambiguous, kind + " " + id);
    } else if (again) {
      tell(repeated, kind + " " + id);
    }
  }

  private boolean met(int number) {
    boolean met = numbers.get(number);
    numbers.set(number);
    return met;
  }

  private static void tell(Set<String> all, String one) {
    if (all.size() < TOLD) {
      all.add(one);
    }
  }

  /** Interop leaves open what may show two things and warns of the rest; strict refuses both. */
  void report(boolean strict, Report.Builder checks) {
    String doubtful = String.join(", ", ambiguous);
    String odd = String.join(", ", repeated);
    if (strict && !(doubtful + odd).isEmpty()) {
      checks.fail(ID, CLAUSE, Reason.IDENTIFIER_DUPLICATED, doubtful.isEmpty() ? odd : doubtful);
      return;
    }
    if (!doubtful.isEmpty()) {
      checks.unknown(ID, CLAUSE, Reason.IDENTIFIER_DUPLICATED, doubtful);
    }
    if (!odd.isEmpty()) {
      checks.warn(ID, CLAUSE, Reason.IDENTIFIER_DUPLICATED, odd);
    }
  }
}
