package org.xinfu.trust.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.xinfu.trust.Reason;

/**
 * Elements by identifier. Which attributes are identifiers is fixed here (those of XML-DSig, XAdES,
 * SAML, WS-Security and xml:id); a document cannot declare more.
 */
final class IdIndex {
  private static final String WSU =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
  private static final Set<String> PLAIN =
      Set.of("Id", "ID", "id", "AssertionID", "ResponseID", "RequestID");

  private final Document document;
  private final Map<String, List<Element>> byId = new HashMap<>();
  private @Nullable Set<String> others;

  IdIndex(Document document) {
    this.document = document;
    Dom.walk(
        document,
        node -> {
          if (node instanceof Element element) {
            add(element);
          }
        });
  }

  private void add(Element element) {
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      Attr attribute = (Attr) attributes.item(i);
      if (isId(attribute)) {
        List<Element> owners = byId.computeIfAbsent(attribute.getValue(), k -> new ArrayList<>(1));
        if (!owners.contains(element)) {
          owners.add(element);
        }
      }
    }
  }

  private static boolean isId(Attr attribute) {
    String namespace = attribute.getNamespaceURI();
    if (namespace == null) {
      return PLAIN.contains(attribute.getName());
    }
    return switch (namespace) {
      case XMLConstants.XML_NS_URI -> "id".equals(attribute.getLocalName());
      case WSU -> "Id".equals(attribute.getLocalName());
      default -> false;
    };
  }

  /** The one element with this identifier. Two would let a reader show the other. */
  Element get(String id) throws XmlFinding {
    List<Element> owners = byId.getOrDefault(id, List.of());
    if (owners.size() == 1) {
      return owners.get(0);
    }
    if (owners.size() > 1) {
      throw XmlFinding.fail(
          Reason.IDENTIFIER_DUPLICATED, "#" + id + " is there " + owners.size() + " times");
    }
    if (declaredOtherwise(id)) {
      throw XmlFinding.unknown(
          Reason.SIGNED_CONTENT_MISSING, "#" + id + " is in an attribute that is no known Id");
    }
    throw XmlFinding.fail(Reason.SIGNED_CONTENT_MISSING, "#" + id + " is not in the document");
  }

  private boolean declaredOtherwise(String id) {
    if (others == null) {
      others = values();
    }
    return others.contains(id);
  }

  /** The value of every attribute but those of the signatures' own elements. */
  private Set<String> values() {
    Set<String> values = new HashSet<>();
    Dom.walk(
        document,
        node -> {
          NamedNodeMap attributes = node.getAttributes();
          boolean own = Dom.DS.equals(node.getNamespaceURI());
          for (int i = 0; !own && attributes != null && i < attributes.getLength(); i++) {
            values.add(attributes.item(i).getNodeValue());
          }
        });
    return values;
  }
}
