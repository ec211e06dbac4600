package org.xinfu.trust.der;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;

/**
 * One tag-length-value of strict DER (X.690 §10) as a window on the received octets, so that
 * signatures are verified over what came and not over a re-encoding. Low tag numbers, definite and
 * minimal lengths, no octet left over; depth and number of values are limited.
 */
public final class Der {
  public static final int BOOLEAN = 0x01;
  public static final int INTEGER = 0x02;
  public static final int BIT_STRING = 0x03;
  public static final int OCTET_STRING = 0x04;
  public static final int OID = 0x06;
  public static final int UTF8_STRING = 0x0c;
  public static final int PRINTABLE_STRING = 0x13;
  public static final int IA5_STRING = 0x16;
  public static final int UTC_TIME = 0x17;
  public static final int GENERALIZED_TIME = 0x18;
  public static final int SEQUENCE = 0x30;
  public static final int SET = 0x31;

  /** {@code [0] EXPLICIT}. */
  public static final int CONTEXT_0 = 0xa0;

  /** {@code [1]}, constructed. */
  public static final int CONTEXT_1 = 0xa1;

  /** {@code [0] IMPLICIT} of a primitive type. */
  public static final int IMPLICIT_0 = 0x80;

  static final int MAX_DEPTH = 32;
  private static final int MAX_VALUES = 20_000;

  private final Bytes source;
  private final int start;
  private final int content;
  private final int end;
  private final int next;
  private final @Nullable Tolerance tolerance;

  private Der(Bytes source, int[] start, int[] end, @Nullable Tolerance tolerance) {
    this.source = source;
    this.start = start[0];
    this.content = start[1];
    this.end = end[0];
    this.next = end[1];
    this.tolerance = tolerance;
  }

  /**
   * Reads {@code der} as exactly one value whose constructed parts are well-formed all the way
   * down.
   *
   * @throws MalformedDer when they are not
   */
  public static Der read(Bytes der) {
    Der whole = outer(der);
    walk(whole, 0, new int[1]);
    return whole;
  }

  /**
   * As {@link #read}, but what is inside is looked at only when asked for: for lists that are
   * longer than any certificate.
   */
  public static Der outer(Bytes der) {
    return outer(der, null);
  }

  /**
   * As {@link #read}, but follows the BER that real producers write (X.690 §8.1.3): lengths with
   * more octets than needed and indefinite lengths. Each is noted in {@code tolerance}.
   *
   * @throws MalformedDer when the octets are not BER either
   */
  public static Der readTolerant(Bytes ber, Tolerance tolerance) {
    Der whole = outer(ber, tolerance);
    walk(whole, 0, new int[1]);
    return whole;
  }

  private static Der outer(Bytes octets, @Nullable Tolerance tolerance) {
    Der whole = at(octets, new int[] {0, octets.length(), 0}, tolerance);
    if (whole.next != octets.length()) {
      throw new MalformedDer("octets after the end of the structure");
    }
    return whole;
  }

  /**
   * The value that the octets begin with, whatever follows it.
   *
   * @throws MalformedDer when none ends inside
   */
  public static Der first(Bytes octets, Tolerance tolerance) {
    return at(octets, new int[] {0, octets.length(), 0}, tolerance);
  }

  /** The identifier octet, the first of them when there are several. */
  public int tag() {
    return source.at(start);
  }

  /** Tag, length and content as received. */
  public Bytes encoded() {
    return source.slice(start, next);
  }

  /** The content octets. */
  public Bytes content() {
    return source.slice(content, end);
  }

  /** Number of content octets. */
  public int length() {
    return end - content;
  }

  /** Where the value begins in the octets that were read. */
  public int offset() {
    return start;
  }

  /** Where the octets behind the value begin. */
  public int end() {
    return next;
  }

  /** The values inside, in order. */
  public List<Der> children() {
    List<Der> children = new ArrayList<>();
    each().forEach(children::add);
    return children;
  }

