package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;

/** Each field of a zip that could be read in two ways, APPNOTE 6.3 §4.3 and §4.4. */
class ZipReaderTest {
  private static final Bytes TEXT = Bytes.utf8("<a>" + "licence ".repeat(40) + "</a>");
  private static final Bytes OTHER = Bytes.utf8("<b/>");
  private static final Budgets WIDE = Budgets.standard();

  // Data descriptors.

  @ParameterizedTest
  @EnumSource(
      value = ForgedZip.Descriptor.class,
      names = {"PLAIN", "MARKED"})
  void bothFormsOfADescriptorAreRead(ForgedZip.Descriptor form) {
    for (boolean sizesInLocal : new boolean[] {false, true}) {
      ForgedZip zip = two();
      zip.last().descriptor = form;
      zip.last().sizesInLocal = sizesInLocal;
      read(zip).containsEntry("b.xml", OTHER).containsEntry("OFD.xml", TEXT);
    }
  }

  @Test
  void aDescriptorMustRepeatTheDirectory() {
    for (Consumer<ForgedZip.Entry> lie :
        List.<Consumer<ForgedZip.Entry>>of(
            e -> e.descriptorCrcDelta = 1,
            e -> e.descriptorPackedDelta = 1,
            e -> e.descriptorPlainDelta = -1)) {
      for (ForgedZip.Descriptor form :
          List.of(ForgedZip.Descriptor.PLAIN, ForgedZip.Descriptor.MARKED)) {
        ForgedZip zip = two();
        zip.last().descriptor = form;
        lie.accept(zip.last());
        refused(zip, Reason.PACKAGE_AMBIGUOUS);
      }
    }
  }

