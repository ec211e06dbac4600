package org.xinfu.trust.xml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.XmlLimits;

/**
 * The transforms that are allowed (XML-DSig §6.6): enveloped signature, canonicalisation, base64,
 * and of XPath only the expressions that leave out signatures, recognised by their text. No
 * expression and no stylesheet is ever evaluated; with any other transform the reference is not
 * judged.
 */
final class Transforms {
  private static final String XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116";
  private static final String FILTER2 = "http://www.w3.org/2002/06/xmldsig-filter2";

  /** The two ways in which XML-DSig and XAdES producers leave out every signature. */
  private static final Pattern NOT_SIGNATURES =
      Pattern.compile("not\\(ancestor-or-self::([\\w.-]+):Signature\\)");

  /** XML-DSig §6.6.3: this expression is the enveloped signature transform. */
  private static final Pattern NOT_THIS =
      Pattern.compile(
          "count\\(ancestor-or-self::([\\w.-]+):Signature\\|here\\(\\)/ancestor::\\1:Signature\\[1\\]\\)"
              + ">count\\(ancestor-or-self::\\1:Signature\\)");

  private static final Pattern SUBTRACT_ALL =
      Pattern.compile("(?:/descendant::|//|/?descendant-or-self::)([\\w.-]+):Signature");
  private static final Pattern SUBTRACT_THIS =
      Pattern.compile("here\\(\\)/ancestor::([\\w.-]+):Signature\\[(?:1|last\\(\\))\\]");

  /** What a node left out costs against one looked at: it goes through several sets. */
  private static final long SET = 8;

  private final Element signature;
  private final SecureXml parser;
  private final XmlLimits limits;
  private final C14n.Allowance allowance;

  /**
   * @param signature the one whose references are transformed
   */
  Transforms(Element signature, SecureXml parser, XmlLimits limits, C14n.Allowance allowance) {
    this.signature = signature;
    this.parser = parser;
    this.limits = limits;
    this.allowance = allowance;
  }

  /** Applies the transforms of a Reference in order. */
  Resolved apply(Resolved content, Element reference) throws XmlFinding {
    List<Element> transforms =
        Dom.children(reference, Dom.DS, "Transforms").stream()
            .flatMap(t -> Dom.children(t).stream())
            .toList();
    if (transforms.size() > limits.transforms()) {
      throw XmlFinding.unknown(Reason.BUDGET_EXCEEDED, transforms.size() + " transforms");
    }
    Resolved now = content;
    for (Element transform : transforms) {
      if (!Dom.isDs(transform, "Transform")) {
        throw XmlFinding.fail(Reason.MALFORMED, Dom.path(transform));
      }
      now = apply(now, transform, Dom.attribute(transform, "Algorithm"));
    }
    return now;
  }

  /** Whether a reference asks to leave out the signature that holds it. */
  static boolean enveloped(Element reference) {
    return Dom.all(reference, Dom.DS, "Transform").stream()
        .anyMatch(t -> Dom.attribute(t, "Algorithm").equals(Dom.DS + "enveloped-signature"));
  }

  /** Whether a canonicalisation keeps the comments that the reference leads to. */
  static boolean keepsComments(Element reference) {
    return Dom.all(reference, Dom.DS, "Transform").stream()
        .flatMap(t -> C14n.of(Dom.attribute(t, "Algorithm")).stream())
        .anyMatch(C14n::keepsComments);
  }

  /** Whether the octets are the decoded text of the content, so that its markup is not covered. */
  static boolean decodes(Element reference) {
    return Dom.all(reference, Dom.DS, "Transform").stream()
        .anyMatch(t -> Dom.attribute(t, "Algorithm").equals(Dom.DS + "base64"));
  }

