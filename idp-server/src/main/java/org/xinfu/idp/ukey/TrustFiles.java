package org.xinfu.idp.ukey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.chain.RevocationSource;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * The authorities whose certificates persons log in with: a directory of {@code *.pem} (anchors,
 * and CRLs among them) and {@code *.crl} (DER). It is read again when a file in it has changed, so
 * that a job that fetches lists needs nothing but to write them.
 */
public final class TrustFiles implements SignerTrust.Policies {
  private final @Nullable Path directory;
  private final Optional<Supplier<RevocationSource>> online;
  private volatile Loaded loaded = new Loaded(Map.of(), List.of(), List.of());

  /**
   * Reads nothing yet.
   *
   * @param directory null: there is nobody to trust
   * @param online asked for newer evidence than the directory has; empty: offline
   */
  public TrustFiles(@Nullable Path directory, Optional<Supplier<RevocationSource>> online) {
    this.directory = directory;
    this.online = online;
  }

  private record Loaded(
      Map<String, String> versions, List<Certificate> anchors, List<Bytes> lists) {}

  @Override
  public boolean configured() {
    return !anchors().isEmpty();
  }

  /** The anchors, for checks at start. */
  public List<Certificate> anchors() {
    return current().anchors();
  }

  @Override
  public TrustPolicy at(Instant now) {
    Loaded files = current();
    TrustPolicy policy =
        TrustPolicy.interop(files.anchors(), List.of(), now)
            .withMode(TrustPolicy.Mode.STRICT)
            .withAlgorithms(SignatureAlgorithm.current())
            .withCrls(files.lists());
    return online.map(source -> policy.online(source.get())).orElse(policy);
  }

  private Loaded current() {
    Path from = directory;
    if (from == null || !Files.isDirectory(from)) {
      return new Loaded(Map.of(), List.of(), List.of());
    }
    try {
      Map<String, String> versions = versions(from);
      Loaded known = loaded;
      if (!known.versions().equals(versions)) {
        known = load(from, versions);
        loaded = known;
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> versions(Path directory) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".pem") || name.endsWith(".crl")) {
          versions.put(name, Files.getLastModifiedTime(file) + " " + Files.size(file));
        }
      }
    }
    return versions;
  }

  private static Loaded load(Path directory, Map<String, String> versions) throws IOException {
    List<Certificate> anchors = new ArrayList<>();
    List<Bytes> lists = new ArrayList<>();
    for (String name : versions.keySet()) {
      byte[] octets = Files.readAllBytes(directory.resolve(name));
      if (name.endsWith(".crl")) {
        lists.add(Bytes.of(octets));
      } else {
        PemFile file =
            PemFile.read(new String(octets, StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new IOException(name + " is no whole PEM file"));
        anchors.addAll(file.certificates());
        lists.addAll(file.crls());
      }
    }
    return new Loaded(versions, List.copyOf(anchors), List.copyOf(lists));
  }
}
