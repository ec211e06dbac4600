package org.xinfu.trust.ofd;

import static org.xinfu.trust.ofd.ZipDirectory.ambiguousIf;
import static org.xinfu.trust.ofd.ZipLayout.LOCAL;
import static org.xinfu.trust.ofd.ZipLayout.LOCAL_SIZE;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy.Budgets;

/**
 * The one view of a zip. Local entries must follow each other without gap or overlap, the central
 * directory must follow the last and tell of the same names and data, the end record must follow. A
 * package that begins with the stamp of {@link ZipLayout} must be exactly what that writer makes of
 * its files.
 */
final class ZipReader {
  private static final int DESCRIPTOR_MARK = 0x08074b50;

  /** CRC and two sizes of eight octets, APPNOTE 4.3.9.2; the mark may be absent. */
  private static final int LARGE_DESCRIPTOR = 20;

  private static final int ALLOWED_FLAGS = ZipLayout.UTF8 | ZipItem.Common.DESCRIPTOR | 6;

  /** Larger files, and more of them together, are read again when they are asked for. */
  private static final int HELD_FILE = 4 << 20;

  private static final long HELD = 32 << 20;
  private final ZipOctets zip;
  private final Budgets budgets;
  private final ZipDoubts doubts;
  private long room = HELD;

  ZipReader(DocumentSource source, Budgets budgets, ZipDoubts doubts) throws Finding {
    this.doubts = doubts;
    if (source.length() > budgets.documentBytes()) {
      throw new Finding(Reason.BUDGET_EXCEEDED, source.length() + " octets");
    }
    this.zip = new ZipOctets(source);
    this.budgets = budgets;
  }

  /** Path and content of every file, in the order of the data. */
  Map<String, PackageFile> entries() throws Finding {
    ZipDirectory.Listing listing = new ZipDirectory(zip, budgets, doubts).read();
    if (listing.items().isEmpty()) {
      throw new Finding(Reason.MALFORMED, "a zip without entries");
    }
    checkNames(listing.items());
    checkTotal(listing.items());
    Map<String, PackageFile> files = new LinkedHashMap<>();
    long at = listing.begin();
    for (int i = 0; i < listing.items().size(); i++) {
      ZipItem item = listing.items().get(i);
      ambiguousIf(item.offset() != at, "gap or overlap before " + item.name());
      boolean last = i + 1 == listing.items().size();
      long next = last ? listing.start() : listing.items().get(i + 1).offset();
      ambiguousIf(next > listing.start(), "data run into the directory: " + item.name());
      PackageFile file = file(entry(item, next));
      if (!item.directory()) {
        files.put(item.name(), file);
      }
      at = next;
    }
    ambiguousIf(at != listing.start(), "octets before the directory");
    checkCanonical(files, listing);
    return files;
  }

  /** Reads every octet of the content once: held while it is little, hashed as it goes by else. */
  private PackageFile file(ZipContent content) throws Finding {
    long size = content.item().common().plain();
    if (size > HELD_FILE || size > room) {
      return PackedFile.open(content);
    }
    room -= size;
    return PackageFile.of(PackedFile.read(content));
  }

  private ZipContent entry(ZipItem item, long next) throws Finding {
    long at = item.offset();
    ambiguousIf(next - at < LOCAL_SIZE || zip.int4(at) != LOCAL, "local header expected at " + at);
    int nameLength = zip.int2(at + 26);
    int extraLength = zip.int2(at + 28);
    long start = at + LOCAL_SIZE + nameLength + extraLength;
    long end = start + item.common().packed();
    String name = item.name();
    ambiguousIf(end > next, "data overlap the next entry: " + name);
    Bytes raw = Bytes.of(zip.raw(at + LOCAL_SIZE, nameLength));
    ambiguousIf(
        !raw.equals(item.rawName()), "two names of one entry: " + raw.toUtf8() + ", " + name);
    long extra = at + LOCAL_SIZE + nameLength;
    zip.plainExtra(extra, extraLength);
    boolean utf8 = (zip.int2(at + 6) & ZipLayout.UTF8) != 0;
    String again =
        ZipName.read(
            raw.toArray(), utf8, zip.extra(extra, extraLength, ZipName.field()), new ZipDoubts());
    ambiguousIf(!again.equals(name), "two names of one entry: " + again + ", " + name);
    ZipItem.Common local = ZipItem.Common.at(zip, at + 4);
    Optional<byte[]> large = zip.extra(extra, extraLength, Zip64.FIELD);
    boolean later = local.described() && local.crc() == 0;
    boolean deferred = later && (local.withoutSizes() || large.isPresent());
    if (!deferred) {
      long[] real = Zip64.resolve(large, name, local.plain(), local.packed());
      local = local.sizes(real[1], real[0]);
    }
    ambiguousIf(
        local.method() != item.common().method() || !(local.sameData(item.common()) || deferred),
        "local and central header differ: " + name);
    compare(item, local, deferred);
    checkDescriptor(item, end, next);
    doubts.doubtIf(
        item.common().described() && next - end >= LARGE_DESCRIPTOR && large.isEmpty(),
        "a descriptor for large files behind " + name);
    return new ZipContent(zip, item, start);
  }

