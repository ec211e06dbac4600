package org.xinfu.trust.xml;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;

/**
 * What a reference or one of its transforms stands for: a node set (a subtree without some subtrees
 * of it) or octets that came from one.
 */
final class Resolved {
  private final @Nullable Node root;
  private final Set<Node> excluded;
  private final boolean comments;
  private final @Nullable Bytes octets;
  private final boolean outside;
  private final boolean commentsKept;

  private Resolved(
      @Nullable Node root,
      Set<Node> excluded,
      boolean comments,
      @Nullable Bytes octets,
      boolean outside,
      boolean commentsKept) {
    this.root = root;
    this.excluded = excluded;
    this.comments = comments;
    this.octets = octets;
    this.outside = outside;
    this.commentsKept = commentsKept;
  }

  static Resolved nodes(Node root, boolean comments) {
    return new Resolved(root, Set.of(), comments, null, false, false);
  }

  /** Content outside the document, as it was handed in. */
  static Resolved handedIn(Bytes octets) {
    return new Resolved(null, Set.of(), false, octets, true, false);
  }

  /** The same with its comments. */
  Resolved commented() {
    return new Resolved(root, excluded, true, octets, outside, commentsKept);
  }

  Resolved without(Set<? extends Node> more) {
    Set<Node> all = new LinkedHashSet<>(excluded);
    all.addAll(more);
    return new Resolved(root, all, comments, octets, outside, commentsKept);
  }

  /** The same source, now as these octets. */
  Resolved as(Bytes made) {
    return new Resolved(root, excluded, comments, made, outside, commentsKept);
  }

  /** These octets, from which comments were left out since. */
  Resolved withoutComments() {
    return new Resolved(root, excluded, comments, octets, outside, false);
  }

  /** The node set in this canonical form. */
  Resolved canonicalised(C14n method, @Nullable String prefixes, C14n.Allowance allowance)
      throws XmlFinding {
    boolean kept = comments && method.keepsComments();
    Bytes made = canonical(method, prefixes, allowance);
    return new Resolved(root, excluded, comments, made, outside, kept);
  }

  boolean isNodes() {
    return octets == null;
  }

  /**
   * The top of the subtree that went in, also when it has become octets since; empty when nothing
   * of it was left to go in.
   */
  Optional<Node> root() {
    return Optional.ofNullable(root).filter(r -> !isEmptied(r));
  }

  private boolean isEmptied(Node top) {
    Node element = top instanceof Document document ? document.getDocumentElement() : top;
    for (Node n = element; n != null; n = n.getParentNode()) {
      if (excluded.contains(n)) {
        return true;
      }
    }
    return false;
  }

  /** The subtrees that were left out. */
  Set<Node> excluded() {
    return excluded;
  }

  /** Whether comments are among the octets, so that one put in later changes the digest. */
  boolean commentsKept() {
    return commentsKept;
  }

  boolean outside() {
    return outside;
  }

  /** The octets to digest; a node set is canonicalised, Canonical XML 1.0 when nothing was said. */
  Bytes octets(C14n.Allowance allowance) throws XmlFinding {
    return octets == null ? canonical(C14n.INCLUSIVE, null, allowance) : octets;
  }

  Bytes canonical(C14n method, @Nullable String prefixes, C14n.Allowance allowance)
      throws XmlFinding {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (root != null) {
      C14n effective = comments ? method : method.omitting();
      effective.write(root, excluded, prefixes, allowance.bound(out));
    }
    return Bytes.of(out.toByteArray());
  }

  /**
   * The character data of the node set in document order, which base64 decodes (XML-DSig §6.6.2).
   */
  String text() {
    StringBuilder text = new StringBuilder();
    root()
        .ifPresent(
            top ->
                Dom.walk(
                    top,
                    excluded,
                    node -> text.append(Dom.isText(node) ? node.getNodeValue() : "")));
    return text.toString();
  }
}
