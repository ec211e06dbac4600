package org.xinfu.trust.xml;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final Document document;
  private final List<References.Covered> covered;
  private final Map<Node, BitSet> begins = new HashMap<>();
  private final Map<Node, BitSet> ends = new HashMap<>();
  private final Set<Node> above = new HashSet<>();
  private final List<String> uncovered = new ArrayList<>();
  private boolean wrapper;

  private CoverageWalk(Document document, List<References.Covered> covered) {
    this.document = document;
    this.covered = covered;
  }

  /**
   * What was found.
   *
   * @param uncovered paths of what is not protected, at most twenty
   * @param wrapper whether the document element itself is only the frame of what is signed
   */
  record Found(Coverage coverage, List<String> uncovered, boolean wrapper) {}

  static Found of(Document document, List<References.Covered> covered) {
    CoverageWalk walk = new CoverageWalk(document, covered);
    if (covered.stream().noneMatch(CoverageWalk::isContent)) {
      return new Found(Coverage.NONE, List.of("/"), false);
    }
    walk.index();
    walk.document();
    Coverage coverage = walk.uncovered.isEmpty() ? Coverage.WHOLE : Coverage.PARTIAL;
    List<String> listed = walk.uncovered.stream().limit(MOST_LISTED).toList();
    return new Found(coverage, listed, walk.wrapper);
  }

  private static boolean isContent(References.Covered one) {
    if (one.content().outside()) {
      return true;
    }
    return one.content()
        .root()
        .filter(
            r ->
                !Xades.isProperties(r)
                    && !Dom.isDs(r, "KeyInfo")
                    && !Dom.isDs(r, "SignatureProperties")
                    && !Dom.isDs(r, "Manifest"))
        .isPresent();
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
        || (Dom.isDs(root, "Object") && Dom.children(root).isEmpty());
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
        uncovered.add("/processing-instruction(xml-stylesheet)");
      }
    }
  }

  private void element(Element element, BitSet outer) {
    BitSet active = enter(element, outer);
    if (Dom.isDs(element, "Signature")) {
      signature(element, active);
      return;
    }
    if (active.isEmpty()) {
      if (!above.contains(element)) {
        uncovered.add(Dom.path(element));
        return;
      }
      if (isWrapper(element)) {
        wrapper = true;
      } else {
        uncovered.add(Dom.path(element));
      }
    } else if (active.stream().noneMatch(i -> covered.get(i).content().commentsKept())) {
      splitText(element);
    }
    Dom.children(element).forEach(child -> element(child, active));
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
    for (Element object : Dom.children(signature, Dom.DS, "Object")) {
      BitSet within = enter(object, active);
      if (!within.isEmpty()) {
        element(object, active);
        continue;
      }
      if (!Dom.text(object).isBlank()) {
        uncovered.add(Dom.path(object));
      }
      Dom.children(object).forEach(child -> inObject(child, within));
    }
  }

  private void inObject(Element child, BitSet active) {
    boolean own =
        Xades.isQualifying(child)
            || Dom.isDs(child, "Manifest")
            || Dom.isDs(child, "X509Data")
            || Dom.isDs(child, "SignatureProperties");
    if (own) {
      Dom.all(child, Dom.DS, "Signature").forEach(nested -> signature(nested, active));
    } else {
      element(child, active);
    }
  }

  /**
   * A document element that is only the frame of signed siblings: no text, no attribute that says
   * anything, and no name that it shares with what it holds (or it could pass for it).
   */
  private boolean isWrapper(Element element) {
    if (element != document.getDocumentElement() || !Dom.text(element).isBlank() || says(element)) {
      return false;
    }
    List<Element> children = Dom.children(element);
    return children.stream().noneMatch(c -> Dom.sameName(c, element))
        && children.stream().allMatch(c -> begins.containsKey(c) || Dom.isDs(c, "Signature"));
  }

  private static boolean says(Element element) {
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      String namespace = attributes.item(i).getNamespaceURI();
      boolean schema = XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(namespace);
      if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(namespace) && !schema) {
        return true;
      }
    }
    return false;
  }

  /** A comment between two pieces of text: readers that take the first piece see another value. */
  private void splitText(Element element) {
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n.getNodeType() == Node.COMMENT_NODE
          && hasText(n.getPreviousSibling())
          && hasText(n.getNextSibling())) {
        uncovered.add(Dom.path(element) + "/comment()");
        return;
      }
    }
  }

  private static boolean hasText(@org.jspecify.annotations.Nullable Node node) {
    return node != null && Dom.isText(node) && !node.getNodeValue().isBlank();
  }
}
