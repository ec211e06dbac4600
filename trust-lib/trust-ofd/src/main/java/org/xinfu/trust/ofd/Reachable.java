package org.xinfu.trust.ofd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xinfu.trust.Reason;

/**
 * Follows locations (ST_Loc) through the XML files of a document. Anything that some schema of GB/T
 * 33190 calls a location counts, wherever it stands: following too much asks for more coverage,
 * never for less.
 */
final class Reachable {
  /** Elements whose text is the location of another XML file, whatever its name. */
  private static final Set<String> STRUCTURE =
      Set.of(
          "DocRoot",
          "PublicRes",
          "DocumentRes",
          "PageRes",
          "Annotations",
          "Attachments",
          "CustomTags",
          "Extensions");

  /** Elements whose text is the location of an XML file or of another. */
  private static final Set<String> EITHER = Set.of("BaseLoc", "ExtendData", "File", "FileLoc");

  /** Of them, those that may hold data of their own instead. */
  private static final Set<String> MIXED = Set.of("ExtendData", "File");

  /** Elements whose text is the location of a file that is not followed further. */
  private static final Set<String> OPAQUE =
      Set.of("FontFile", "MediaFile", "SchemaLoc", "Cover", "ImageLoc", "Thumbnail");

  private static final Set<String> LOCATED =
      Stream.of(STRUCTURE, EITHER, OPAQUE)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** What is known of the file at a location. */
  private enum Kind {
    XML,
    EITHER,
    /** Custom tags (GB/T 33190 §16): XML that readers do not show. */
    TAGS,
    OPAQUE
  }

  private final OfdFiles files;
  private final Set<String> found = new LinkedHashSet<>();
  private final Set<String> spelled = new HashSet<>();
  private final Set<String> followed = new HashSet<>();
  private final Set<String> shown = new HashSet<>();
  private final Map<String, Finding> tags = new TreeMap<>();
  private final Set<String> dangling = new LinkedHashSet<>();
  private final Set<String> outside = new LinkedHashSet<>();
  private final Deque<String> waiting = new ArrayDeque<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Identifiers identifiers = new Identifiers();
  private final SpelledValues values = new SpelledValues();
  private final ReachedRoots roots;
  private final Set<String> ambiguous = new LinkedHashSet<>();

  /** {@code namespace} is that of the package's OFD.xml. */
  Reachable(OfdFiles files, String namespace) {
    this.files = files;
    this.roots = new ReachedRoots(namespace);
  }

  Set<String> found() {
    return found;
  }

  /** Files that some location names letter by letter as the package has them. */
  Set<String> spelled() {
    return spelled;
  }

  /** Locations at which there is no file. */
  Set<String> dangling() {
    return dangling;
  }

  /**
   * Locations of pictures, fonts and the like that lead out of the package: an address in a
   * network, a drive, {@code ../}. Whatever a reader shows from there no signature protects.
   */
  Set<String> outside() {
    return outside;
  }

  /** Files that could not be read, and parts of the structure that lie outside the package. */
  List<Finding> findings() {
    return findings;
  }

  /**
   * Files of tags alone that are no well-formed XML, as those of the tax invoices of 2020. Nothing
   * of them is shown.
   */
  Collection<Finding> tags() {
    return tags.values();
  }

  /** Of the files that are reached from Document.xml: other versions have their own. */
  Identifiers identifiers() {
    return identifiers;
  }

  /** Of the same files. */
  SpelledValues values() {
    return values;
  }

  /** Of the same files. */
  ReachedRoots roots() {
    return roots;
  }

  /** Locations that lead to one file from the place where they stand and to another elsewhere. */
  Set<String> ambiguous() {
    return ambiguous;
  }

  /** Follows all that {@code docRoot} leads to, and then what else {@code body} names. */
  void follow(String file, XmlElement body, String docRoot) {
    found.add(file);
    found.add(docRoot);
    followed.add(docRoot);
    shown.add(docRoot);
    waiting.add(docRoot);
    roots.document(body, docRoot);
    follow(Optional.of(identifiers), Optional.of(values));
    locations(file, body);
    follow(Optional.empty(), Optional.empty());
    shown.stream().map(tags::remove).filter(Objects::nonNull).forEach(findings::add);
  }

  private void follow(Optional<Identifiers> noted, Optional<SpelledValues> read) {
    for (String next = waiting.poll(); next != null; next = waiting.poll()) {
      try {
        XmlElement root = files.xml(next);
        new Singles(next, findings).check(root);
        noted.ifPresent(ids -> ids.read(root));
        read.ifPresent(v -> v.read(root));
        roots.read(next, root);
        locations(next, root);
      } catch (Finding f) {
        if (f.reason() == Reason.MALFORMED && !shown.contains(next)) {
          tags.put(next, f);
        } else {
          findings.add(f);
        }
      }
    }
  }

