package org.xinfu.trust.ofd;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xinfu.trust.Reason;

/**
 * Elements that GB/T 33190-2016 has once where readers show one of two: the first, the last, or
 * both together. By the elements that they stand in, wherever these are in a file of the document.
 */
record Singles(String file, List<Finding> findings) {
  /** Files of the document, by their root elements. */
  private static final Set<String> ROOTS =
      Set.of("Document", "Page", "Res", "PageAnnot", "Annotations", "Attachments");

  private static final Set<String> COLOURS = Set.of("FillColor", "StrokeColor");

  /** Tables 3, 5, 6 and 13; of resources, objects, annotations and attachments their tables. */
  private static final Map<String, Set<String>> ONCE =
      Map.ofEntries(
          Map.entry(
              "Document",
              Set.of(
                  "CommonData", "Pages", "Annotations", "Attachments", "CustomTags", "Extensions")),
          Map.entry("CommonData", Set.of("PageArea")),
          Map.entry("PageArea", Set.of("PhysicalBox")),
          Map.entry("Page", Set.of("Area", "Content", "FileLoc")),
          Map.entry("Area", Set.of("PhysicalBox")),
          Map.entry("Font", Set.of("FontFile")),
          Map.entry("MultiMedia", Set.of("MediaFile")),
          Map.entry("CompositeGraphicUnit", Set.of("Content")),
          Map.entry("DrawParam", COLOURS),
          Map.entry("TextObject", COLOURS),
          Map.entry("PathObject", Set.of("FillColor", "StrokeColor", "AbbreviatedData")),
          Map.entry("Annot", Set.of("Appearance")),
          Map.entry("Attachment", Set.of("FileLoc")));

  /** Looks at a file of the document; what is attached is none. */
  void check(XmlElement root) {
    if (ROOTS.contains(root.name())) {
      root.all().forEach(this::once);
    }
  }

  private void once(XmlElement element) {
    Set<String> names = ONCE.get(element.name());
    if (names == null || element.children().size() < 2) {
      return;
    }
    Set<String> met = new HashSet<>();
    Set<String> told = new HashSet<>();
    for (XmlElement child : element.children()) {
      String name = child.name();
      if (names.contains(name) && !met.add(name) && told.add(name)) {
        String detail = file + ": two " + name + " in " + element.name();
        findings.add(new Finding(Reason.XML_FORBIDDEN, detail));
      }
    }
  }
}
