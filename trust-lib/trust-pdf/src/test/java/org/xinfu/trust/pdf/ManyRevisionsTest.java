package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;

/**
 * Two hundred revisions of many objects, each with a value to judge: what they share counts once.
 */
class ManyRevisionsTest {
  private static final int REVISIONS = 200;
  private static final String VALUE = "<3003020101>";
  private static final String RANGE = "[0 1111111111 2222222222 3333333333]";

  /** What revisions share is read once, and each of them is judged. */
  @Test
  void fieldsThatRevisionsShareAreReadOnce() {
    DocumentReport report = HostileMain.soon(signedOften(fields(2000)));
    assertThat(later(report)).hasSize(REVISIONS).allMatch(one -> one.outcome() == Outcome.PASS);
  }

  /** So many that not all can be gone through: those that came first say so. */
  @Test
  void moreThanCanBeComparedAreCounted() {
    DocumentReport report = HostileMain.soon(signedOften(fields(12_000)));
    assertThat(report.signatures()).hasSize(REVISIONS);
    assertThat(report.signatures().stream().flatMap(one -> one.report().checks().stream()))
        .filteredOn(check -> check.reason() == Reason.BUDGET_EXCEEDED)
        .hasSizeGreaterThan(100)
        .allMatch(check -> check.id().equals("revision-end"));
    assertThat(later(report)).hasSizeGreaterThan(30);
  }

  /** A dictionary and a list that every revision has, each of tens of thousands of entries. */
  @Test
  void wideValuesAreGoneThroughSoon() {
    StringBuilder dict = new StringBuilder("<<");
    for (int i = 0; i < 40_000; i++) {
      dict.append('/').append(Integer.toString(i, 36)).append(" 1");
    }
    for (String wide : new String[] {dict + ">>", "[" + "1 ".repeat(350_000) + "]"}) {
      Map<Integer, String> objects = fields(1);
      objects.put(CATALOG, changed(CATALOG, "/Type", "/Lang 60 0 R/Type"));
      objects.put(60, wide);
      assertThat(HostileMain.soon(signedOften(objects)).signatures()).hasSize(REVISIONS);
    }
  }

  private static Map<Integer, String> fields(int many) {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    StringBuilder listed = new StringBuilder();
    for (int i = 0; i < many; i++) {
      listed.append(1000 + i).append(" 0 R ");
      objects.put(1000 + i, "<</FT/Tx/T(" + i + ")>>");
    }
    objects.put(50, "<</T(a)/Kids[" + listed + "]>>");
    return objects;
  }

  private static List<Check> later(DocumentReport report) {
    return report.signatures().stream()
        .flatMap(one -> one.report().checks().stream())
        .filter(check -> check.id().equals("later-changes"))
        .toList();
  }

  /** The document with a value in each of two hundred revisions. */
  private static Bytes signedOften(Map<Integer, String> objects) {
    Map<Integer, String> signed = new TreeMap<>(objects);
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < REVISIONS; i++) {
      fields.append(100 + 2 * i).append(" 0 R ");
      signed.put(100 + 2 * i, field(i, ""));
    }
    signed.put(FORM, changed(FORM, "[11", "[" + fields + "50 0 R 11"));
    StringBuilder pdf = new StringBuilder("%PDF-1.7\n");
    int before = append(pdf, signed, -1);
    for (int i = 0; i < REVISIONS; i++) {
      int number = 100 + 2 * i;
      Map<Integer, String> update = new TreeMap<>();
      update.put(number, field(i, "/V " + (number + 1) + " 0 R"));
      update.put(number + 1, "<<" + CADES + "/ByteRange" + RANGE + "/Contents" + VALUE + ">>");
      int begin = pdf.length();
      before = append(pdf, update, before);
      cover(pdf, begin);
    }
    return PdfEdit.bytes(pdf.toString());
  }

  private static String field(int i, String value) {
    return PdfForge.field("S" + i, "[0 0 0 0]", value);
  }

  /** Appends a revision, its table in as few octets as possible; where the table begins. */
  private static int append(StringBuilder pdf, Map<Integer, String> update, int before) {
    NavigableMap<Integer, Integer> places = new TreeMap<>();
    update.forEach(
        (key, body) -> {
          places.put(key, pdf.length());
          pdf.append("%d 0 obj\n%s\nendobj\n".formatted(key, body));
        });
    int table = pdf.length();
    pdf.append("xref\n0 1\n0000000000 65535 f \n");
    for (int key : places.keySet()) {
      if (!places.containsKey(key - 1)) {
        int next = key;
        while (places.containsKey(next)) {
          next++;
        }
        pdf.append(key + " " + (next - key) + "\n");
      }
      pdf.append("%010d 00000 n \n".formatted(places.get(key)));
    }
    pdf.append("trailer\n<</Root 1 0 R/Size 20000");
    pdf.append(before < 0 ? "" : "/Prev " + before).append(">>\nstartxref\n").append(table);
    pdf.append("\n%%EOF\n");
    return table;
  }

  /** Lets the value of the last revision cover it whole. */
  private static void cover(StringBuilder pdf, int begin) {
    int gap = pdf.indexOf(VALUE, begin);
    int after = gap + VALUE.length();
    int place = pdf.indexOf(RANGE, begin);
    String range = "[0 %010d %010d %010d]".formatted(gap, after, pdf.length() - after);
    pdf.replace(place, place + range.length(), range);
  }
}
