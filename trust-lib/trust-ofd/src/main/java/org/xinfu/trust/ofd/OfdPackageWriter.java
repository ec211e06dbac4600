package org.xinfu.trust.ofd;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.xinfu.trust.Bytes;

/**
 * Writes the canonical OFD package: the same entries in the same order give the same octets on
 * every machine and JDK, and every octet is meaningful to {@link OfdVerifier}. Entries are stored,
 * not deflated.
 */
public final class OfdPackageWriter {
  private static final int MOST_ENTRIES = 0xfffe;
  private final Map<String, Bytes> entries = new LinkedHashMap<>();
  private final Set<String> keys = new HashSet<>();

  /** The package of these entries: {@code OFD.xml} first, then the rest in the map's order. */
  public static Bytes write(SortedMap<String, Bytes> entries) {
    OfdPackageWriter writer = new OfdPackageWriter();
    Bytes root = entries.get("OFD.xml");
    if (root != null) {
      writer.add("OFD.xml", root);
    }
    entries.forEach(
        (name, content) -> {
          if (!name.equals("OFD.xml")) {
            writer.add(name, content);
          }
        });
    return writer.toBytes();
  }

  /**
   * Appends an entry.
   *
   * @param path from the package root, without a leading slash, e.g. {@code Doc_0/Document.xml}
   * @throws IllegalArgumentException when the path is not legal in a package, or was added already
   *     under a spelling that some reader takes for the same
   */
  public OfdPackageWriter add(String path, Bytes content) {
    if (!OfdPath.legal(path)) {
      throw new IllegalArgumentException("not a legal path in a package: " + path);
    }
    if (!keys.add(OfdPath.key(path))) {
      throw new IllegalArgumentException("added twice: " + path);
    }
    if (entries.size() >= MOST_ENTRIES) {
      throw new IllegalArgumentException("more than " + MOST_ENTRIES + " entries need zip64");
    }
    entries.put(path, content);
    return this;
  }

  /** The octets of the package. */
  public Bytes toBytes() {
    return Bytes.of(ZipLayout.encode(entries));
  }
}
