package org.xinfu.trust.cms;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * A file that begins like ContentInfo (RFC 5652 §3): DER, BER, PEM (RFC 7468 §8, §9; "SIGNED
 * MESSAGE" is GnuPG's) or Base64.
 *
 * @param der what the armour holds
 * @param type the outer content type
 * @param around whether there is text outside of the armour, which RFC 7468 §2 lets readers pass
 *     over
 */
record CmsFile(Bytes der, ASN1ObjectIdentifier type, boolean around) {
  /** Larger ones in armour do not fit in memory several times over. */
  static final int MOST_OCTETS = 64 << 20;

  private static final int HEAD = 4096;
  private static final Bytes SEQUENCE = Bytes.hex("30");
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (CMS|PKCS7|PKCS #7 SIGNED DATA|SIGNED MESSAGE)-----(.*?)-----END \\1-----",
          Pattern.DOTALL);
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");

  /** RFC 5652 §3 and later: signed, enveloped, digested, encrypted, authenticated, compressed. */
  private static final Set<String> TYPES =
      Set.of(
          "1.2.840.113549.1.7.2",
          "1.2.840.113549.1.7.3",
          "1.2.840.113549.1.7.4",
          "1.2.840.113549.1.7.5",
          "1.2.840.113549.1.7.6",
          "1.2.840.113549.1.9.16.1.2",
          "1.2.840.113549.1.9.16.1.9",
          "1.2.840.113549.1.9.16.1.23");

  /** Whether the first octets look so; the rest is not read. */
  static Optional<DocumentFormat> detect(DocumentSource source) {
    Bytes head = source.read(0, HEAD);
    Optional<Bytes> inside =
        head.length() > 1 && head.at(0) == Der.SEQUENCE ? Optional.of(head) : decode(head, true);
    return inside.flatMap(CmsFile::outerType).map(CmsFile::format);
  }

  /** Whether it is binary, and its content better stays where it is. */
  static boolean large(DocumentSource source) {
    return source.length() > StreamedCms.LARGE && source.read(0, 1).equals(SEQUENCE);
  }

  /** The outer type as the first octets have it. */
  static Optional<ASN1ObjectIdentifier> type(DocumentSource source) {
    return outerType(source.read(0, HEAD));
  }

  /** The whole file; empty when the armour is damaged. */
  static Optional<CmsFile> read(Bytes octets) {
    boolean binary = octets.length() > 1 && octets.at(0) == Der.SEQUENCE;
    Optional<Bytes> der = binary ? Optional.of(octets) : decode(octets, false);
    boolean around = !binary && around(octets);
    return der.flatMap(d -> outerType(d).map(type -> new CmsFile(d, type, around)));
  }

  static DocumentFormat format(ASN1ObjectIdentifier type) {
    return type.on(Oids.GB) ? DocumentFormat.GBT35275 : DocumentFormat.CMS;
  }

  private static boolean around(Bytes text) {
    String ascii = ascii(text).replaceFirst("^\u00ef\u00bb\u00bf", "");
    Matcher pem = PEM.matcher(ascii);
    return pem.find() && !(ascii.substring(0, pem.start()) + ascii.substring(pem.end())).isBlank();
  }

  private static String ascii(Bytes text) {
    return new String(text.toArray(), StandardCharsets.ISO_8859_1);
  }

  private static Optional<Bytes> decode(Bytes text, boolean headOnly) {
    String ascii = ascii(text);
    int begin = ascii.indexOf("-----BEGIN ");
    String body;
    if (begin >= 0) {
      String whole = headOnly ? closed(ascii.substring(begin)) : ascii.substring(begin);
      Matcher pem = PEM.matcher(whole);
      if (!pem.find()) {
        return Optional.empty();
      }
      body = pem.group(2);
    } else {
      body = ascii;
    }
    return body.stripLeading().startsWith("MI") && BASE64.matcher(body).matches()
        ? base64(body, headOnly)
        : Optional.empty();
  }

  /** The head of a long file with an end, so that it reads like a short one. */
  private static String closed(String head) {
    int line = head.indexOf("-----", 11);
    return head.contains("-----END") || line < 0
        ? head
        : head + "-----END " + head.substring(11, line) + "-----";
  }

  private static Optional<Bytes> base64(String body, boolean headOnly) {
    String digits = body.replaceAll("\\s", "");
    String whole = headOnly ? digits.substring(0, digits.length() / 4 * 4) : digits;
    try {
      return Optional.of(Bytes.of(Base64.getDecoder().decode(whole)));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  /** ContentInfo is SEQUENCE, in any length form, and begins with an object identifier. */
  private static Optional<ASN1ObjectIdentifier> outerType(Bytes head) {
    if (head.length() < 4 || head.at(0) != Der.SEQUENCE) {
      return Optional.empty();
    }
    int first = head.at(1);
    int at = first > 0x80 && first <= 0x84 ? 2 + (first & 0x7f) : 2;
    if (head.length() < at + 2 || head.at(at) != Der.OID) {
      return Optional.empty();
    }
    int end = at + 2 + head.at(at + 1);
    if (end > head.length() || head.at(at + 1) > 20) {
      return Optional.empty();
    }
    try {
      ASN1ObjectIdentifier type = ParsedCms.oid(Der.outer(head.slice(at, end)));
      boolean known = type.on(Oids.GB) || TYPES.contains(type.getId());
      return known ? Optional.of(type) : Optional.empty();
    } catch (MalformedDer other) {
      return Optional.empty();
    }
  }
}
