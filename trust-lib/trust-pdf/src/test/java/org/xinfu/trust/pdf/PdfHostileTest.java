package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.ChildJvm;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;

/** Loops, bombs and depths end in a verdict, soon and in little memory. */
class PdfHostileTest {
  private static DocumentReport verify(Bytes pdf) {
    return HostileMain.verify(pdf);
  }

  /** What a document of a megabyte may ask for: two seconds, and a heap of 256 MB. */
  @Test
  void allOfItEndsInASmallHeap() {
    ChildJvm.Result result =
        ChildJvm.run(
            HostileMain.class,
            "256m",
            5,
            PdfHostileTest.class.getName(),
            PdfHostileUpdatesTest.class.getName(),
            StructureFiltersTest.class.getName());
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output().lines().filter(line -> line.startsWith("held: ")).count())
        .isGreaterThanOrEqualTo(15);
  }

  /** Small when written, large when read: each is a value of its own in memory. */
  @Test
  void objectsOfManyValuesAreTooMany() throws Exception {
    for (String value : new String[] {"0 ", "/", "[]", "<<>>", "()", "(a)", "1 0 R ", "/A#20"}) {
      for (String open : new String[] {"1 0 [", "1 0 <</A["}) {
        Bytes many = packed(open, value, (12 << 20) / value.length());
        DocumentReport report = verify(withStreams("/Type/ObjStm/N 1/First 4", many));
        assertThat(report.reason()).as(value).contains(Reason.BUDGET_EXCEEDED);
      }
    }
  }

  @Test
  void manyEntriesOfATableAreTooMany() throws Exception {
    Bytes rows = packed("", "\1\0\0\0\11\0\0", 1_000_000);
    StringBuilder out = new StringBuilder("%PDF-1.7\n");
    out.append("6 0 obj\n<</Type/XRef/Size 1000000/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length ");
    out.append(rows.length()).append(">>\nstream\n").append(PdfEdit.text(rows));
    out.append("\nendstream\nendobj\nstartxref\n9\n%%EOF\n");
    assertThat(verify(PdfEdit.bytes(out.toString())).reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private static Bytes packed(String first, String value, int times) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(PdfEdit.bytes(first).toArray());
      byte[] some = PdfEdit.bytes(value.repeat(1000)).toArray();
      for (int i = 0; i < times / 1000; i++) {
        deflater.write(some);
      }
    }
    return Bytes.of(out.toByteArray());
  }

  private static Bytes deflated(int megabytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < megabytes; i++) {
        deflater.write(zeros);
      }
    }
    return Bytes.of(out.toByteArray());
  }

  private static Bytes withStreams(String entries, Bytes data) {
    StringBuilder out = new StringBuilder("%PDF-1.7\n");
    int packed = out.length();
    out.append("5 0 obj\n<<").append(entries).append("/Filter/FlateDecode/Length ");
    out.append(data.length()).append(">>\nstream\n").append(PdfEdit.text(data));
    out.append("\nendstream\nendobj\n");
    int table = out.length();
    out.append(
        "6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Index[1 1 5 2]/Root 1 0 R/Length 21>>\nstream\n");
    out.append("\u0002\u0000\u0000\u0000\u0005\u0000\u0000");
    for (int place : new int[] {packed, table}) {
      out.append('\u0001');
      for (int shift = 24; shift >= 0; shift -= 8) {
        out.append((char) (place >> shift & 0xff));
      }
      out.append("\u0000\u0000");
    }
    out.append("\nendstream\nendobj\nstartxref\n").append(table).append("\n%%EOF\n");
    return PdfEdit.bytes(out.toString());
  }

  @Test
  void anObjectStreamThatInflatesWithoutEndIsRefused() throws Exception {
    DocumentReport report = verify(withStreams("/Type/ObjStm/N 1/First 4", deflated(400)));
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void anObjectStreamOfManyObjectsIsRead() throws Exception {
    verify(withStreams("/Type/ObjStm/N 40000000/First 4", deflated(40)));
    verify(withStreams("/Type/ObjStm/N 1/First 2147483648", deflated(1)));
  }

  @Test
  void aCrossReferenceStreamOfEverythingIsRefused() {
    for (String part :
        new String[] {
          "/Index[0 2147483647]", "/Index[-1 5]", "/W[1 9 2]", "/W[0 0 0]", "/Size 99999999"
        }) {
      String text =
          PdfEdit.text(withStreams("/Type/ObjStm/N 1/First 4", Bytes.hex("789c030000000001")));
      String key = part.substring(0, part.indexOf('[') < 0 ? part.indexOf(' ') : part.indexOf('['));
      verify(PdfEdit.bytes(text.replaceFirst(key + "(\\[[^\\]]*\\]| \\d+)", part)));
    }
  }

  @Test
  void aTableOfEverythingIsRefused() {
    for (String part : new String[] {"0 99999999999", "0 2000000000", "4294967296 1", "-1 2"}) {
      String text = PdfEdit.text(PdfForge.plain());
      assertThat(verify(PdfEdit.bytes(text.replaceFirst("xref\n0 1", "xref\n" + part))).reason())
          .contains(Reason.MALFORMED);
    }
  }

  @Test
  void circlesEnd() {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(2, "<</Type/Pages/Kids[2 0 R 3 0 R 90 0 R]/Parent 2 0 R/Count 1>>");
    objects.put(PdfForge.FORM, "<</Fields[10 0 R 11 0 R 91 0 R]>>");
    objects.put(90, "90 0 R");
    objects.put(91, "<</FT/Sig/T(a)/Parent 92 0 R/Kids[92 0 R]>>");
    objects.put(92, "<</T(b)/Parent 91 0 R/Kids[91 0 R]>>");
    objects.put(93, "<</Length 93 0 R>>\nstream\nx\nendstream");
    objects.put(94, "<</Length 95 0 R>>\nstream\nx\nendstream");
    objects.put(95, "<</Length 94 0 R>>\nstream\nx\nendstream");
    Bytes signed = PdfForge.signed(PdfUpdate.of(PdfUpdate.file(objects)), PdfForge.CADES);
    Bytes later = PdfUpdate.of(signed).with(4, "null").append();
    assertThat(verify(later).reason()).contains(Reason.CHANGED_AFTER_SIGNING);
  }

  @Test
  void depthEnds() {
    for (String open : new String[] {"[", "<</A", "[<</A"}) {
      Map<Integer, String> objects = PdfForge.objects();
      objects.put(90, open.repeat(100_000));
      verify(PdfUpdate.file(objects));
      objects.put(1, "<</Type/Catalog/Pages " + open.repeat(100_000) + ">>");
      verify(PdfUpdate.file(objects));
    }
  }

  /** Each object is a string that runs to the end of the file: quadratic for who reads them all. */
  @Test
  void overlappingObjectsAreTooMuchWork() {
    assertThat(verify(overlapping(30_000)).reason()).contains(Reason.BUDGET_EXCEEDED);
    // Two megabytes, for which nobody promised two seconds.
    DocumentSource large = DocumentSource.of(overlapping(60_000));
    assertThat(new PdfVerifier().verify(large, PdfFixtures.POLICY).reason())
        .contains(Reason.BUDGET_EXCEEDED);
  }

  private static Bytes overlapping(int count) {
    StringBuilder out = new StringBuilder("%PDF-1.7\n");
    StringBuilder table = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      table.append(String.format(Locale.ROOT, "%010d 00000 n \n", out.length()));
      out.append(i).append(i == 1 ? " 0 obj<</Type/Catalog>>endobj\n" : " 0 obj(\n");
    }
    int start = out.length();
    out.append("xref\n1 ").append(count).append('\n').append(table);
    out.append("trailer<</Root 1 0 R>>\nstartxref\n").append(start).append("\n%%EOF\n");
    return PdfEdit.bytes(out.toString());
  }

  @Test
  void tablesInACircleEnd() {
    String text = PdfEdit.text(PdfForge.plain());
    String start = text.replaceAll("(?s).*startxref\\s+(\\d+).*", "$1");
    for (String entry :
        new String[] {"/Prev " + start, "/XRefStm " + start, "/Prev 0", "/Prev 99999999"}) {
      verify(PdfEdit.bytes(text.replace("/Size", entry + "/Size")));
    }
  }

  /** Octets changed at random never make a valid document, and never a crash. */
  @Test
  void damageIsJudged() {
    long seed = Long.getLong("xinfu.seed", 20261124L);
    int rounds = System.getProperty("xinfu.soak") == null ? 200 : 40_000;
    Random random = new Random(seed);
    Bytes signed = PdfForge.countersigned(PdfForge.signed(PdfForge.CADES), PdfForge.CADES);
    for (int i = 0; i < rounds; i++) {
      byte[] octets = signed.toArray();
      int at = random.nextInt(octets.length);
      int length = Math.min(1 + random.nextInt(40), octets.length - at);
      for (int j = at; j < at + length; j++) {
        octets[j] = (byte) random.nextInt(256);
      }
      String damage = damage(signed.toArray(), octets, at, length);
      if (damage.isEmpty()) {
        continue; // chance wrote what was there, or a hex digit in its other case
      }
      DocumentReport report =
          new PdfVerifier().verify(DocumentSource.of(Bytes.of(octets)), PdfFixtures.POLICY);
      assertThat(report.conclusion())
          .as("seed %d, round %d: %s", seed, i, damage)
          .isNotEqualTo(Conclusion.VALID);
    }
  }

  /** Each octet that says something else now; the case of a hex digit says nothing. */
  private static String damage(byte[] before, byte[] after, int at, int length) {
    StringBuilder all = new StringBuilder();
    for (int i = at; i < at + length; i++) {
      boolean hex = Character.digit(before[i], 16) >= 10 && (before[i] ^ after[i]) == 0x20;
      if (before[i] != after[i] && !hex) {
        all.append(String.format(Locale.ROOT, "%d: %02x -> %02x ", i, before[i], after[i]));
      }
    }
    return all.toString();
  }
}
