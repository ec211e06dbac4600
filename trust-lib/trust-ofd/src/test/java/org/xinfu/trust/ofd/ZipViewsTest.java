package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;

/**
 * Zips in which careful readers of other makers find other files than we do: behind a zip64 locator
 * (APPNOTE 4.3.15), by offsets that take no notice of octets before the zip, in extra fields.
 */
class ZipViewsTest {
  private static final Bytes GENUINE = Bytes.utf8("<genuine/>");
  private static final Bytes FORGED = Bytes.utf8("<forged/>");
  private static final int VENDOR_FIELD = 0xcafe;

  @TempDir Path folder;

  // Zip64.

  @Test
  void aSmallPackageMayHaveTheLargeEndRecords() throws IOException {
    Bytes zip = withLargeEnd(new ForgedZip().stored("OFD.xml", GENUINE), 0);
    assertThat(reading(zip)).isInstanceOf(Verdict.Valid.class);
    assertThat(jdk(zip, "OFD.xml")).isEqualTo(GENUINE);
    Bytes prefixed = Bytes.utf8("VENDOR").concat(zip);
    assertThat(reading(prefixed)).isInstanceOf(Verdict.Valid.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 56, Long.MIN_VALUE})
  void theLocatorPointsToTheRecordBeforeIt(long delta) {
    refused(withLargeEnd(new ForgedZip().stored("OFD.xml", GENUINE), delta));
  }

