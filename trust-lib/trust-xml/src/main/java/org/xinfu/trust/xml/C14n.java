package org.xinfu.trust.xml;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.xml.security.c14n.CanonicalizationException;
import org.apache.xml.security.c14n.CanonicalizerSpi;
import org.apache.xml.security.c14n.implementations.Canonicalizer11_OmitComments;
import org.apache.xml.security.c14n.implementations.Canonicalizer11_WithComments;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315ExclOmitComments;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315ExclWithComments;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315OmitComments;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315WithComments;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Reason;

/**
 * The canonicalisations that are allowed, by their W3C names. Santuario's canonicalisers are made
 * here and nowhere else, one per use; its registry ({@code Init}) is not needed for them.
 */
enum C14n {
  INCLUSIVE("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", false),
  INCLUSIVE_COMMENTS("http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments", true),
  INCLUSIVE_11("http://www.w3.org/2006/12/xml-c14n11", false),
  INCLUSIVE_11_COMMENTS("http://www.w3.org/2006/12/xml-c14n11#WithComments", true),
  EXCLUSIVE("http://www.w3.org/2001/10/xml-exc-c14n#", false),
  EXCLUSIVE_COMMENTS("http://www.w3.org/2001/10/xml-exc-c14n#WithComments", true);

  /** Santuario looks every one up for every element; genuine lists have a dozen. */
  private static final int MOST_PREFIXES = 64;

  private final String uri;
  private final boolean comments;

  C14n(String uri, boolean comments) {
    this.uri = uri;
    this.comments = comments;
  }

  static Optional<C14n> of(String uri) {
    return Arrays.stream(values()).filter(c -> c.uri.equals(uri)).findFirst();
  }

  String uri() {
    return uri;
  }

  boolean exclusive() {
    return this == EXCLUSIVE || this == EXCLUSIVE_COMMENTS;
  }

  /** The same without comments, for node sets that hold none. */
  C14n omitting() {
    return switch (this) {
      case INCLUSIVE_COMMENTS -> INCLUSIVE;
      case INCLUSIVE_11_COMMENTS -> INCLUSIVE_11;
      case EXCLUSIVE_COMMENTS -> EXCLUSIVE;
      default -> this;
    };
  }

  boolean keepsComments() {
    return comments;
  }

  /** PrefixList of ec:InclusiveNamespaces, Exclusive XML Canonicalization 1.0 §4. */
  static @Nullable String prefixes(Element method) {
    return Dom.child(method, "http://www.w3.org/2001/10/xml-exc-c14n#", "InclusiveNamespaces")
        .map(e -> Dom.attribute(e, "PrefixList"))
        .orElse(null);
  }

  /** The names in a PrefixList. */
  static Stream<String> names(String prefixes) {
    return Stream.of(prefixes.split("\\s+", -1)).filter(name -> !name.isEmpty());
  }

  /**
   * Writes the canonical form of {@code root} without the subtrees of {@code excluded}. Those are
   * taken out of the tree meanwhile: what is left is then exactly the node set, and one simple way
   * of walking serves all six algorithms.
   */
  void write(Node root, Set<Node> excluded, @Nullable String prefixes, OutputStream out)
      throws XmlFinding {
    if (excluded.stream().anyMatch(e -> Dom.within(root, e))) {
      return;
    }
    if (prefixes != null && names(prefixes).distinct().count() > MOST_PREFIXES) {
      throw XmlFinding.unknown(Reason.BUDGET_EXCEEDED, "PrefixList");
    }
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      excluded.forEach(node -> undo.push(detach(node)));
      CanonicalizerSpi canonicaliser = maker().get();
      if (exclusive() && prefixes != null) {
        canonicaliser.engineCanonicalizeSubTree(root, prefixes, out);
      } else {
        canonicaliser.engineCanonicalizeSubTree(root, out);
      }
    } catch (CanonicalizationException refused) {
      if (refused.getCause() instanceof BoundedOutput.Full) {
        throw XmlFinding.unknown(Reason.BUDGET_EXCEEDED, "canonical octets");
      }
      // Relative namespace names have no canonical form (Canonical XML 1.0 §1.3).
      throw XmlFinding.unknown(Reason.ENCODING_NOT_STANDARD, "no canonical form");
    } finally {
      undo.forEach(Runnable::run);
    }
  }

  private static Runnable detach(Node node) {
    Node parent = node.getParentNode();
    if (parent == null) {
      return () -> {};
    }
    Node next = node.getNextSibling();
    parent.removeChild(node);
    return () -> parent.insertBefore(node, next);
  }

  private Supplier<CanonicalizerSpi> maker() {
    return switch (this) {
      case INCLUSIVE -> Canonicalizer20010315OmitComments::new;
      case INCLUSIVE_COMMENTS -> Canonicalizer20010315WithComments::new;
      case INCLUSIVE_11 -> Canonicalizer11_OmitComments::new;
      case INCLUSIVE_11_COMMENTS -> Canonicalizer11_WithComments::new;
      case EXCLUSIVE -> Canonicalizer20010315ExclOmitComments::new;
      case EXCLUSIVE_COMMENTS -> Canonicalizer20010315ExclWithComments::new;
    };
  }

  /** Counts octets against what all references of one document may cost together. */
  static final class Allowance {
    private long left;

    Allowance(long octets) {
      left = octets;
    }

    OutputStream bound(OutputStream out) {
      return new BoundedOutput(out, this);
    }

    /** For work that writes nothing: a node looked at costs as much as an octet written. */
    void spend(long nodes) throws XmlFinding {
      left -= nodes;
      if (left < 0) {
        throw XmlFinding.unknown(Reason.BUDGET_EXCEEDED, "nodes");
      }
    }

    private void take(int octets) throws BoundedOutput.Full {
      left -= octets;
      if (left < 0) {
        throw new BoundedOutput.Full();
      }
    }
  }

  private static final class BoundedOutput extends OutputStream {
    private final OutputStream out;
    private final Allowance allowance;

    BoundedOutput(OutputStream out, Allowance allowance) {
      this.out = out;
      this.allowance = allowance;
    }

    @Override
    public void write(int octet) throws IOException {
      allowance.take(1);
      out.write(octet);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
      allowance.take(length);
      out.write(octets, from, length);
    }

    static final class Full extends IOException {
      private static final long serialVersionUID = 1L;
    }
  }
}
