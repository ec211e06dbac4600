package org.xinfu.trust.ofd;

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

  /** An attached file: its name as shown to a reader and its octets. */
  public record Attachment(String name, Bytes content) {}

  /** Paths of everything that the documents consist of, OFD.xml first. */
  public List<String> paths() {
    return List.copyOf(graph.content());
  }

  /** The octets of a content file at {@code path}, which has no leading slash. */
  public Optional<Bytes> file(String path) {
    return graph.content().contains(path) ? graph.files().octets(path) : Optional.empty();
  }

  /**
   * CustomDatas of the first document's DocInfo (GB/T 33190 §7.4, table 4), name to value, in
   * order.
   */
  public Map<String, String> customData() {
    return new LinkedHashMap<>(graph.documents().get(0).customData());
  }

  /** Attachments of all documents, GB/T 33190 §20. */
  public List<Attachment> attachments() {
    return graph.documents().stream().flatMap(d -> d.attachments(graph.files()).stream()).toList();
  }
}
