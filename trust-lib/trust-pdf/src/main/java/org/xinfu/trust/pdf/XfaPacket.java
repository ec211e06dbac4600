package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.markup.ClosedXml;

/**
 * What a packet of XFA says, whatever its spelling, as digests over its elements, attributes and
 * texts.
 *
 * @param data of the forms' data, {@code datasets/data}
 * @param form of the saved layout, the packet {@code form}
 * @param rest of everything else
 */
record XfaPacket(Bytes data, Bytes form, Bytes rest) {
  private static final String DATA = "http://www.xfa.org/schema/xfa-data/1.0/";
  private static final String FORM = "http://www.xfa.org/schema/xfa-form/";
  private static final int DEEPEST = 200;

  /**
   * Reads a packet; empty when it is no XML, or XML that could say two things.
   *
   * @param depth at which elements are packets: 1 when the octets are one, 2 when they hold all
   */
  static Optional<XfaPacket> read(Bytes octets, int depth) {
    try {
      return Optional.of(new Reading(depth).read(octets));
    } catch (XMLStreamException noXml) {
      return Optional.empty();
    }
  }

  private static final class Reading {
    private final int packets;
    private final MessageDigest data = sha256();
    private final MessageDigest form = sha256();
    private final MessageDigest rest = sha256();
    private MessageDigest current = rest;
    private boolean datasets;
    private int depth;
    private int section;

    Reading(int packets) {
      this.packets = packets;
    }

    XfaPacket read(Bytes octets) throws XMLStreamException {
      XMLStreamReader reader = ClosedXml.factory().createXMLStreamReader(octets.stream());
      try {
        requireUtf8(reader);
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
          int event = reader.next();
          if (reader.hasText() && event != XMLStreamConstants.COMMENT) {
            text.append(reader.getText());
          } else if (event != XMLStreamConstants.COMMENT) {
            say("text", text.toString());
            text.setLength(0);
            accept(event, reader);
          }
          if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new XMLStreamException("a document type or entity");
          }
        }
      } finally {
        reader.close();
      }
      return new XfaPacket(
          Bytes.of(data.digest()), Bytes.of(form.digest()), Bytes.of(rest.digest()));
    }

    /** PDF.js takes every packet for UTF-8 and XML 1.0, whatever its declaration says. */
    private static void requireUtf8(XMLStreamReader reader) throws XMLStreamException {
      String declared = reader.getCharacterEncodingScheme();
      String version = reader.getVersion();
      boolean plain =
          "UTF-8".equalsIgnoreCase(reader.getEncoding())
              && (declared == null || declared.equalsIgnoreCase("UTF-8"))
              && (version == null || version.equals("1.0"));
      if (!plain) {
        throw new XMLStreamException("an encoding that some readers do not heed");
      }
    }

    private void accept(int event, XMLStreamReader reader) throws XMLStreamException {
      if (event == XMLStreamConstants.START_ELEMENT) {
        enter(reader);
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        say("end");
        if (depth == section) {
          current = rest;
          section = 0;
        }
        depth--;
      } else if (event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
        say("instruction", reader.getPITarget(), "" + reader.getPIData());
      }
    }

    private void enter(XMLStreamReader reader) throws XMLStreamException {
      if (++depth > DEEPEST) {
        throw new XMLStreamException("too deep");
      }
      String namespace = "" + reader.getNamespaceURI();
      String name = reader.getLocalName();
      if (depth == packets) {
        datasets = namespace.equals(DATA) && name.equals("datasets");
      }
      say("element", namespace, name);
      if (section == 0 && depth == packets && namespace.startsWith(FORM)) {
        open(form);
      } else if (section == 0 && depth == packets + 1 && datasets && holdsData(namespace, name)) {
        open(data);
      }
      TreeSet<String> attributes = new TreeSet<>();
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        attributes.add(
            reader.getAttributeNamespace(i)
                + " "
                + reader.getAttributeLocalName(i)
                + "="
                + reader.getAttributeValue(i));
      }
      say(attributes.toArray(String[]::new));
    }

    private static boolean holdsData(String namespace, String name) {
      return namespace.equals(DATA) && name.equals("data");
    }

    private void open(MessageDigest part) {
      current = part;
      section = depth;
    }

    /** With lengths, so that no two sequences of words are the same octets. */
    private void say(String... words) {
      current.update(("#" + words.length).getBytes(StandardCharsets.UTF_8));
      for (String word : words) {
        byte[] octets = word.getBytes(StandardCharsets.UTF_8);
        current.update((";" + octets.length + ":").getBytes(StandardCharsets.UTF_8));
        current.update(octets);
      }
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
