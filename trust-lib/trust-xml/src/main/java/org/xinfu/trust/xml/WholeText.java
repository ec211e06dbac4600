package org.xinfu.trust.xml;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Whether the text of an element is one text to all readers (XML-DSig §8.1). Neither comments, nor
 * where CDATA begins and ends, nor the place of a signature that is taken out are signed: readers
 * that take the first piece see another value, those that take the first node's the comment.
 *
 * @param comments whether comments are signed, so that one put in later changes the digest
 * @param leftOut whether a node is in no digest, wherever it stands
 */
record WholeText(boolean comments, Predicate<Node> leftOut) {
  /** The path of a text that nothing protects from being read in pieces; empty when it is whole. */
  Optional<Supplier<String>> problem(Element element) {
    return split(element) || behindComment(element)
        ? Optional.of(() -> Dom.path(element) + "/text()")
        : Optional.empty();
  }

  private boolean split(Element element) {
    boolean before = false;
    boolean apart = false;
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (unsigned(n)) {
        apart |= before;
      } else if (!Dom.isText(n)) {
        before = false;
        apart = false;
      } else if (hasText(n)) {
        apart |= before && (needless(n) || needless(n.getPreviousSibling()));
        if (apart) {
          return true;
        }
        before = true;
      } else {
        apart |= before && needless(n);
      }
    }
    return false;
  }

  private boolean unsigned(Node node) {
    return (node.getNodeType() == Node.COMMENT_NODE && !comments) || leftOut.test(node);
  }

  /** A value alone, and in front of it what many programs take for it: the first signed node. */
  private boolean behindComment(Element element) {
    Node first = element.getFirstChild();
    while (first != null && leftOut.test(first)) {
      first = first.getNextSibling();
    }
    return !comments
        && first != null
        && first.getNodeType() == Node.COMMENT_NODE
        && Dom.children(element).stream().allMatch(leftOut)
        && !Dom.text(element).isBlank();
  }

  /** A section that holds markup has a reason to be one. */
  private static boolean needless(@Nullable Node node) {
    return node != null
        && node.getNodeType() == Node.CDATA_SECTION_NODE
        && node.getNodeValue().indexOf('<') < 0
        && node.getNodeValue().indexOf('&') < 0;
  }

  private static boolean hasText(@Nullable Node node) {
    return node != null && Dom.isText(node) && !node.getNodeValue().isBlank();
  }
}
