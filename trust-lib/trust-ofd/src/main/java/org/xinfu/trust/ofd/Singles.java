package org.xinfu.trust.ofd;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xinfu.trust.Reason;

/**
 * Elements that GB/T 33190-2016 has once where readers show one of two: the first, the last, or
 * both together (tables 3, 5, 6 and 13).
 */
record Singles(String file, List<Finding> findings) {
  private static final Map<String, Set<String>> ONCE =
      Map.of(
          "Document",
          Set.of("CommonData", "Pages", "Annotations", "Attachments", "CustomTags", "Extensions"),
          "CommonData",
          Set.of("PageArea"),
          "PageArea",
          Set.of("PhysicalBox"),
          "Page",
          Set.of("Area", "Content"),
          "Area",
          Set.of("PhysicalBox"));

  /** Looks at a file of the document by its root element. */
  void check(XmlElement root) {
    if (!root.name().equals("Document") && !root.name().equals("Page")) {
      return;
    }
    once(root);
    root.children().stream().filter(c -> ONCE.containsKey(c.name())).forEach(this::descend);
  }

  private void descend(XmlElement element) {
    once(element);
    element.children().stream().filter(c -> ONCE.containsKey(c.name())).forEach(this::once);
  }

  private void once(XmlElement element) {
    for (String name : ONCE.getOrDefault(element.name(), Set.of())) {
      if (element.children(name).size() > 1) {
        String detail = file + ": two " + name + " in " + element.name();
        findings.add(new Finding(Reason.XML_FORBIDDEN, detail));
      }
    }
  }
}
