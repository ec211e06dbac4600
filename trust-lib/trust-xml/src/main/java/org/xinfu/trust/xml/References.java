package org.xinfu.trust.xml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.XmlLimits;

/**
 * Judges the references of one signature (XML-DSig §3.2.1). A reference leads to a node of this
 * very tree or to octets that were handed in; nothing is ever fetched.
 */
final class References {
  static final String CLAUSE = "XML-DSig 3.2.1";
  private static final Pattern XPOINTER_ID =
      Pattern.compile("#xpointer\\(id\\((['\"])([^'\"]+)\\1\\)\\)");

  private final Element signature;
  private final Document document;
  private final IdIndex ids;
  private final Map<String, Bytes> detached;
  private final XmlLimits limits;
  private final C14n.Allowance allowance;
  private final Transforms transforms;
  private final boolean lenient;

  References(Workspace workspace, Element signature) {
    this.signature = signature;
    this.document = workspace.document();
    this.ids = workspace.ids();
    this.detached = workspace.detached();
    this.limits = workspace.limits();
    this.allowance = workspace.allowance();
    this.lenient = !workspace.policy().strict();
    this.transforms = new Transforms(signature, workspace.parser(), limits, allowance);
  }

  /**
   * A reference whose digest holds.
   *
   * @param content what it covers
   */
  record Covered(Element reference, Resolved content) {
    String type() {
      return Dom.attribute(reference, "Type");
    }

    String uri() {
      return Dom.attribute(reference, "URI");
    }

    Optional<Element> element() {
      return content.root().filter(Element.class::isInstance).map(Element.class::cast);
    }
  }

  /** Judges every Reference of a SignedInfo and of the Manifests that it signs, however deep. */
  List<Covered> judge(Element signedInfo, Report.Builder checks) {
    List<Covered> covered = new ArrayList<>();
    Set<Element> holders = new HashSet<>();
    Deque<Element> next = new ArrayDeque<>(List.of(signedInfo));
    int examined = 0;
    while (!next.isEmpty()) {
      List<Element> references = Dom.children(next.remove(), Dom.DS, "Reference");
      for (Element reference : references) {
        examined++;
        if (examined > limits.references()) {
          checks.unknown(
              "references", CLAUSE, Reason.BUDGET_EXCEEDED, references.size() + " references");
          return covered;
        }
        try {
          Covered one = judgeOne(reference, checks);
          covered.add(one);
          if (!Transforms.decodes(reference)) {
            manifests(one.content()).stream().filter(holders::add).forEach(next::add);
          }
        } catch (XmlFinding found) {
          found.addTo(checks, "reference", CLAUSE);
        }
      }
    }
    return covered;
  }

  private Covered judgeOne(Element reference, Report.Builder checks) throws XmlFinding {
    Bytes stated = Dom.base64(Dom.only(reference, Dom.DS, "DigestValue"));
    Element method = Dom.only(reference, Dom.DS, "DigestMethod");
    String uri = Dom.attribute(reference, "URI");
    Resolved content = transforms.apply(resolve(reference), reference);
    Optional<XmlDigest> digest = XmlDigest.of(Dom.attribute(method, "Algorithm"));
    if (digest.isEmpty()) {
      throw XmlFinding.unknown(
          Reason.ALGORITHM_NOT_ALLOWED, "digest " + Dom.attribute(method, "Algorithm"));
    }
    if (!digest.get().of(content.octets(allowance)).equals(stated)) {
      Optional<Resolved> commented = commented(reference);
      if (commented.isEmpty()
          || !digest.get().of(commented.get().octets(allowance)).equals(stated)) {
        throw XmlFinding.fail(
            Reason.DIGEST_MISMATCH, "the " + digest.get() + " of \"" + uri + "\" differs");
      }
      String detail = "digested with its comments, which \"" + uri + "\" leaves out";
      checks.warn("reference-comments", "XML-DSig 4.4.3.3", Reason.ENCODING_NOT_STANDARD, detail);
      content = commented.get();
    }
    if (!reference.hasAttribute("URI")) {
      String detail = "a reference without URI, over the document that holds it";
      checks.warn("reference-uri", "XML-DSig 4.4.3.1", Reason.ENCODING_NOT_STANDARD, detail);
    }
    if (digest.get().strong()) {
      checks.pass("reference", CLAUSE, uri);
    } else {
      checks.unknown("reference-digest", CLAUSE, Reason.ALGORITHM_NOT_ALLOWED, "" + digest.get());
    }
    return new Covered(reference, content);
  }

  /**
   * §4.4.3.3 leaves comments out of what a bare name stands for, and Apache Santuario's streaming
   * writer keeps them where the canonicalisation does: then they are signed, and more is.
   */
  private Optional<Resolved> commented(Element reference) throws XmlFinding {
    Resolved source = resolve(reference);
    return lenient && source.isNodes() && Transforms.keepsComments(reference)
        ? Optional.of(transforms.apply(source.commented(), reference))
        : Optional.empty();
  }

