package org.xinfu.trust.seal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/** Reads the primitive fields of seals, each in its only DER form (X.690 §8, §11). */
final class SesFields {
  private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9 '()+,\\-./:=?]*");
  private static final Pattern TIME = Pattern.compile("[0-9]{14}(\\.[0-9]{0,8}[1-9])?Z");
  private static final Pattern UTC_TIME = Pattern.compile("[0-9]{12}Z");

  private SesFields() {}

  static void count(List<Der> parts, int least, int most, String field) {
    if (parts.size() < least || parts.size() > most) {
      throw new MalformedDer(field + ": " + parts.size() + " parts");
    }
  }

  static int integer(Der slice, String field) {
    Bytes content = slice.expect(Der.INTEGER, field).content();
    if (content.length() == 0 || content.length() > 4) {
      throw new MalformedDer(field + ": not a small number");
    }
    // X.690 §8.3.2: the first nine bits are not all the same.
    if (content.length() > 1
        && ((content.at(0) == 0 && content.at(1) < 0x80)
            || (content.at(0) == 0xff && content.at(1) >= 0x80))) {
      throw new MalformedDer(field + ": not minimal");
    }
    return new BigInteger(content.toArray()).intValueExact();
  }

  static boolean bool(Der slice, String field) {
    Bytes content = slice.expect(Der.BOOLEAN, field).content();
    if (content.length() != 1 || (content.at(0) != 0 && content.at(0) != 0xff)) {
      throw new MalformedDer(field + ": neither TRUE nor FALSE");
    }
    return content.at(0) != 0;
  }

  static String ia5(Der slice, String field) {
    Bytes content = slice.expect(Der.IA5_STRING, field).content();
    for (int i = 0; i < content.length(); i++) {
      if (content.at(i) >= 0x80) {
        throw new MalformedDer(field + ": not ASCII");
      }
    }
    return content.toUtf8();
  }

  static String utf8(Der slice, String field) {
    Bytes content = slice.expect(Der.UTF8_STRING, field).content();
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(content.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedDer(field + ": not UTF-8");
    }
  }

  static String printable(Der slice, String field) {
    String text = slice.expect(Der.PRINTABLE_STRING, field).content().toUtf8();
    if (!PRINTABLE.matcher(text).matches()) {
      throw new MalformedDer(field + ": not PrintableString");
    }
    return text;
  }

  static Bytes octets(Der slice, String field) {
    return slice.expect(Der.OCTET_STRING, field).content();
  }

  static Bytes bits(Der slice, String field) {
    Bytes content = slice.expect(Der.BIT_STRING, field).content();
    if (content.length() == 0 || content.at(0) != 0) {
      throw new MalformedDer(field + ": unused bits");
    }
    return content.slice(1, content.length());
  }

  static String oid(Der slice, String field) {
    byte[] content = slice.expect(Der.OID, field).content().toArray();
    for (int i = 0; i < content.length; i++) {
      // X.690 §8.19.2: an arc does not begin with 80.
      if (content[i] == (byte) 0x80 && (i == 0 || content[i - 1] >= 0)) {
        throw new MalformedDer(field + ": not minimal");
      }
    }
    return Decoding.of(() -> ASN1ObjectIdentifier.fromContents(content).getId())
        .orElseThrow(() -> new MalformedDer(field + ": not an object identifier"));
  }

  static Instant time(Der slice, String field) {
    slice.expect(Der.GENERALIZED_TIME, field);
    return moment(slice).orElseThrow(() -> new MalformedDer(field + ": not UTC in whole form"));
  }

  /** GeneralizedTime or UTCTime in the only form that DER has; empty when in another. */
  static Optional<Instant> moment(Der slice) {
    String text = slice.content().toUtf8();
    if (slice.tag() == Der.UTC_TIME) {
      return UTC_TIME.matcher(text).matches()
          ? SesTime.ofAsn1(slice).map(SesTime::at)
          : Optional.empty();
    }
    return TIME.matcher(text).matches() ? SesTime.ofText(text).map(SesTime::at) : Optional.empty();
  }

  static Certificate certificate(Der slice, String field) {
    return Certificate.parse(octets(slice, field))
        .orElseThrow(() -> new MalformedDer(field + ": not a certificate"));
  }
}
