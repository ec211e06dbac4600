package org.xinfu.licence.anchors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;

/**
 * The policy of the vault: anchors for signers ({@code signers*.pem}), for seal makers ({@code
 * makers*.pem}) and CRLs ({@code *.crl}, DER or PEM) in its trust directories, read again when one
 * of them changes. Nothing is trusted that does not lie there.
 */
public final class TrustDirectories {
  private final List<Path> directories;
  private List<String> seen = List.of();
  private Anchors anchors = new Anchors(List.of(), List.of(), List.of());

  public TrustDirectories(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /** Interop, offline, at {@code at}, with what lies in the directories now. */
  public synchronized TrustPolicy policy(Instant at) {
    List<Path> files = files();
    List<String> state = files.stream().map(TrustDirectories::state).toList();
    if (!state.equals(seen)) {
      anchors = read(files);
      seen = state;
    }
    return TrustPolicy.interop(anchors.signers, anchors.makers, at).withCrls(anchors.crls);
  }

  private record Anchors(List<Certificate> signers, List<Certificate> makers, List<Bytes> crls) {}

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path directory : directories) {
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (Stream<Path> all = Files.list(directory)) {
        all.filter(f -> f.toString().endsWith(".pem") || f.toString().endsWith(".crl"))
            .sorted()
            .forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static String state(Path file) {
    try {
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return file + " gone";
    }
  }

  private static Anchors read(List<Path> files) {
    Set<Certificate> signers = new LinkedHashSet<>();
    Set<Certificate> makers = new LinkedHashSet<>();
    Set<Bytes> crls = new LinkedHashSet<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      Bytes content = content(file);
      if (name.endsWith(".crl") && content.length() > 0 && content.at(0) == 0x30) {
        crls.add(content); // DER
        continue;
      }
      PemFile pem = pem(file, content);
      crls.addAll(pem.crls());
      if (name.startsWith("signers")) {
        signers.addAll(pem.certificates());
      } else if (name.startsWith("makers")) {
        makers.addAll(pem.certificates());
      }
    }
    return new Anchors(List.copyOf(signers), List.copyOf(makers), List.copyOf(crls));
  }

  /** With half the anchors nothing is judged. */
  private static PemFile pem(Path file, Bytes content) {
    return PemFile.read(new String(content.toArray(), StandardCharsets.ISO_8859_1))
        .orElseThrow(() -> new IllegalStateException("damaged trust anchors: " + file));
  }

  private static Bytes content(Path file) {
    try {
      return Bytes.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
