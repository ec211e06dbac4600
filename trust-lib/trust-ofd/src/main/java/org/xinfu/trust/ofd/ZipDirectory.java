package org.xinfu.trust.ofd;

import static org.xinfu.trust.ofd.ZipLayout.CENTRAL;
import static org.xinfu.trust.ofd.ZipLayout.CENTRAL_SIZE;
import static org.xinfu.trust.ofd.ZipLayout.END;
import static org.xinfu.trust.ofd.ZipLayout.END_SIZE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy.Budgets;

/** The end record and the central directory of a zip, APPNOTE 6.3 §4.3.12 and §4.3.16. */
final class ZipDirectory {
  private final ZipOctets zip;
  private final Budgets budgets;
  private final ZipDoubts doubts;

  ZipDirectory(ZipOctets zip, Budgets budgets, ZipDoubts doubts) {
    this.zip = zip;
    this.budgets = budgets;
    this.doubts = doubts;
  }

  /**
   * What the directory tells.
   *
   * @param begin where the first entry begins; octets before it belong to no zip
   * @param start where the directory begins, that is, where the data of the entries end
   * @param end behind the end record and its comment
   * @param items in the order of their data
   */
  record Listing(long begin, long start, long end, List<ZipItem> items) {}

  Listing read() throws Finding {
    long end = zip.lastIndexOf(END);
    if (end < 0 || end > zip.length() - END_SIZE) {
      throw new Finding(Reason.MALFORMED, "no end record: not a zip, or truncated");
    }
    long behind = behind(end);
    long count = zip.int2(end + 10);
    long size = zip.unsigned4(end + 12);
    long start = zip.unsigned4(end + 16);
    ambiguousIf(zip.int2(end + 4) != 0 || zip.int2(end + 6) != 0, "the archive is split");
    ambiguousIf(zip.int2(end + 8) != count, "two counts of entries");
    long directoryEnd = end;
    Optional<long[]> large = Zip64.record(zip, end);
    if (large.isPresent()) {
      long[] real = large.get();
      ambiguousIf(
          (count != 0xffff && count != real[0])
              || (size != ZipItem.Common.IN_ZIP64 && size != real[1])
              || (start != ZipItem.Common.IN_ZIP64 && start != real[2]),
          "the two end records differ");
      ambiguousIf(real[0] < 0 || real[0] > zip.length(), "an impossible number of entries");
      count = real[0];
      size = real[1];
      start = real[2];
      directoryEnd = end - Zip64.LOCATOR_SIZE - Zip64.RECORD_SIZE;
    }
    if (count > budgets.entries()) {
      throw new Finding(Reason.BUDGET_EXCEEDED, count + " entries");
    }
    // Octets before the zip shift every offset, unless whoever put them there adjusted them.
    long base = directoryEnd - size - start;
    ambiguousIf(
        size < 0 || start < 0 || base < 0 || base > directoryEnd,
        "the directory does not end where the end record begins");
    return listing(new Directory(count, base, base + start, directoryEnd), behind);
  }

  private record Directory(long count, long base, long start, long end) {}

  private Listing listing(Directory directory, long behind) throws Finding {
    List<ZipItem> items = new ArrayList<>();
    long at = directory.start();
    for (long i = 0; i < directory.count(); i++) {
      ZipItem item = item(at, directory);
      items.add(item);
      at = item.centralEnd();
    }
    ambiguousIf(at != directory.end(), "octets between the directory and the end record");
    unshifted(items, directory);
    items.sort(Comparator.comparingLong(ZipItem::offset));
    long begin = items.isEmpty() ? directory.start() : items.get(0).offset();
    ambiguousIf(begin > directory.start(), "data run into the directory");
    prefix(begin);
    return new Listing(begin, directory.start(), behind, items);
  }