  /** The octets that a reference stands for, whatever its digest says. */
  Bytes octets(Element reference) throws XmlFinding {
    return transforms.apply(resolve(reference), reference).octets(allowance);
  }

  /** SignedInfo and the Manifests that it signs, however deep and whatever the digests say. */
  Set<Element> holders() {
    Set<Element> holders = new LinkedHashSet<>(Dom.children(signature, Dom.DS, "SignedInfo"));
    Deque<Element> next = new ArrayDeque<>(holders);
    // Thousands may lead to one Object of thousands: each is looked into once.
    Set<Node> signed = new HashSet<>();
    while (!next.isEmpty()) {
      for (Element reference : Dom.children(next.remove(), Dom.DS, "Reference")) {
        root(reference).filter(signed::add).stream()
            .flatMap(node -> manifests(Resolved.nodes(node, false)).stream())
            .filter(holders::add)
            .forEach(next::add);
      }
    }
    return holders;
  }

  /** The URIs that lead out of the document, of references in these. */
  static Set<String> outside(Set<Element> holders) {
    return holders.stream()
        .flatMap(holder -> Dom.children(holder, Dom.DS, "Reference").stream())
        .map(reference -> Dom.attribute(reference, "URI"))
        .filter(uri -> !uri.isEmpty() && !uri.startsWith("#"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Optional<Node> root(Element reference) {
    try {
      return resolve(reference).root();
    } catch (XmlFinding found) {
      return Optional.empty(); // a finding of that reference
    }
  }

  /**
   * A Manifest that is signed itself, or in an Object of this signature that is (as office suites
   * have it): its signer says that what it lists is signed (§5.1). So with one that a Manifest
   * lists. In content it is text.
   */
  private List<Element> manifests(Resolved signed) {
    Element root =
        signed.root().filter(Element.class::isInstance).map(Element.class::cast).orElse(null);
    if (root == null) {
      return List.of();
    }
    if (Dom.isDs(root, "Manifest")) {
      return List.of(root);
    }
    return Dom.isDs(root, "Object") && root.getParentNode() == signature
        ? Dom.children(root, Dom.DS, "Manifest").stream()
            .filter(m -> signed.excluded().stream().noneMatch(e -> Dom.within(m, e)))
            .toList()
        : List.of();
  }

  private Resolved resolve(Element reference) throws XmlFinding {
    String uri = Dom.attribute(reference, "URI");
    if (!reference.hasAttribute("URI") && !meansTheDocument(reference)) {
      throw XmlFinding.unknown(Reason.SIGNED_CONTENT_MISSING, "a reference without URI");
    }
    if (uri.isEmpty()) {
      return Resolved.nodes(document, false);
    }
    if (uri.equals("#xpointer(/)")) {
      return Resolved.nodes(document, true);
    }
    Matcher pointer = XPOINTER_ID.matcher(uri);
    if (pointer.matches()) {
      return Resolved.nodes(ids.get(pointer.group(2)), true);
    }
    if (uri.startsWith("#") && uri.indexOf('(') > 0) {
      // Another XPointer scheme or expression; an NCName holds no parenthesis.
      throw XmlFinding.unknown(Reason.TRANSFORM_NOT_ALLOWED, uri);
    }
    if (uri.startsWith("#")) {
      return Resolved.nodes(ids.get(uri.substring(1)), false);
    }
    Bytes handedIn = detached.get(uri);
    if (handedIn == null) {
      throw XmlFinding.unknown(Reason.SIGNED_CONTENT_MISSING, uri + " was not handed in");
    }
    return Resolved.handedIn(handedIn);
  }

  /**
   * What one reference without URI is over is the application's to know (XML-DSig §4.4.3.1), but
   * where the signature is taken out of it, it is the document around the signature (§6.6.4); and
   * the digest says so.
   */
  private boolean meansTheDocument(Element reference) {
    return lenient
        && Transforms.enveloped(reference)
        && reference.getParentNode() instanceof Element parent
        && Dom.isDs(parent, "SignedInfo")
        && Dom.children(parent, Dom.DS, "Reference").stream()
                .filter(r -> !r.hasAttribute("URI"))
                .count()
            == 1;
  }

  /** Whether a covered reference reaches this very node and leaves none of it out. */
  static boolean covers(Covered covered, Node node) {
    Node root = covered.content().root().orElse(null);
    return root != null
        && !Transforms.decodes(covered.reference())
        && Dom.within(node, root)
        && covered.content().excluded().stream()
            .noneMatch(e -> Dom.within(node, e) || Dom.within(e, node));
  }
}
