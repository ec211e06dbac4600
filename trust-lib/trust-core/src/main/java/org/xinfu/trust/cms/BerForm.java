package org.xinfu.trust.cms;

import java.io.ByteArrayOutputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * BER written anew with definite, minimal lengths and whole octet strings (X.690 §8 to §10). Values
 * and their order stay as they are, so that what is DER inside, such as a certificate, comes out
 * octet by octet as it went in.
 */
final class BerForm {
  private static final int DEEPEST = 64;
  private static final int CONSTRUCTED_OCTETS = 0x24;
  private final Bytes octets;
  private int next;

  private BerForm(Bytes octets) {
    this.octets = octets;
  }

  /**
   * The one element that {@code octets} are.
   *
   * @throws MalformedDer when they are not one element of BER
   */
  static Bytes definite(Bytes octets) {
    BerForm reader = new BerForm(octets);
    byte[] element = reader.element(octets.length(), DEEPEST);
    if (reader.next != octets.length()) {
      throw new MalformedDer("octets after the outermost element");
    }
    return Bytes.of(element);
  }

  private byte[] element(int limit, int depth) {
    int tag = octet(limit);
    if ((tag & 0x1f) == 0x1f || depth == 0) {
      throw new MalformedDer("multi-octet tag or too deep at " + next);
    }
    int length = length(limit);
    boolean constructed = (tag & 0x20) != 0;
    if (!constructed) {
      if (length < 0) {
        throw new MalformedDer("a primitive of indefinite length at " + next);
      }
      Bytes content = octets.slice(next, next + length);
      next += length;
      return encode(tag, content.toArray());
    }
    byte[] inside = inside(length, limit, depth - 1);
    return tag == CONSTRUCTED_OCTETS ? joined(inside) : encode(tag, inside);
  }

  private byte[] inside(int length, int limit, int depth) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (length >= 0) {
      int end = next + length;
      while (next < end) {
        out.writeBytes(element(end, depth));
      }
      return out.toByteArray();
    }
    while (true) {
      if (next + 2 <= limit && octets.at(next) == 0 && octets.at(next + 1) == 0) {
        next += 2;
        return out.toByteArray();
      }
      out.writeBytes(element(limit, depth));
    }
  }

  /** A constructed octet string is the octets of its parts, X.690 §8.7.3. */
  private static byte[] joined(byte[] parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Bytes whole = Bytes.of(encode(Der.SEQUENCE, parts));
    Der.outer(whole)
        .children()
        .forEach(part -> out.writeBytes(part.expect(Der.OCTET_STRING).content().toArray()));
    return encode(Der.OCTET_STRING, out.toByteArray());
  }

  private int octet(int limit) {
    if (next >= limit) {
      throw new MalformedDer("truncated at " + next);
    }
    return octets.at(next++);
  }

  /** Negative when indefinite. */
  private int length(int limit) {
    int first = octet(limit);
    if (first == 0x80) {
      return -1;
    }
    int length = first;
    if (first > 0x80) {
      if (first > 0x84) {
        throw new MalformedDer("length at " + next);
      }
      length = 0;
      for (int i = 0; i < (first & 0x7f); i++) {
        length = (length << 8) | octet(limit);
      }
    }
    if (length < 0 || length > limit - next) {
      throw new MalformedDer("element leaves its parent at " + next);
    }
    return length;
  }

  static byte[] encode(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      int count = (32 - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
      out.write(0x80 | count);
      for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
        out.write(content.length >>> shift);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
