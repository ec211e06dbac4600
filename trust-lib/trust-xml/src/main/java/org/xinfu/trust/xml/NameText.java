package org.xinfu.trust.xml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.der.Decoding;

/**
 * A distinguished name as text, XML-DSig 1.1 §4.5.4.1. It should be RFC 4514 text, and producers
 * write it as their libraries print names: in any order, with other keywords, in quotes, split by
 * commas within values. So the values are compared one by one, whatever stands between them.
 */
final class NameText {
  /** What the text says of a name. */
  enum Fit {
    SAME,
    /** Nothing in it is another's, but it is not the whole name, or not letter by letter. */
    LOOSE,
    OTHER;

    /** What it is worth where X509Data says it. */
    void report(boolean strict, Report.Builder checks) {
      String id = "key-info-names";
      String clause = "XML-DSig 4.5.4";
      if (this == SAME) {
        checks.pass(id, clause, "");
      } else if (this == LOOSE && strict) {
        checks.unknown(id, clause, Reason.ENCODING_NOT_STANDARD, "in words of the producer's own");
      } else if (this == LOOSE) {
        checks.warn(id, clause, Reason.ENCODING_NOT_STANDARD, "in words of the producer's own");
      } else if (strict) {
        checks.fail(id, clause, Reason.KEY_INFO_MISMATCH, "said of another certificate");
      } else {
        checks.unknown(id, clause, Reason.KEY_INFO_MISMATCH, "said of another certificate");
      }
    }
  }

  /** Keywords that libraries print, each in capitals, by the identifier of the attribute. */
  private static final Map<String, String> KEYWORDS =
      Map.ofEntries(
          Map.entry("2.5.4.3", "CN COMMONNAME"),
          Map.entry("2.5.4.4", "SN SURNAME"),
          Map.entry("2.5.4.5", "SN SERIALNUMBER"),
          Map.entry("2.5.4.6", "C COUNTRYNAME COUNTRY"),
          Map.entry("2.5.4.7", "L LOCALITYNAME LOCALITY"),
          Map.entry("2.5.4.8", "S ST STATEORPROVINCENAME STATE"),
          Map.entry("2.5.4.9", "STREET STREETADDRESS"),
          Map.entry("2.5.4.10", "O ORGANIZATIONNAME ORGANIZATION"),
          Map.entry("2.5.4.11", "OU ORGANIZATIONALUNITNAME"),
          Map.entry("2.5.4.12", "T TITLE"),
          Map.entry("2.5.4.13", "DESCRIPTION"),
          Map.entry("2.5.4.15", "BUSINESSCATEGORY"),
          Map.entry("2.5.4.17", "POSTALCODE"),
          Map.entry("2.5.4.42", "G GN GIVENNAME"),
          Map.entry("2.5.4.46", "DN DNQ DNQUALIFIER"),
          Map.entry("2.5.4.65", "PSEUDONYM"),
          Map.entry("2.5.4.97", "OI ORGANIZATIONIDENTIFIER"),
          Map.entry("0.9.2342.19200300.100.1.1", "UID USERID"),
          Map.entry("0.9.2342.19200300.100.1.25", "DC DOMAINCOMPONENT"),
          Map.entry("1.2.840.113549.1.9.1", "E EMAIL EMAILADDRESS"));

  /** Characters of a text; X.520 §6.5.1 has names of people and bodies in 64 or 128. */
  private static final int LONGEST = 4096;

  /** Values of a text or a name; no genuine name has as many. */
  private static final int MOST = 32;

  private static final String SEPARATORS = ",;+";

  private record Part(String keyword, String value) {}

  private record Attribute(String type, String value) {}

  private final List<Part> parts;

  private NameText(List<Part> parts) {
    this.parts = parts;
  }

  /** Reads a text; empty when it is longer than any name. */
  static Optional<NameText> of(String text) {
    String name = text.strip();
    return Optional.of(name)
        .filter(it -> it.length() <= LONGEST)
        .map(NameText::parts)
        .filter(its -> its.size() <= MOST)
        .map(NameText::new);
  }

  /** Whether the text is this name. */
  Fit fit(X500Name name) {
    List<Attribute> left = attributes(name);
    if (left.size() > MOST) {
      return Fit.OTHER;
    }
    boolean whole = true;
    for (Part part : parts) {
      Optional<Attribute> exact = left.stream().filter(a -> same(part, a)).findFirst();
      Optional<Attribute> found =
          exact.or(() -> left.stream().filter(a -> alike(part, a)).findFirst());
      if (found.isEmpty()) {
        return Fit.OTHER;
      }
      left.remove(found.get());
      whole &= exact.isPresent();
    }
    return whole && left.isEmpty() ? Fit.SAME : Fit.LOOSE;
  }

  private static List<Attribute> attributes(X500Name name) {
    List<Attribute> all = new ArrayList<>();
    for (RDN rdn : name.getRDNs()) {
      for (AttributeTypeAndValue each : rdn.getTypesAndValues()) {
        all.add(new Attribute(each.getType().getId(), text(each.getValue())));
      }
    }
    return all;
  }

  private static String text(ASN1Encodable value) {
    return squeezed(value instanceof ASN1String string ? string.getString() : value.toString());
  }

