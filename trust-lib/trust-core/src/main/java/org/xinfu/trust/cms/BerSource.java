package org.xinfu.trust.cms;

import java.io.ByteArrayOutputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.der.MalformedDer;

/** Walks the elements of a document, X.690 §8.1, with one window of it in memory. */
final class BerSource {
  private static final int WINDOW = 64 << 10;
  private static final int DEEPEST = 64;
  private final DocumentSource source;
  private byte[] window = {};
  private long from;
  private long at;
  private boolean der = true;

  BerSource(DocumentSource source, long at) {
    this.source = source;
    this.at = at;
  }

  /**
   * An element whose content comes next.
   *
   * @param end behind the content; -1 when two zero octets end it
   * @param limit where what is inside must end at the latest
   */
  record Head(int tag, long end, long limit) {}

  long at() {
    return at;
  }

  /** Whether every length so far was definite and minimal. */
  boolean der() {
    return der;
  }

  void notDer() {
    der = false;
  }

  /** Reads the next tag and length; the element ends before {@code limit}. */
  Head head(long limit) {
    int tag = octet(limit);
    if ((tag & 0x1f) == 0x1f) {
      throw new MalformedDer("multi-octet tag at " + at);
    }
    int first = octet(limit);
    if (first == 0x80) {
      if ((tag & 0x20) == 0) {
        throw new MalformedDer("a primitive of indefinite length at " + at);
      }
      der = false;
      return new Head(tag, -1, limit);
    }
    long length = first < 0x80 ? first : longLength(first & 0x7f, limit);
    if (length < 0 || length > limit - at) {
      throw new MalformedDer("element leaves its parent at " + at);
    }
    return new Head(tag, at + length, at + length);
  }

  private long longLength(int count, long limit) {
    if (count > 7) {
      throw new MalformedDer("length at " + at);
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | octet(limit);
    }
    if (length < 0x80 || length >>> (8 * (count - 1)) == 0) {
      der = false;
    }
    return length;
  }

  /** Reads a head that must have this tag. */
  Head enter(int tag, long limit) {
    Head head = head(limit);
    if (head.tag() != tag) {
      throw new MalformedDer("tag " + head.tag() + " before " + at);
    }
    return head;
  }

  /** Whether the element ends here; the octets that say so are passed. */
  boolean ended(Head head) {
    if (head.end() >= 0) {
      return at == head.end();
    }
    boolean zeros = at + 2 <= head.limit() && peek(0) == 0 && peek(1) == 0;
    at += zeros ? 2 : 0;
    return zeros;
  }

  /** The element must end here. */
  void leave(Head head) {
    if (!ended(head)) {
      throw new MalformedDer("an element too many at " + at);
    }
  }

  /** The octets of the next element. */
  Bytes element(long limit, int most) {
    long start = at;
    skip(limit, DEEPEST);
    long size = at - start;
    if (size > most) {
      throw new MalformedDer.TooLarge("an element of " + size + " octets at " + start);
    }
    return source.read(start, (int) size);
  }

  /** The octets of all elements up to the end of {@code head}. */
  Bytes rest(Head head, int most) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (!ended(head)) {
      all.writeBytes(element(head.limit(), most - all.size()).toArray());
    }
    return Bytes.of(all.toByteArray());
  }

  private void skip(long limit, int depth) {
    Head head = head(limit);
    if (head.end() >= 0) {
      at = head.end();
      return;
    }
    if (depth == 0) {
      throw new MalformedDer("too deep at " + at);
    }
    while (!ended(head)) {
      skip(head.limit(), depth - 1);
    }
  }

  /** Copies the next octets, as many as the window has of them; how many it were. */
  int raw(int length, byte[] into, int offset) {
    if (length == 0) {
      return 0;
    }
    peek(0);
    int place = (int) (at - from);
    int n = Math.min(length, window.length - place);
    System.arraycopy(window, place, into, offset, n);
    at += n;
    return n;
  }

  private int octet(long limit) {
    if (at >= limit) {
      throw new MalformedDer("truncated at " + at);
    }
    int octet = peek(0);
    at++;
    return octet;
  }

  private int peek(int ahead) {
    long place = at + ahead;
    if (place < from || place >= from + window.length) {
      from = at;
      window = source.read(at, WINDOW).toArray();
      if (place >= from + window.length) {
        throw new MalformedDer("truncated at " + place);
      }
    }
    return window[(int) (place - from)] & 0xff;
  }
}
