package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Check;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.SignatureReport;

/** Minutes that dozens of people signed one after another: the file is gone through but once. */
class ManySignaturesTest {
  private static final int MANY = 90;
  private static final int FIRST = 100;

  private final Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
  private final StringBuilder fields = new StringBuilder();

  @Test
  void whatCameAfterEachOfThemIsJudged() {
    objects.put(60, PdfForms.stream("0 0 m ".repeat(350_000)));
    StringBuilder pdf = new StringBuilder(PdfEdit.text(PdfUpdate.file(objects)));
    int before = pdf.lastIndexOf("xref\n0 1");
    for (int i = 0; i < MANY; i++) {
      before = sign(pdf, before, FIRST + 2 * i);
    }
    DocumentReport report = HostileMain.soon(PdfEdit.bytes(pdf.toString()));
    assertThat(report.signatures()).hasSize(MANY);
    for (SignatureReport signature : report.signatures()) {
      assertThat(signature.report().checks())
          .filteredOn(check -> check.id().equals("later-changes"))
          .as(signature.id())
          .singleElement()
          .extracting(Check::outcome)
          .isEqualTo(Outcome.PASS);
    }
  }

  /** Appends a revision with one more signature, whose value is none; where its table begins. */
  private int sign(StringBuilder pdf, int before, int number) {
    fields.append(number).append(" 0 R ");
    Map<Integer, String> update = new TreeMap<>();
    update.put(FORM, changed(FORM, "[11", "[" + fields + "11"));
    update.put(PAGE, changed(PAGE, "[11", "[" + fields + "11"));
    update.put(number, PdfForge.field("S" + number, "[0 0 0 0]", "/V " + (number + 1) + " 0 R"));
    String range = "[0 1111111111 2222222222 3333333333]";
    update.put(number + 1, "<<" + CADES + "/ByteRange" + range + "/Contents<30020500>>>");
    int begin = pdf.length();
    StringBuilder rows = new StringBuilder();
    update.forEach(
        (key, body) -> {
          rows.append("%d 1\n%010d 00000 n \n".formatted(key, pdf.length()));
          pdf.append("%d 0 obj\n%s\nendobj\n".formatted(key, body));
        });
    int table = pdf.length();
    pdf.append("xref\n").append(rows).append("trailer\n<</Root 1 0 R/Size ").append(number + 2);
    pdf.append("/Prev ").append(before).append(">>\nstartxref\n").append(table);
    pdf.append("\n%%EOF\n");
    int gap = pdf.indexOf("<30020500>", begin);
    int place = pdf.indexOf(range, begin);
    pdf.replace(
        place,
        place + range.length(),
        "[0 %010d %010d %010d]".formatted(gap, gap + 10, pdf.length() - gap - 10));
    return table;
  }
}
