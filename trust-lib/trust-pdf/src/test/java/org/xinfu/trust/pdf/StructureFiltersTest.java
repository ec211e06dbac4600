package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.filter.FilterFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;

/**
 * Object streams and cross-reference streams behind every filter that keeps octets, ISO 32000-2
 * §7.4: PDFBox encodes, we decode; and the bombs and ambiguities that filters allow.
 */
class StructureFiltersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FlateDecode",
        "LZWDecode",
        "ASCII85Decode",
        "ASCIIHexDecode",
        "RunLengthDecode",
        "ASCII85Decode FlateDecode",
        "ASCIIHexDecode LZWDecode",
        "ASCII85Decode RunLengthDecode FlateDecode",
        "ASCIIHexDecode ASCII85Decode LZWDecode"
      })
  void structureIsReadBehindFilters(String filters) {
    Bytes signed = signed(packed(filters, objects(300)));
    DocumentReport report = verify(signed);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    Bytes altered = PdfUpdate.of(signed).with(5, "[4 0 R 4 0 R]").append();
    assertThat(verify(altered).reason()).contains(Reason.CHANGED_AFTER_SIGNING);
  }

  /** The table of codes grows to its end and is cleared, several times. */
  @Test
  void longCodesAreRead() {
    assertThat(verify(signed(packed("LZWDecode", objects(9000)))).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  @ParameterizedTest
  @CsvSource({
    "LZWDecode, ff80",
    "LZWDecode, 8080c0",
    "ASCIIHexDecode, 3330677f",
    "ASCII85Decode, 7676767676",
    "ASCII85Decode, 757575757575",
    "ASCII85Decode, 21",
    "RunLengthDecode, 05303030",
    "JBIG2Decode, 00",
    "DCTDecode, 00"
  })
  void whatReadersCouldReadInTwoWaysIsMalformed(String filter, String data) {
    Bytes pdf = withObjectStream("/Filter/" + filter, Bytes.hex(data));
    assertThat(verify(pdf).conclusion()).isNotEqualTo(Conclusion.VALID);
    assertThat(verify(withTable("/Filter/" + filter, Bytes.hex(data))).reason())
        .contains(Reason.MALFORMED);
  }

  @Test
  void bombsAreNotUnfolded() {
    Bytes runs = Bytes.of(new byte[500_000]);
    byte[] long85 = new byte[1_000_000];
    java.util.Arrays.fill(long85, (byte) 'z');
    for (Bytes table :
        new Bytes[] {
          withTable("/Filter/RunLengthDecode", repeated("8130", 400_000)),
          withTable("/Filter/LZWDecode", lzwBomb()),
          withTable("/Filter[/ASCII85Decode/RunLengthDecode]", Bytes.of(long85)),
          withTable("/Filter[/FlateDecode/RunLengthDecode]", encoded("FlateDecode", runs)),
          withTable(
              "/Filter[/LZWDecode/RunLengthDecode/RunLengthDecode]",
              encoded("LZWDecode", repeated("8181", 200_000))),
          withTable("/Filter[" + "/ASCIIHexDecode".repeat(9) + "]", Bytes.utf8("30>"))
        }) {
      DocumentReport report = verify(table);
      assertThat(report.reason().orElseThrow()).isIn(Reason.BUDGET_EXCEEDED, Reason.MALFORMED);
    }
    assertThat(verify(withTable("/Filter/LZWDecode", lzwBomb())).reason())
        .contains(Reason.BUDGET_EXCEEDED);
    assertThat(verify(withTable("/Filter/RunLengthDecode", repeated("8130", 400_000))).reason())
        .contains(Reason.BUDGET_EXCEEDED);
  }

  /** Many streams that are each within the limit are counted together. */
  @Test
  void manySmallBombsAreCountedTogether() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    Bytes bomb = encoded("FlateDecode", Bytes.of(new byte[20 << 20]));
    String head = "<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ";
    for (int i = 0; i < 40; i++) {
      objects.put(
          100 + i, head + bomb.length() + ">>\nstream\n" + PdfEdit.text(bomb) + "\nendstream");
    }
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      rows.append((char) 2).append("\0\0\0").append((char) (100 + i)).append('\0');
    }
    objects.put(PdfForge.FORM, fields(200, 40));
    Bytes pdf = hybrid(PdfUpdate.file(objects), "/Index[200 40]", rows.toString());
    assertThat(pdf.length()).isLessThan(1 << 20);
    assertThat(verify(pdf).reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private static String fields(int from, int count) {
    StringBuilder all = new StringBuilder("<</Fields[");
    for (int i = from; i < from + count; i++) {
      all.append(i).append(" 0 R ");
    }
    return all + "]>>";
  }

  // How the documents are made.

  private static Map<Integer, String> objects(int more) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    for (int i = 0; i < more; i++) {
      objects.put(400 + i, "<</Number " + i * 7919 % 1000 + "/Text(" + i * i + ")>>");
    }
    return objects;
  }

  /** Everything that is no stream packed, and a table stream; both behind the filters. */
  private static Bytes packed(String filters, Map<Integer, String> objects) {
    StringBuilder head = new StringBuilder();
    StringBuilder bodies = new StringBuilder();
    Map<Integer, String> rows = new TreeMap<>();
    StringBuilder out = new StringBuilder("%PDF-1.7\n");
    int index = 0;
    for (Map.Entry<Integer, String> object : objects.entrySet()) {
      if (object.getValue().contains("stream")) {
        rows.put(object.getKey(), row(1, out.length(), 0));
        out.append(object.getKey()).append(" 0 obj\n").append(object.getValue());
        out.append("\nendobj\n");
      } else {
        head.append(object.getKey()).append(' ').append(bodies.length()).append(' ');
        bodies.append(object.getValue()).append('\n');
        rows.put(object.getKey(), row(2, 300, index++));
      }
    }
    rows.put(300, row(1, out.length(), 0));
    String entries = "/Type/ObjStm/N " + index + "/First " + head.length();
    out.append("300 0 obj\n").append(stream(entries, filters, head.toString() + bodies));
    out.append("\nendobj\n");
    int table = out.length();
    rows.put(301, row(1, table, 0));
    StringBuilder index2 = new StringBuilder("/Index[");
    rows.keySet().forEach(number -> index2.append(number).append(" 1 "));
    entries = "/Type/XRef/W[1 4 2]" + index2 + "]/Root 1 0 R/Size 20000";
    out.append("301 0 obj\n").append(stream(entries, filters, String.join("", rows.values())));
    out.append("\nendobj\nstartxref\n").append(table).append("\n%%EOF\n");
    return PdfEdit.bytes(out.toString());
  }

  private static String row(int kind, int place, int detail) {
    StringBuilder row = new StringBuilder().append((char) kind);
    for (int shift = 24; shift >= 0; shift -= 8) {
      row.append((char) (place >> shift & 0xff));
    }
    return row.append((char) (detail >> 8)).append((char) (detail & 0xff)).toString();
  }

  private static String stream(String entries, String filters, String content) {
    Bytes data = PdfEdit.bytes(content);
    String[] names = filters.isEmpty() ? new String[0] : filters.split(" ");
    for (int i = names.length - 1; i >= 0; i--) {
      data = encoded(names[i], data);
    }
    String named = names.length == 0 ? "" : "/Filter[/" + String.join("/", names) + "]";
    return "<<"
        + entries
        + named
        + "/Length "
        + data.length()
        + ">>\nstream\n"
        + PdfEdit.text(data)
        + "\nendstream";
  }

  static Bytes encoded(String filter, Bytes data) {
    if (filter.equals("RunLengthDecode")) {
      return runs(data);
    }
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      FilterFactory.INSTANCE
          .getFilter(filter)
          .encode(new ByteArrayInputStream(data.toArray()), out, new COSDictionary(), 0);
      return Bytes.of(out.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs of equal octets, and all others one by one. */
  private static Bytes runs(Bytes data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < data.length(); ) {
      int count = 1;
      while (i + count < data.length() && count < 128 && data.at(i + count) == data.at(i)) {
        count++;
      }
      out.write(count == 1 ? 0 : 257 - count);
      out.write(data.at(i));
      i += count;
    }
    out.write(128);
    return Bytes.of(out.toByteArray());
  }

  private static Bytes repeated(String hex, int times) {
    byte[] one = Bytes.hex(hex).toArray();
    byte[] all = new byte[one.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = one[i % one.length];
    }
    return Bytes.of(all);
  }

  /** Each code stands for one zero more than the one before: seven megabytes in six kilobytes. */
  private static Bytes lzwBomb() {
    StringBuilder bits = new StringBuilder();
    for (int round = 0; round < 6; round++) {
      code(bits, 256, 9 + (round == 0 ? 0 : 3));
      code(bits, 0, 9);
      for (int code = 258; code < 4096; code++) {
        code(bits, code, code < 511 ? 9 : code < 1023 ? 10 : code < 2047 ? 11 : 12);
      }
    }
    byte[] octets = new byte[bits.length() / 8];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    return Bytes.of(octets);
  }

  private static void code(StringBuilder bits, int code, int width) {
    for (int i = width - 1; i >= 0; i--) {
      bits.append(code >> i & 1);
    }
  }

  private static Bytes withObjectStream(String filter, Bytes data) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    String entries = "<</Type/ObjStm/N 1/First 4" + filter + "/Length " + data.length();
    objects.put(100, entries + ">>\nstream\n" + PdfEdit.text(data) + "\nendstream");
    objects.put(PdfForge.FORM, fields(200, 1));
    return hybrid(PdfUpdate.file(objects), "/Index[200 1]", "\2\0\0\0\144\0");
  }

  private static Bytes withTable(String filter, Bytes data) {
    StringBuilder out = new StringBuilder("%PDF-1.7\n");
    int table = out.length();
    out.append("6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R").append(filter);
    out.append("/Length ").append(data.length()).append(">>\nstream\n");
    out.append(PdfEdit.text(data)).append("\nendstream\nendobj\nstartxref\n");
    out.append(table).append("\n%%EOF\n");
    return PdfEdit.bytes(out.toString());
  }

  /** The file with a table stream beside its table. */
  static Bytes hybrid(Bytes plain, String index, String rows) {
    String text = PdfEdit.text(plain);
    int at = text.lastIndexOf("xref\n0 1");
    String stream =
        "999 0 obj\n<</Type/XRef/W[1 4 1]"
            + index
            + "/Size 1000/Length "
            + rows.length()
            + ">>\nstream\n"
            + rows
            + "\nendstream\nendobj\n";
    String tail = text.substring(at).replaceFirst("/Size \\d+", "/Size 1000/XRefStm " + at);
    return PdfEdit.bytes(
        text.substring(0, at)
            + stream
            + tail.replaceFirst("startxref\n\\d+", "startxref\n" + (at + stream.length())));
  }

  private static Bytes signed(Bytes pdf) {
    return PdfFixtures.sign(
        pdf, PdfSealRequest.invisible("Seal9", PdfFixtures.SIGNED), PdfFixtures.SM2);
  }

  private static DocumentReport verify(Bytes pdf) {
    return HostileMain.soon(pdf);
  }
}