  @Test
  void aDescriptorThatIsAnnouncedMustBeThere() {
    ForgedZip zip = two();
    zip.last().flags |= 8;
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void aDescriptorHasNothingAroundIt() {
    for (int more : new int[] {1, 3, 5, 12}) {
      ForgedZip zip = two();
      zip.last().descriptor = ForgedZip.Descriptor.PLAIN;
      zip.last().gapAfter = new byte[more];
      refused(zip, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  /** The end of stored data without a size is a guess: a nested mark could be taken for it. */
  @Test
  void storedDataWithoutASizeInFrontAreAmbiguous() {
    ForgedZip zip = new ForgedZip().stored("OFD.xml", TEXT);
    zip.last().descriptor = ForgedZip.Descriptor.MARKED;
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
    ForgedZip told = new ForgedZip().stored("OFD.xml", TEXT);
    told.last().descriptor = ForgedZip.Descriptor.MARKED;
    told.last().sizesInLocal = true;
    read(told).containsOnlyKeys("OFD.xml");
  }

  // Where entries begin and end.

  @Test
  void dataMayBeListedInAnotherOrder() {
    ForgedZip zip = two().listed(1, 0);
    assertThat(files(zip).keySet()).containsExactly("OFD.xml", "b.xml");
  }

  @Test
  void entriesMayNotShareOctets() {
    ForgedZip zip = two();
    zip.last().offset = 0L;
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
    refused(two().listed(0, 1, 1), Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void everyLocalEntryIsListed() {
    refused(two().listed(0), Reason.PACKAGE_AMBIGUOUS);
    refused(two().listed(1), Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void octetsBehindDataAreAmbiguous() {
    for (int place : new int[] {0, 1}) {
      ForgedZip zip = new ForgedZip().deflated("OFD.xml", TEXT);
      if (place == 1) {
        zip.deflated("b.xml", OTHER);
      }
      zip.last().gapAfter = new byte[] {7};
      if (place == 0) {
        zip.deflated("b.xml", OTHER);
      }
      refused(zip, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void offsetsOutsideTheDataAreAmbiguous() {
    for (long offset : new long[] {1, 40_000_000, 0x7fffffffL, 0xfffffffeL}) {
      ForgedZip zip = two();
      zip.last().offset = offset;
      refused(zip, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void dataMayNotRunIntoTheNextEntry() {
    ForgedZip zip = new ForgedZip().stored("OFD.xml", TEXT);
    zip.last().packed += 4;
    zip.stored("b.xml", OTHER);
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
  }

  // The end record.

  @Test
  void theEndRecordMustAgreeWithItself() {
    for (Consumer<ForgedZip> lie :
        List.<Consumer<ForgedZip>>of(
            z -> z.thisDisk = 1,
            z -> z.directoryDisk = 1,
            z -> z.countDelta = 1,
            z -> z.countDelta = -1,
            z -> z.diskCountDelta = 1,
            z -> z.sizeDelta = 1,
            z -> z.sizeDelta = -1,
            z -> z.startDelta = -1,
            z -> z.startDelta = 1,
            z -> z.beforeEnd = new byte[] {0})) {
      ForgedZip zip = two();
      lie.accept(zip);
      refused(zip, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void aCountTooLowOrTooHighIsAmbiguous() {
    for (int delta : new int[] {-1, 1, 9}) {
      ForgedZip zip = two();
      zip.countDelta = delta;
      zip.diskCountDelta = delta;
      refused(zip, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void aDirectoryMovedOverTheDataIsAmbiguous() {
    ForgedZip zip = two();
    zip.startDelta = -10;
    zip.sizeDelta = 10;
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void anEmptyZipIsNoPackage() {
    refused(new ForgedZip(), Reason.MALFORMED);
  }

  // Headers.

  @Test
  void entriesHaveNoCommentAndLieOnThisDisk() {
    ForgedZip commented = two();
    commented.last().comment = 2;
    refused(commented, Reason.PACKAGE_AMBIGUOUS);
    ForgedZip away = two();
    away.last().disk = 1;
    refused(away, Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void zip64SizesThatStandNowhereAreAmbiguous() {
    for (Consumer<ForgedZip.Entry> lie :
        List.<Consumer<ForgedZip.Entry>>of(
            e -> e.packed = 0xffffffffL, e -> e.plain = 0xffffffffL, e -> e.offset = 0xffffffffL)) {
      ForgedZip zip = two();
      lie.accept(zip.last());
      refused(zip, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0100", "55540500010203040a", "75700000", "5554ff00", "55"})
  void extraFieldsMustBeWholeAndSaySomethingElse(String extra) {
    byte[] octets = Bytes.hex(extra).toArray();
    ForgedZip local = two();
    local.last().localExtra = octets;
    ForgedZip central = two();
    central.last().centralExtra = octets;
    if (extra.startsWith("555405")) {
      read(local).hasSize(2);
      read(central).hasSize(2);
    } else {
      refused(local, Reason.PACKAGE_AMBIGUOUS);
      refused(central, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void twoExtraFieldsAreReadOneAfterTheOther() {
    ForgedZip zip = two();
    zip.last().localExtra = Bytes.hex("5554010007" + "0100080000000000000000").toArray();
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void theNameIsTheSameInBothPlaces() {
    ForgedZip zip = two();
    zip.last().centralName = "c.xml".getBytes(StandardCharsets.UTF_8);
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
    ForgedZip longer = two();
    longer.last().centralName = "b.xmlx".getBytes(StandardCharsets.UTF_8);
    refused(longer, Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void namesAreUtf8WhateverTheFlagSays() {
    for (int flags : new int[] {0, 0x0800}) {
      ForgedZip chinese = two();
      chinese.last().flags = flags;
      chinese.last().name = "\u5370\u7ae0.xml".getBytes(StandardCharsets.UTF_8);
      chinese.last().centralName = chinese.last().name;
      read(chinese).containsKey("\u5370\u7ae0.xml");
      ForgedZip gbk = two();
      gbk.last().flags = flags;
      gbk.last().name = "\u5370\u7ae0.xml".getBytes(Charset.forName("GBK"));
      gbk.last().centralName = gbk.last().name;
      if (flags == 0) {
        read(gbk).containsKey("\u5370\u7ae0.xml");
      } else {
        refused(gbk, Reason.PATH_ILLEGAL);
      }
    }
  }

  @Test
  void namesHaveALength() {
    ForgedZip empty = two();
    empty.last().name = new byte[0];
    empty.last().centralName = empty.last().name;
    refused(empty, Reason.PATH_ILLEGAL);
    read(new ForgedZip().stored("a".repeat(1024), OTHER)).hasSize(1);
    refused(new ForgedZip().stored("a".repeat(1025), OTHER), Reason.PATH_ILLEGAL);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "2, true", "4, true", "6, true", "1, false", "16, false", "8192, false"})
  void onlyFlagsThatChangeNothingAreAllowed(int flags, boolean read) {
    ForgedZip zip = two();
    zip.last().flags = flags;
    if (read) {
      read(zip).hasSize(2);
    } else {
      refused(zip, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @ParameterizedTest
  @CsvSource({"0100644, true", "0120777, false", "0, true"})
  void onlyASymbolicLinkIsNoFile(String mode, boolean read) {
    ForgedZip zip = two();
    zip.last().attributes = Integer.parseInt(mode, 8) << 16;
    if (read) {
      read(zip).hasSize(2);
    } else {
      refused(zip, Reason.PATH_ILLEGAL);
    }
  }

  // Files and folders.

  @Test
  void aDirectoryHasNoContent() {
    ForgedZip zip = new ForgedZip().stored("d/", OTHER).stored("d/OFD.xml", TEXT);
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
    ForgedZip honest = new ForgedZip().stored("d/", Bytes.empty()).stored("d/OFD.xml", TEXT);
    read(honest).containsOnlyKeys("d/OFD.xml");
  }

  @Test
  void aFileIsNoFolder() {
    refused(new ForgedZip().stored("d", OTHER).stored("d/OFD.xml", TEXT), Reason.PACKAGE_AMBIGUOUS);
    refused(new ForgedZip().stored("a/b/c", OTHER).stored("a/b", TEXT), Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void aFolderAndAFileOfOneNameAreAmbiguous() {
    refused(
        new ForgedZip().stored("d/", Bytes.empty()).stored("d", OTHER), Reason.PACKAGE_AMBIGUOUS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OFD.XML",
        "ofd.xml",
        "OFD.xml ",
        "OFD.xml.",
        "\uff2fFD.xml",
        "OF%44.xml",
        "OFD.xm\u217c"
      })
  void spellingsOfOneNameAreAmbiguous(String twin) {
    refused(two().stored(twin, OTHER), Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void lettersThatFoldToOneAreOneName() {
    refused(
        new ForgedZip().stored("se\u017fsion", TEXT).stored("session", OTHER),
        Reason.PACKAGE_AMBIGUOUS);
    refused(
        new ForgedZip().stored("\u212a.xml", TEXT).stored("k.xml", OTHER),
        Reason.PACKAGE_AMBIGUOUS);
    refused(
        new ForgedZip().stored("e\u0301.xml", TEXT).stored("\u00e9.xml", OTHER),
        Reason.PACKAGE_AMBIGUOUS);
  }

  // Data.

  @Test
  void storedSizesMustAgree() {
    ForgedZip zip = new ForgedZip().stored("OFD.xml", TEXT);
    zip.last().plain += 1;
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void theCrcMustFit() {
    for (ForgedZip zip :
        List.of(new ForgedZip().stored("OFD.xml", TEXT), new ForgedZip().deflated("x", TEXT))) {
      zip.last().crc ^= 1;
      refused(zip, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void aDeclaredSizeIsExact() {
    for (int delta : new int[] {-TEXT.length(), -1, 1, 100}) {
      ForgedZip zip = new ForgedZip().deflated("OFD.xml", TEXT);
      zip.last().plain += delta;
      refused(zip, Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void nothingFollowsTheLastBlock() {
    ForgedZip zip = new ForgedZip().deflated("OFD.xml", TEXT);
    zip.last().data = Arrays.copyOf(zip.last().data, zip.last().data.length + 1);
    zip.last().packed++;
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void anUnfinishedStreamIsRefused() {
    ForgedZip zip = new ForgedZip().deflated("OFD.xml", TEXT);
    zip.last().data = Arrays.copyOf(zip.last().data, zip.last().data.length - 2);
    zip.last().packed -= 2;
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void emptyFilesAreRead() {
    read(new ForgedZip().stored("a", Bytes.empty()).deflated("b", Bytes.empty()))
        .containsEntry("a", Bytes.empty())
        .containsEntry("b", Bytes.empty());
  }

  @Test
  void anEmptyDeflateStreamIsNoContent() {
    ForgedZip zip = new ForgedZip().deflated("OFD.xml", Bytes.empty());
    zip.last().data = new byte[0];
    zip.last().packed = 0;
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
  }

  // Our own form.

  @Test
  void thePackageThatClaimsToBeOursMustBe() {
    ForgedZip zip = new ForgedZip().deflated("OFD.xml", TEXT);
    zip.last().stamp = ZipLayout.STAMP;
    refused(zip, Reason.PACKAGE_AMBIGUOUS);
    ForgedZip later = two();
    later.last().stamp = ZipLayout.STAMP;
    read(later).hasSize(2);
  }

  // Budgets: what is just allowed, and one more.

  @Test
  void theNumberOfEntriesIsLimited() {
    Bytes zip = two().build();
    assertThat(reason(zip, budgets(WIDE.documentBytes(), 2, 1 << 20, 1 << 20))).isNull();
    assertThat(reason(zip, budgets(WIDE.documentBytes(), 1, 1 << 20, 1 << 20)))
        .isEqualTo(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void theSizeOfAnEntryIsLimited() {
    Bytes zip = two().build();
    assertThat(reason(zip, budgets(WIDE.documentBytes(), 9, TEXT.length(), 1 << 20))).isNull();
    assertThat(reason(zip, budgets(WIDE.documentBytes(), 9, TEXT.length() - 1, 1 << 20)))
        .isEqualTo(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void theSizeOfAllEntriesTogetherIsLimited() {
    Bytes zip = two().build();
    int total = TEXT.length() + OTHER.length();
    assertThat(reason(zip, budgets(WIDE.documentBytes(), 9, 1 << 20, total))).isNull();
    assertThat(reason(zip, budgets(WIDE.documentBytes(), 9, 1 << 20, total - 1)))
        .isEqualTo(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void theSizeOfTheDocumentIsLimited() {
    Bytes zip = two().build();
    assertThat(reason(zip, budgets(zip.length(), 9, 1 << 20, 1 << 20))).isNull();
    assertThat(reason(zip, budgets(zip.length() - 1, 9, 1 << 20, 1 << 20)))
        .isEqualTo(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void theRatioCountsAboveOneMebibyte() {
    Bytes exact = Bytes.of(new byte[1 << 20]);
    Bytes more = Bytes.of(new byte[(1 << 20) + 1]);
    assertThat(reason(new ForgedZip().deflated("a", exact).build(), WIDE)).isNull();
    assertThat(reason(new ForgedZip().deflated("a", more).build(), WIDE))
        .isEqualTo(Reason.BUDGET_EXCEEDED);
    assertThat(reason(new ForgedZip().stored("a", more).build(), WIDE)).isNull();
  }

  @Test
  void aSizeThatIsOnlyClaimedCostsNothing() {
    ForgedZip zip = new ForgedZip().deflated("OFD.xml", TEXT);
    zip.last().plain = 0xfffffffeL;
    refused(zip, Reason.BUDGET_EXCEEDED);
  }

  private static ForgedZip two() {
    return new ForgedZip().deflated("OFD.xml", TEXT).deflated("b.xml", OTHER);
  }

  private static Budgets budgets(long document, int entries, long entry, long total) {
    return new Budgets(document, entries, entry, total, 200, 64, 9, 9);
  }

  private static org.assertj.core.api.MapAssert<String, Bytes> read(ForgedZip zip) {
    return assertThat(files(zip));
  }

  private static Map<String, Bytes> files(ForgedZip zip) {
    Verdict<OfdPackage> read = OfdPackage.read(DocumentSource.of(zip.build()), WIDE);
    assertThat(read).as(read.report().toString()).isInstanceOf(Verdict.Valid.class);
    return Sample.files(((Verdict.Valid<OfdPackage>) read).content());
  }

  private static void refused(ForgedZip zip, Reason reason) {
    assertThat(reason(zip.build(), WIDE)).isEqualTo(reason);
  }

  private static Reason reason(Bytes zip, Budgets budgets) {
    return OfdPackage.read(DocumentSource.of(zip), budgets).report().reason().orElse(null);
  }
}