  /** The locator leads to a second record inside of a stored file: the JDK follows it. */
  @Test
  void aLocatorThatLeadsIntoAFileShowsAnotherPackage() throws IOException {
    Bytes inner = withLargeEnd(new ForgedZip().stored("OFD.xml", FORGED), 0);
    ForgedZip outer = new ForgedZip().stored("OFD.xml", GENUINE).stored("inner.zip", inner);
    int innerRecord = 30 + 7 + GENUINE.length() + 30 + 9 + inner.length() - 22 - 20 - 56;
    Bytes honest = withLargeEnd(outer, 0);
    assertThat(reading(honest)).isInstanceOf(Verdict.Valid.class);
    long delta = innerRecord - (honest.length() - 22 - 20 - 56);
    Bytes led = withLargeEnd(outer, delta);
    assertThat(jdk(led, "OFD.xml")).isEqualTo(FORGED);
    refused(led);
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "16, 2"})
  void theArchiveIsOnOneDisk(int field, int value) {
    byte[] zip = withLargeEnd(new ForgedZip().stored("OFD.xml", GENUINE), 0).toArray();
    int locator = zip.length - 22 - 20;
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(locator + field, value);
    refused(Bytes.of(zip));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16, 20, 24, 32, 40, 48})
  void everyFieldOfTheLargeEndRecordCounts(int field) {
    byte[] zip = withLargeEnd(new ForgedZip().stored("OFD.xml", GENUINE), 0).toArray();
    zip[zip.length - 22 - 20 - 56 + field] ^= 1;
    refused(Bytes.of(zip));
  }

  /** The end record leaves a field to the large one, or says the same. */
  @ParameterizedTest
  @CsvSource({"8, 2", "10, 2", "12, 4", "16, 4"})
  void theTwoEndRecordsAgree(int field, int size) {
    ForgedZip forged = new ForgedZip().stored("OFD.xml", GENUINE);
    byte[] zip = withLargeEnd(forged, 0).toArray();
    byte[] plain = forged.build().toArray();
    System.arraycopy(plain, plain.length - 14, zip, zip.length - 14, 12);
    assertThat(reading(Bytes.of(zip))).isInstanceOf(Verdict.Valid.class);
    zip[zip.length - 22 + field] ^= 1;
    if (size == 2) {
      zip[zip.length - 22 + (field ^ 2)] ^= 1; // both counts
    }
    refused(Bytes.of(zip));
  }

  /** Only one of the two headers says that a descriptor follows. */
  @Test
  void bothHeadersSayWhetherADescriptorFollows() {
    for (boolean local : new boolean[] {true, false}) {
      ForgedZip forged = new ForgedZip().deflated("OFD.xml", GENUINE);
      forged.last().descriptor = ForgedZip.Descriptor.MARKED;
      forged.last().sizesInLocal = true;
      byte[] zip = forged.build().toArray();
      ByteBuffer view = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
      zip[local ? 6 : view.getInt(zip.length - 6) + 8] &= ~8;
      refused(Bytes.of(zip));
    }
  }

  /** A name that is no UTF-8, and a field that gives it another one in front of the data alone. */
  @Test
  void theUnicodeNameIsTheSameInBothHeaders() {
    byte[] gbk = "\u5370\u7ae0.xml".getBytes(Charset.forName("GBK"));
    CRC32 crc = new CRC32();
    crc.update(gbk);
    byte[] other = Bytes.utf8("b.xml").toArray();
    byte[] field =
        ByteBuffer.allocate(4 + 5 + other.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) ZipName.field())
            .putShort((short) (5 + other.length))
            .put((byte) 1)
            .putInt((int) crc.getValue())
            .put(other)
            .array();
    ForgedZip zip = new ForgedZip().stored("OFD.xml", GENUINE).stored("x", FORGED);
    zip.last().flags = 0;
    zip.last().name = gbk;
    zip.last().centralName = gbk;
    zip.last().localExtra = field;
    refused(zip.build());
    zip.last().centralExtra = field;
    assertThat(reading(zip.build())).isInstanceOf(Verdict.Valid.class);
  }

  /** Readers in China take a name for GB 18030 that is not said to be UTF-8, and find no file. */
  @Test
  void aNameInUtf8SaysSo() {
    ForgedZip zip = new ForgedZip().stored("OFD.xml", GENUINE).stored("\u5370\u7ae0.png", FORGED);
    assertThat(reading(zip.build()).report().check("package-form")).isEmpty();
    zip.last().flags = 0;
    Verdict<OfdPackage> read = reading(zip.build());
    assertThat(read).isInstanceOf(Verdict.Valid.class);
    assertThat(read.report().check("package-form").orElseThrow().reason())
        .isEqualTo(Reason.ENCODING_NOT_STANDARD);
    ForgedZip ascii = new ForgedZip().stored("OFD.xml", GENUINE);
    ascii.last().flags = 0;
    assertThat(reading(ascii.build()).report().check("package-form")).isEmpty();
  }

  @Test
  void aSizeInTheZip64FieldIsTheSizeOfTheData() {
    for (boolean local : new boolean[] {true, false}) {
      for (int[] sizes : new int[][] {{10, 10}, {11, 10}, {10, 11}, {0, 0}}) {
        ForgedZip zip = new ForgedZip().stored("OFD.xml", GENUINE);
        byte[] field =
            ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) Zip64.FIELD)
                .putShort((short) 16)
                .putLong(sizes[0])
                .putLong(sizes[1])
                .array();
        if (local) {
          zip.last().localExtra = field;
        } else {
          zip.last().centralExtra = field;
        }
        // A packer that writes as it goes reserves the field in front and leaves it empty.
        boolean honest = sizes[0] == 10 && sizes[1] == 10 || local && sizes[0] == 0;
        if (honest) {
          assertThat(reading(zip.build())).isInstanceOf(Verdict.Valid.class);
        } else {
          refused(zip.build());
        }
      }
    }
  }

  // Descriptors.

  /** Who reads a stream expects eight octets a size only where the local header has the field. */
  @Test
  void largeDescriptorsBelongToLargeFiles() {
    ForgedZip zip = new ForgedZip().deflated("OFD.xml", GENUINE).deflated("b.xml", FORGED);
    zip.last().descriptor = ForgedZip.Descriptor.LARGE;
    doubted(zip.build());
    zip.last().localExtra = Bytes.hex("01001000").concat(Bytes.of(new byte[16])).toArray();
    assertThat(reading(zip.build())).isInstanceOf(Verdict.Valid.class);
  }

  /** A CRC that looks like the mark: whoever takes it for one reads the sizes elsewhere. */
  @Test
  void aDescriptorWithoutItsMarkDoesNotBeginLikeOne() {
    Bytes content = Bytes.utf8("<a/>").concat(Bytes.hex("7816abd4"));
    ForgedZip zip = new ForgedZip().deflated("a.bin", content);
    assertThat(zip.last().crc).isEqualTo(0x08074b50);
    zip.last().descriptor = ForgedZip.Descriptor.PLAIN;
    refused(zip.build());
    zip.last().descriptor = ForgedZip.Descriptor.MARKED;
    assertThat(reading(zip.build())).isInstanceOf(Verdict.Valid.class);
  }

  // Octets before the zip.

  /** Some readers shift the offsets by what stands in front, others only where they must. */
  @Test
  void noDirectoryStandsWhereTheOffsetSaysWithoutThePrefix() {
    Bytes directory = new ForgedZip().stored("OFD.xml", FORGED).build();
    ForgedZip zip = new ForgedZip().stored("OFD.xml", GENUINE).stored("inner.zip", directory);
    Bytes plain = zip.build();
    ByteBuffer view = ByteBuffer.wrap(plain.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    int start = view.getInt(plain.length() - 6);
    int planted = 30 + 7 + GENUINE.length() + 30 + 9 + 30 + 7 + FORGED.length();
    assertThat(view.getInt(planted)).isEqualTo(ZipLayout.CENTRAL);
    assertThat(reading(Bytes.of(new byte[start - planted - 1]).concat(plain)))
        .isInstanceOf(Verdict.Valid.class);
    refused(Bytes.of(new byte[start - planted]).concat(plain));
  }

  @Test
  void noEntryStandsWhereItsOffsetSaysWithoutThePrefix() {
    Bytes inner = new ForgedZip().stored("OFD.xml", FORGED).build();
    ForgedZip zip = new ForgedZip().stored("inner.zip", inner).stored("OFD.xml", GENUINE);
    Bytes plain = zip.build();
    int second = 30 + 9 + inner.length();
    int planted = 30 + 9;
    assertThat(reading(Bytes.of(new byte[second - planted - 1]).concat(plain)))
        .isInstanceOf(Verdict.Valid.class);
    refused(Bytes.of(new byte[second - planted]).concat(plain));
  }

  // Extra fields.

  /** Nothing protects them, and readers of other formats search for their marks. */
  @ParameterizedTest
  @ValueSource(
      strings = {"504b0304", "504b0102", "504b0506", "504b0606", "504b0607", "255044462d312e37"})
  void extraFieldsHoldNothingThatAReaderLooksFor(String mark) {
    for (boolean local : new boolean[] {true, false}) {
      ForgedZip zip = new ForgedZip().stored("OFD.xml", GENUINE).stored("b.xml", FORGED);
      byte[] field = field(Bytes.utf8("vendor").concat(Bytes.hex(mark)));
      if (local) {
        zip.last().localExtra = field;
      } else {
        zip.last().centralExtra = field;
      }
      refused(zip.build());
      byte[] harmless = field(Bytes.utf8("vendor").concat(Bytes.hex("504b0000")));
      zip.last().localExtra = harmless;
      zip.last().centralExtra = harmless;
      assertThat(reading(zip.build())).isInstanceOf(Verdict.Valid.class);
    }
  }

  /** Unpackers that believe the attributes make a folder of the file. */
  @ParameterizedTest
  @CsvSource({
    "0x10, true",
    "0x41ed0000, true",
    "0x61b00000, true",
    "0xc1ed0000, true",
    "0x10000000, true",
    "0x20, false",
    "0x81a40000, false",
    "0, false"
  })
  void aFileIsNotMarkedAsAFolder(String attributes, boolean odd) {
    ForgedZip zip = new ForgedZip().stored("OFD.xml", GENUINE);
    zip.last().attributes = Long.decode(attributes).intValue();
    if (odd) {
      doubted(zip.build());
    } else {
      assertThat(reading(zip.build())).isInstanceOf(Verdict.Valid.class);
    }
  }

  private static byte[] field(Bytes body) {
    return ByteBuffer.allocate(4 + body.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) VENDOR_FIELD)
        .putShort((short) body.length())
        .put(body.toArray())
        .array();
  }

  private static Bytes withLargeEnd(ForgedZip zip, long locatorDelta) {
    return Mutators.largeEnd(zip.build(), locatorDelta);
  }

  /** What the JDK reads at {@code path}. */
  private Bytes jdk(Bytes zip, String path) throws IOException {
    Path file = Files.write(folder.resolve("p.zip"), zip.toArray());
    try (ZipFile read = new ZipFile(file.toFile())) {
      return Bytes.of(read.getInputStream(read.getEntry(path)).readAllBytes());
    }
  }

  private static Verdict<OfdPackage> reading(Bytes zip) {
    return OfdPackage.read(DocumentSource.of(zip), Budgets.standard());
  }

  private static void refused(Bytes zip) {
    Verdict<OfdPackage> read = reading(zip);
    assertThat(read).as(read.report().toString()).isInstanceOf(Verdict.Invalid.class);
    assertThat(read.report().reason()).contains(Reason.PACKAGE_AMBIGUOUS);
  }

  private static void doubted(Bytes zip) {
    Verdict<OfdPackage> read = reading(zip);
    assertThat(read).as(read.report().toString()).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(read.report().reason()).contains(Reason.PACKAGE_AMBIGUOUS);
  }
}
