package org.xinfu.trust.ofd;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/**
 * Reads one XML file of a package from the very octets that are hashed. Refused: DTD and entities
 * (GB/T 33190 §7 uses schema only), other encodings than UTF-8, nesting beyond the budget, and
 * comments or instructions that split a text, since parsers disagree about such text.
 */
final class XmlTree {
  private static final int MOST_ELEMENTS = 5_000_000;
  private final int depth;
  private final Deque<XmlElement> open = new ArrayDeque<>();
  private @Nullable XmlElement root;
  private int elements;

  private XmlTree(int depth) {
    this.depth = depth;
  }

  /** The root element, or why there is none; {@code file} is named in the finding. */
  static XmlElement parse(String file, Bytes octets, int depth) throws Finding {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toArray()));
      boolean mark = text.length() > 0 && text.charAt(0) == '\ufeff';
      return new XmlTree(depth).read(mark ? text.subSequence(1, text.length()) : text);
    } catch (CharacterCodingException e) {
      throw new Finding(Reason.XML_FORBIDDEN, file + ": not UTF-8");
    } catch (XMLStreamException e) {
      throw new Finding(Reason.MALFORMED, file + ": no well-formed XML");
    } catch (Finding f) {
      throw new Finding(f.reason(), file + ": " + f.detail());
    }
  }

  private XmlElement read(CharSequence text) throws XMLStreamException, Finding {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing outside the file is read");
        });
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text.toString()));
    try {
      String encoding = reader.getCharacterEncodingScheme();
      if (encoding != null && !encoding.toUpperCase(Locale.ROOT).equals("UTF-8")) {
        throw new Finding(Reason.XML_FORBIDDEN, "declares encoding " + encoding);
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
    elements++;
    if (open.size() >= depth || elements > MOST_ELEMENTS) {
      throw new Finding(Reason.BUDGET_EXCEEDED, "too deep or too many elements");
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
