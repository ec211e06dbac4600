package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * The content of a package whose every signature was found VALID; {@link OfdVerifier#open} is the
 * only source. Everything that it hands out is protected by a signature.
 */
public final class VerifiedOfd {
  private final OfdGraph graph;

  VerifiedOfd(OfdGraph graph) {
    this.graph = graph;
  }

  /**
   * An attached file, which may be as large as the document: its octets are had by {@link #copy},
   * or by {@link #file} when they are few.
   *
   * @param name as shown to a reader
   * @param path in the package
   * @param size number of octets
   */
  public record Attachment(String name, String path, long size) {}

  /** Paths of everything that the documents consist of, OFD.xml first. */
  public List<String> paths() {
    return List.copyOf(graph.content());
  }

  /** The octets of a content file at {@code path}, which has no leading slash. */
  public Optional<Bytes> file(String path) {
    return content(path) ? graph.files().octets(path) : Optional.empty();
  }

  /**
   * Writes the octets of a content file at {@code path} as a stream, for files too large for {@link
   * #file}.
   *
   * @throws IllegalArgumentException when there is no such content file
   * @throws IOException when {@code out} fails, or the document is not the same any more: then what
   *     was written was not signed
   */
  public void copy(String path, OutputStream out) throws IOException {
    Optional<PackageFile> file = graph.files().file(path).filter(f -> content(path));
    if (file.isEmpty()) {
      throw new IllegalArgumentException("no such content file: " + path);
    }
    file.get().copyTo(out);
  }

  private boolean content(String path) {
    return graph.content().contains(path);
  }

  /**
   * CustomDatas of the first document's DocInfo (GB/T 33190 §7.4, table 4), name to value, in
   * order.
   */
  public Map<String, String> customData() {
    return new LinkedHashMap<>(graph.documents().get(0).customData());
  }

  /** Attachments of all documents, GB/T 33190 §20; no octet of theirs is read for that. */
  public List<Attachment> attachments() {
    return graph.documents().stream()
        .flatMap(d -> d.attachments(graph.files()).stream())
        .filter(a -> content(a.path()))
        .toList();
  }
}