  private void locations(String file, XmlElement root) {
    boolean resource = root.name().equals("Res");
    String resources = resource ? root.attribute("BaseLoc").orElse("") : "";
    root.all()
        .forEach(
            e -> {
              // A schema is not shown, and its location may be an address.
              boolean foreign = e.name().equals("SchemaLoc") && e.text().contains("://");
              if (!e.text().isEmpty() && !foreign && LOCATED.contains(e.name())) {
                whole(file, e);
                Set<String> led = visit(file, resources, e.text(), kind(root, e));
                ReachedRoots.byText(root, e).ifPresent(name -> roots.require(name, led));
              }
              if (!(resource && e == root)) {
                e.attribute("BaseLoc").ifPresent(l -> based(file, root, e, l));
              }
              e.attribute("Profile")
                  .filter(l -> !l.isEmpty())
                  .ifPresent(l -> visit(file, resources, l, Kind.OPAQUE));
            });
  }

  private void based(String file, XmlElement root, XmlElement element, String location) {
    Set<String> led = visit(file, "", location, Kind.XML);
    ReachedRoots.byBase(root, element).ifPresent(name -> roots.require(name, led));
  }

  /** What is attached is shown as a file, not read as part of the document. */
  private static Kind kind(XmlElement root, XmlElement element) {
    if (OPAQUE.contains(element.name()) || root.name().equals("Attachments")) {
      return Kind.OPAQUE;
    }
    if (root.name().equals("CustomTags") && element.name().equals("FileLoc")) {
      return Kind.TAGS;
    }
    boolean annotations = root.name().equals("Annotations");
    return annotations || STRUCTURE.contains(element.name()) ? Kind.XML : Kind.EITHER;
  }

  /** Some readers take all text inside for the location, others what stands before the child. */
  private void whole(String file, XmlElement element) {
    if (!element.children().isEmpty() && !MIXED.contains(element.name())) {
      String detail = file + ": an element inside the text of " + element.name();
      findings.add(new Finding(Reason.XML_FORBIDDEN, detail));
    }
  }

  /** The files that there are at the location. */
  private Set<String> visit(String file, String resources, String location, Kind kind) {
    boolean opaque = kind == Kind.OPAQUE;
    if (opaque && (resources + location).indexOf('\\') >= 0) {
      // Producers on Windows write it so; there it means the same.
      files.respell(file + " names " + location);
      return visit(file, resources.replace('\\', '/'), location.replace('\\', '/'), kind);
    }
    boolean based = !resources.isEmpty() && !location.startsWith("/");
    Optional<String> meant =
        OfdPath.resolve(file, based ? resources.replaceFirst("/$", "") + "/" + location : location);
    Set<String> candidates = new LinkedHashSet<>(meant.stream().toList());
    OfdPath.resolve(file, location).ifPresent(candidates::add);
    OfdPath.resolve(OfdGraph.ROOT, location).ifPresent(candidates::add);
    if (!opaque && candidates.isEmpty()) {
      findings.add(new Finding(Reason.PATH_ILLEGAL, file + ": " + location));
    } else if (opaque && meant.isEmpty()) {
      outside.add(file + ": " + location);
    }
    candidates.stream().filter(files::has).forEach(spelled::add);
    Set<String> present = new LinkedHashSet<>();
    candidates.forEach(c -> files.named(c).ifPresent(present::add));
    if (present.isEmpty() && !outside.contains(file + ": " + location)) {
      dangling.add(location);
    }
    // One file needs no digest: what is attached may be large.
    if (present.size() > 1 && present.stream().map(files::sm3).distinct().count() > 1) {
      ambiguous.add(file + ": " + location);
    }
    for (String path : present) {
      found.add(path);
      boolean xml = kind == Kind.XML || (!opaque && looksLikeXml(path));
      if (xml && kind != Kind.TAGS) {
        shown.add(path);
      }
      // It may be named as a picture first and as part of the document behind.
      if (xml && followed.add(path)) {
        waiting.add(path);
      }
    }
    return present;
  }

  /** Of an XML file in another encoding, or with many blanks in front, the parser says more. */
  private boolean looksLikeXml(String path) {
    byte[] head = files.head(path).toArray();
    StringBuilder text = new StringBuilder();
    for (byte octet : head) {
      int c = octet & 0xff;
      // Byte order marks of UTF-8 and UTF-16, and the zeros of the latter.
      if (c != 0 && c != 0xef && c != 0xbb && c != 0xbf && c != 0xfe && c != 0xff) {
        text.append((char) c);
      }
    }
    String plain = text.toString().stripLeading();
    boolean blank = plain.isEmpty() && head.length == PackageFile.HEAD;
    return path.endsWith(".xml") || blank || plain.startsWith("<");
  }
}
