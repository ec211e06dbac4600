package org.xinfu.trust.ofd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.xinfu.trust.Reason;

/** Large-size forms, APPNOTE 4.3.14, 4.3.15 and 4.5.3; small packages have them too. */
final class Zip64 {
  static final int FIELD = 0x0001;
  static final int LOCATOR_SIZE = 20;
  static final int RECORD_SIZE = 56;
  private static final int LOCAL_SIZES = 2;
  private static final int LOCATOR = 0x07064b50;
  private static final int RECORD = 0x06064b50;

  private Zip64() {}

  /** Whether a record or locator begins between {@code begin} and {@code end}. */
  static boolean marked(ZipOctets zip, long begin, long end) {
    for (long at = begin; at <= end - 4; at++) {
      int mark = zip.int4(at);
      if (mark == RECORD || mark == LOCATOR) {
        return true;
      }
    }
    return false;
  }

  /**
   * Real values in place of those that a header leaves to the field; values that stand in both
   * places must agree.
   *
   * @param stated plain size, packed size and, in a directory header, the offset
   */
  static long[] resolve(Optional<byte[]> field, String name, long... stated) throws Finding {
    // A local header's field can be reserved and left empty; the directory is written when all is
    // known.
    boolean reserved = stated.length == LOCAL_SIZES;
    long[] real = stated.clone();
    ByteBuffer body = ByteBuffer.wrap(field.orElse(new byte[0])).order(ByteOrder.LITTLE_ENDIAN);
    // Packers that reserve the field write all its values, also those that the header states.
    boolean full = body.remaining() >= 16 && stated[0] != ZipItem.Common.IN_ZIP64;
    for (int i = 0; i < real.length; i++) {
      boolean left = stated[i] == ZipItem.Common.IN_ZIP64;
      if ((left || (full && i < 2)) && body.remaining() >= 8) {
        long value = body.getLong();
        ZipDirectory.ambiguousIf(
            value < 0 || (!left && value != stated[i] && !(reserved && value == 0)),
            "two sizes of " + name);
        real[i] = left ? value : stated[i];
      } else if (left) {
        throw new Finding(Reason.PACKAGE_AMBIGUOUS, "a size of " + name + " is nowhere");
      }
    }
    return real;
  }

  /**
   * Number of entries, size and start of the directory as the zip64 record before {@code end}. The
   * locator must point to that record: readers that follow it would find another directory.
   */
  static Optional<long[]> record(ZipOctets zip, long end) throws Finding {
    long locator = end - LOCATOR_SIZE;
    if (locator < RECORD_SIZE || zip.int4(locator) != LOCATOR) {
      return Optional.empty();
    }
    long at = locator - RECORD_SIZE;
    ZipDirectory.ambiguousIf(
        zip.int4(at) != RECORD || zip.int8(at + 4) != RECORD_SIZE - 12,
        "no zip64 record before its locator");
    ZipDirectory.ambiguousIf(
        zip.int4(at + 16) != 0 || zip.int4(at + 20) != 0 || zip.int8(at + 24) != zip.int8(at + 32),
        "the archive is split");
    long size = zip.int8(at + 40);
    long start = zip.int8(at + 48);
    // Octets before the zip shift the record as they shift the directory in front of it.
    ZipDirectory.ambiguousIf(
        zip.int4(locator + 4) != 0
            || zip.int4(locator + 16) >>> 1 != 0
            || (zip.int8(locator + 8) != start + size && zip.int8(locator + 8) != at),
        "the zip64 locator points elsewhere");
    return Optional.of(new long[] {zip.int8(at + 32), size, start});
  }
}
