package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Digests;

/** Octets read, skipped and written: at and around every boundary. */
class PdfOctetsTest {
  private static final int PAGE = 64 * 1024;
  private static final Bytes LONG = random(5 * PAGE + 17);

  // What PDFBox reads.

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, 5 * PAGE + 17})
  void aSourceEndsWhereItIsTold(int length) throws IOException {
    SourceRead read = new SourceRead(DocumentSource.of(LONG), length);
    assertThat(read.length()).isEqualTo(length);
    byte[] all = new byte[length + 9];
    int n = read.read(all, 0, all.length);
    assertThat(n).isEqualTo(length == 0 ? -1 : length);
    if (length > 0) {
      assertThat(Bytes.of(all, 0, length)).isEqualTo(LONG.slice(0, length));
    }
    assertThat(read.isEOF()).isTrue();
    assertThat(read.read()).isEqualTo(-1);
    assertThat(read.read(all, 0, 1)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "65535, 2", "65536, 1", "65530, 131080", "327696, 1", "327690, 99"})
  void runsAcrossPagesAreRead(int from, int count) throws IOException {
    SourceRead read = new SourceRead(DocumentSource.of(LONG), LONG.length());
    read.seek(from);
    byte[] out = new byte[count + 2];
    int n = read.read(out, 1, count);
    int expected = Math.min(count, LONG.length() - from);
    assertThat(n).isEqualTo(expected);
    assertThat(Bytes.of(out, 1, expected)).isEqualTo(LONG.slice(from, from + expected));
    assertThat(out[0]).isZero();
    assertThat(read.getPosition()).isEqualTo(from + expected);
  }

  @Test
  void singleOctetsAndJumpsAgreeWithTheDocument() throws IOException {
    SourceRead read = new SourceRead(DocumentSource.of(LONG), LONG.length());
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      int at = random.nextInt(LONG.length());
      read.seek(at);
      assertThat(read.read()).isEqualTo(LONG.at(at));
      assertThat(read.getPosition()).isEqualTo(at + 1);
    }
  }

  @Test
  void aJumpBehindTheEndStaysAtTheEnd() throws IOException {
    SourceRead read = new SourceRead(DocumentSource.of(LONG), 10);
    read.seek(11);
    assertThat(read.getPosition()).isEqualTo(10);
    assertThat(read.read()).isEqualTo(-1);
    assertThatThrownBy(() -> read.seek(-1)).isInstanceOf(IOException.class);
    read.seek(9);
    assertThat(read.read()).isEqualTo(LONG.at(9));
  }

  @Test
  void aDocumentOfManyPagesIsReadAgainAndAgain() throws IOException {
    Bytes many = random(70 * PAGE);
    SourceRead read = new SourceRead(DocumentSource.of(many), many.length());
    for (int round = 0; round < 2; round++) {
      for (int page = 0; page < 70; page++) {
        read.seek((long) page * PAGE + round);
        assertThat(read.read()).isEqualTo(many.at(page * PAGE + round));
      }
    }
  }

  @Test
  void viewsReadTheSameOctets() throws IOException {
    SourceRead read = new SourceRead(DocumentSource.of(LONG), LONG.length());
    byte[] out = new byte[40];
    int n = read.createView(PAGE - 20, 40).read(out, 0, 40);
    assertThat(n).isEqualTo(40);
    assertThat(Bytes.of(out)).isEqualTo(LONG.slice(PAGE - 20, PAGE + 20));
  }

  @Test
  void closingIsTold() {
    SourceRead read = new SourceRead(DocumentSource.of(LONG), 10);
    assertThat(read.isClosed()).isFalse();
    read.close();
    assertThat(read.isClosed()).isTrue();
  }

  // What a signature covers.

  @ParameterizedTest
  @CsvSource({
    "0, 2, 2",
    "0, 2, 100",
    "1, 3, 3",
    "10, 20, 30",
    "8192, 8194, 8200",
    "8191, 16384, 16385",
    "65536, 131072, 327697",
    "100, 327690, 327697"
  })
  void theDigestLeavesOutTheGapAndWhatFollows(long gapStart, long gapEnd, long end) {
    ByteRange range = new ByteRange(gapStart, gapEnd, end);
    Bytes covered = LONG.slice(0, (int) gapStart).concat(LONG.slice((int) gapEnd, (int) end));
    DocumentSource source = DocumentSource.of(LONG);
    assertThat(RangeDigest.of(source, range, ContentDigest.SM3)).isEqualTo(Digests.sm3(covered));
    assertThat(RangeDigest.of(source, range, ContentDigest.SHA256))
        .isEqualTo(Digests.sha256(covered));
  }

  @Test
  void theDigestOfTheWholeFileIsSha256() {
    assertThat(DocumentSource.of(LONG).sha256()).isEqualTo(Digests.sha256(LONG).toHex());
  }

  @ParameterizedTest
  @CsvSource({"-1, 5, 9", "5, 6, 9", "5, 5, 9", "5, 4, 9", "5, 8, 7"})
  void aRangeAscendsAndHasRoomForTheBrackets(long gapStart, long gapEnd, long end) {
    assertThatThrownBy(() -> new ByteRange(gapStart, gapEnd, end))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // What an engine wrote.

  @Test
  void onlyTheTailIsKept() {
    for (int skip = 0; skip <= 12; skip++) {
      TailOutput single = new TailOutput(skip);
      TailOutput runs = new TailOutput(skip);
      for (int i = 0; i < 10; i++) {
        single.write(i);
      }
      runs.write(new byte[] {9, 0, 1, 2, 9}, 1, 3);
      runs.write(new byte[] {3, 4, 5, 6, 7, 8, 9}, 0, 7);
      Bytes all = Bytes.hex("00010203040506070809");
      Bytes expected = all.slice(Math.min(skip, 10), 10);
      assertThat(single.tail()).isEqualTo(expected);
      assertThat(runs.tail()).isEqualTo(expected);
    }
  }

  @Test
  void theRoomForTheCmsIsFoundInTheIncrement() throws IOException {
    DocumentSource original = DocumentSource.of(Bytes.utf8("%PDF-"));
    Bytes increment = Bytes.utf8("/Contents <0000000000>/X");
    PreparedPdf prepared = PreparedPdf.of(original, increment, 5);
    assertThat(prepared.range()).isEqualTo(new ByteRange(15, 27, 29));
    try (InputStream content = prepared.content()) {
      assertThat(new String(content.readAllBytes())).isEqualTo("%PDF-/Contents /X");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    prepared.writeTo(out, Bytes.hex("30030201"));
    assertThat(out.toString()).isEqualTo("%PDF-/Contents <3003020100>/X");
    ByteArrayOutputStream full = new ByteArrayOutputStream();
    prepared.writeTo(full, Bytes.hex("3003020101"));
    assertThat(full.toString()).isEqualTo("%PDF-/Contents <3003020101>/X");
    assertThatThrownBy(() -> prepared.writeTo(full, Bytes.hex("300302010101")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutRoomNothingIsPrepared() {
    DocumentSource original = DocumentSource.of(Bytes.utf8("%PDF-"));
    for (String increment : new String[] {"", "<00>", "0000", "<0000"}) {
      assertThatThrownBy(() -> PreparedPdf.of(original, Bytes.utf8(increment), 2))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(
            () -> new PreparedPdf(original, Bytes.utf8("<0000>"), new ByteRange(4, 10, 11)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new PreparedPdf(original, Bytes.utf8("<0000>"), new ByteRange(5, 11, 12)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Bytes random(int length) {
    byte[] octets = new byte[length];
    new Random(length).nextBytes(octets);
    return Bytes.of(octets);
  }
}