  /**
   * Where octets before the zip shift every offset, some readers take the offsets as they are:
   * there they must find nothing that they could take for a directory or an entry.
   */
  private void unshifted(List<ZipItem> items, Directory directory) throws Finding {
    if (directory.base() == 0) {
      return;
    }
    ambiguousIf(
        zip.int4(directory.start() - directory.base()) == CENTRAL,
        "another directory stands where the end record says");
    for (ZipItem item : items) {
      ambiguousIf(
          zip.int4(item.offset() - directory.base()) == ZipLayout.LOCAL,
          "another entry stands where the directory says: " + item.name());
    }
  }

  /** Vendors put octets of their own before the zip; another zip there is another document. */
  private void prefix(long begin) throws Finding {
    ambiguousIf(begin > 0 && zip.marked(0, begin), "another zip before the zip");
    ambiguousIf(begin > 0 && zip.holds("%PDF-", 0, begin), "another document before the zip");
    doubts.oddIf(begin > 0, begin + " octets before the zip");
  }

  /** Where the archive ends: behind its comment, or behind what somebody put there. */
  private long behind(long end) throws Finding {
    int comment = zip.int2(end + 20);
    long behind = end + END_SIZE + comment;
    ambiguousIf(behind > zip.length(), "the comment ends behind the file");
    doubts.doubtIf(comment > 0, "the archive has a comment");
    boolean more = zip.length() > behind;
    ambiguousIf(zip.marked(end + 4, zip.length()), "another zip behind the end record");
    doubts.doubtIf(more, zip.length() - behind + " octets behind the end record");
    return behind;
  }

  private ZipItem item(long at, Directory directory) throws Finding {
    long limit = directory.end();
    ambiguousIf(
        at + CENTRAL_SIZE > limit || zip.int4(at) != CENTRAL, "directory header expected at " + at);
    int nameLength = zip.int2(at + 28);
    int extraLength = zip.int2(at + 30);
    int commentLength = zip.int2(at + 32);
    long name = at + CENTRAL_SIZE;
    long end = name + nameLength + extraLength + commentLength;
    ambiguousIf(end > limit, "a directory header runs into the end record");
    doubts.doubtIf(commentLength != 0, "an entry has a comment");
    zip.plainExtra(name + nameLength, extraLength);
    ambiguousIf(zip.int2(at + 34) != 0, "an entry lies on another disk");
    byte[] raw = zip.raw(name, nameLength);
    ZipItem.Common common = ZipItem.Common.at(zip, at + 6);
    long extra = name + nameLength;
    String text =
        ZipName.read(
            raw,
            (common.flags() & ZipLayout.UTF8) != 0,
            zip.extra(extra, extraLength, ZipName.field()),
            doubts);
    long[] real =
        Zip64.resolve(
            zip.extra(extra, extraLength, Zip64.FIELD),
            text,
            common.plain(),
            common.packed(),
            zip.unsigned4(at + 42));
    ZipItem item =
        new ZipItem(
            text,
            Bytes.of(raw),
            common.sizes(real[1], real[0]),
            directory.base() + real[2],
            zip.int4(at + 38),
            end);
    checkSizes(item, limit);
    doubts.doubtIf(
        item.markedAsFolder() && !item.directory(), "marked as a folder: " + item.name());
    return item;
  }

  private void checkSizes(ZipItem item, long limit) throws Finding {
    ZipItem.Common common = item.common();
    ambiguousIf(
        item.offset() < 0 || item.offset() > limit || common.packed() > limit,
        "data run into the directory: " + item.name());
    boolean bomb =
        common.plain() > 1 << 20 && common.plain() / budgets.ratio() > Math.max(1, common.packed());
    if (bomb || common.plain() > budgets.entryBytes()) {
      throw new Finding(
          Reason.BUDGET_EXCEEDED, item.name() + " inflates to " + common.plain() + " octets");
    }
  }

  static void ambiguousIf(boolean doubtful, String detail) throws Finding {
    if (doubtful) {
      throw new Finding(Reason.PACKAGE_AMBIGUOUS, detail);
    }
  }
}
