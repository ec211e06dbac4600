package org.xinfu.trust.ofd;

import org.xinfu.trust.Bytes;

/**
 * One entry as the central directory tells it.
 *
 * @param rawName the name's octets, which the local header must repeat
 * @param offset of the local header in the file, octets before the zip included
 * @param attributes external attributes; Unix mode in the upper half
 * @param centralEnd offset behind its directory header
 */
record ZipItem(
    String name, Bytes rawName, Common common, long offset, int attributes, long centralEnd) {
  private static final int UNIX_TYPE = 0170000;
  private static final int UNIX_LINK = 0120000;
  private static final int UNIX_FILE = 0100000;
  private static final int DOS_FOLDER = 0x10;

  /** The fields that the local header must repeat. */
  record Common(int needed, int flags, int method, int stamp, int crc, long packed, long plain) {
    static final int DESCRIPTOR = 8;
    static final long IN_ZIP64 = 0xffffffffL;

    static Common at(ZipOctets zip, long at) {
      return new Common(
          zip.int2(at),
          zip.int2(at + 2),
          zip.int2(at + 4),
          zip.int4(at + 6),
          zip.int4(at + 10),
          zip.unsigned4(at + 14),
          zip.unsigned4(at + 18));
    }

    /** Whether sizes and CRC follow the data (bit 3). */
    boolean described() {
      return (flags & DESCRIPTOR) != 0;
    }

    /** Whether the data that this tells of are the same; date and version say nothing of them. */
    boolean sameData(Common other) {
      return method == other.method
          && crc == other.crc
          && packed == other.packed
          && plain == other.plain;
    }

    /** Whether a local header leaves CRC and sizes to the descriptor. */
    boolean withoutSizes() {
      return crc == 0 && packed == 0 && plain == 0;
    }

    /** With the sizes that stand in a zip64 field (APPNOTE 4.5.3), when they do. */
    Common sizes(long realPacked, long realPlain) {
      return new Common(needed, flags, method, stamp, crc, realPacked, realPlain);
    }
  }

  boolean directory() {
    return name.endsWith("/");
  }

  /**
   * Whether the attributes, of Unix or of MS-DOS, say that it is a folder, or a device or the like:
   * readers that look at one bit of the type take some of these for folders too.
   */
  boolean markedAsFolder() {
    int type = attributes >>> 16 & UNIX_TYPE;
    return (type != 0 && type != UNIX_FILE) || (attributes & DOS_FOLDER) != 0;
  }

  boolean symbolicLink() {
    return (attributes >>> 16 & UNIX_TYPE) == UNIX_LINK;
  }

  /** The path without the slash that marks a directory. */
  String path() {
    return directory() ? name.substring(0, name.length() - 1) : name;
  }
}
