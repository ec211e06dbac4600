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

  /** What shows something, or makes up what does. */
  private static final Set<String> SHOWN =
      Set.of(
          "CommonData",
          "PageArea",
          "Pages",
          "Page",
          "TemplatePage",
          "Template",
          "Area",
          "PageRes",
          "Content",
          "Layer",
          "PageBlock",
          "PathObject",
          "TextObject",
          "ImageObject",
          "CompositeObject",
          "TextCode",
          "AbbreviatedData",
          "FillColor",
          "StrokeColor",
          "Annot",
          "Appearance",
          "Annotations",
          "MultiMedia",
          "MediaFile",
          "Font",
          "FontFile");

  private static final Set<String> ATTRIBUTES =
      Set.of(
          "ID",
          "BaseLoc",
          "Boundary",
          "Visible",
          "Fill",
          "Stroke",
          "CTM",
          "Alpha",
          "Font",
          "Size",
          "Value",
          "ResourceID",
          "DrawParam",
          "TemplateID",
          "ZOrder",
          "PageID");

  /** Whoever splits at a blank finds four of these, and whoever reads numbers understands them. */
  private static final Pattern BOX;

  static {
    String number = "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?";
    BOX = Pattern.compile(number + "( " + number + "){3}");
  }

  private static final int LONGEST_BOX = 400;

  private static final int TOLD = 10;

  private final SpelledNumbers numbers = new SpelledNumbers();
  private final Set<String> annotated = new HashSet<>();
  private final Set<String> doubts = new TreeSet<>();

  /** Takes in one file of the document; each is read once. */
  void read(XmlElement root) {
    if (ROOTS.contains(root.name())) {
      root.all().forEach(e -> read(e, root.namespace()));
    }
    if (root.name().equals("Annotations")) {
      root.children("Page").forEach(this::annotated);
    }
  }

  private void read(XmlElement element, String namespace) {
    numbers.read(element);
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
    if (SHOWN.contains(element.name()) && !element.namespace().equals(namespace)) {
      tell(element.name() + " of another namespace");
    }
    element.qualified().stream()
        .filter(ATTRIBUTES::contains)
        .forEach(a -> tell(a + " of a namespace"));
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
    return doubts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", doubts));
  }
}
