package org.xinfu.trust.cms;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * The octets of an octet string in a document, in any form that BER has for one: primitive, or
 * constructed of parts in definite and indefinite lengths (X.690 §8.7). Nothing is held.
 */
final class ContentSegments extends InputStream {
  private static final int CONSTRUCTED = 0x24;
  private static final int DEEPEST = 16;
  private final BerSource source;
  private final Deque<BerSource.Head> open = new ArrayDeque<>();
  private long left;

  /** Begins at the octet string that comes next in {@code source}, before {@code limit}. */
  ContentSegments(BerSource source, long limit) {
    this.source = source;
    enter(source.head(limit));
  }

  private void enter(BerSource.Head head) {
    if (head.tag() == Der.OCTET_STRING) {
      left = head.end() - source.at();
    } else if (head.tag() == CONSTRUCTED && open.size() < DEEPEST) {
      source.notDer();
      open.push(head);
    } else {
      throw new MalformedDer("no octet string at " + source.at());
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** -1 at the end; then the source stands behind the octet string. */
  @Override
  public int read(byte[] into, int offset, int length) {
    while (left == 0) {
      BerSource.Head inside = open.peek();
      if (inside == null) {
        return -1;
      }
      if (source.ended(inside)) {
        open.pop();
      } else {
        enter(source.head(inside.limit()));
      }
    }
    int n = source.raw((int) Math.min(left, length), into, offset);
    left -= n;
    return n;
  }
}
