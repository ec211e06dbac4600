package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Reason;

/**
 * The signatures that a document's Signatures.xml lists, GB/T 33190-2016 §18.1, table 66.
 *
 * @param doubled IDs of two signatures or more, as ofdrw before 1.7 gives the third the second's
 * @param maxima how often MaxSignId is there, which may be once
 */
record SignatureList(String path, List<Entry> entries, Set<String> doubled, int maxima) {
  /**
   * One listed signature.
   *
   * @param type {@code Seal} or {@code Sign}; Seal when not written
   * @param path of Signature.xml
   * @param relative the signature that this one builds on, OFD 2.0
   */
  record Entry(String id, String type, String path, Optional<String> relative) {
    Entry(String id, String type, String path) {
      this(id, type, path, Optional.empty());
    }
  }

  static SignatureList read(String path, OfdFiles files) throws Finding {
    XmlElement root = files.xml(path);
    if (!root.name().equals("Signatures")) {
      throw new Finding(Reason.MALFORMED, path + ": the root element is " + root.name());
    }
    if (root.all().filter(e -> e.name().equals("Signature")).count()
        != root.children("Signature").size()) {
      // A reader that asks for all elements of the name shows it, and nobody judged it.
      throw new Finding(Reason.SIGNATURE_LIST_CHANGED, path + ": a signature inside of another");
    }
    List<Entry> entries = new ArrayList<>();
    Map<String, Boolean> there = new HashMap<>();
    Set<String> doubled = new HashSet<>();
    Set<String> paths = new HashSet<>();
    for (XmlElement signature : root.children("Signature")) {
      String id = signature.requiredAttribute("ID");
      String location = signature.requiredAttribute("BaseLoc");
      // A file that is not there is the finding of that one signature, not of the list.
      Optional<String> file = located(path, location, files);
      Optional<String> target = file.or(() -> OfdPath.resolve(path, location));
      if (target.isEmpty()) {
        throw new Finding(Reason.PATH_ILLEGAL, path + ": " + location);
      }
      // Two of one ID are both judged when both are there; else somebody played with the list.
      boolean lost = there.containsKey(id) && !(file.isPresent() && there.getOrDefault(id, false));
      if (there.put(id, file.isPresent() && !lost) != null) {
        doubled.add(id);
      }
      if (lost || !paths.add(target.get())) {
        throw new Finding(Reason.SIGNATURE_LIST_CHANGED, path + ": listed twice: " + id);
      }
      entries.add(
          new Entry(
              id,
              type(signature),
              target.get(),
              signature.attribute("Relative").filter(r -> !r.isEmpty())));
    }
    return new SignatureList(path, entries, doubled, root.children("MaxSignId").size());
  }

  private static String type(XmlElement signature) {
    String written = signature.attribute("Type").orElse("Seal");
    return written.equalsIgnoreCase("Sign")
        ? "Sign"
        : written.equalsIgnoreCase("Seal") ? "Seal" : written;
  }

  /** What is wrong with the signature that {@code entry} builds on; empty when nothing is. */
  Optional<Reason> relativeProblem(Entry entry) {
    Map<String, Optional<String>> bases = new HashMap<>();
    entries.forEach(e -> bases.put(e.id(), e.relative()));
    Set<String> seen = new HashSet<>(List.of(entry.id()));
    Optional<String> next = entry.relative();
    while (next.isPresent()) {
      if (!bases.containsKey(next.get())) {
        return Optional.of(Reason.REFERENCED_FILE_MISSING);
      }
      if (!seen.add(next.get()) || doubled.contains(next.get())) {
        return Optional.of(Reason.SIGNATURE_LIST_CHANGED);
      }
      next = bases.getOrDefault(next.get(), Optional.empty());
    }
    return Optional.empty();
  }

  /** The file at a location; writers also leave out the leading slash of a path from the root. */
  static Optional<String> located(String file, String location, OfdFiles files) {
    return OfdPath.resolve(file, location)
        .flatMap(files::named)
        .or(() -> OfdPath.resolve(OfdGraph.ROOT, location).flatMap(files::named));
  }
}