  /**
   * The values inside, in order, each made when it is asked for: of lists too long to be held. The
   * iterator throws {@link MalformedDer} at the first that is damaged.
   */
  public Iterable<Der> each() {
    return () ->
        new Iterator<>() {
          private int position = content;

          @Override
          public boolean hasNext() {
            return position < end;
          }

          @Override
          public Der next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            Der child = at(source, new int[] {position, end, 0}, tolerance);
            position = child.next;
            return child;
          }
        };
  }

  /** A stream over {@link #encoded}; no copy is made. */
  public InputStream stream() {
    return source.stream(start, next);
  }

  /** One of the content octets, 0..255. */
  public int at(int index) {
    if (index < 0 || index >= length()) {
      throw new IndexOutOfBoundsException(index);
    }
    return source.at(content + index);
  }

  /**
   * This, when it has the tag.
   *
   * @throws MalformedDer when it has another
   */
  public Der expect(int tag, String field) {
    if (tag() != tag) {
      throw new MalformedDer(
          "%s: tag %02x where %02x belongs, at octet %s".formatted(field, tag(), tag, start));
    }
    return this;
  }

  /**
   * This, when it has the tag.
   *
   * @throws MalformedDer when it has another
   */
  public Der expect(int tag) {
    return expect(tag, "element");
  }

  /**
   * The only value inside.
   *
   * @throws MalformedDer when there is none or a second one
   */
  public Der only() {
    List<Der> children = children();
    if (children.size() != 1) {
      throw new MalformedDer(children.size() + " elements instead of one at octet " + start);
    }
    return children.get(0);
  }

  /**
   * A non-negative INTEGER in one octet, such as a version.
   *
   * @throws MalformedDer when it is not
   */
  public int smallInteger() {
    expect(INTEGER);
    if (length() != 1 || source.at(content) > 0x7f) {
      throw new MalformedDer("version at octet " + start);
    }
    return source.at(content);
  }

  /**
   * The value as Bouncy Castle reads it.
   *
   * @throws MalformedDer when it cannot, or when the value is not DER throughout
   */
  public ASN1Primitive primitive() {
    try {
      ASN1Primitive primitive = ASN1Primitive.fromByteArray(encoded().toArray());
      if (!Bytes.of(primitive.getEncoded(ASN1Encoding.DER)).equals(encoded())) {
        throw new MalformedDer("not DER at octet " + start);
      }
      return primitive;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new MalformedDer("unreadable at octet " + start);
    }
  }

  /** The DER of what Bouncy Castle holds. */
  public static Bytes encode(ASN1Encodable value) {
    try {
      return Bytes.of(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private static void walk(Der value, int depth, int[] count) {
    if (depth > MAX_DEPTH || ++count[0] > MAX_VALUES) {
      throw new MalformedDer("too deep or too many values");
    }
    if ((value.tag() & 0x20) != 0) {
      for (Der child : value.children()) {
        walk(child, depth + 1, count);
      }
    }
  }

  /** The value at {@code place}: where it begins, where it must end at the latest, how deep. */
  private static Der at(Bytes source, int[] place, @Nullable Tolerance tolerance) {
    int start = place[0];
    int limit = place[1];
    int at = afterTag(source, start, limit, tolerance);
    int first = source.at(at);
    int content = at + 1;
    if (first == 0x80 && tolerance != null && (source.at(start) & 0x20) != 0) {
      return indefinite(source, new int[] {start, limit, place[2], content}, tolerance);
    }
    long length = first;
    if (first >= 0x80) {
      int octets = first & 0x7f;
      if (octets == 0 || octets > 4 || content + octets > limit) {
        throw new MalformedDer("length not allowed at octet " + start);
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << 8 | source.at(content + i);
      }
      // X.690 §10.1: the fewest octets.
      if (length < 0x80 || length >> (8 * (octets - 1)) == 0) {
        if (tolerance == null) {
          throw new MalformedDer("length not minimal at octet " + start);
        }
        tolerance.note(start, "length not minimal");
      }
      content += octets;
    }
    if (length > limit - content) {
      throw new MalformedDer("length beyond the end at octet " + start);
    }
    int end = (int) (content + length);
    return new Der(source, new int[] {start, content}, new int[] {end, end}, tolerance);
  }

  /** Where the length begins, which is inside; X.690 §8.1.2.4 for tags of several octets. */
  private static int afterTag(Bytes source, int start, int limit, @Nullable Tolerance tolerance) {
    int at = start + 1;
    if (limit - start >= 2 && (source.at(start) & 0x1f) == 0x1f) {
      if (tolerance == null || !tolerance.longTags()) {
        throw new MalformedDer("high tag number at octet " + start);
      }
      while (at < limit && (source.at(at) & 0x80) != 0) {
        at++;
      }
      at++;
    }
    if (at >= limit) {
      throw new MalformedDer("truncated at octet " + start);
    }
    return at;
  }

  private static Der indefinite(Bytes source, int[] place, Tolerance tolerance) {
    int depth = place[2] + 1;
    if (depth > tolerance.depth()) {
      throw new MalformedDer("too deep or too many values");
    }
    tolerance.note(place[0], "indefinite length");
    int content = place[3];
    int at = content;
    while (place[1] - at >= 2 && (source.at(at) != 0 || source.at(at + 1) != 0)) {
      tolerance.count();
      at = at(source, new int[] {at, place[1], depth}, tolerance).next;
    }
    if (place[1] - at < 2) {
      throw new MalformedDer("no end of the value at octet " + place[0]);
    }
    return new Der(source, new int[] {place[0], content}, new int[] {at, at + 2}, tolerance);
  }
}