  private Resolved apply(Resolved now, Element transform, String algorithm) throws XmlFinding {
    Optional<C14n> c14n = C14n.of(algorithm);
    if (c14n.isPresent()) {
      return canonicalise(now, c14n.get(), transform);
    }
    return switch (algorithm) {
      case Dom.DS + "enveloped-signature" -> nodes(now, algorithm).without(Set.of(signature));
      case Dom.DS + "base64" -> now.as(decode(now));
      case XPATH -> xpath(nodes(now, algorithm), transform);
      case FILTER2 -> filter2(nodes(now, algorithm), transform);
      default -> throw XmlFinding.unknown(Reason.TRANSFORM_NOT_ALLOWED, algorithm);
    };
  }

  private static Resolved nodes(Resolved now, String algorithm) throws XmlFinding {
    if (!now.isNodes()) {
      throw XmlFinding.unknown(Reason.TRANSFORM_NOT_ALLOWED, algorithm + " over octets");
    }
    return now;
  }

  private Resolved canonicalise(Resolved now, C14n method, Element transform) throws XmlFinding {
    String prefixes = C14n.prefixes(transform);
    if (now.isNodes()) {
      return now.canonicalised(method, prefixes, allowance);
    }
    Document parsed = parser.parse(now.octets(allowance));
    Resolved again = now.as(Resolved.nodes(parsed, true).canonical(method, prefixes, allowance));
    return method.keepsComments() ? again : again.withoutComments();
  }

  private Bytes decode(Resolved now) throws XmlFinding {
    String text = now.isNodes() ? now.text() : now.octets(allowance).toUtf8();
    return Dom.base64(text, () -> "the content of a base64 transform");
  }

  private Resolved xpath(Resolved now, Element transform) throws XmlFinding {
    Element expression = Dom.only(transform, Dom.DS, "XPath");
    String text = squeeze(expression);
    if (means(NOT_SIGNATURES, text, expression)) {
      return now.without(signatures(now));
    }
    if (means(NOT_THIS, text, expression)) {
      return now.without(Set.of(signature));
    }
    throw XmlFinding.unknown(Reason.TRANSFORM_NOT_ALLOWED, "XPath " + Dom.text(expression).strip());
  }

  private Resolved filter2(Resolved now, Element transform) throws XmlFinding {
    List<Element> filters = Dom.children(transform);
    if (filters.size() == 1
        && Dom.is(filters.get(0), FILTER2, "XPath")
        && "subtract".equals(Dom.attribute(filters.get(0), "Filter"))) {
      Element filter = filters.get(0);
      String text = squeeze(filter);
      if (means(SUBTRACT_ALL, text, filter)) {
        return now.without(signatures(now));
      }
      if (means(SUBTRACT_THIS, text, filter) && (text.endsWith("[1]") || outermost())) {
        return now.without(Set.of(signature));
      }
    }
    throw XmlFinding.unknown(Reason.TRANSFORM_NOT_ALLOWED, "XPath filter 2");
  }

  private boolean outermost() {
    for (Node n = signature.getParentNode(); n != null; n = n.getParentNode()) {
      if (Dom.isDs(n, "Signature")) {
        return false;
      }
    }
    return true;
  }

  private static boolean means(Pattern idiom, String text, Element scope) {
    Matcher matcher = idiom.matcher(text);
    return matcher.matches() && Dom.DS.equals(scope.lookupNamespaceURI(matcher.group(1)));
  }

  private static String squeeze(Element expression) {
    return Dom.text(expression).replaceAll("\\s+", "");
  }

  /** Every signature in the node set or around it: the expressions look at ancestors, too. */
  private Set<Node> signatures(Resolved now) throws XmlFinding {
    allowance.spend(0);
    Set<Node> found = new LinkedHashSet<>();
    Node root = now.root().orElse(null);
    for (Node n = root; n != null; n = n.getParentNode()) {
      if (Dom.isDs(n, "Signature")) {
        found.add(n);
      }
    }
    if (root != null) {
      long[] walked = new long[1];
      Dom.walk(
          root,
          n -> {
            walked[0]++;
            if (Dom.isDs(n, "Signature")) {
              found.add(n);
            }
          });
      allowance.spend(walked[0] + SET * found.size());
    }
    return found;
  }
}
