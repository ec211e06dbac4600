package org.xinfu.trust.ofd;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;

/** Writes Signatures.xml and Signature.xml in one fixed form, GB/T 33190-2016 tables 66 to 69. */
final class SignatureXml {
  static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  static final String NAMESPACE = " xmlns:ofd=\"" + XmlElement.OFD + "\"";
  private static final Pattern NUMBERED = Pattern.compile("/Sign_(\\d{1,6})/Signature\\.xml$");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private SignatureXml() {}

  /** The list of these signatures, of which the last has the largest identifier. */
  static Bytes list(List<SignatureList.Entry> entries) {
    StringBuilder xml = new StringBuilder(HEAD).append("<ofd:Signatures").append(NAMESPACE);
    xml.append(">\n<ofd:MaxSignId>").append(escape(last(entries))).append("</ofd:MaxSignId>\n");
    for (SignatureList.Entry e : entries) {
      xml.append("<ofd:Signature ID=\"").append(escape(e.id()));
      xml.append("\" Type=\"").append(escape(e.type()));
      xml.append("\" BaseLoc=\"/").append(escape(e.path())).append("\"/>\n");
    }
    return Bytes.utf8(xml.append("</ofd:Signatures>\n").toString());
  }

  private static String last(List<SignatureList.Entry> entries) {
    return entries.isEmpty() ? "" : entries.get(entries.size() - 1).id();
  }

  /** The identifier of the signature at {@code index}, from 0. */
  static String id(int index) {
    return String.format(Locale.ROOT, "s%03d", index + 1);
  }

  /** The path of Signature.xml of the signature at {@code index} in the list at {@code list}. */
  static String path(String list, int index) {
    return OfdPath.folderOf(list) + "/Sign_" + index + "/Signature.xml";
  }

  /** Whether the list is, octet for octet, what {@link #list} makes for as many signatures. */
  static boolean isCanonical(SignatureList list, OfdFiles files) {
    boolean mixed = list.entries().stream().anyMatch(e -> !keepsCanonicalList(e.path(), files));
    if (mixed) {
      return true; // another producer appended to the list; its own signature is judged apart
    }
    List<SignatureList.Entry> expected = new ArrayList<>();
    int before = -1;
    for (SignatureList.Entry entry : list.entries()) {
      int index = index(list.path(), entry.path());
      if (index <= before) {
        return false;
      }
      expected.add(new SignatureList.Entry(id(index), entry.type(), path(list.path(), index)));
      before = index;
    }
    return files.octets(list.path()).filter(list(expected)::equals).isPresent();
  }

  /** The index that {@link #path} makes this path of; -1 for any other path. */
  private static int index(String list, String path) {
    Matcher number = NUMBERED.matcher(path);
    int index = number.find() ? Integer.parseInt(number.group(1)) : -1;
    return index >= 0 && path(list, index).equals(path) ? index : -1;
  }

  private static boolean keepsCanonicalList(String path, OfdFiles files) {
    try {
      return files.signature(path).canonicalList();
    } catch (Finding f) {
      return false;
    }
  }

  /**
   * A stamp on a page, in millimetres.
   *
   * @param pageRef id of the page
   * @param box of the whole picture in the page
   * @param clip what of the picture is shown, relative to its box; all of it when empty
   */
  record Placed(String pageRef, Rectangle box, Optional<Rectangle> clip) {
    Placed(String pageRef, Rectangle box) {
      this(pageRef, box, Optional.empty());
    }

    Placed(String pageRef, Rectangle box, Rectangle clip) {
      this(pageRef, box, Optional.of(clip));
    }
  }

  /**
   * What goes into Signature.xml.
   *
   * @param folder of the signature, without a final slash
   * @param digests SM3 of each protected file, by path
   * @param sealed whether a seal lies in the folder
   */
  record Content(
      String id,
      String folder,
      OfdSignRequest terms,
      Map<String, Bytes> digests,
      boolean sealed,
      List<Placed> stamps) {}

  /** Signature.xml; its SM3 is what is sealed. */
  static Bytes signature(Content content) {
    StringBuilder xml = new StringBuilder(HEAD).append("<ofd:Signature").append(NAMESPACE);
    xml.append(">\n<ofd:SignedInfo>\n<ofd:Provider ProviderName=\"");
    xml.append(escape(content.terms().provider())).append("\" Version=\"1\" Company=\"");
    xml.append(SignatureFile.CANONICAL_LIST).append("\"/>\n");
    xml.append("<ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod>\n");
    element(xml, "SignatureDateTime", TIME.format(content.terms().time()));
    xml.append("<ofd:References CheckMethod=\"1.2.156.10197.1.401\">\n");
    content
        .digests()
        .forEach(
            (path, digest) -> {
              xml.append("<ofd:Reference FileRef=\"/").append(escape(path)).append("\">");
              xml.append("<ofd:CheckValue>");
              xml.append(Base64.getEncoder().encodeToString(digest.toArray()));
              xml.append("</ofd:CheckValue></ofd:Reference>\n");
            });
    xml.append("</ofd:References>\n");
    for (int i = 0; i < content.stamps().size(); i++) {
      stamp(xml, content.id() + "_" + (i + 1), content.stamps().get(i));
    }
    if (content.sealed()) {
      xml.append("<ofd:Seal>\n");
      element(xml, "BaseLoc", "/" + content.folder() + "/Seal.esl");
      xml.append("</ofd:Seal>\n");
    }
    xml.append("</ofd:SignedInfo>\n");
    element(xml, "SignedValue", "/" + content.folder() + "/SignedValue.dat");
    return Bytes.utf8(xml.append("</ofd:Signature>\n").toString());
  }

  private static void stamp(StringBuilder xml, String id, Placed stamp) {
    xml.append("<ofd:StampAnnot ID=\"").append(id);
    xml.append("\" PageRef=\"").append(escape(stamp.pageRef()));
    box(xml, "Boundary", stamp.box());
    stamp.clip().ifPresent(clip -> box(xml, "Clip", clip));
    xml.append("\"/>\n");
  }

  private static void box(StringBuilder xml, String name, Rectangle box) {
    xml.append("\" ").append(name).append("=\"");
    xml.append(number(box.x())).append(' ').append(number(box.y())).append(' ');
    xml.append(number(box.width())).append(' ').append(number(box.height()));
  }

  static void element(StringBuilder xml, String name, String text) {
    xml.append("<ofd:").append(name).append('>').append(escape(text));
    xml.append("</ofd:").append(name).append(">\n");
  }

  /** Millimetres with at most three decimals, no exponent. */
  static String number(double millimetres) {
    BigDecimal rounded = BigDecimal.valueOf(millimetres).setScale(3, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
