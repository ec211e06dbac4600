package org.xinfu.trust.xml;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/**
 * What is to be signed and how.
 *
 * @param form where the signature goes
 * @param content XML for ENVELOPED, any octets for ENVELOPING, not used for DETACHED
 * @param detached what a DETACHED signature references, by URI
 * @param at the signing time to claim, which makes a XAdES signature; empty for plain XML-DSig
 * @param open whether more signatures may be put beside this one later: it then leaves out every
 *     signature of the document, not only itself
 */
public record XmlSignRequest(
    Form form, Bytes content, Map<String, Bytes> detached, Optional<Instant> at, boolean open) {
  /** The three places of XML-DSig §2. */
  public enum Form {
    /** As the last child of the document element. */
    ENVELOPED,
    /** Around the content: XML as it is, anything else in Base64. */
    ENVELOPING,
    /** A file of its own beside what it signs. */
    DETACHED
  }

  public XmlSignRequest {
    detached = Map.copyOf(new TreeMap<>(detached));
  }

  /** XAdES inside the document. */
  public static XmlSignRequest enveloped(Bytes xml, Instant at) {
    return new XmlSignRequest(Form.ENVELOPED, xml, Map.of(), Optional.of(at), false);
  }

  /** XAdES around the content. */
  public static XmlSignRequest enveloping(Bytes content, Instant at) {
    return new XmlSignRequest(Form.ENVELOPING, content, Map.of(), Optional.of(at), false);
  }

  /** XAdES beside the contents. */
  public static XmlSignRequest detached(Map<String, Bytes> contents, Instant at) {
    return new XmlSignRequest(Form.DETACHED, Bytes.empty(), contents, Optional.of(at), false);
  }

  /** The same without qualifying properties: XML-DSig alone. */
  public XmlSignRequest plain() {
    return new XmlSignRequest(form, content, detached, Optional.empty(), open);
  }

  /** The same, leaving room for signatures beside it. */
  public XmlSignRequest leavingRoom() {
    return new XmlSignRequest(form, content, detached, at, true);
  }
}
