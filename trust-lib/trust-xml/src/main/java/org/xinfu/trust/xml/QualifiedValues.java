package org.xinfu.trust.xml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Values that are qualified names in content that is canonicalised exclusively: a prefix that no
 * element or attribute of the content has, and no PrefixList names, is not among the octets
 * (Exclusive XML Canonicalization 1.0 §1.3), so that anybody may bind it to another namespace and
 * the value means something else. Looked at are xsi:type, and any value whose prefix is bound on an
 * element that nobody signed.
 */
final class QualifiedValues {
  private static final int LONGEST = 256;
  private static final Pattern NAME =
      Pattern.compile("\\s*([\\p{L}_][\\p{L}\\p{N}_.-]*):([\\p{L}_][^\\s:]*)\\s*");
  private static final String TYPE = "type";

  /** The types of XML Schema Part 2, of 1.0 and 1.1, and anyType. */
  private static final Set<String> TYPES =
      Set.of(
          ("anyType anySimpleType anyAtomicType string boolean decimal float double duration"
                  + " dateTime time date gYearMonth gYear gMonthDay gDay gMonth hexBinary"
                  + " base64Binary anyURI QName NOTATION normalizedString token language NMTOKEN"
                  + " NMTOKENS Name NCName ID IDREF IDREFS ENTITY ENTITIES integer"
                  + " nonPositiveInteger negativeInteger long int short byte nonNegativeInteger"
                  + " unsignedLong unsignedInt unsignedShort unsignedByte positiveInteger"
                  + " yearMonthDuration dayTimeDuration dateTimeStamp")
              .split(" ", -1));

  private final List<Element> elements = new ArrayList<>();
  private final List<Spoken> spoken = new ArrayList<>();

  /** Where a prefix is bound. */
  private record Binding(Element by, String prefix) {
    static String attribute(String prefix) {
      return prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix;
    }

    String namespace() {
      return by.getAttribute(attribute(prefix));
    }
  }

  /** A value that needs a binding. */
  private record Spoken(Element element, Binding binding, boolean type) {}

  /** A qualified name in a value. */
  private record Use(String prefix, String local, boolean type) {
    /** The types that XML Schema itself has, and nothing else, have no second meaning. */
    boolean standard(Binding binding) {
      return type
          && TYPES.contains(local)
          && binding.namespace().equals(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    }
  }

  /** Looks at an element that references of these kinds cover. */
  void add(Element element, List<Prefixes> references) {
    elements.add(element);
    if (!references.stream().allMatch(Prefixes::exclusive)) {
      return;
    }
    uses(element)
        .filter(use -> references.stream().noneMatch(r -> r.listed().contains(use.prefix())))
        .forEach(
            use ->
                binding(element, use.prefix())
                    .filter(b -> !use.standard(b))
                    .ifPresent(b -> spoken.add(new Spoken(element, b, use.type()))));
  }

  /** Those whose value anybody may give another meaning. */
  List<Element> rebindable() {
    if (spoken.isEmpty()) {
      return List.of();
    }
    Set<String> wanted = new HashSet<>();
    spoken.forEach(s -> wanted.add(s.binding().prefix()));
    Set<Binding> signed = new HashSet<>();
    for (Element element : elements) {
      visible(element)
          .filter(wanted::contains)
          .flatMap(prefix -> binding(element, prefix).stream())
          .forEach(signed::add);
    }
    Set<Element> covered = new HashSet<>(elements);
    return spoken.stream()
        .filter(s -> s.type() || !covered.contains(s.binding().by()))
        .filter(s -> !signed.contains(s.binding()))
        .map(Spoken::element)
        .distinct()
        .toList();
  }

  private static Stream<Use> uses(Element element) {
    Stream.Builder<Use> found = Stream.builder();
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      Node attribute = attributes.item(i);
      String namespace = attribute.getNamespaceURI();
      if (XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(namespace)) {
        continue;
      }
      String value = attribute.getNodeValue();
      boolean type =
          XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(namespace)
              && TYPE.equals(Dom.local(attribute));
      if (type && value.indexOf(':') < 0) {
        found.add(new Use("", value.strip(), true));
      } else {
        use(value, type).ifPresent(found::add);
      }
    }
    // Where a signature stands is not signed either.
    if (Dom.children(element).stream().allMatch(child -> Dom.isDs(child, "Signature"))) {
      use(Dom.text(element), false).ifPresent(found::add);
    }
    return found.build();
  }

  private static Optional<Use> use(String value, boolean type) {
    if (value.length() > LONGEST || value.indexOf(':') < 0) {
      return Optional.empty();
    }
    Matcher name = NAME.matcher(value);
    return name.matches()
        ? Optional.of(new Use(name.group(1), name.group(2), type))
        : Optional.empty();
  }

  /** The prefixes that the element's own name and its attributes' names have. */
  private static Stream<String> visible(Element element) {
    Stream.Builder<String> found = Stream.builder();
    found.add(element.getPrefix() == null ? "" : element.getPrefix());
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      Node attribute = attributes.item(i);
      if (attribute.getPrefix() != null
          && !XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())) {
        found.add(attribute.getPrefix());
      }
    }
    return found.build();
  }

  private static Optional<Binding> binding(Element element, String prefix) {
    String name = Binding.attribute(prefix);
    for (Node n = element; n instanceof Element at; n = n.getParentNode()) {
      if (at.hasAttribute(name)) {
        return Optional.of(new Binding(at, prefix));
      }
    }
    return Optional.empty();
  }
}
