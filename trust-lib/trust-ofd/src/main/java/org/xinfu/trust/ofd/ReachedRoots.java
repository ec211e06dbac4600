package org.xinfu.trust.ofd;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What locations of a document lead to: each to a file with the root element that GB/T 33190-2016
 * has for it (§7.5 to §7.9, §15), in the namespace of OFD.xml. ofdrw takes any root for the one
 * that it looks for and goes by local names; other readers show nothing of such a file, and no rule
 * for what is in it would be asked.
 */
final class ReachedRoots {
  private static final String RESOURCES = "Res";
  private static final String PAGE = "Page";

  /** By the elements of Document.xml and of pages whose text is the location. */
  private static final Map<String, String> BY_TEXT =
      Map.of(
          "PublicRes", RESOURCES,
          "DocumentRes", RESOURCES,
          "PageRes", RESOURCES,
          "Annotations", "Annotations",
          "Attachments", "Attachments");

  private static final Set<String> PAGES = Set.of(PAGE, "TemplatePage");
  private static final int TOLD = 10;

  private record Root(String name, String namespace) {}

  private final String namespace;
  private final Map<String, Root> roots = new HashMap<>();
  private final Map<String, String> required = new HashMap<>();
  private final Set<String> doubts = new TreeSet<>();

  /**
   * The roots of a document's files.
   *
   * @param namespace of the package's OFD.xml
   */
  ReachedRoots(String namespace) {
    this.namespace = namespace;
  }

  /** The document itself, which {@code body} names. */
  void document(XmlElement body, String docRoot) {
    required.put(docRoot, "Document");
    if (!body.namespace().equals(namespace)) {
      tell("DocBody of another namespace");
    }
    if (body.children("DocRoot").stream().anyMatch(e -> !e.namespace().equals(namespace))) {
      tell("DocRoot of another namespace");
    }
  }

  /** A file is read. */
  void read(String path, XmlElement root) {
    roots.put(path, new Root(root.name(), root.namespace()));
  }

  /** The root of what the text of {@code element} leads to; empty where any will do. */
  static Optional<String> byText(XmlElement root, XmlElement element) {
    if (root.name().equals("Annotations")) {
      return Optional.of(element.name()).filter("FileLoc"::equals).map(n -> "PageAnnot");
    }
    return Optional.ofNullable(BY_TEXT.get(element.name()))
        .filter(name -> root.name().equals("Document") || root.name().equals(PAGE));
  }

  /** The same of its BaseLoc. */
  static Optional<String> byBase(XmlElement root, XmlElement element) {
    boolean page = root.name().equals("Document") && PAGES.contains(element.name());
    return page ? Optional.of(PAGE) : Optional.empty();
  }

  /** A location leads to these files. */
  void require(String name, Collection<String> paths) {
    for (String path : paths) {
      String before = required.putIfAbsent(path, name);
      if (before != null && !before.equals(name)) {
        tell(path + " as " + before + " and as " + name);
      }
    }
  }

  /** What readers take for different things; empty when there is nothing. */
  Optional<String> doubt() {
    required.forEach(
        (path, name) -> {
          Root root = roots.get(path);
          if (root != null && !root.name().equals(name)) {
            tell(path + ": the root element is " + root.name() + ", not " + name);
          } else if (root != null && !root.namespace().equals(namespace)) {
            tell(path + " of another namespace than OFD.xml");
          }
        });
    return doubts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", doubts));
  }

  private void tell(String doubt) {
    if (doubts.size() < TOLD) {
      doubts.add(doubt);
    }
  }
}
