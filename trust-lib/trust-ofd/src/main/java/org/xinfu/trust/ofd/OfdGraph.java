package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Reason;

/**
 * What a reader of the package would show: every document of OFD.xml with the files reachable from
 * it. Signature files are no content; {@link SignatureList} follows them.
 */
final class OfdGraph {
  static final String ROOT = "OFD.xml";

  /** Each of them may lead to every file of the package. */
  private static final int MOST_DOCUMENTS = 100;

  private final OfdFiles files;

  /** The path of OFD.xml, which producers on Windows spell otherwise. */
  private final String path;

  private final XmlElement root;
  private final List<OfdDocument> documents = new ArrayList<>();
  private final Set<String> spelled = new LinkedHashSet<>();

  private OfdGraph(OfdFiles files, String path, XmlElement root) {
    this.files = files;
    this.path = path;
    this.root = root;
  }

  /**
   * Follows OFD.xml. What is wrong below a document is kept as findings of it; only an unreadable
   * OFD.xml leaves no graph.
   */
  static OfdGraph of(OfdFiles files) throws Finding {
    String path = files.named(ROOT).orElse(ROOT);
    XmlElement root = files.xml(path);
    if (!root.name().equals("OFD")) {
      throw new Finding(Reason.MALFORMED, "OFD.xml: the root element is " + root.name());
    }
    List<XmlElement> bodies = root.children("DocBody");
    if (bodies.isEmpty()) {
      throw new Finding(Reason.MALFORMED, "OFD.xml: no DocBody");
    }
    if (bodies.size() > MOST_DOCUMENTS) {
      throw new Finding(Reason.BUDGET_EXCEEDED, bodies.size() + " documents");
    }
    OfdGraph graph = new OfdGraph(files, path, root);
    for (XmlElement body : bodies) {
      graph.documents.add(graph.document(body));
    }
    return graph;
  }

  OfdFiles files() {
    return files;
  }

  /** The path of OFD.xml as the package has it. */
  String path() {
    return path;
  }

  XmlElement root() {
    return root;
  }

  List<OfdDocument> documents() {
    return documents;
  }

  /** Content files of all documents together, OFD.xml first. */
  Set<String> content() {
    Set<String> all = new LinkedHashSet<>();
    documents.forEach(d -> all.addAll(d.content()));
    return all;
  }

  /** Files whose names are written somewhere in the package, letter by letter. */
  Set<String> spelled() {
    if (spelled.isEmpty()) {
      spelled.addAll(SpelledNames.of(this));
    }
    return spelled;
  }

  private OfdDocument document(XmlElement body) throws Finding {
    String root = located(body.required("DocRoot").text());
    String docRoot = files.named(root).orElse(root);
    XmlElement document = files.xml(docRoot);
    if (!document.name().equals("Document")) {
      throw new Finding(Reason.MALFORMED, docRoot + ": the root element is " + document.name());
    }
    body.optional("DocInfo");
    body.optional("Versions");
    Optional<XmlElement> list = body.optional("Signatures");
    Optional<String> signatures = Optional.empty();
    if (list.isPresent() && !list.get().text().isEmpty()) {
      String path = located(list.get().text());
      signatures = Optional.of(files.named(path).orElse(path));
    }
    Reachable reachable = new Reachable(files, this.root.namespace());
    reachable.follow(path, body, docRoot);
    return new OfdDocument(body, docRoot, document, signatures, reachable);
  }

  private static String located(String location) throws Finding {
    Optional<String> path = OfdPath.resolve(ROOT, location);
    if (path.isEmpty()) {
      throw new Finding(Reason.PATH_ILLEGAL, "OFD.xml: " + location);
    }
    return path.get();
  }
}
