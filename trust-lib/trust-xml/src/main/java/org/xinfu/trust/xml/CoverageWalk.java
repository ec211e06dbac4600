package org.xinfu.trust.xml;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.xml.XMLConstants;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xinfu.trust.Coverage;

/**
 * Which of a document's nodes are protected by a set of references. What a reader can be shown is
 * every element, text and stylesheet, but not the markup of signatures themselves.
 */
final class CoverageWalk {
  private static final int MOST_LISTED = 20;
  private static final List<String> SCHEMAS =
      List.of("schemaLocation", "noNamespaceSchemaLocation");
  private static final List<String> LENT = List.of("lang", "base", "space");

  private final Document document;
  private final IdIndex ids;
  private final List<References.Covered> covered;
  private final List<Prefixes> prefixes;
  private final Map<Node, BitSet> begins = new HashMap<>();
  private final Map<Node, BitSet> ends = new HashMap<>();
  private final Set<Node> above = new HashSet<>();
  private final Set<String> namespaces = new HashSet<>();
  private final QualifiedValues values = new QualifiedValues();
  private final Map<Element, BitSet> markup = new LinkedHashMap<>();

  /** Signatures in signatures are found from every level above; each is looked at once. */
  private final Set<Element> visited = new HashSet<>();

  /** Where signatures have their keys: each KeyInfo, and what it leads to in its signature. */
  private final Set<Element> keys = new HashSet<>();

  private final List<String> uncovered = new ArrayList<>();
  private boolean wrapper;

  private CoverageWalk(Workspace workspace, List<References.Covered> covered) {
    this.document = workspace.document();
    this.ids = workspace.ids();
    this.covered = covered;
    this.prefixes = covered.stream().map(c -> Prefixes.of(c.reference())).toList();
  }

  /**
   * What was found.
   *
   * @param uncovered paths of what is not protected, at most twenty
   * @param wrapper whether the document element itself is only the frame of what is signed
   */
  record Found(Coverage coverage, List<String> uncovered, boolean wrapper) {}

  static Found of(Workspace workspace, List<References.Covered> covered) {
    CoverageWalk walk = new CoverageWalk(workspace, covered);
    if (covered.stream().noneMatch(CoverageWalk::isContent)) {
      return new Found(Coverage.NONE, List.of("/"), false);
    }
    walk.index();
    walk.document();
    walk.markup.forEach((part, active) -> walk.markup(part, active, false));
    walk.values
        .rebindable()
        .forEach(element -> walk.uncovered(() -> Dom.path(element) + "/@xmlns"));
    Coverage coverage = walk.uncovered.isEmpty() ? Coverage.WHOLE : Coverage.PARTIAL;
    return new Found(coverage, List.copyOf(walk.uncovered), walk.wrapper);
  }

  private static boolean isContent(References.Covered one) {
    return one.content().outside()
        || one.content().root().filter(CoverageWalk::isShown).isPresent();
  }

  private static boolean isShown(Node signed) {
    return !Xades.isProperties(signed)
        && !Dom.isDs(signed, "KeyInfo")
        && !Dom.isDs(signed, "SignatureProperties")
        && !Dom.isDs(signed, "Manifest");
  }

  private void index() {
    for (int i = 0; i < covered.size(); i++) {
      Resolved content = covered.get(i).content();
      Node root = content.root().orElse(null);
      if (root == null || !markupCovered(covered.get(i), root)) {
        continue;
      }
      begins.computeIfAbsent(root, k -> new BitSet()).set(i);
      for (Node end : content.excluded()) {
        ends.computeIfAbsent(end, k -> new BitSet()).set(i);
      }
      for (Node n = root.getParentNode(); n != null; n = n.getParentNode()) {
        above.add(n);
      }
    }
    for (Element signature : Dom.all(document, Dom.DS, "Signature")) {
      for (Node n = signature.getParentNode(); n != null; n = n.getParentNode()) {
        above.add(n);
      }
    }
  }

  /** Base64 decodes text: names, attributes and elements around it are not in the digest. */
  private static boolean markupCovered(References.Covered one, Node root) {
    return !Transforms.decodes(one.reference())
        || (Dom.isDs(root, "Object") && Dom.children(root).isEmpty() && saysBase64(root));
  }

