package org.xinfu.trust.seal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * Reads fields as real producers write them and keeps what the standard has otherwise as
 * deviations. {@link SesFields} says what the standard has.
 */
final class SesReader {
  private static final int T61_STRING = 0x14;
  private static final int VISIBLE_STRING = 0x1a;
  private static final int BMP_STRING = 0x1e;
  private static final Set<Integer> TEXTS =
      Set.of(
          Der.UTF8_STRING,
          Der.PRINTABLE_STRING,
          Der.IA5_STRING,
          T61_STRING,
          VISIBLE_STRING,
          BMP_STRING);

  private final List<Deviation> deviations = new ArrayList<>();

  /** What was met, in order. */
  List<Deviation> deviations() {
    return List.copyOf(deviations);
  }

  void deviates(String what) {
    deviations.add(new Deviation(what));
  }

  /** A text that should be of the type {@code tag}. */
  String text(Der slice, int tag, String field) {
    if (slice.tag() == tag) {
      try {
        return switch (tag) {
          case Der.UTF8_STRING -> SesFields.utf8(slice, field);
          case Der.PRINTABLE_STRING -> SesFields.printable(slice, field);
          default -> SesFields.ia5(slice, field);
        };
      } catch (MalformedDer otherLetters) {
        return decoded(slice, field);
      }
    }
    if (!TEXTS.contains(slice.tag())) {
      slice.expect(tag, field);
    }
    deviates("%s: a string of type %02x where %02x belongs".formatted(field, slice.tag(), tag));
    return decode(slice, field);
  }

  private String decoded(Der slice, String field) {
    deviates(field + ": letters that its type does not have");
    return decode(slice, field);
  }

  /** UTF-8 when it is, else GB 18030, which national producers write. */
  private static String decode(Der slice, String field) {
    List<Charset> charsets =
        slice.tag() == BMP_STRING
            ? List.of(StandardCharsets.UTF_16BE)
            : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"));
    for (Charset charset : charsets) {
      Optional<String> text = decode(slice.content(), charset);
      if (text.isPresent()) {
        return text.get();
      }
    }
    throw new MalformedDer(field + ": not a text");
  }

  private static Optional<String> decode(Bytes octets, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(octets.toArray())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A number; more octets than needed are a deviation. */
  int integer(Der slice, String field) {
    Bytes content = slice.expect(Der.INTEGER, field).content();
    if (content.length() < 2 || content.length() > 8) {
      return SesFields.integer(slice, field);
    }
    BigInteger value = new BigInteger(content.toArray());
    if (value.bitLength() > 31) {
      throw new MalformedDer(field + ": not a small number");
    }
    if (value.toByteArray().length != content.length()) {
      deviates(field + ": a number with more octets than needed");
    }
    return value.intValueExact();
  }

  /** A moment that should be of the type {@code tag}, UTCTime or GeneralizedTime. */
  Instant time(Der slice, int tag, String field) {
    if (slice.tag() != Der.UTC_TIME && slice.tag() != Der.GENERALIZED_TIME) {
      slice.expect(tag, field);
    }
    if (slice.tag() == tag) {
      Optional<Instant> plain = SesFields.moment(slice);
      if (plain.isPresent()) {
        return plain.get();
      }
    }
    SesTime moment =
        SesTime.ofAsn1(slice)
            .orElseThrow(() -> new MalformedDer(field + ": no such moment, or no time"));
    deviates(
        field
            + (slice.tag() == tag ? ": not UTC in whole form" : ": the other type of time")
            + (moment.zoned() ? "" : ", read as UTC+8"));
    return moment.at();
  }

  /** ExtData list, which some write with and some without the tag [0]. */
  List<SesExtension> extensions(Der slice, boolean tagged, String field) {
    Der list = slice;
    if (slice.tag() == Der.CONTEXT_0) {
      SesFields.count(slice.children(), 1, 1, field);
      list = slice.children().get(0);
    }
    if ((slice.tag() == Der.CONTEXT_0) != tagged) {
      deviates(field + (tagged ? " lacks the tag [0]" : " carries the tag [0]"));
    }
    return SesExtension.readAll(list, this);
  }
}
