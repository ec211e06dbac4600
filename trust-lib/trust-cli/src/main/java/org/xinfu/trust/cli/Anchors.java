package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;

/** Certificates that the caller trusts for one purpose, and the CRLs that lie beside them. */
record Anchors(List<Certificate> certificates, List<Bytes> revocations) {
  /**
   * A PEM file with its neighbours {@code *.crl}, or a directory of {@code *.pem} and {@code
   * *.crl}.
   */
  static Anchors read(List<Path> paths) throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    List<Bytes> crls = new ArrayList<>();
    for (Path path : paths) {
      boolean directory = Files.isDirectory(path);
      Path folder = directory ? path : path.toAbsolutePath().getParent();
      for (Path pem : directory ? list(path, ".pem") : List.of(path)) {
        PemFile read = pem(pem);
        if (read.certificates().isEmpty() && read.crls().isEmpty() && Files.size(pem) > 0) {
          throw new UnreadableAnchor(pem, "holds no certificate or CRL in PEM");
        }
        certificates.addAll(read.certificates());
        crls.addAll(read.crls());
      }
      for (Path crl : folder == null ? List.<Path>of() : list(folder, ".crl")) {
        crls.addAll(crl(crl));
      }
    }
    return new Anchors(List.copyOf(certificates), List.copyOf(crls));
  }

  /** All CRLs once, whichever option brought them. */
  static List<Bytes> crls(List<Anchors> all) {
    Set<Bytes> distinct = new LinkedHashSet<>();
    all.forEach(anchors -> distinct.addAll(anchors.revocations()));
    return List.copyOf(distinct);
  }

  private static PemFile pem(Path file) throws IOException {
    try (InputStream text = Files.newInputStream(file)) {
      return PemFile.read(text)
          .orElseThrow(() -> new UnreadableAnchor(file, "holds a damaged certificate or CRL"));
    }
  }

  /** DER, or PEM blocks {@code X509 CRL}. */
  private static List<Bytes> crl(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      if (content.read() == 0x30) {
        return List.of(Bytes.of(Files.readAllBytes(file)));
      }
    }
    List<Bytes> crls = pem(file).crls();
    if (crls.isEmpty()) {
      throw new UnreadableAnchor(file, "holds no CRL");
    }
    return crls;
  }

  private static List<Path> list(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** A file of anchors that is damaged: nothing is judged with half the trust. */
  static final class UnreadableAnchor extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableAnchor(Path file, String why) {
      super(file + " " + why);
    }
  }
}