  /** What differs without changing which octets the entry has. */
  private void compare(ZipItem item, ZipItem.Common local, boolean deferred) throws Finding {
    ZipItem.Common central = item.common();
    ambiguousIf(
        ((local.flags() | central.flags()) & ~ALLOWED_FLAGS) != 0,
        "encrypted or unknown flags: " + item.name());
    ambiguousIf(
        local.described() != central.described(),
        "local and central header differ: " + item.name());
    doubts.doubtIf(
        local.needed() != central.needed()
            || local.stamp() != central.stamp()
            || local.flags() != central.flags(),
        "local and central header differ in version, flags or date: " + item.name());
    // A reader of a stream would search stored data for a descriptor, and find another end.
    doubts.doubtIf(
        deferred && local.method() == 0 && central.packed() > 0,
        "stored data without their size in front: " + item.name());
  }

  private void checkDescriptor(ZipItem item, long end, long next) throws Finding {
    long size = next - end;
    if (!item.common().described()) {
      ambiguousIf(size != 0, "octets behind the data of " + item.name());
      return;
    }
    boolean large = size == 24 || size == LARGE_DESCRIPTOR;
    boolean marked = (size == 16 || size == 24) && zip.int4(end) == DESCRIPTOR_MARK;
    boolean unmarked = (size == 12 || size == LARGE_DESCRIPTOR) && zip.int4(end) != DESCRIPTOR_MARK;
    ambiguousIf(!marked && !unmarked, "no plain data descriptor: " + item.name());
    long at = marked ? end + 4 : end;
    boolean same =
        zip.int4(at) == item.common().crc()
            && (large ? zip.int8(at + 4) : zip.unsigned4(at + 4)) == item.common().packed()
            && (large ? zip.int8(at + 12) : zip.unsigned4(at + 8)) == item.common().plain();
    ambiguousIf(!same, "the data descriptor differs: " + item.name());
  }

  private void checkNames(List<ZipItem> items) throws Finding {
    Map<String, String> seen = new HashMap<>();
    Set<String> folders = new HashSet<>();
    Set<String> parents = new HashSet<>();
    for (ZipItem item : items) {
      if (!OfdPath.legal(item.path()) || item.symbolicLink()) {
        throw new Finding(Reason.PATH_ILLEGAL, item.name());
      }
      String twin = seen.put(OfdPath.key(item.path()), item.name());
      ambiguousIf(twin != null, "one file, two entries: " + twin + ", " + item.name());
      if (item.directory()) {
        folders.add(item.path());
        ambiguousIf(item.common().plain() != 0, "a directory with content: " + item.name());
      }
      String parent = OfdPath.folderOf(item.path());
      while (!parent.isEmpty() && parents.add(parent)) {
        parent = OfdPath.folderOf(parent);
      }
    }
    // Packers write either every folder or none, most of them.
    doubts.oddIf(
        !folders.isEmpty() && !folders.equals(parents), "directory entries are incomplete");
    for (ZipItem item : items) {
      ambiguousIf(
          !item.directory() && parents.contains(item.path()), "a file is a folder: " + item.name());
    }
  }

  /** Entries too small for a ratio may be a bomb together: half of it holds for all of them. */
  private void checkTotal(List<ZipItem> items) throws Finding {
    long total = items.stream().mapToLong(i -> i.common().plain()).sum();
    long allowed = Math.max(HELD, zip.length() * budgets.ratio() / 2);
    if (total > Math.min(budgets.inflatedBytes(), allowed)) {
      throw new Finding(Reason.BUDGET_EXCEEDED, "inflates to " + total + " octets");
    }
  }

  private void checkCanonical(Map<String, PackageFile> files, ZipDirectory.Listing listing)
      throws Finding {
    boolean ours = zip.int4(listing.begin() + 10) == ZipLayout.STAMP;
    ambiguousIf(
        ours && !canonical(files, listing), "the package was altered after its writer made it");
  }

  /**
   * The content of stored entries is theirs by size and CRC; around it there is one way to write.
   */
  private boolean canonical(Map<String, PackageFile> files, ZipDirectory.Listing listing) {
    ZipLayout layout = new ZipLayout();
    for (ZipItem item : listing.items()) {
      if (!files.containsKey(item.name())) {
        return false;
      }
      ZipItem.Common common = item.common();
      byte[] header = layout.entry(item.name(), common.crc(), common.plain());
      if (!same(header, item.offset(), listing.start())) {
        return false;
      }
    }
    // Headers and contents are gapless; what the end record says of itself leaves nothing behind.
    return same(layout.end(), listing.start(), listing.end());
  }

  private boolean same(byte[] expected, long at, long end) {
    return expected.length <= end - at && Arrays.equals(expected, zip.raw(at, expected.length));
  }
}
