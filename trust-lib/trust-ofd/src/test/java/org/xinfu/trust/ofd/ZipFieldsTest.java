package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;

/** Extra fields of zips, APPNOTE 4.5.3 and 4.6.9, and the end of our own form. */
class ZipFieldsTest {
  private static final Bytes TEXT = Bytes.utf8("<a/>");
  private static final long LEFT = 0xffffffffL;

  // The Unicode path.

  /** A reader that knows the field finds another file than one that does not. */
  @Test
  void aUnicodePathDoesNotOverrideAPlainName() {
    for (boolean flagged : new boolean[] {true, false}) {
      refused(named(flagged, path("c.xml", 0)), "overrides the name");
      assertThat(read(named(flagged, path("b.xml", 0)))).isInstanceOf(Verdict.Valid.class);
    }
  }

  /** APPNOTE 4.6.9: whose CRC is another's speaks of another name, and is passed over. */
  @Test
  void aUnicodePathOfAnotherNameIsPassedOver() {
    assertThat(read(named(true, path("c.xml", 1)))).isInstanceOf(Verdict.Valid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"75700400" + "01000000", "75700500" + "0200000000"})
  void aUnicodePathIsWhole(String field) {
    refused(named(true, Bytes.hex(field)), "a broken Unicode path field");
  }

  private static Bytes named(boolean flagged, Bytes field) {
    ForgedZip zip = new ForgedZip().stored("OFD.xml", TEXT).stored("b.xml", TEXT);
    zip.last().flags = flagged ? ZipLayout.UTF8 : 0;
    zip.last().localExtra = field.toArray();
    zip.last().centralExtra = field.toArray();
    return zip.build();
  }

  private static Bytes path(String name, int crcDelta) {
    CRC32 crc = new CRC32();
    crc.update(Bytes.utf8("b.xml").toArray());
    byte[] octets = Bytes.utf8(name).toArray();
    return Bytes.of(
        ByteBuffer.allocate(9 + octets.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) ZipName.field())
            .putShort((short) (5 + octets.length))
            .put((byte) 1)
            .putInt((int) crc.getValue() + crcDelta)
            .put(octets)
            .array());
  }

  // The same field twice.

  @ParameterizedTest
  @ValueSource(strings = {"path", "sizes"})
  void noFieldIsThereTwice(String kind) {
    Bytes field = kind.equals("path") ? path("b.xml", 0) : Bytes.of(sizes(4, 4));
    assertThat(read(named(true, field))).isInstanceOf(Verdict.Valid.class);
    for (boolean local : new boolean[] {true, false}) {
      ForgedZip zip = new ForgedZip().stored("OFD.xml", TEXT).stored("b.xml", TEXT);
      zip.last().localExtra = (local ? field.concat(field) : field).toArray();
      zip.last().centralExtra = (local ? field : field.concat(field)).toArray();
      refused(zip.build(), "an extra field twice");
    }
  }

  // Sizes of eight octets.

  /** As an unsigned number it would be larger than any file; as a signed one it moves backwards. */
  @ParameterizedTest
  @CsvSource({"0, -1", "0, -9223372036854775808", "1, -1", "2, -1", "2, -30"})
  void noSizeOrOffsetIsNegative(int place, long value) {
    long[] stated = {4, 4, 100};
    stated[place] = LEFT;
    Optional<byte[]> negative =
        Optional.of(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    assertThatThrownBy(() -> Zip64.resolve(negative, "b.xml", stated))
        .isInstanceOfSatisfying(
            Finding.class, f -> assertThat(f.reason()).isEqualTo(Reason.PACKAGE_AMBIGUOUS));
    Optional<byte[]> zero = Optional.of(new byte[8]);
    assertThatCode(() -> Zip64.resolve(zero, "b.xml", stated)).doesNotThrowAnyException();
  }

  @Test
  void aNegativeOffsetInTheDirectoryIsRefused() {
    ForgedZip zip = new ForgedZip().stored("OFD.xml", TEXT).stored("b.xml", TEXT);
    zip.last().offset = LEFT;
    byte[] field =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) Zip64.FIELD)
            .putShort((short) 8)
            .putLong(-41)
            .array();
    zip.last().centralExtra = field;
    refused(zip.build(), "two sizes of b.xml");
    ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).putLong(4, 41);
    assertThat(read(zip.build())).isInstanceOf(Verdict.Valid.class);
  }

  private static byte[] sizes(long plain, long packed) {
    return ByteBuffer.allocate(20)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) Zip64.FIELD)
        .putShort((short) 16)
        .putLong(plain)
        .putLong(packed)
        .array();
  }

  // Our own form ends with its end record.

  @Test
  void nothingStandsBetweenOurDirectoryAndItsEnd() {
    Bytes ours = Sample.zip(Map.of("OFD.xml", TEXT));
    assertThat(read(ours)).isInstanceOf(Verdict.Valid.class);
    refused(Mutators.largeEnd(ours, 0), "altered after its writer made it");
    byte[] commented = ours.concat(Bytes.utf8("abc")).toArray();
    commented[ours.length() - 2] = 3;
    refused(Bytes.of(commented), "altered after its writer made it");
  }

  private static Verdict<OfdPackage> read(Bytes zip) {
    return OfdPackage.read(DocumentSource.of(zip), Budgets.standard());
  }

  private static void refused(Bytes zip, String detail) {
    Verdict<OfdPackage> read = read(zip);
    assertThat(read).as(read.report().toString()).isInstanceOf(Verdict.Invalid.class);
    assertThat(read.report().reason()).contains(Reason.PACKAGE_AMBIGUOUS);
    assertThat(read.report().checks()).anyMatch(c -> c.detail().contains(detail));
  }
}
