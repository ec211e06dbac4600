package org.xinfu.trust.xml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.XmlLimits;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Octets to a tree with the JDK's own parser: no DTD, so no entities, no defaulted attributes and
 * nothing fetched; limits on size, tags, attributes and depth.
 */
final class SecureXml {
  private static final String JAXP = "http://www.oracle.com/xml/jaxp/properties/";
  private static final List<String> UNLIMITED =
      List.of("entityExpansionLimit", "totalEntitySizeLimit", "maxGeneralEntitySizeLimit");

  /** Declarations by which a DTD reads other files, grows without bound or hides its text. */
  private static final Pattern HARMFUL =
      Pattern.compile(
          "<!ENTITY\\s+(%|\\S+\\s+(SYSTEM|PUBLIC)\\b|\\S+\\s+(\"[^\"]*[&%]|'[^']*[&%]))");

  private final XmlLimits limits;
  private final int depth;

  SecureXml(XmlLimits limits, int depth) {
    this.limits = limits;
    this.depth = depth;
  }

  Document parse(Bytes octets) throws XmlFinding {
    requireSmall(octets);
    try {
      DocumentBuilder builder = builder();
      builder.setErrorHandler(null);
      builder.setEntityResolver((id, system) -> new InputSource(new StringReader("")));
      Document document = builder.parse(octets.stream());
      if (!"1.0".equals(document.getXmlVersion())) {
        // Canonical XML is defined over XML 1.0 alone.
        throw XmlFinding.unknown(Reason.XML_FORBIDDEN, "XML " + document.getXmlVersion());
      }
      return document;
    } catch (SAXParseException damaged) {
      throw why(octets, damaged);
    } catch (SAXException | IOException damaged) {
      // An encoding that is none, or octets that are not in the one that is declared.
      throw refused(octets, "the characters cannot be read");
    }
  }

  private void requireSmall(Bytes octets) throws XmlFinding {
    if (octets.length() > limits.octets()) {
      throw XmlFinding.unknown(Reason.BUDGET_EXCEEDED, octets.length() + " octets");
    }
    int tags = 0;
    for (int i = 0; i < octets.length(); i++) {
      tags += octets.at(i) == '<' ? 1 : 0;
    }
    if (tags > limits.tags()) {
      throw XmlFinding.unknown(Reason.BUDGET_EXCEEDED, tags + " tags");
    }
  }

  /** The parser's own words are in the language of the machine; reports say where, not these. */
  private static XmlFinding why(Bytes octets, SAXParseException damaged) {
    if (("" + damaged.getMessage()).contains("JAXP0001")) {
      return XmlFinding.unknown(Reason.BUDGET_EXCEEDED, "depth or attributes");
    }
    int column = damaged.getColumnNumber();
    return refused(octets, "line " + damaged.getLineNumber() + ", column " + column);
  }

  private static XmlFinding refused(Bytes octets, String where) {
    String text = decode(octets);
    if (!declaresType(text)) {
      return XmlFinding.fail(Reason.MALFORMED, where);
    }
    // Old genuine files declare their Id attributes in a DTD; those are only not judged.
    return HARMFUL.matcher(text).find()
        ? XmlFinding.fail(Reason.XML_FORBIDDEN, "a DTD with entities")
        : XmlFinding.unknown(Reason.XML_FORBIDDEN, "a DTD");
  }

  /** Whether a DTD stands before the document element; a comment may speak of one. */
  private static boolean declaresType(String text) {
    int at = 0;
    while (at >= 0 && at < text.length()) {
      if (text.startsWith("<!--", at)) {
        at = behind(text, "-->", at);
      } else if (text.startsWith("<?", at)) {
        at = behind(text, "?>", at);
      } else if (text.charAt(at) == '<') {
        return text.startsWith("<!DOCTYPE", at);
      } else {
        at++;
      }
    }
    return false;
  }

  private static int behind(String text, String end, int from) {
    int at = text.indexOf(end, from);
    return at < 0 ? -1 : at + end.length();
  }

  /** Text for looking at, not for parsing: by byte order mark or zero octets, else as Latin-1. */
  static String decode(Bytes octets) {
    if (octets.length() < 4) {
      return octets.toUtf8();
    }
    int first = octets.at(0) << 8 | octets.at(1);
    Charset charset = StandardCharsets.ISO_8859_1;
    if (first == 0xfeff || first == 0x003c) {
      charset = StandardCharsets.UTF_16BE;
    } else if (first == 0xfffe || first == 0x3c00) {
      charset = StandardCharsets.UTF_16LE;
    }
    return new String(octets.toArray(), charset);
  }

  private DocumentBuilder builder() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://apache.org/xml/features/dom/defer-node-expansion", false);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setAttribute(JAXP + "maxElementDepth", Integer.toString(depth));
      factory.setAttribute(JAXP + "elementAttributeLimit", Integer.toString(limits.attributes()));
      // Without a DTD there are no entities to grow, but the JDK counts &#13; and &amp; among them
      // and since 24 allows so few that genuine documents are refused.
      for (String counted : UNLIMITED) {
        factory.setAttribute(JAXP + counted, "0");
      }
      return factory.newDocumentBuilder();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every JDK's parser knows these features", e);
    }
  }
}
