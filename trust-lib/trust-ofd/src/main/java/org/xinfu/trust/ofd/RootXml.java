package org.xinfu.trust.ofd;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/** Names the list of signatures in OFD.xml, GB/T 33190-2016 table 3, without rewriting the rest. */
final class RootXml {
  private static final Pattern BODY_END = Pattern.compile("</(?:([\\w.-]+):)?DocBody\\s*>");
  private static final int SHALLOW = 64;

  private RootXml() {}

  /**
   * OFD.xml with {@code location} in its first DocBody. The edited file is read again: when it does
   * not say what was meant (a comment can hold an end tag), the package is refused.
   */
  static Bytes withSignatures(Bytes octets, String location) throws Finding {
    String text = octets.toUtf8();
    Matcher end = BODY_END.matcher(text);
    if (!end.find()) {
      throw new Finding(Reason.MALFORMED, "OFD.xml: no end of DocBody");
    }
    String prefix = end.group(1) == null ? "" : end.group(1) + ":";
    String element = "<" + prefix + "Signatures>" + location + "</" + prefix + "Signatures>";
    Bytes edited =
        Bytes.utf8(text.substring(0, end.start()) + element + text.substring(end.start()));
    XmlElement body = XmlTree.parse(OfdGraph.ROOT, edited, SHALLOW).children("DocBody").get(0);
    if (!body.required("Signatures").text().equals(location)) {
      throw new Finding(Reason.XML_FORBIDDEN, "OFD.xml: the list of signatures finds no place");
    }
    return edited;
  }
}
