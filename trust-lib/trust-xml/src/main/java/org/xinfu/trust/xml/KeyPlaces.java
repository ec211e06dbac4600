package org.xinfu.trust.xml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Where a signature has its keys (XML-DSig §4.5): in KeyInfo, and where a RetrievalMethod there
 * leads. Who reads keys and who asks what is left unsigned ask here, so that nothing is a
 * signature's own that was not read.
 */
final class KeyPlaces {
  private static final Set<String> TYPES = Set.of(Dom.DS + "X509Data", "");

  private KeyPlaces() {}

  /** What stands in KeyInfo itself. */
  static List<Element> inside(Element signature) {
    List<Element> found = new ArrayList<>();
    for (Element info : Dom.children(signature, Dom.DS, "KeyInfo")) {
      found.addAll(Dom.children(info));
    }
    return found;
  }

  /** The same, with what is retrieved in the place of what leads there; each once. */
  static Set<Element> all(Element signature, IdIndex ids) {
    Set<Element> found = new LinkedHashSet<>();
    for (Element child : inside(signature)) {
      found.add(retrieved(child, ids).orElse(child));
    }
    return found;
  }

  /** What is retrieved from the signature's own elements: another signature's are not its own. */
  static Set<Element> retrievedWithin(Element signature, IdIndex ids) {
    Set<Element> found = new LinkedHashSet<>();
    for (Element child : inside(signature)) {
      retrieved(child, ids).filter(it -> holder(it) == signature).ifPresent(found::add);
    }
    return found;
  }

  /** What speaks of keys and certificates, and has its place in KeyInfo. */
  static boolean belongs(Element element) {
    String name = Dom.local(element);
    boolean named = name.startsWith("X509") || name.equals("KeyInfo");
    boolean serial = name.equals("X509IssuerName") || name.equals("X509SerialNumber");
    Node parent = element.getParentNode();
    boolean xades = serial && parent != null && Xades.isOwn(parent);
    String namespace = element.getNamespaceURI();
    return named && !xades && (Dom.DS.equals(namespace) || Dom.DS11.equals(namespace));
  }

  /**
   * Where a RetrievalMethod leads: into the document, without transforms, one step, to what may
   * stand in KeyInfo. One that leads elsewhere brings nothing.
   */
  private static Optional<Element> retrieved(Element method, IdIndex ids) {
    String uri = Dom.attribute(method, "URI");
    boolean followed =
        Dom.isDs(method, "RetrievalMethod")
            && uri.startsWith("#")
            && Dom.children(method).isEmpty()
            && TYPES.contains(Dom.attribute(method, "Type"));
    try {
      return followed
          ? Optional.of(ids.get(uri.substring(1))).filter(KeyPlaces::holds)
          : Optional.empty();
    } catch (XmlFinding notThere) {
      // The same as one that leads outside.
      return Optional.empty();
    }
  }

  private static boolean holds(Element target) {
    return Dom.isDs(target, "X509Data")
        || Dom.isDs(target, "KeyValue")
        || Dom.is(target, Dom.DS11, "DEREncodedKeyValue");
  }

  private static @Nullable Node holder(Element element) {
    Node n = element;
    while (n != null && !Dom.isDs(n, "Signature")) {
      n = n.getParentNode();
    }
    return n;
  }
}
