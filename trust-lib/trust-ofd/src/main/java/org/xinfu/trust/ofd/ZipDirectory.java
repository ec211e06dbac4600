package org.xinfu.trust.ofd;

import static org.xinfu.trust.ofd.ZipLayout.CENTRAL;
import static org.xinfu.trust.ofd.ZipLayout.CENTRAL_SIZE;
import static org.xinfu.trust.ofd.ZipLayout.END;
import static org.xinfu.trust.ofd.ZipLayout.END_SIZE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy.Budgets;

/** The end record and the central directory of a zip, APPNOTE 6.3 §4.3.12 and §4.3.16. */
final class ZipDirectory {
  private final ZipOctets zip;
  private final Budgets budgets;

  ZipDirectory(ZipOctets zip, Budgets budgets) {
    this.zip = zip;
    this.budgets = budgets;
  }

  /** Where the directory begins, that is, where the data of the entries end. */
  record Listing(int start, List<ZipItem> items) {}

  /** The entries in the order of their data. */
  Listing read() throws Finding {
    int end = zip.length() - END_SIZE;
    if (end < 0 || zip.int4(end) != END) {
      throw noEnd();
    }
    int count = zip.int2(end + 10);
    long size = zip.unsigned4(end + 12);
    long start = zip.unsigned4(end + 16);
    ambiguousIf(zip.int2(end + 20) != 0, "the archive has a comment");
    ambiguousIf(zip.int2(end + 4) != 0 || zip.int2(end + 6) != 0, "the archive is split");
    ambiguousIf(zip.int2(end + 8) != count, "two counts of entries");
    ambiguousIf(count == 0xffff || start == 0xffffffffL, "zip64 is not read");
    ambiguousIf(start + size != end, "the directory does not end where the end record begins");
    if (count > budgets.entries()) {
      throw new Finding(Reason.BUDGET_EXCEEDED, count + " entries");
    }
    List<ZipItem> items = new ArrayList<>();
    int at = (int) start;
    for (int i = 0; i < count; i++) {
      ZipItem item = item(at, end);
      items.add(item);
      at = item.centralEnd();
    }
    ambiguousIf(at != end, "octets between the directory and the end record");
    items.sort(Comparator.comparingLong(ZipItem::offset));
    return new Listing((int) start, items);
  }

  private Finding noEnd() {
    return zip.lastIndexOf(END) >= 0
        ? new Finding(Reason.PACKAGE_AMBIGUOUS, "octets or a comment after the end record")
        : new Finding(Reason.MALFORMED, "no end record: not a zip, or truncated");
  }

  private ZipItem item(int at, int limit) throws Finding {
    ambiguousIf(
        at + CENTRAL_SIZE > limit || zip.int4(at) != CENTRAL, "directory header expected at " + at);
    int nameLength = zip.int2(at + 28);
    int extraLength = zip.int2(at + 30);
    int name = at + CENTRAL_SIZE;
    int end = name + nameLength + extraLength;
    ambiguousIf(end > limit, "a directory header runs into the end record");
    ambiguousIf(zip.int2(at + 32) != 0, "an entry has a comment");
    ambiguousIf(zip.int2(at + 34) != 0, "an entry lies on another disk");
    zip.checkExtra(name + nameLength, extraLength);
    ZipItem item =
        new ZipItem(
            zip.name(name, nameLength),
            ZipItem.Common.at(zip, at + 6),
            zip.unsigned4(at + 42),
            zip.int4(at + 38),
            end);
    checkSizes(item);
    return item;
  }

  private void checkSizes(ZipItem item) throws Finding {
    ZipItem.Common common = item.common();
    ambiguousIf(
        common.packed() == 0xffffffffL
            || common.plain() == 0xffffffffL
            || item.offset() == 0xffffffffL,
        "zip64 is not read: " + item.name());
    boolean bomb =
        common.plain() > 1 << 20 && common.plain() / budgets.ratio() > Math.max(1, common.packed());
    if (bomb || common.plain() > Math.min(budgets.entryBytes(), Integer.MAX_VALUE - 16)) {
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
