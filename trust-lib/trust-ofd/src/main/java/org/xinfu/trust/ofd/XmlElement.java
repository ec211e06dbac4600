package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xinfu.trust.Reason;

/** An element read by {@link XmlTree}; elements and attributes are found by their local names. */
final class XmlElement {
  static final String OFD = "http://www.ofdspec.org/2016";
  private final String name;
  private final String namespace;
  private final Map<String, String> attributes;
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder collected = new StringBuilder();
  private boolean interrupted;

  XmlElement(String name, String namespace, Map<String, String> attributes) {
    this.name = name;
    this.namespace = namespace;
    this.attributes = attributes;
  }

  String name() {
    return name;
  }

  boolean inOfdNamespace() {
    return namespace.equals(OFD);
  }

  Map<String, String> attributes() {
    return attributes;
  }

  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute)).map(String::strip);
  }

  /** The text directly inside, without outer white space. */
  String text() {
    return collected.toString().strip();
  }

  List<XmlElement> children() {
    return Collections.unmodifiableList(children);
  }

  /** Children of this name, in order. */
  List<XmlElement> children(String child) {
    return children.stream().filter(c -> c.name.equals(child)).toList();
  }

  /** The child of this name; two of them are two meanings. */
  Optional<XmlElement> optional(String child) throws Finding {
    List<XmlElement> all = children(child);
    if (all.size() > 1) {
      throw new Finding(Reason.XML_FORBIDDEN, "two " + child + " in " + name);
    }
    return all.stream().findFirst();
  }

  /** The one child of this name. */
  XmlElement required(String child) throws Finding {
    Optional<XmlElement> found = optional(child);
    if (found.isEmpty()) {
      throw new Finding(Reason.MALFORMED, "no " + child + " in " + name);
    }
    return found.get();
  }

  /** The value of an attribute that must be there. */
  String requiredAttribute(String attribute) throws Finding {
    Optional<String> found = attribute(attribute);
    if (found.isEmpty()) {
      throw new Finding(Reason.MALFORMED, "no " + attribute + " on " + name);
    }
    return found.get();
  }

  /** This element and all below it, in document order. */
  Stream<XmlElement> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(XmlElement::all));
  }

  void add(XmlElement child) {
    children.add(child);
  }

  void addText(String more) {
    collected.append(more);
  }

  /** A comment is met; false when text came before it. */
  boolean interrupt() {
    interrupted = true;
    return collected.toString().isBlank();
  }

  /** The end tag is met; a comment followed by text is refused like one that follows text. */
  void end() throws Finding {
    if (interrupted && !collected.toString().isBlank()) {
      throw new Finding(Reason.XML_FORBIDDEN, "a comment inside a text");
    }
  }
}
