package org.xinfu.trust.ofd;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.xinfu.trust.DocumentSource;

/**
 * Little-endian reading of a zip at any offset. A window of it is held in memory, a small zip as a
 * whole. Callers check offsets against the length.
 */
final class ZipOctets {
  private static final int SMALL = 4 << 20;
  private static final int WINDOW = 256 << 10;

  /** A comment has at most 64 KiB; twice that, so that a record behind it is met too. */
  private static final int TAIL = 0x20000;

  private final DocumentSource source;
  private final long length;
  private byte[] window = {};
  private ByteBuffer view = ByteBuffer.wrap(window);
  private long from;

  ZipOctets(DocumentSource source) {
    this.source = source;
    this.length = source.length();
  }

  long length() {
    return length;
  }

  int int2(long at) {
    int place = place(at, 2);
    return view.getShort(place) & 0xffff;
  }

  int int4(long at) {
    int place = place(at, 4);
    return view.getInt(place);
  }

  long unsigned4(long at) {
    return int4(at) & 0xffffffffL;
  }

  long int8(long at) {
    int place = place(at, 8);
    return view.getLong(place);
  }

  byte[] raw(long at, int count) {
    int place = place(at, count);
    return Arrays.copyOfRange(window, place, place + count);
  }

  /** Fills {@code into} from {@code at}, at most {@code limit} octets; how many it were. */
  int read(long at, long limit, byte[] into) {
    int count = (int) Math.min(limit, into.length);
    int place = place(at, count);
    System.arraycopy(window, place, into, 0, count);
    return count;
  }

  /** Where in the window an offset lies, after moving the window there if it must be. */
  private int place(long at, int count) {
    if (at < 0 || at > length - count) {
      throw new IndexOutOfBoundsException("at " + at + " of " + length);
    }
    if (at < from || at + count > from + window.length) {
      from = length <= SMALL ? 0 : at;
      long wanted = length <= SMALL ? length : Math.max(count, Math.min(WINDOW, length - at));
      window = source.read(from, (int) wanted).toArray();
      view = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN);
      if (window.length < wanted) {
        throw new UncheckedIOException(new EOFException("the document became shorter"));
      }
    }
    return (int) (at - from);
  }

  /** The last place of a four-octet mark where an end record can be; -1 if there is none. */
  long lastIndexOf(int mark) {
    int size = (int) Math.min(length, TAIL);
    ByteBuffer tail = ByteBuffer.wrap(raw(length - size, size)).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = size - 4; at >= 0; at--) {
      if (tail.getInt(at) == mark) {
        return length - size + at;
      }
    }
    return -1;
  }

  /** Whether one of the marks of a zip begins between {@code begin} and {@code end}. */
  boolean marked(long begin, long end) {
    for (long at = begin; at <= end - 4; at++) {
      if (int2(at) == 0x4b50) {
        int mark = int4(at);
        if (mark == ZipLayout.LOCAL || mark == ZipLayout.CENTRAL || mark == ZipLayout.END) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a text stands between {@code begin} and {@code end}. */
  boolean holds(String ascii, long begin, long end) {
    byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
    for (long at = begin; at <= end - wanted.length; at++) {
      int place = place(at, wanted.length);
      if (Arrays.equals(window, place, place + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  /** Extra fields that hold what readers of this or another format search for are refused. */
  void plainExtra(long at, int length) throws Finding {
    long end = at + length;
    ZipDirectory.ambiguousIf(
        marked(at, end) || Zip64.marked(this, at, end) || holds("%PDF-", at, end),
        "an extra field holds another document, at " + at);
  }

  /** The body of the extra field with this number; extra fields must be whole records. */
  Optional<byte[]> extra(long at, int length, int wanted) throws Finding {
    long end = at + length;
    long field = at;
    Optional<byte[]> found = Optional.empty();
    while (field < end) {
      long body = field + 4;
      long next = body > end ? end + 1 : body + int2(field + 2);
      ZipDirectory.ambiguousIf(next > end, "a broken extra field at " + field);
      if (int2(field) == wanted) {
        ZipDirectory.ambiguousIf(found.isPresent(), "an extra field twice, at " + field);
        found = Optional.of(raw(body, (int) (next - body)));
      }
      field = next;
    }
    return found;
  }
}