  /** X.520 §6.1: case, repeated spaces and ways to compose a letter do not tell two names apart. */
  private static String squeezed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static boolean same(Part part, Attribute attribute) {
    return named(part, attribute) && squeezed(part.value()).equals(attribute.value());
  }

  private static boolean named(Part part, Attribute attribute) {
    String type = part.keyword().replaceFirst("^OID\\.", "");
    return type.equals(attribute.type())
        || Arrays.asList(KEYWORDS.getOrDefault(attribute.type(), "").split(" ")).contains(type);
  }

  /**
   * A value that is the attribute's but for what libraries do to names: a keyword that we do not
   * know, quotes in the value, letters that a code page did not have or that were read in another.
   */
  private static boolean alike(Part part, Attribute attribute) {
    if (!named(part, attribute) && known(part.keyword())) {
      return false;
    }
    String value = squeezed(part.value());
    String its = attribute.value();
    return unquoted(value).equals(unquoted(its))
        || its.equals(squeezed(asUtf8(part.value())))
        || spoilt(value, its);
  }

  private static String unquoted(String value) {
    return value.replaceAll("[\"\\\\]", "");
  }

  /** UTF-8 that was taken for Latin letters. */
  private static String asUtf8(String value) {
    return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /**
   * A mark for each letter that is not ASCII; or, of a Latin name, only what is ASCII, where that
   * is most of it: nothing is guessed of names that have no such letters.
   */
  private static boolean spoilt(String value, String its) {
    String ascii = ascii(its);
    boolean latin =
        its.chars().anyMatch(c -> c > 0x7f)
            && its.chars().allMatch(c -> c < 0x250)
            && value.chars().allMatch(c -> c < 0x250 || c == 0xfffd);
    return value.equals(its.replaceAll("[^\\x00-\\x7f]", "?"))
        || value.equals(its.replaceAll("[^\\x00-\\x7f]", "\ufffd"))
        || (latin && ascii.length() * 2 > its.length() && ascii.equals(ascii(value)));
  }

  private static boolean known(String keyword) {
    return KEYWORDS.values().stream().anyMatch(k -> Arrays.asList(k.split(" ")).contains(keyword));
  }

  private static String ascii(String text) {
    return text.replaceAll("[^a-z0-9]", "");
  }

  /** Split at commas, semicolons and plus signs that are neither escaped nor in quotes. */
  private static List<Part> parts(String name) {
    // OpenSSL's old one-line form has a slash before each attribute.
    String text = name.startsWith("/") ? name.substring(1).replaceAll("/(?=[\\w.]+=)", ",") : name;
    List<Part> all = new ArrayList<>();
    int from = 0;
    boolean quoted = false;
    char before = ',';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && text.startsWith("\"\"", i)) {
        i++; // a quote of the value
      } else if (c == '"') {
        quoted = quoted ? !ends(text, i + 1) : text.substring(from, i).strip().endsWith("=");
      } else if (c == '\\') {
        i++;
      } else if (!quoted && SEPARATORS.indexOf(c) >= 0) {
        add(all, text.substring(from, i), before);
        from = i + 1;
        before = c;
      }
    }
    add(all, text.substring(Math.min(from, text.length())), before);
    return all.stream().map(p -> new Part(p.keyword(), value(p.value()))).toList();
  }

  /** Whether a value is over there; a quote within one is no end of it. */
  private static boolean ends(String text, int at) {
    int next = at;
    while (next < text.length() && text.charAt(next) == ' ') {
      next++;
    }
    return next == text.length() || SEPARATORS.indexOf(text.charAt(next)) >= 0;
  }

  /** A piece without an equals sign belongs to the value before it, whose comma was not escaped. */
  private static void add(List<Part> all, String piece, char separator) {
    int equals = piece.indexOf('=');
    if (equals < 0 && !all.isEmpty()) {
      Part before = all.remove(all.size() - 1);
      all.add(new Part(before.keyword(), before.value() + separator + piece));
    } else if (!piece.isBlank()) {
      String keyword = piece.substring(0, Math.max(equals, 0)).strip().toUpperCase(Locale.ROOT);
      all.add(new Part(keyword, piece.substring(equals + 1)));
    }
  }

  private static String value(String written) {
    String text = written.strip();
    if (text.matches("#([0-9A-Fa-f]{2})+")) {
      byte[] der = HexFormat.of().parseHex(text.substring(1));
      return Decoding.of(() -> ASN1Primitive.fromByteArray(der)).map(NameText::text).orElse(text);
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean escape = c == '\\' && i + 1 < text.length();
      if (escape && text.startsWith("x", i + 1) && i + 3 < text.length()) { // OpenSSL's
        i += hex(text.charAt(i + 2)) && hex(text.charAt(i + 3)) ? 1 : 0;
      }
      if (escape && i + 2 < text.length() && hex(text.charAt(i + 1)) && hex(text.charAt(i + 2))) {
        octets.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 3;
        continue;
      }
      i += escape ? 1 : 0;
      c = text.codePointAt(i);
      if (escape || c != '"') {
        octets.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
      i += Character.charCount(c);
    }
    return octets.toString(StandardCharsets.UTF_8);
  }

  private static boolean hex(char c) {
    return HexFormat.isHexDigit(c);
  }
}
