package org.xinfu.trust.ofd;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Digests;

/** The files of one package; XML is parsed and digests are computed once, from the same octets. */
final class OfdFiles {
  private final OfdPackage content;
  private final int depth;
  private final Map<String, XmlElement> parsed = new HashMap<>();
  private final Map<String, Bytes> digests = new HashMap<>();

  /** How a reader that takes upper and lower case for the same finds each file. */
  private final Map<String, String> folded = new HashMap<>();

  private final Set<String> respelled = new TreeSet<>();

  OfdFiles(OfdPackage content, int depth) {
    this.content = content;
    this.depth = depth;
    content.paths().forEach(path -> folded.put(path.toLowerCase(Locale.ROOT), path));
  }

  /**
   * The file that {@code path} names; upper and lower case may be mixed up, since producers on
   * Windows do so. The package has no two files that differ in case alone.
   */
  Optional<String> named(String path) {
    if (has(path)) {
      return Optional.of(path);
    }
    Optional<String> other = Optional.ofNullable(folded.get(path.toLowerCase(Locale.ROOT)));
    other.ifPresent(o -> respelled.add(path + " is " + o));
    return other;
  }

  /** Files that were found under another spelling than the written one. */
  Set<String> respelled() {
    return respelled;
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
    return digest("SM3", path);
  }

  /** The file's digest; {@code name} is the JDK's, or SM3. */
  Optional<Bytes> digest(String name, String path) {
    return content
        .file(path)
        .map(o -> digests.computeIfAbsent(name + " " + path, p -> digest(name, o)));
  }

  private static Bytes digest(String name, Bytes octets) {
    if (name.equals("SM3")) {
      return Digests.sm3(octets);
    }
    try {
      return Bytes.of(MessageDigest.getInstance(name).digest(octets.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("every JDK has MD5, SHA-1 and SHA-2", e);
    }
  }
}
