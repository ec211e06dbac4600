package org.xinfu.trust.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListVerifier;

/** A trust list in a file, and the CRLs beside it; read again when one of them is replaced. */
final class KeptTrustList {
  private static final int LARGEST = 16 << 20;

  private final Path file;
  private @Nullable Kept kept;

  private record Kept(List<String> state, Reading reading) {}

  /** The list, and the CRLs that lie beside it. */
  record Reading(TrustList list, List<Bytes> crls) {
    /** Interop, offline, with the anchors for that purpose. */
    TrustPolicy policy(Instant at, AnchorPurpose purpose) {
      TrustPolicy base = TrustPolicy.interop(List.of(), List.of(), at);
      return list.policy(base, purpose).withCrls(crls);
    }
  }

  KeptTrustList(Path file) {
    this.file = file;
  }

  /** The list as it is in its file now. */
  synchronized Reading now() {
    try {
      List<Path> crls = crls();
      List<String> state = new ArrayList<>(List.of(state(file)));
      for (Path crl : crls) {
        state.add(state(crl));
      }
      if (kept == null || !kept.state().equals(state)) {
        kept = new Kept(state, new Reading(list(), read(crls)));
      }
      return kept.reading();
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
