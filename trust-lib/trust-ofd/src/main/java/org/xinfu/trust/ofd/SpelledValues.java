package org.xinfu.trust.ofd;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Values of which readers make different things, as they are spelled: truth values, boxes and
 * numbers of GB/T 33190-2016 §7.3.3 (table 2) in unusual forms, and elements and attributes of
 * other namespaces, which some readers (ofdrw) find by their local names and others do not find.
 */
final class SpelledValues {
  /** Files of the document, by their root elements. */
  private static final Set<String> ROOTS =
      Set.of("Document", "Page", "Res", "PageAnnot", "Annotations");

  private static final Set<String> TRUTHS = Set.of("Visible", "Fill", "Stroke");

  private static final Set<String> BOXES =
      Set.of("PhysicalBox", "ApplicationBox", "ContentBox", "BleedBox");

  /** Whoever splits at a blank finds four of these, and whoever reads numbers understands them. */
  private static final Pattern BOX;

  static {
    String number = "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?";
    BOX = Pattern.compile(number + "( " + number + "){3}");
  }

  /** Numbers that Java reads (hexadecimal, with d or f behind, of other digits), others do not. */
  private static final Pattern ODD_NUMBER =
      Pattern.compile("(?<![^\\s,])[+-]?(0[xX]|[\\d.]+([eE][+-]?\\d+)?[dDfF](?![^\\s,]))");

  /** Those of the standard's examples. */
  private static final Set<String> USUAL = Set.of("", "ofd");

  private static final int LONGEST_BOX = 400;

  private static final int TOLD = 10;

  /** The lists of resources, §7.9. */
  private static final Set<String> LISTS =
      Set.of("ColorSpaces", "DrawParams", "Fonts", "MultiMedias", "CompositeGraphicUnits");

  /** ofdrw takes other elements of these names for lists of them, in whatever letters. */
  private static final Pattern LIKE_LISTS =
      Pattern.compile("draw|font|color", Pattern.CASE_INSENSITIVE);

  private final SpelledNumbers numbers = new SpelledNumbers();
  private final Set<String> annotated = new HashSet<>();
  private final Set<String> doubts = new TreeSet<>();

  /** What is drawn has a prefix of the standard's examples. */
  private boolean usual;

  /** The first that is drawn and has another. */
  private Optional<XmlElement> unusual = Optional.empty();

  /** Takes in one file of the document; each is read once. */
  void read(XmlElement root) {
    if (ROOTS.contains(root.name())) {
      read(root, root.namespace(), true);
    }
    if (root.name().equals("Annotations")) {
      root.children("Page").forEach(this::annotated);
    }
    if (root.name().equals("Res")) {
      root.children().forEach(this::list);
    }
  }

  private void list(XmlElement child) {
    String written = child.prefix() + ":" + child.name();
    if (!LISTS.contains(child.name()) && LIKE_LISTS.matcher(written).find()) {
      tell(child.name() + " among the lists of resources");
    }
  }

  /** {@code found}: by readers, that is within no extension of some producer. */
  private void read(XmlElement element, String namespace, boolean found) {
    boolean drawn = DrawnNames.ELEMENTS.contains(element.name());
    boolean own = element.namespace().equals(namespace);
    boolean within = found && (own || drawn);
    if (within) {
      spelled(element, drawn);
    }
    if (found && drawn) {
      if (!own) {
        tell(element.name() + " of another namespace");
      }
      prefix(element);
      element.qualified().stream()
          .filter(a -> DrawnNames.attribute(element.name(), a))
          .forEach(a -> tell(a + " of a namespace"));
    }
    element.children().forEach(child -> read(child, namespace, within));
  }

  /**
   * ofdrw takes objects by their qualified names, with {@code ofd} or without a prefix: of a
   * document that has other prefixes throughout (as binding libraries write) it shows nothing, of
   * one that has both it shows a part.
   */
  private void prefix(XmlElement element) {
    if (USUAL.contains(element.prefix())) {
      usual = true;
    } else if (unusual.isEmpty()) {
      unusual = Optional.of(element);
    }
  }

  private void spelled(XmlElement element, boolean drawn) {
    numbers.read(element);
    if (drawn) {
      element.attributes(
          (name, value) -> {
            if (DrawnNames.NUMBERS.contains(name)) {
              number(name, value);
            }
          });
    }
    if (element.name().equals("AbbreviatedData")) {
      number(element.name(), element.text());
    }
    for (String name : TRUTHS) {
      element
          .attribute(name)
          .filter(v -> !v.equals("true") && !v.equals("false"))
          .ifPresent(v -> tell(name + "=" + v));
    }
    element.attribute("Boundary").filter(b -> !box(b)).ifPresent(b -> tell("Boundary=" + b));
    if (BOXES.contains(element.name()) && !box(element.text())) {
      tell(element.name() + " " + element.text());
    }
  }

  private void number(String name, String value) {
    boolean odd = false;
    for (int i = 0; i < value.length() && !odd; i++) {
      odd = value.charAt(i) > '~' || "xXdDfF".indexOf(value.charAt(i)) >= 0;
    }
    // Pages have paths of megabytes, and hardly any has one of these letters.
    if (odd && (ODD_NUMBER.matcher(value).find() || value.chars().anyMatch(c -> c > '~'))) {
      tell(name + "=" + value);
    }
  }

  private static boolean box(String text) {
    return text.length() <= LONGEST_BOX && BOX.matcher(text).matches();
  }

  /** One reader shows the first list of annotations, another both. */
  private void annotated(XmlElement page) {
    page.attribute("PageID")
        .map(SpelledNumbers::plain)
        .filter(id -> !annotated.add(id))
        .ifPresent(id -> tell("annotations of page " + id + " twice"));
  }

  private void tell(String doubt) {
    if (doubts.size() < TOLD) {
      doubts.add(doubt.length() > LONGEST_BOX ? doubt.substring(0, LONGEST_BOX) : doubt);
    }
  }

  /** What readers take for different things; empty when there is nothing. */
  Optional<String> doubt() {
    numbers.doubt().ifPresent(this::tell);
    unusual.filter(e -> usual).ifPresent(e -> tell(e.name() + " with another prefix"));
    return doubts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", doubts));
  }
}
