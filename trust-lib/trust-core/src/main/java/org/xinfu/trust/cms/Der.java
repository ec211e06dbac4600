package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.xinfu.trust.Bytes;

/**
 * One DER element seen in place, so that octets are judged as received and never re-encoded.
 * Indefinite and non-minimal lengths are refused (X.690 §10.1).
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;
  static final int CONTEXT_0 = 0xa0;
  static final int CONTEXT_1 = 0xa1;
  static final int IMPLICIT_0 = 0x80;

  private final Bytes octets;
  private final int start;
  private final int content;
  private final int end;

  private Der(Bytes octets, int start, int content, int end) {
    this.octets = octets;
    this.start = start;
    this.content = content;
    this.end = end;
  }

  /** The element that {@code octets} are, with nothing after it. */
  static Der whole(Bytes octets) {
    Der element = at(octets, 0, octets.length());
    if (element.end != octets.length()) {
      throw new MalformedCms("octets after the outermost element");
    }
    return element;
  }

  private static Der at(Bytes octets, int start, int limit) {
    if (start + 2 > limit) {
      throw new MalformedCms("truncated at " + start);
    }
    if ((octets.at(start) & 0x1f) == 0x1f) {
      throw new MalformedCms("multi-octet tag at " + start);
    }
    int first = octets.at(start + 1);
    if (first < 0x80) {
      return bounded(octets, start, start + 2, first, limit);
    }
    int count = first & 0x7f;
    if (count == 0 || count > 4 || start + 2 + count > limit) {
      throw new MalformedCms("length at " + start);
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | octets.at(start + 2 + i);
    }
    if (length < 0x80 || length >>> (8 * (count - 1)) == 0) {
      // A length beyond 2^31 is negative here and refused with the rest.
      throw new MalformedCms("length not minimal at " + start);
    }
    return bounded(octets, start, start + 2 + count, length, limit);
  }

  private static Der bounded(Bytes octets, int start, int content, int length, int limit) {
    if (length > limit - content) {
      throw new MalformedCms("element leaves its parent at " + start);
    }
    return new Der(octets, start, content, content + length);
  }

  int tag() {
    return octets.at(start);
  }

  /** Where it begins in the octets that were read. */
  int start() {
    return start;
  }

  /** This element when it has {@code tag}. */
  Der expect(int tag) {
    if (tag() != tag) {
      throw new MalformedCms("tag " + Integer.toHexString(tag()) + " at " + start);
    }
    return this;
  }

  /** The elements inside, which fill it. */
  List<Der> children() {
    List<Der> children = new ArrayList<>();
    for (int next = content; next < end; ) {
      Der child = at(octets, next, end);
      children.add(child);
      next = child.end;
    }
    return children;
  }

  /** The only element inside. */
  Der only() {
    List<Der> children = children();
    if (children.size() != 1) {
      throw new MalformedCms(children.size() + " elements instead of one at " + start);
    }
    return children.get(0);
  }

  /** Header and content as received. */
  Bytes encoded() {
    return octets.slice(start, end);
  }

  /** Content as received. */
  Bytes content() {
    return octets.slice(content, end);
  }

  /** The element as Bouncy Castle reads it, provided that it is DER throughout. */
  ASN1Primitive primitive() {
    try {
      ASN1Primitive primitive = ASN1Primitive.fromByteArray(encoded().toArray());
      if (!Bytes.of(primitive.getEncoded("DER")).equals(encoded())) {
        throw new MalformedCms("not DER at " + start);
      }
      return primitive;
    } catch (java.io.IOException | IllegalArgumentException | IllegalStateException e) {
      throw new MalformedCms("unreadable at " + start);
    }
  }

  /** A small non-negative INTEGER in one octet. */
  int smallInteger() {
    expect(INTEGER);
    if (end - content != 1 || octets.at(content) > 0x7f) {
      throw new MalformedCms("version at " + start);
    }
    return octets.at(content);
  }
}
