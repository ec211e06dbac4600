package org.xinfu.trust.ofd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xinfu.trust.Reason;

/**
 * Follows locations (ST_Loc) through the XML files of a document. Anything that some schema of GB/T
 * 33190 calls a location counts, wherever it stands: following too much asks for more coverage,
 * never for less.
 */
final class Reachable {
  /** Elements whose text is the location of another XML file. */
  private static final Set<String> STRUCTURE =
      Set.of(
          "DocRoot",
          "PublicRes",
          "DocumentRes",
          "PageRes",
          "Annotations",
          "Attachments",
          "CustomTags",
          "Extensions",
          "ExtendData",
          "File",
          "FileLoc");

  /** Elements whose text is the location of a file that is not followed further. */
  private static final Set<String> OPAQUE =
      Set.of("FontFile", "MediaFile", "SchemaLoc", "Cover", "ImageLoc", "Thumbnail");

  private static final Set<String> LOCATED =
      Stream.concat(STRUCTURE.stream(), OPAQUE.stream()).collect(Collectors.toUnmodifiableSet());

  private final OfdFiles files;
  private final Set<String> found = new LinkedHashSet<>();
  private final Set<String> dangling = new LinkedHashSet<>();
  private final Set<String> outside = new LinkedHashSet<>();
  private final Deque<String> waiting = new ArrayDeque<>();
  private final List<Finding> findings = new ArrayList<>();

  Reachable(OfdFiles files) {
    this.files = files;
  }

  Set<String> found() {
    return found;
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

  /** Starts from {@code element}, which stands in {@code file}, and follows to the end. */
  void follow(String file, XmlElement element) {
    found.add(file);
    locations(file, element);
    for (String next = waiting.poll(); next != null; next = waiting.poll()) {
      try {
        locations(next, files.xml(next));
      } catch (Finding f) {
        findings.add(f);
      }
    }
  }

  private void locations(String file, XmlElement root) {
    String resources = root.name().equals("Res") ? root.attribute("BaseLoc").orElse("") : "";
    boolean attachments = root.name().equals("Attachments");
    root.all()
        .forEach(
            e -> {
              // A schema is not shown, and its location may be an address.
              boolean foreign = e.name().equals("SchemaLoc") && e.text().contains("://");
              if (!e.text().isEmpty() && !foreign) {
                boolean opaque = OPAQUE.contains(e.name()) || attachments;
                if (opaque ? LOCATED.contains(e.name()) : STRUCTURE.contains(e.name())) {
                  visit(file, resources, e.text(), !opaque);
                }
              }
              if (e != root || resources.isEmpty()) {
                e.attribute("BaseLoc").ifPresent(l -> visit(file, "", l, true));
              }
              e.attribute("Profile")
                  .filter(l -> !l.isEmpty())
                  .ifPresent(l -> visit(file, resources, l, false));
            });
  }

  private void visit(String file, String resources, String location, boolean structure) {
    if (!structure && (resources + location).indexOf('\\') >= 0) {
      // Producers on Windows write it so; there it means the same.
      files.respell(file + " names " + location);
      visit(file, resources.replace('\\', '/'), location.replace('\\', '/'), false);
      return;
    }
    boolean based = !resources.isEmpty() && !location.startsWith("/");
    Optional<String> meant =
        OfdPath.resolve(file, based ? resources.replaceFirst("/$", "") + "/" + location : location);
    Set<String> candidates = new LinkedHashSet<>(meant.stream().toList());
    OfdPath.resolve(file, location).ifPresent(candidates::add);
    OfdPath.resolve(OfdGraph.ROOT, location).ifPresent(candidates::add);
    if (structure && candidates.isEmpty()) {
      findings.add(new Finding(Reason.PATH_ILLEGAL, file + ": " + location));
    } else if (!structure && meant.isEmpty()) {
      outside.add(file + ": " + location);
    }
    List<String> present =
        candidates.stream().flatMap(c -> files.named(c).stream()).distinct().toList();
    if (present.isEmpty() && !outside.contains(file + ": " + location)) {
      dangling.add(location);
    }
    for (String path : present) {
      if (found.add(path) && structure && looksLikeXml(path)) {
        waiting.add(path);
      }
    }
  }

  private boolean looksLikeXml(String path) {
    String head = files.head(path).toUtf8();
    return path.endsWith(".xml") || head.replace("\ufeff", "").stripLeading().startsWith("<");
  }
}
