package org.xinfu.trust.ofd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The canonical zip form (APPNOTE 6.3): every entry stored, UTF-8 names, one fixed time stamp, no
 * extra fields, no comments, no directories, central directory in the order of the data. Stored
 * rather than deflated, so that the octets are the same with every JDK and each of them counts: a
 * deflate stream holds padding bits and equivalent codes that could change unseen.
 *
 * <p>One instance lays out one package, entry by entry; it makes all octets but the contents.
 */
final class ZipLayout {
  static final int LOCAL = 0x04034b50;
  static final int CENTRAL = 0x02014b50;
  static final int END = 0x06054b50;
  static final int LOCAL_SIZE = 30;
  static final int CENTRAL_SIZE = 46;
  static final int END_SIZE = 22;

  /** MS-DOS time and date 2016-10-13 03:31:08; a package that begins with it claims to be ours. */
  static final int STAMP = ((2016 - 1980) << 25 | 10 << 21 | 13 << 16) | (3 << 11 | 31 << 5 | 4);

  static final int VERSION = 20;
  static final int UTF8 = 0x0800;

  private final Little directory = new Little();
  private long length;
  private int entries;

  /** Octets so far: headers and contents. */
  long length() {
    return length;
  }

  /** The local header of the next entry; its content follows. */
  byte[] entry(String path, int crc, long size) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] common = common(name.length, crc, (int) size);
    byte[] header = new Little().int4(LOCAL).raw(common).raw(name).toByteArray();
    directory.int4(CENTRAL).int2(VERSION).raw(common);
    directory.int2(0).int2(0).int2(0).int4(0).int4((int) length).raw(name);
    length += header.length + size;
    entries++;
    return header;
  }

  /** The central directory and the end record; nothing follows. */
  byte[] end() {
    Little end = new Little().raw(directory.toByteArray());
    end.int4(END).int2(0).int2(0).int2(entries).int2(entries);
    return end.int4(directory.size()).int4((int) length).int2(0).toByteArray();
  }

  /** The fields that local and central header share, version needed to extra length. */
  private static byte[] common(int name, int crc, int size) {
    Little common = new Little();
    common.int2(VERSION).int2(UTF8).int2(0).int4(STAMP).int4(crc);
    return common.int4(size).int4(size).int2(name).int2(0).toByteArray();
  }

  /** Little-endian output. */
  private static final class Little extends ByteArrayOutputStream {
    Little int2(int value) {
      write(value);
      write(value >>> 8);
      return this;
    }

    Little int4(int value) {
      return int2(value).int2(value >>> 16);
    }

    Little raw(byte[] octets) {
      write(octets, 0, octets.length);
      return this;
    }
  }
}
