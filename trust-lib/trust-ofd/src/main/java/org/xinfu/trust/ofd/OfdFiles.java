package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.DigestStream;

/** The files of one package; XML is parsed and digests are computed once, from the same octets. */
final class OfdFiles {
  private static final String SM3 = "SM3";

  /** XML, seals and signature values are far smaller; with its tree such a file has 256 MB. */
  private static final int MOST_READ = 16 << 20;

  private static final long TREES = 48 << 20;

  /** References of signatures that are kept, each of about 160 octets. */
  private static final int REFERENCES = 300_000;

  private final OfdPackage content;
  private final int depth;
  private long room = TREES;
  private int listed = REFERENCES;
  private final Map<String, XmlElement> parsed = new HashMap<>();
  private final Map<String, SignatureFile> signatures = new HashMap<>();
  private final Map<String, Bytes> digests = new HashMap<>();

  /** How a reader that takes several spellings for the same finds each file. */
  private final Map<String, String> keyed = new HashMap<>();

  private final Set<String> respelled = new TreeSet<>();

  OfdFiles(OfdPackage content, int depth) {
    this.content = content;
    this.depth = depth;
    content.paths().forEach(path -> keyed.put(OfdPath.key(path), path));
  }

  /**
   * The file that {@code path} names; upper and lower case may be mixed up, since producers on
   * Windows do so, and whatever else {@link OfdPath#key} takes for the same. The package has no two
   * files that differ in that alone. Of a file that is signed some location must have the letters
   * all the same ({@link SpelledNames}): else it may have been renamed.
   */
  Optional<String> named(String path) {
    if (has(path)) {
      return Optional.of(path);
    }
    Optional<String> other = Optional.ofNullable(keyed.get(OfdPath.key(path)));
    other.ifPresent(o -> respelled.add(path + " is " + o));
    return other;
  }

  /** Notes a location that is written otherwise than the standard says. */
  void respell(String what) {
    respelled.add(what);
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

  /**
   * The file itself.
   *
   * @return empty when there is none
   */
  Optional<PackageFile> file(String path) {
    return content.entry(path);
  }

  Optional<Bytes> octets(String path) {
    return content.file(path);
  }

  /** As {@link #octets} of a file that is read as a whole to be judged, and so has a limit. */
  Optional<Bytes> part(String path) throws Finding {
    Optional<PackageFile> file = content.entry(path);
    if (file.isPresent() && file.get().size() > MOST_READ) {
      throw new Finding(Reason.BUDGET_EXCEEDED, path + " has " + file.get().size() + " octets");
    }
    return file.map(PackageFile::octets);
  }

  /** The first octets of a file, 64 of them or all. */
  Bytes head(String path) {
    return content.entry(path).map(PackageFile::head).orElse(Bytes.empty());
  }

  /** The root element of an XML file. */
  XmlElement xml(String path) throws Finding {
    XmlElement known = parsed.get(path);
    if (known != null) {
      return known;
    }
    Optional<Bytes> octets = part(path);
    if (octets.isEmpty()) {
      throw new Finding(Reason.REFERENCED_FILE_MISSING, path);
    }
    XmlElement root = XmlTree.parse(path, octets.get(), depth);
    long weight = root.all().mapToLong(XmlElement::weight).sum();
    // A package of a thousand pages is read page by page, and again where a page is asked for.
    if (weight <= room) {
      room -= weight;
      parsed.put(path, root);
    }
    return root;
  }

  /** What a Signature.xml says. */
  SignatureFile signature(String path) throws Finding {
    SignatureFile known = signatures.get(path);
    if (known != null) {
      return known;
    }
    SignatureFile read = SignatureFile.of(path, xml(path));
    if (read.references().size() < listed) {
      listed -= 1 + read.references().size();
      signatures.put(path, read);
    }
    return read;
  }

  /** SM3 of the file's octets. */
  Optional<Bytes> sm3(String path) {
    return digest(SM3, path);
  }

  /** The file's digest; {@code name} is the JDK's, or SM3. */
  Optional<Bytes> digest(String name, String path) {
    return content
        .entry(path)
        .map(o -> digests.computeIfAbsent(name + " " + path, p -> digest(name, o)));
  }

  private static Bytes digest(String name, PackageFile file) {
    if (name.equals(SM3)) {
      return file.sm3();
    }
    try {
      DigestStream digest = DigestStream.of(MessageDigest.getInstance(name));
      file.copyTo(digest);
      return digest.digest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("every JDK has MD5, SHA-1 and SHA-2", e);
    }
  }
}
