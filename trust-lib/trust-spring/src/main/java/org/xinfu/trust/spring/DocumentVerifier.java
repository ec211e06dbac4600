package org.xinfu.trust.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListVerifier;

/**
 * Judges signed documents by a signed list of anchors (house: one trust list for a province) with
 * the format modules on the class path, such as trust-pdf and trust-ofd. Policy: interop, offline
 * revocation by the CRLs beside the list. The list is read again when its file is replaced; one
 * that is past its next update lets nothing be VALID, {@code trust-list-stale}.
 */
public final class DocumentVerifier {
  private static final int LARGEST = 16 << 20;

  private final Path file;
  private final Clock clock;
  private @Nullable Kept kept;

  private record Kept(List<String> state, TrustList list, List<Bytes> crls) {}

  /**
   * A verifier by the list in that file.
   *
   * @throws IllegalStateException when it is no list that its own root keys signed
   */
  public DocumentVerifier(Path trustList, Clock clock) {
    this.file = trustList;
    this.clock = clock;
    now();
  }

  /**
   * Judges every signature of the document, as of now.
   *
   * @throws IllegalStateException when the list was replaced by one that cannot be stood on
   */
  public DocumentReport verify(DocumentSource document) {
    Kept now = now();
    TrustPolicy base = TrustPolicy.interop(List.of(), List.of(), clock.instant());
    TrustPolicy policy = now.list().policy(base).withCrls(now.crls());
    return now.list().note(Trust.verify(document, policy));
  }

  private synchronized Kept now() {
    try {
      List<Path> crls = crls();
      List<String> state = new ArrayList<>(List.of(state(file)));
      for (Path crl : crls) {
        state.add(state(crl));
      }
      if (kept == null || !kept.state().equals(state)) {
        kept = new Kept(state, list(), read(crls));
      }
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException("trust list " + file, e);
    }
  }

  private TrustList list() throws IOException {
    return TrustListVerifier.reopen(content(file))
        .orThrow(why -> new IllegalStateException(file + " is no trust list: " + why.code()));
  }

  private List<Path> crls() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    try (Stream<Path> files = Files.list(folder == null ? Path.of(".") : folder)) {
      return files.filter(one -> one.toString().endsWith(".crl")).sorted().toList();
    }
  }

  /** With half the revocations nothing is judged. */
  private static List<Bytes> read(List<Path> files) throws IOException {
    List<Bytes> crls = new ArrayList<>();
    for (Path one : files) {
      crls.addAll(
          PemFile.crls(content(one))
              .orElseThrow(() -> new IllegalStateException(one + " holds no CRL")));
    }
    return crls;
  }

  private static Bytes content(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + " is too long");
    }
    return Bytes.of(Files.readAllBytes(file));
  }

  private static String state(Path file) throws IOException {
    FileTime changed = Files.getLastModifiedTime(file);
    return file + " " + Files.size(file) + " " + changed;
  }
}
