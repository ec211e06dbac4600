package org.xinfu.trust.ofd;

/**
 * One entry as the central directory tells it.
 *
 * @param attributes external attributes; Unix mode in the upper half
 * @param centralEnd offset behind its directory header
 */
record ZipItem(String name, Common common, long offset, int attributes, int centralEnd) {
  private static final int UNIX_TYPE = 0170000;
  private static final int UNIX_LINK = 0120000;

  /** The fields that the local header must repeat. */
  record Common(int needed, int flags, int method, int stamp, int crc, long packed, long plain) {
    static final int DESCRIPTOR = 8;

    static Common at(ZipOctets zip, int at) {
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

    /** What a local header may say when the sizes follow the data. */
    Common withoutSizes() {
      return new Common(needed, flags, method, stamp, 0, 0, 0);
    }
  }

  boolean directory() {
    return name.endsWith("/");
  }

  boolean symbolicLink() {
    return (attributes >>> 16 & UNIX_TYPE) == UNIX_LINK;
  }

  /** The path without the slash that marks a directory. */
  String path() {
    return directory() ? name.substring(0, name.length() - 1) : name;
  }
}
