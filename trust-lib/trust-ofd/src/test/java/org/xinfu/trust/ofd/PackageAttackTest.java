package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** A12: what a zip can hide. Each altered package is refused with the reason that fits. */
class PackageAttackTest {
  private static final Map<String, Bytes> TWO = new LinkedHashMap<>();

  static {
    TWO.put("OFD.xml", Bytes.utf8("<a/>"));
    TWO.put("b.xml", Bytes.utf8("<b/>".repeat(50)));
  }

  @Test
  void otherPackersAreRead() throws IOException {
    for (int method : new int[] {ZipEntry.DEFLATED, ZipEntry.STORED}) {
      Verdict<OfdPackage> read = read(Bytes.of(jdkZip(method)), Budgets.standard());
      assertThat(read).as(read.report().toString()).isInstanceOf(Verdict.Valid.class);
      assertThat(Sample.files(Bytes.of(jdkZip(method)))).isEqualTo(TWO);
    }
  }

  @Test
  void aRepackedSealedDocumentStaysValid() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Bytes> e : Sample.files(Sample.sealed(Protection.WHOLE)).entrySet()) {
        zip.putNextEntry(new ZipEntry(e.getKey()));
        zip.write(e.getValue().toArray());
      }
    }
    DocumentReport report = Sample.verify(Bytes.of(out.toByteArray()));
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void noZipAndTruncatedZipAreMalformed() {
    byte[] whole = Sample.sealed(Protection.WHOLE).toArray();
    for (int length : new int[] {30, 31, 1000, whole.length / 2, whole.length - 22}) {
      Bytes cut = Bytes.of(whole, 0, length);
      DocumentReport report = Sample.verify(cut);
      assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
      assertThat(report.reason()).contains(Reason.MALFORMED);
      assertThat(new OfdVerifier().detect(DocumentSource.of(cut))).isPresent();
    }
    assertThat(new OfdVerifier().detect(DocumentSource.of(Bytes.utf8("text")))).isEmpty();
    assertThat(new OfdVerifier().detect(DocumentSource.of(Bytes.empty()))).isEmpty();
  }

  @Test
  void octetsBeforeBehindOrBetweenAreAmbiguous() {
    byte[] zip = Sample.encode(TWO);
    doubted(Bytes.of(zip).concat(Bytes.utf8("x")));
    refused(Bytes.of(zip).concat(Bytes.of(zip)), Reason.PACKAGE_AMBIGUOUS);
    int second = indexOf(zip, ZipLayout.LOCAL, 1);
    refused(
        Bytes.of(zip, 0, second).concat(Bytes.utf8("gap")).concat(tail(zip, second)),
        Reason.PACKAGE_AMBIGUOUS);
    int directory = indexOf(zip, ZipLayout.CENTRAL, 0);
    byte[] hidden =
        Bytes.of(zip, 0, directory)
            .concat(Bytes.of(zip, 0, second))
            .concat(tail(zip, directory))
            .toArray();
    // The end record is told where the directory now is: a whole local entry nobody lists.
    put4(hidden, hidden.length - 6, directory + second);
    refused(Bytes.of(hidden), Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void archiveAndEntryCommentsAreAmbiguous() {
    byte[] zip = Sample.encode(TWO);
    byte[] commented = Arrays.copyOf(zip, zip.length + 3);
    commented[zip.length - 2] = 3;
    refused(Bytes.of(commented), Reason.PACKAGE_AMBIGUOUS); // not as our writer made it
    byte[] other = foreign(TWO);
    byte[] longer = Arrays.copyOf(other, other.length + 3);
    longer[other.length - 2] = 3;
    doubted(Bytes.of(longer));
  }

  @Test
  void localAndCentralHeaderMustAgree() {
    byte[] zip = Sample.encode(TWO);
    int local = indexOf(zip, ZipLayout.LOCAL, 1);
    for (int field : new int[] {4, 6, 8, 10, 12, 14, 18, 22, 30}) {
      byte[] altered = zip.clone();
      altered[local + field] ^= 1;
      refused(Bytes.of(altered), Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void encryptedAndUnknownMethodsAreAmbiguous() {
    for (int[] change : new int[][] {{6, 8, 1}, {6, 8, 0x40}, {8, 10, 12}, {8, 10, 99}}) {
      byte[] zip = foreign(TWO);
      for (int i = 0; i < 2; i++) {
        zip[indexOf(zip, ZipLayout.LOCAL, i) + change[0]] |= (byte) change[2];
        zip[indexOf(zip, ZipLayout.CENTRAL, i) + change[1]] |= (byte) change[2];
      }
      refused(Bytes.of(zip), Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void duplicateNamesInAnySpellingAreAmbiguous() {
    for (String twin : new String[] {"B.XML", "b%2exml", "b.xml.", "\uff42.xml"}) {
      Map<String, Bytes> files = new LinkedHashMap<>(TWO);
      files.put(twin, Bytes.utf8("<other/>"));
      refused(Bytes.of(foreign(files)), Reason.PACKAGE_AMBIGUOUS);
    }
    byte[] same =
        foreign(new LinkedHashMap<>(Map.of("a.xml", Bytes.empty(), "c.xml", Bytes.empty())));
    for (int i = 0; i < 2; i++) {
      same[indexOf(same, ZipLayout.LOCAL, i) + 30] = 'a';
      same[indexOf(same, ZipLayout.CENTRAL, i) + 46] = 'a';
    }
    refused(Bytes.of(same), Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void pathsOutOfThePackageAreIllegal() {
    for (String path :
        new String[] {
          "../x", "/x", "a/../x", "a/./x", "a//x", "C:/x", "a\\x", "a\u0001x", "a\u202ex"
        }) {
      Map<String, Bytes> files = new LinkedHashMap<>(TWO);
      files.put(path, Bytes.empty());
      refused(Bytes.of(foreign(files)), Reason.PATH_ILLEGAL);
    }
  }

  @Test
  void symbolicLinksAreIllegal() {
    byte[] zip = foreign(TWO);
    put4(zip, indexOf(zip, ZipLayout.CENTRAL, 0) + 38, 0120777 << 16);
    refused(Bytes.of(zip), Reason.PATH_ILLEGAL);
  }

  @Test
  void someDirectoryEntriesOfManyAreOdd() {
    Map<String, Bytes> files = new LinkedHashMap<>(TWO);
    files.put("d/e/f.xml", Bytes.empty());
    files.put("d/", Bytes.empty());
    odd(Bytes.of(foreign(files)));
    files.put("d/e/", Bytes.empty());
    assertThat(read(Bytes.of(foreign(files)), Budgets.standard()))
        .isInstanceOf(Verdict.Valid.class);
    files.put("empty/", Bytes.empty());
    odd(Bytes.of(foreign(files)));
  }

  @Test
  void extraFieldsMayNotOverrideNameOrSize() {
    // A size that is not the header's, and a Unicode path without its CRC.
    for (String extra : new String[] {"01001000" + "02".repeat(16), "75700000"}) {
      byte[] zip = foreign(Map.of("OFD.xml", Bytes.utf8("<a/>")));
      int at = ZipLayout.LOCAL_SIZE + 7;
      Bytes more = Bytes.hex(extra);
      byte[] longer = Bytes.of(zip, 0, at).concat(more).concat(tail(zip, at)).toArray();
      longer[28] = (byte) more.length();
      put4(longer, longer.length - 6, indexOf(longer, ZipLayout.CENTRAL, 0));
      refused(Bytes.of(longer), Reason.PACKAGE_AMBIGUOUS);
    }
  }

  @Test
  void vendorOctetsBeforeTheZipAreToldAndSkipped() {
    Bytes sealed = Sample.sealed(Protection.WHOLE);
    Bytes prefixed = Bytes.utf8("VENDOR 1.0\r\n").concat(sealed);
    assertThat(new OfdVerifier().detect(DocumentSource.of(prefixed))).isPresent();
    DocumentReport report = Sample.verify(prefixed);
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.document().check("package-form").orElseThrow().reason())
        .isEqualTo(Reason.ENCODING_NOT_STANDARD);
    TrustPolicy strict = Sample.policy().withMode(TrustPolicy.Mode.STRICT);
    assertThat(Sample.verify(prefixed, strict).conclusion()).isEqualTo(Conclusion.INVALID);
    // Readers of PDF look for their header in the first 1024 octets, and rebuild the rest.
    Bytes pdf = Bytes.utf8("VENDOR 1.0\r\n%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n");
    DocumentReport both = Sample.verify(pdf.concat(sealed));
    assertThat(both.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(both.reason()).contains(Reason.PACKAGE_AMBIGUOUS);
    // Another package in front of the package: who reads the stream sees that one.
    Bytes two = Sample.zip(Sample.plain()).concat(sealed);
    assertThat(Sample.verify(two).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void zip64MarksAreAmbiguous() {
    byte[] zip = Sample.encode(TWO);
    put4(zip, zip.length - 6, -1);
    refused(Bytes.of(zip), Reason.PACKAGE_AMBIGUOUS);
  }

  @Test
  void bombsExceedTheBudget() throws IOException {
    Map<String, Bytes> zeros = Map.of("OFD.xml", Bytes.of(new byte[8 << 20]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("OFD.xml"));
      zip.write(zeros.get("OFD.xml").toArray());
    }
    refused(Bytes.of(out.toByteArray()), Reason.BUDGET_EXCEEDED);
    Bytes two = Bytes.of(Sample.encode(TWO));
    Budgets wide = Budgets.standard();
    for (Budgets small :
        new Budgets[] {
          new Budgets(20, 10, 1 << 20, 1 << 20, 200, 64, 9, 9),
          new Budgets(wide.documentBytes(), 1, 1 << 20, 1 << 20, 200, 64, 9, 9),
          new Budgets(wide.documentBytes(), 10, 100, 1 << 20, 200, 64, 9, 9),
          new Budgets(wide.documentBytes(), 10, 1 << 20, 200, 200, 64, 9, 9)
        }) {
      assertThat(read(two, small).report().reason()).contains(Reason.BUDGET_EXCEEDED);
    }
  }

  @Test
  void aLyingDeflateStreamIsRefused() throws IOException {
    byte[] zip = jdkZip(ZipEntry.DEFLATED);
    int local = indexOf(zip, ZipLayout.LOCAL, 0);
    byte[] altered = zip.clone();
    altered[local + ZipLayout.LOCAL_SIZE + 7] = 0x07; // block type 3 does not exist
    refused(Bytes.of(altered), Reason.MALFORMED);
  }

  private static void refused(Bytes zip, Reason reason) {
    Verdict<OfdPackage> read = read(zip, Budgets.standard());
    assertThat(read).isInstanceOf(Verdict.Invalid.class);
    assertThat(read.report().reason()).as(read.report().toString()).contains(reason);
    TrustPolicy policy = Sample.policy();
    assertThat(Sample.verify(zip, policy).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** All careful readers find the same files; a careless one may not. */
  private static void doubted(Bytes zip) {
    Verdict<OfdPackage> read = read(zip, Budgets.standard());
    assertThat(read).as(read.report().toString()).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(read.report().reason()).contains(Reason.PACKAGE_AMBIGUOUS);
  }

  private static void odd(Bytes zip) {
    Verdict<OfdPackage> read = read(zip, Budgets.standard());
    assertThat(read).as(read.report().toString()).isInstanceOf(Verdict.Valid.class);
    assertThat(read.report().check("package-form").orElseThrow().reason())
        .isEqualTo(Reason.ENCODING_NOT_STANDARD);
  }

  private static Verdict<OfdPackage> read(Bytes zip, Budgets budgets) {
    return OfdPackage.read(DocumentSource.of(zip), budgets);
  }

  /** Our layout with another time stamp, so that only the general rules apply. */
  private static byte[] foreign(Map<String, Bytes> files) {
    byte[] zip = Sample.encode(files);
    for (int i = 0; i < files.size(); i++) {
      put4(zip, indexOf(zip, ZipLayout.LOCAL, i) + 10, 0x58210000);
      put4(zip, indexOf(zip, ZipLayout.CENTRAL, i) + 12, 0x58210000);
    }
    return zip;
  }

  private static byte[] jdkZip(int method) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Bytes> e : TWO.entrySet()) {
        ZipEntry entry = new ZipEntry(e.getKey());
        entry.setMethod(method);
        CRC32 crc = new CRC32();
        crc.update(e.getValue().toArray());
        entry.setCrc(crc.getValue());
        entry.setSize(e.getValue().length());
        zip.putNextEntry(entry);
        zip.write(e.getValue().toArray());
      }
    }
    return out.toByteArray();
  }

  private static Bytes tail(byte[] zip, int from) {
    return Bytes.of(zip, from, zip.length - from);
  }

  private static int indexOf(byte[] zip, int mark, int occurrence) {
    ByteBuffer view = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int left = occurrence;
    for (int at = 0; at + 4 <= zip.length; at++) {
      if (view.getInt(at) == mark && left-- == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException("no such mark");
  }

  private static void put4(byte[] zip, int at, int value) {
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
  }
}
