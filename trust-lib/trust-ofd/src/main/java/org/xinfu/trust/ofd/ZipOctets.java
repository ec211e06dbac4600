package org.xinfu.trust.ofd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xinfu.trust.Reason;

/** Little-endian reading of a zip held in memory. Callers check offsets against the length. */
final class ZipOctets {
  private static final int ZIP64 = 0x0001;
  private static final int UNICODE_COMMENT = 0x6375;
  private static final int UNICODE_PATH = 0x7075;
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

  /** A name, which must be UTF-8 whether flagged so or not: other encodings are guesses. */
  String name(int at, int length) throws Finding {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(view.slice(at, length)).toString();
    } catch (CharacterCodingException e) {
      throw new Finding(Reason.PATH_ILLEGAL, "a name is not UTF-8, at offset " + at);
    }
  }

  /** Extra fields must be whole records and may not give the name or the sizes a second time. */
  void checkExtra(int at, int length) throws Finding {
    int end = at + length;
    int field = at;
    while (field < end) {
      int body = field + 4;
      int next = body > end ? end + 1 : body + int2(field + 2);
      ZipDirectory.ambiguousIf(next > end, "a broken extra field at " + field);
      int id = int2(field);
      ZipDirectory.ambiguousIf(
          id == ZIP64 || id == UNICODE_PATH || id == UNICODE_COMMENT,
          "an extra field overrides name or size");
      field = next;
    }
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
