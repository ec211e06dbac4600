package org.xinfu.trust.ofd;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Digests;

/** The files of one package; XML is parsed and digests are computed once, from the same octets. */
final class OfdFiles {
  private final OfdPackage content;
  private final int depth;
  private final Map<String, XmlElement> parsed = new HashMap<>();
  private final Map<String, Bytes> digests = new HashMap<>();

  OfdFiles(OfdPackage content, int depth) {
    this.content = content;
    this.depth = depth;
  }

  Set<String> paths() {
    return content.paths();
  }

  boolean has(String path) {
    return content.paths().contains(path);
  }

  Optional<Bytes> octets(String path) {
    return content.file(path);
  }

  /** The root element of an XML file. */
  XmlElement xml(String path) throws Finding {
    XmlElement known = parsed.get(path);
    if (known != null) {
      return known;
    }
    Optional<Bytes> octets = content.file(path);
    if (octets.isEmpty()) {
      throw new Finding(Reason.REFERENCED_FILE_MISSING, path);
    }
    XmlElement root = XmlTree.parse(path, octets.get(), depth);
    parsed.put(path, root);
    return root;
  }

  /** SM3 of the file's octets. */
  Optional<Bytes> sm3(String path) {
    return content.file(path).map(o -> digests.computeIfAbsent(path, p -> Digests.sm3(o)));
  }
}
