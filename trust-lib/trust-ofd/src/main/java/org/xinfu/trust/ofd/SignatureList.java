package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Reason;

/** The signatures that a document's Signatures.xml lists, GB/T 33190-2016 §18.1, table 66. */
record SignatureList(String path, List<Entry> entries) {
  /**
   * One listed signature.
   *
   * @param type {@code Seal} or {@code Sign}; Seal when not written
   * @param path of Signature.xml
   */
  record Entry(String id, String type, String path) {}

  static SignatureList read(String path, OfdFiles files) throws Finding {
    XmlElement root = files.xml(path);
    if (!root.name().equals("Signatures")) {
      throw new Finding(Reason.MALFORMED, path + ": the root element is " + root.name());
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Set<String> paths = new HashSet<>();
    for (XmlElement signature : root.children("Signature")) {
      String id = signature.requiredAttribute("ID");
      String location = signature.requiredAttribute("BaseLoc");
      // A file that is not there is the finding of that one signature, not of the list.
      Optional<String> target =
          located(path, location, files).or(() -> OfdPath.resolve(path, location));
      if (target.isEmpty()) {
        throw new Finding(Reason.PATH_ILLEGAL, path + ": " + location);
      }
      if (!ids.add(id) || !paths.add(target.get())) {
        throw new Finding(Reason.SIGNATURE_LIST_CHANGED, path + ": listed twice: " + id);
      }
      entries.add(new Entry(id, signature.attribute("Type").orElse("Seal"), target.get()));
    }
    return new SignatureList(path, entries);
  }

  /** The file at a location; writers also leave out the leading slash of a path from the root. */
  static Optional<String> located(String file, String location, OfdFiles files) {
    return OfdPath.resolve(file, location)
        .filter(files::has)
        .or(() -> OfdPath.resolve(OfdGraph.ROOT, location).filter(files::has));
  }
}
