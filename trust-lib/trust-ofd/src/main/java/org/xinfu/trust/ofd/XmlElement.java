package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Reason;

/** An element read by {@link XmlTree}; elements and attributes are found by their local names. */
final class XmlElement {
  static final String OFD = "http://www.ofdspec.org/2016";
  private final String name;
  private final String namespace;

  /** Name, value, name, value: a page has a hundred thousand elements, and a map each is much. */
  private final String[] attributes;

  private List<XmlElement> children = List.of();
  private String text = "";
  private @Nullable StringBuilder collected;
  private boolean interrupted;
  private List<String> qualified = List.of();
  private String prefix = "";

  XmlElement(String name, String namespace, Map<String, String> attributes) {
    this.name = name;
    this.namespace = namespace;
    this.attributes =
        attributes.entrySet().stream()
            .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
            .toArray(String[]::new);
  }

  String name() {
    return name;
  }

  /** Empty for none. */
  String namespace() {
    return namespace;
  }

  boolean inOfdNamespace() {
    return namespace.equals(OFD);
  }

  Optional<String> attribute(String attribute) {
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i].equals(attribute)) {
        return Optional.of(trimmed(attributes[i + 1]));
      }
    }
    return Optional.empty();
  }

  /** Every attribute by its local name, the values as they are written. */
  void attributes(BiConsumer<String, String> each) {
    for (int i = 0; i < attributes.length; i += 2) {
      each.accept(attributes[i], attributes[i + 1]);
    }
  }

  /** The text directly inside, without outer white space. */
  String text() {
    return trimmed(text);
  }

  /** Without the white space of XML around it; other blanks are characters to readers. */
  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && " \t\r\n".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && " \t\r\n".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Local names of attributes that stand in a namespace. */
  List<String> qualified() {
    return qualified;
  }

  /** An attribute stands in a namespace. */
  void qualify(String attribute) {
    if (qualified.isEmpty()) {
      qualified = new ArrayList<>(1);
    }
    qualified.add(attribute);
  }

  void prefix(String given) {
    prefix = given;
  }

  /** As it is written; empty for none. */
  String prefix() {
    return prefix;
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

  /** About how many octets of memory it takes, without its children. */
  long weight() {
    long weight = 100L + text.length();
    for (String part : attributes) {
      weight += 28 + part.length();
    }
    return weight;
  }

  void add(XmlElement child) {
    if (children.isEmpty()) {
      children = new ArrayList<>(2);
    }
    children.add(child);
  }

  void addText(String more) {
    if (collected == null) {
      collected = new StringBuilder();
    }
    collected.append(more);
  }

  /** A comment is met; false when text came before it. */
  boolean interrupt() {
    interrupted = true;
    return collected == null || collected.toString().isBlank();
  }

  /** The end tag is met; a comment followed by text is refused like one that follows text. */
  void end() throws Finding {
    text = collected == null ? "" : collected.toString();
    collected = null;
    if (text.isBlank()) {
      text = "";
    } else if (interrupted) {
      throw new Finding(Reason.XML_FORBIDDEN, "a comment inside a text");
    }
  }
}
