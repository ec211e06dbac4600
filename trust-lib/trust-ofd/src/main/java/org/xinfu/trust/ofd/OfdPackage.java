package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;

/**
 * The files of an OFD package through one strict view: every octet belongs to exactly one structure
 * of the zip, and no two readers can disagree about which files there are. Reading proves nothing
 * about who made them; {@link OfdVerifier} does.
 *
 * <p>Opening reads every octet of every file once. Small files stay in memory, up to 32 MiB of
 * them; large ones leave their measures and are read from the document again when they are asked
 * for.
 */
public final class OfdPackage {
  private final Map<String, PackageFile> entries;
  private final ZipDoubts doubts;

  private OfdPackage(Map<String, PackageFile> entries, ZipDoubts doubts) {
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    this.doubts = doubts;
  }

  /**
   * Reads and checks the whole package.
   *
   * @return Invalid {@code malformed} (no zip, truncated), {@code package-ambiguous}, {@code
   *     path-illegal} or {@code budget-exceeded}; Indeterminate {@code package-ambiguous} when only
   *     some readers would see the same files
   */
  public static Verdict<OfdPackage> read(DocumentSource source, Budgets budgets) {
    Report.Builder checks = new Report.Builder();
    try {
      OfdPackage opened = open(source, budgets);
      opened.doubts.report(false, checks);
      return checks.pass("package", CLAUSE, opened.entries.size() + " files").verdict(opened);
    } catch (Finding f) {
      return checks.fail("package", CLAUSE, f.reason(), f.detail()).refusal();
    }
  }

  static final String CLAUSE = "GB/T 33190 6";

  static OfdPackage open(DocumentSource source, Budgets budgets) throws Finding {
    ZipDoubts doubts = new ZipDoubts();
    return new OfdPackage(new ZipReader(source, budgets, doubts).entries(), doubts);
  }

  /** Paths of all files, without a leading slash, in the order of the package. */
  public Set<String> paths() {
    return entries.keySet();
  }

  /**
   * The octets of the file at {@code path}; large files are read from the document again.
   *
   * @throws ArithmeticException when it has more than 2^31 octets; see {@link #copy}
   * @throws UncheckedIOException when the document is not the same any more
   */
  public Optional<Bytes> file(String path) {
    return entry(path).map(PackageFile::octets);
  }

  /** Number of octets of the file at {@code path}. */
  public OptionalLong size(String path) {
    PackageFile file = entries.get(path);
    return file == null ? OptionalLong.empty() : OptionalLong.of(file.size());
  }

  /**
   * Writes the octets of the file at {@code path}, as a stream.
   *
   * @throws IllegalArgumentException when there is no such file
   * @throws IOException when {@code out} fails, or the document is not the same any more: then what
   *     was written is not the file
   */
  public void copy(String path, OutputStream out) throws IOException {
    PackageFile file = entries.get(path);
    if (file == null) {
      throw new IllegalArgumentException("no such file: " + path);
    }
    file.copyTo(out);
  }

  /** What is odd about the zip. */
  ZipDoubts doubts() {
    return doubts;
  }

  Optional<PackageFile> entry(String path) {
    return Optional.ofNullable(entries.get(path));
  }
}
