package org.xinfu.trust.ofd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import org.xinfu.trust.Bytes;

/**
 * The canonical zip form (APPNOTE 6.3): every entry stored, UTF-8 names, one fixed time stamp, no
 * extra fields, no comments, no directories, central directory in the order of the data. Stored
 * rather than deflated, so that the octets are the same with every JDK and each of them counts: a
 * deflate stream holds padding bits and equivalent codes that could change unseen.
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

  private ZipLayout() {}

  /** The package of these entries, in the order of the map. */
  static byte[] encode(Map<String, Bytes> entries) {
    Little out = new Little();
    Little directory = new Little();
    entries.forEach(
        (name, content) -> {
          byte[] path = name.getBytes(StandardCharsets.UTF_8);
          Little common = common(path, content);
          int offset = out.size();
          out.int4(LOCAL).raw(common.toByteArray()).raw(path).raw(content.toArray());
          directory.int4(CENTRAL).int2(VERSION).raw(common.toByteArray());
          directory.int2(0).int2(0).int2(0).int4(0).int4(offset).raw(path);
        });
    int start = out.size();
    out.raw(directory.toByteArray()).int4(END).int2(0).int2(0);
    out.int2(entries.size()).int2(entries.size()).int4(directory.size()).int4(start).int2(0);
    return out.toByteArray();
  }

  /** The fields that local and central header share, version needed to extra length. */
  private static Little common(byte[] path, Bytes content) {
    CRC32 crc = new CRC32();
    crc.update(content.toArray());
    Little common = new Little();
    common.int2(VERSION).int2(UTF8).int2(0).int4(STAMP).int4((int) crc.getValue());
    common.int4(content.length()).int4(content.length()).int2(path.length).int2(0);
    return common;
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
