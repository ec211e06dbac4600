package org.xinfu.trust.ofd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xinfu.trust.Reason;

/** Little-endian reading of a zip held in memory. Callers check offsets against the length. */
final class ZipOctets {
  private final byte[] zip;
  private final ByteBuffer view;

  ZipOctets(byte[] zip) {
    this.zip = zip;
    this.view = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
  }

  int length() {
    return zip.length;
  }

  byte[] all() {
    return zip;
  }

  int int2(int at) {
    return view.getShort(at) & 0xffff;
  }

  int int4(int at) {
    return view.getInt(at);
  }

  long unsigned4(int at) {
    return view.getInt(at) & 0xffffffffL;
  }

  /** The last place of a four-octet mark within the 64 KiB that a comment can span; -1 if none. */
  int lastIndexOf(int mark) {
    for (int at = zip.length - 4; at >= Math.max(0, zip.length - 0x20000); at--) {
      if (view.getInt(at) == mark) {
        return at;
      }
    }
    return -1;
  }

  byte[] raw(int at, int length) {
    return Arrays.copyOfRange(zip, at, at + length);
  }

  long int8(int at) {
    return view.getLong(at);
  }

  /** Whether one of the marks of a zip begins between {@code from} and {@code to}. */
  boolean marked(int from, int to) {
    for (int at = from; at <= to - 4; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K') {
        int mark = view.getInt(at);
        if (mark == ZipLayout.LOCAL || mark == ZipLayout.CENTRAL || mark == ZipLayout.END) {
          return true;
        }
      }
    }
    return false;
  }

  /** The body of the extra field with this number; extra fields must be whole records. */
  Optional<byte[]> extra(int at, int length, int wanted) throws Finding {
    int end = at + length;
    int field = at;
    Optional<byte[]> found = Optional.empty();
    while (field < end) {
      int body = field + 4;
      int next = body > end ? end + 1 : body + int2(field + 2);
      ZipDirectory.ambiguousIf(next > end, "a broken extra field at " + field);
      if (int2(field) == wanted) {
        ZipDirectory.ambiguousIf(found.isPresent(), "an extra field twice, at " + field);
        found = Optional.of(raw(body, next - body));
      }
      field = next;
    }
    return found;
  }

  /** The content of an entry whose packed data begin at {@code at}; size and CRC are checked. */
  byte[] content(int at, ZipItem item) throws Finding {
    int packed = (int) item.common().packed();
    byte[] content = new byte[(int) item.common().plain()];
    switch (item.common().method()) {
      case 0 -> {
        ZipDirectory.ambiguousIf(packed != content.length, "two sizes of " + item.name());
        System.arraycopy(zip, at, content, 0, packed);
      }
      case 8 -> inflate(at, packed, content, item.name());
      default ->
          throw new Finding(
              Reason.PACKAGE_AMBIGUOUS,
              "method " + item.common().method() + " is not allowed: " + item.name());
    }
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipDirectory.ambiguousIf((int) crc.getValue() != item.common().crc(), "CRC of " + item.name());
    return content;
  }

  private void inflate(int at, int packed, byte[] content, String name) throws Finding {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(zip, at, packed);
      int filled = 0;
      while (filled < content.length && !inflater.finished()) {
        int n = inflater.inflate(content, filled, content.length - filled);
        ZipDirectory.ambiguousIf(n == 0 && !inflater.finished(), "data end early: " + name);
        filled += n;
      }
      boolean longer = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
      ZipDirectory.ambiguousIf(
          longer
              || filled != content.length
              || !inflater.finished()
              || inflater.getRemaining() != 0,
          "data and declared size differ: " + name);
    } catch (DataFormatException e) {
      throw new Finding(Reason.MALFORMED, "deflate data are broken: " + name);
    } finally {
      inflater.end();
    }
  }
}
