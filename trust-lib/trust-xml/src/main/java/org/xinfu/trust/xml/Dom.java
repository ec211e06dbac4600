package org.xinfu.trust.xml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/** Reading a tree by expanded names; comments never count as text. */
final class Dom {
  static final String DS = "http://www.w3.org/2000/09/xmldsig#";
  static final String DS11 = "http://www.w3.org/2009/xmldsig11#";

  private Dom() {}

  static boolean is(@Nullable Node node, String namespace, String name) {
    return node instanceof Element
        && namespace.equals(node.getNamespaceURI())
        && name.equals(node.getLocalName());
  }

  static boolean isDs(@Nullable Node node, String name) {
    return is(node, DS, name);
  }

  /** Whether two elements have the same expanded name. */
  static boolean sameName(Node one, Node other) {
    String namespace = one.getNamespaceURI();
    boolean sameNamespace =
        namespace == null
            ? other.getNamespaceURI() == null
            : namespace.equals(other.getNamespaceURI());
    return sameNamespace && local(one).equals(local(other));
  }

  static String local(Node node) {
    return node.getLocalName() == null ? node.getNodeName() : node.getLocalName();
  }

  static List<Element> children(Node parent) {
    List<Element> found = new ArrayList<>();
    for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element element) {
        found.add(element);
      }
    }
    return found;
  }

  static List<Element> children(Node parent, String namespace, String name) {
    return children(parent).stream().filter(c -> is(c, namespace, name)).toList();
  }

  static Optional<Element> child(Node parent, String namespace, String name) {
    return children(parent, namespace, name).stream().findFirst();
  }

  /** The only child of this name. */
  static Element only(Node parent, String namespace, String name) throws XmlFinding {
    List<Element> found = children(parent, namespace, name);
    if (found.size() != 1) {
      throw XmlFinding.fail(
          Reason.MALFORMED, path(parent) + " has " + found.size() + " " + name + " elements");
    }
    return found.get(0);
  }

  /** The attribute without namespace; empty text when absent. */
  static String attribute(Element element, String name) {
    return element.getAttribute(name);
  }

  /** Character data of the element itself. Comments are no text and child elements are not read. */
  static String text(Node element) {
    StringBuilder text = new StringBuilder();
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (isText(n)) {
        text.append(n.getNodeValue());
      }
    }
    return text.toString();
  }

  static boolean isText(Node node) {
    return node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE;
  }

  /** The octets of a Base64 element; white space is allowed (XML Schema base64Binary). */
  static Bytes base64(Element element) throws XmlFinding {
    if (!children(element).isEmpty()) {
      throw XmlFinding.fail(Reason.MALFORMED, path(element) + " holds elements");
    }
    return base64(text(element), () -> path(element));
  }

  /** The octets of a text; where it stands is asked only when it is none, since paths are dear. */
  static Bytes base64(String text, Supplier<String> where) throws XmlFinding {
    try {
      return Bytes.of(Base64.getDecoder().decode(text.replaceAll("[ \\t\\r\\n]+", "")));
    } catch (IllegalArgumentException damaged) {
      throw XmlFinding.fail(Reason.MALFORMED, where.get() + " is not Base64");
    }
  }

  /** Visits the element and everything below it, in document order. */
  static void walk(Node top, Consumer<Node> visitor) {
    walk(top, Set.of(), visitor);
  }

  /** The same without the subtrees of {@code excluded}. */
  static void walk(Node top, Set<Node> excluded, Consumer<Node> visitor) {
    Deque<Node> open = new ArrayDeque<>();
    open.push(top);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (excluded.contains(node)) {
        continue;
      }
      visitor.accept(node);
      for (Node n = node.getLastChild(); n != null; n = n.getPreviousSibling()) {
        open.push(n);
      }
    }
  }

  /** All elements of this name from {@code top} down, in document order. */
  static List<Element> all(Node top, String namespace, String name) {
    List<Element> found = new ArrayList<>();
    walk(
        top,
        n -> {
          if (is(n, namespace, name)) {
            found.add((Element) n);
          }
        });
    return found;
  }

  /** All elements below {@code top}, in document order. */
  static List<Element> below(Element top) {
    List<Element> found = new ArrayList<>();
    walk(
        top,
        n -> {
          if (n instanceof Element element && n != top) {
            found.add(element);
          }
        });
    return found;
  }

  /** Whether {@code node} is {@code top} or lies below it. */
  static boolean within(@Nullable Node node, Node top) {
    for (Node n = node; n != null; n = n.getParentNode()) {
      if (n == top) {
        return true;
      }
    }
    return false;
  }

  /** Where a node is, such as {@code /Invoice/Line[2]}, for reports. */
  static String path(Node node) {
    StringBuilder path = new StringBuilder();
    for (Node n = node; n != null && n.getNodeType() != Node.DOCUMENT_NODE; n = n.getParentNode()) {
      path.insert(0, "/" + n.getNodeName() + position(n));
    }
    return path.length() == 0 ? "/" : path.toString();
  }

  private static String position(Node node) {
    int before = 0;
    for (Node n = node.getPreviousSibling(); n != null; n = n.getPreviousSibling()) {
      if (n.getNodeName().equals(node.getNodeName())) {
        before++;
      }
    }
    return before == 0 ? "" : "[" + (before + 1) + "]";
  }
}