  /** Nothing signs the attribute, and a reader that follows it does not see what was decoded. */
  private static boolean saysBase64(Node object) {
    String encoding = Dom.attribute((Element) object, "Encoding").toLowerCase(Locale.ROOT);
    return encoding.isEmpty() || encoding.endsWith("base64");
  }

  private void document() {
    BitSet active = begins.getOrDefault(document, new BitSet());
    for (Node n = document.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element element) {
        element(element, active);
      } else if (n.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE
          && "xml-stylesheet".equals(n.getNodeName())
          && active.isEmpty()) {
        // A stylesheet decides what a reader sees of the rest.
        uncovered(() -> "/processing-instruction(xml-stylesheet)");
      }
    }
  }

  /** A path costs as many steps as there are siblings; no more are written than are listed. */
  private void uncovered(Supplier<String> path) {
    if (uncovered.size() < MOST_LISTED) {
      uncovered.add(path.get());
    }
  }

  private void element(Element element, BitSet outer) {
    BitSet active = enter(element, outer);
    if (Dom.isDs(element, "Signature")) {
      signature(element, active);
      return;
    }
    namespaces.add(String.valueOf(element.getNamespaceURI()));
    if (active.isEmpty()) {
      if (!above.contains(element)) {
        uncovered(() -> Dom.path(element));
        return;
      }
      if (isWrapper(element)) {
        wrapper = true;
      } else {
        uncovered(() -> Dom.path(element));
      }
    } else {
      text(element, active);
      values.add(element, active.stream().mapToObj(prefixes::get).toList());
    }
    Dom.children(element).forEach(child -> element(child, active));
  }

  private void text(Element element, BitSet active) {
    new WholeText(commentsKept(active), node -> leftOut(node, active))
        .problem(element)
        .ifPresent(this::uncovered);
  }

  private boolean commentsKept(BitSet active) {
    return active.stream().anyMatch(i -> covered.get(i).content().commentsKept());
  }

  /** Whether every reference that covers what is around it leaves it out: a signature. */
  private boolean leftOut(Node node, BitSet active) {
    BitSet end = ends.get(node);
    if (end == null) {
      return false;
    }
    BitSet kept = (BitSet) active.clone();
    kept.andNot(end);
    return kept.isEmpty();
  }

  private BitSet enter(Node node, BitSet outer) {
    BitSet begin = begins.get(node);
    BitSet end = ends.get(node);
    if (begin == null && end == null) {
      return outer;
    }
    BitSet active = (BitSet) outer.clone();
    if (begin != null) {
      active.or(begin);
    }
    if (end != null) {
      active.andNot(end);
    }
    return active;
  }

  private void signature(Element signature, BitSet active) {
    if (!visited.add(signature)) {
      return;
    }
    for (Element info : Dom.children(signature, Dom.DS, "KeyInfo")) {
      keys.add(info);
      own(info, active);
    }
    keys.addAll(KeyPlaces.retrievedWithin(signature, ids));
    for (Element object : Dom.children(signature, Dom.DS, "Object")) {
      BitSet within = enter(object, active);
      boolean itself = begins.getOrDefault(object, new BitSet()).stream().anyMatch(this::exclusive);
      if (itself && active.isEmpty() && lends(signature)) {
        uncovered(() -> Dom.path(signature) + "/@xml:*");
      }
      if (mistyped(object, active)) {
        uncovered(() -> Dom.path(object) + "/@MimeType");
      }
      if (!within.isEmpty()) {
        element(object, active);
        continue;
      }
      if (!Dom.text(object).isBlank()) {
        uncovered(() -> Dom.path(object));
      }
      if (lent(object, signature, active)) {
        uncovered(() -> Dom.path(object) + "/@xml:*");
      }
      Dom.children(object).forEach(child -> inObject(child, within));
    }
  }

  /**
   * Whether an Object says what kind of file its signed content is and nothing signs that: neither
   * the Object with its attributes nor a format of XAdES. A reader would show text as a page.
   */
  private boolean mistyped(Element object, BitSet active) {
    BitSet own = begins.getOrDefault(object, new BitSet());
    boolean whole = own.stream().anyMatch(i -> !Transforms.decodes(covered.get(i).reference()));
    if (!object.hasAttribute("MimeType") || !active.isEmpty() || whole) {
      return false;
    }
    BitSet held = (BitSet) own.clone();
    if (above.contains(object)) {
      Dom.below(object).stream()
          .filter(CoverageWalk::isShown)
          .forEach(element -> held.or(begins.getOrDefault(element, new BitSet())));
    }
    String type = Dom.attribute(object, "MimeType").strip();
    return held.stream()
        .mapToObj(i -> covered.get(i).reference())
        .anyMatch(
            reference -> !MediaType.signed(reference).filter(type::equalsIgnoreCase).isPresent());
  }

  private void inObject(Element child, BitSet active) {
    if (isOwn(child)) {
      own(child, active);
    } else {
      element(child, active);
    }
  }

  private boolean isOwn(Element child) {
    return Xades.isQualifying(child)
        || Dom.isDs(child, "Manifest")
        || keys.contains(child)
        || Dom.isDs(child, "SignatureProperties");
  }

  /** Markup of a signature, which may hold other signatures. */
  private void own(Element part, BitSet active) {
    markup.put(part, active);
    Dom.all(part, Dom.DS, "Signature").forEach(nested -> signature(nested, active));
  }

  /**
   * Elements among a signature's markup that are none of it: a reader that looks for them by name
   * finds them there, and so it does names of certificates where no key is. Producers' own
   * additions have namespaces that the content has not.
   */
  private void markup(Element part, BitSet outer, boolean aroundIsKey) {
    BitSet active = enter(part, outer);
    if (Dom.isDs(part, "Signature")) {
      return;
    }
    boolean key = aroundIsKey || keys.contains(part);
    if (!active.isEmpty()) {
      // What is signed of the signature is told as well: its time, place and role.
      text(part, active);
      Dom.children(part).forEach(child -> markup(child, active, key));
      return;
    }
    String namespace = part.getNamespaceURI();
    boolean known = Dom.DS.equals(namespace) || Dom.DS11.equals(namespace) || Xades.isOwn(part);
    boolean content = namespace == null || (!known && namespaces.contains(namespace));
    if (content || (!key && KeyPlaces.belongs(part))) {
      uncovered(() -> Dom.path(part));
      return;
    }
    Dom.children(part).forEach(child -> markup(child, active, key));
  }

  /**
   * Whether exclusively canonicalised content takes over what nothing signs: xml:lang, xml:base.
   */
  private boolean lent(Element object, Element signature, BitSet active) {
    boolean lends = active.isEmpty() && (lends(object) || lends(signature));
    return lends
        && Dom.children(object).stream()
            .flatMap(child -> begins.getOrDefault(child, new BitSet()).stream().boxed())
            .anyMatch(this::exclusive);
  }

  private boolean exclusive(int reference) {
    return prefixes.get(reference).exclusive();
  }

  private static boolean lends(Element element) {
    return LENT.stream().anyMatch(name -> element.hasAttributeNS(XMLConstants.XML_NS_URI, name));
  }

  /**
   * A document element that is only the frame of signed siblings: no text, no attribute that says
   * anything, and no name that it shares with what it holds (or it could pass for it).
   */
  private boolean isWrapper(Element element) {
    if (element != document.getDocumentElement() || !Dom.text(element).isBlank() || says(element)) {
      return false;
    }
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE) {
        return false;
      }
    }
    List<Element> children = Dom.children(element);
    return children.stream().noneMatch(c -> Dom.sameName(c, element))
        && children.stream().allMatch(c -> begins.containsKey(c) || Dom.isDs(c, "Signature"));
  }

  private static boolean says(Element element) {
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      String namespace = attributes.item(i).getNamespaceURI();
      // Where a schema is; xsi:type and xsi:nil say what the element is.
      boolean schema =
          XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(namespace)
              && SCHEMAS.contains(Dom.local(attributes.item(i)));
      if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(namespace) && !schema) {
        return true;
      }
    }
    return false;
  }
}
