package org.xinfu.trust.xml;

import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The kind of file that is signed to be behind a reference, EN 319 132-1 §5.2.4. */
final class MediaType {
  private MediaType() {}

  /** What the format for it says, among the properties of the reference's own signature. */
  static Optional<String> signed(Element reference) {
    for (Node n = reference; n != null; n = n.getParentNode()) {
      if (Dom.isDs(n, "Signature")) {
        try {
          return Xades.of((Element) n).flatMap(xades -> of(xades, reference));
        } catch (XmlFinding twofold) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> of(Xades xades, Element reference) {
    String own = "#" + Dom.attribute(reference, "Id");
    return xades.dataObjects("DataObjectFormat").stream()
        .filter(format -> Dom.attribute(format, "ObjectReference").equals(own))
        .flatMap(format -> Dom.children(format).stream())
        .filter(child -> Xades.isOwn(child) && "MimeType".equals(child.getLocalName()))
        .map(type -> Dom.text(type).strip())
        .findFirst();
  }
}
