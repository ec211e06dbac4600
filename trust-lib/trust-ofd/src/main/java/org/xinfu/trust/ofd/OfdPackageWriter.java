package org.xinfu.trust.ofd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
  private static final long MOST_OCTETS = 0xfffffffeL;
  private final Map<String, PackageFile> entries = new LinkedHashMap<>();
  private final Set<String> keys = new HashSet<>();
  private long total;

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
   *     under a spelling that some reader takes for the same, or the package became too large for a
   *     zip without zip64 (4 GiB, 65 534 entries)
   */
  public OfdPackageWriter add(String path, Bytes content) {
    return add(path, PackageFile.of(content));
  }

  OfdPackageWriter add(String path, PackageFile content) {
    if (!OfdPath.legal(path)) {
      throw new IllegalArgumentException("not a legal path in a package: " + path);
    }
    if (!keys.add(OfdPath.key(path))) {
      throw new IllegalArgumentException("added twice: " + path);
    }
    total += content.size() + 4L * path.length() + ZipLayout.LOCAL_SIZE;
    if (entries.size() >= MOST_ENTRIES || total > MOST_OCTETS) {
      throw new IllegalArgumentException("more entries or octets need zip64");
    }
    entries.put(path, content);
    return this;
  }

  /** The octets of the package. */
  public Bytes toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return Bytes.of(out.toByteArray());
  }

  /**
   * Writes the package as a stream: no more of it is in memory than was added as {@link Bytes}.
   *
   * @return how many octets it has
   * @throws IOException when {@code out} fails, or a file that is read from another document is not
   *     the same any more
   */
  public long writeTo(OutputStream out) throws IOException {
    ZipLayout layout = new ZipLayout();
    for (Map.Entry<String, PackageFile> entry : entries.entrySet()) {
      PackageFile file = entry.getValue();
      out.write(layout.entry(entry.getKey(), file.crc(), file.size()));
      file.copyUnhashed(out);
    }
    byte[] end = layout.end();
    out.write(end);
    return layout.length() + end.length;
  }
}
