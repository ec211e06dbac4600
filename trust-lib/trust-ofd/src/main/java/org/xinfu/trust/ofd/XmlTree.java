package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.markup.ClosedXml;

/**
 * Reads one XML file of a package from the very octets that are hashed. Refused: DTD and entities
 * (GB/T 33190 §7 uses schema only), other encodings than UTF-8 and other versions than 1.0, nesting
 * beyond the budget, and comments or instructions that split a text, since parsers disagree about
 * such text.
 */
final class XmlTree {
  private static final Bytes MARK = Bytes.hex("efbbbf");

  /** Octets of memory that the elements of one file may take. */
  private static final long HEAVIEST = 96 << 20;

  private final int depth;
  private final Deque<XmlElement> open = new ArrayDeque<>();
  private @Nullable XmlElement root;
  private long weight;

  private XmlTree(int depth) {
    this.depth = depth;
  }

  /** The root element, or why there is none; {@code file} is named in the finding. */
  static XmlElement parse(String file, Bytes octets, int depth) throws Finding {
    try {
      boolean mark = octets.length() >= 3 && octets.slice(0, 3).equals(MARK);
      InputStream text = octets.stream();
      text.skipNBytes(mark ? 3 : 0);
      return new XmlTree(depth)
          .read(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof CharacterCodingException) {
        throw new Finding(Reason.XML_FORBIDDEN, file + ": not UTF-8");
      }
      throw new Finding(Reason.MALFORMED, file + ": no well-formed XML");
    } catch (Finding f) {
      throw new Finding(f.reason(), file + ": " + f.detail());
    }
  }

  private XmlElement read(Reader text) throws XMLStreamException, Finding {
    XMLStreamReader reader = ClosedXml.factory().createXMLStreamReader(text);
    try {
      String encoding = reader.getCharacterEncodingScheme();
      if (encoding != null && !encoding.toUpperCase(Locale.ROOT).equals("UTF-8")) {
        throw new Finding(Reason.XML_FORBIDDEN, "declares encoding " + encoding);
      }
      if (reader.getVersion() != null && !reader.getVersion().equals("1.0")) {
        throw new Finding(Reason.XML_FORBIDDEN, "declares XML " + reader.getVersion());
      }
      while (reader.hasNext()) {
        accept(reader.next(), reader);
      }
    } finally {
      reader.close();
    }
    if (root == null) {
      throw new Finding(Reason.MALFORMED, "no root element");
    }
    return root;
  }

  private void accept(int event, XMLStreamReader reader) throws Finding {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> start(reader);
      case XMLStreamConstants.END_ELEMENT -> open.pop().end();
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
          text(reader.getText());
      case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION -> interrupt();
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new Finding(Reason.XML_FORBIDDEN, "a document type or entity");
      default -> {}
    }
  }

  private void start(XMLStreamReader reader) throws Finding {
    if (open.size() >= depth) {
      throw new Finding(Reason.BUDGET_EXCEEDED, "too deep");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String name = reader.getAttributeLocalName(i);
      if (attributes.put(name, reader.getAttributeValue(i)) != null) {
        throw new Finding(Reason.XML_FORBIDDEN, "two attributes " + name);
      }
    }
    String namespace = reader.getNamespaceURI();
    XmlElement element =
        new XmlElement(reader.getLocalName(), namespace == null ? "" : namespace, attributes);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String space = reader.getAttributeNamespace(i);
      if (space != null && !space.isEmpty()) {
        element.qualify(reader.getAttributeLocalName(i));
      }
    }
    String prefix = reader.getPrefix();
    if (prefix != null && !prefix.isEmpty()) {
      element.prefix(prefix);
    }
    weight += element.weight();
    if (weight > HEAVIEST) {
      throw new Finding(Reason.BUDGET_EXCEEDED, "too many elements");
    }
    XmlElement parent = open.peek();
    if (parent == null) {
      root = element;
    } else {
      parent.add(element);
    }
    open.push(element);
  }

  private void text(String more) {
    XmlElement element = open.peek();
    if (element != null) {
      element.addText(more);
    }
  }

  private void interrupt() throws Finding {
    XmlElement element = open.peek();
    if (element != null && !element.interrupt()) {
      throw new Finding(Reason.XML_FORBIDDEN, "a comment inside a text");
    }
  }
}
