package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
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
 * @param read of everything else as PDF.js reads it (Firefox shows these forms by it)
 * @param raw whether line ends or white space in attributes are such that PDF.js, which puts none
 *     of them in order (XML 1.0 §2.11, §3.3.3), reads something else
 */
record XfaPacket(Bytes data, Bytes form, Bytes rest, Bytes read, boolean raw) {
  private static final String DATA = "http://www.xfa.org/schema/xfa-data/1.0/";
  private static final String FORM = "http://www.xfa.org/schema/xfa-form/";
  private static final String SECTIONS =
      "http://java.sun.com/xml/stream/properties/report-cdata-event";
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
    private final MessageDigest read = sha256();
    private final XfaText text = new XfaText();
    private MessageDigest current = rest;
    private boolean datasets;
    private int depth;
    private int section;

    Reading(int packets) {
      this.packets = packets;
    }

    XfaPacket read(Bytes octets) throws XMLStreamException {
      XMLInputFactory factory = ClosedXml.factory();
      factory.setProperty(SECTIONS, true);
      XMLStreamReader reader = factory.createXMLStreamReader(octets.stream());
      browse("mark", Boolean.toString(XfaText.marked(octets)));
      try {
        requireUtf8(reader);
        while (reader.hasNext()) {
          int event = reader.next();
          if (event == XMLStreamConstants.COMMENT) {
            text.split();
          } else if (reader.hasText()) {
            text.add(reader.getText(), event == XMLStreamConstants.CDATA);
          } else {
            say("text", text.whole());
            browse("text", text.kept(), text.trimmed());
            text.clear();
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
          Bytes.of(data.digest()),
          Bytes.of(form.digest()),
          Bytes.of(rest.digest()),
          Bytes.of(read.digest()),
          XfaText.raw(octets));
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
      if (current == data || (datasets && depth == packets && packets > 1)) {
        // Fields without a value show the data that PDF.js finds by their names as spelled.
        browse("prefix", "" + reader.getPrefix());
      }
      if (section == 0 && depth == packets && namespace.startsWith(FORM)) {
        open(form);
      } else if (section == 0 && depth == packets + 1 && datasets && holdsData(namespace, name)) {
        open(data);
      }
      TreeSet<String> attributes = new TreeSet<>();
      TreeSet<String> prefixed = new TreeSet<>();
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        prefixed.add(reader.getAttributePrefix(i) + ":" + reader.getAttributeLocalName(i));
        attributes.add(
            reader.getAttributeNamespace(i)
                + " "
                + reader.getAttributeLocalName(i)
                + "="
                + reader.getAttributeValue(i));
      }
      say(attributes.toArray(String[]::new));
      browse(prefixed.toArray(String[]::new));
    }

    private static boolean holdsData(String namespace, String name) {
      return namespace.equals(DATA) && name.equals("data");
    }

    private void open(MessageDigest part) {
      current = part;
      section = depth;
    }

    private void say(String... words) {
      say(current, words);
    }

    /** What PDF.js reads: data that read otherwise are other data. */
    private void browse(String... words) {
      say(current == rest ? read : current, words);
    }

    /** With lengths, so that no two sequences of words are the same octets. */
    private static void say(MessageDigest digest, String... words) {
      digest.update(("#" + words.length).getBytes(StandardCharsets.UTF_8));
      for (String word : words) {
        byte[] octets = word.getBytes(StandardCharsets.UTF_8);
        digest.update((";" + octets.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(octets);
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
