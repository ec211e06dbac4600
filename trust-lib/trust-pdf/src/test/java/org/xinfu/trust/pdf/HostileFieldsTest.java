package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/** Trees of fields (ISO 32000-2 §12.7.4) made to cost time or memory: each ends in a verdict. */
class HostileFieldsTest {
  private static final int DEEP = 8;
  private static final String LISTED = changed(FORM, "[11", "[50 0 R 11");

  /** A dozen times the same kid at each of eight levels: 12^8 ways. */
  @Test
  void newFieldsWithSharedKidsAreMetOnce() {
    HostileMain.soon(
        tree(PdfUpdate.of(PdfForge.signed(CADES)).with(FORM, LISTED), "/FT/Sig").append());
    HostileMain.soon(tree(PdfUpdate.of(PdfForge.signed(CADES)).with(FORM, LISTED), "").append());
  }

  @Test
  void oldFieldsWithSharedKidsAreMetOnce() {
    PdfUpdate base = tree(PdfUpdate.of(PdfForge.plain()).with(FORM, LISTED), "/FT/Sig");
    PdfUpdate update = PdfUpdate.of(PdfForge.signed(base, CADES));
    HostileMain.soon(tree(update, "/FT/Sig/DA(/Helv 9 Tf)").append());
  }

  /** Thousands of new fields, no signature's by a strange entry, with one long list of kids. */
  @Test
  void longListsOfNewFieldsAreCounted() {
    sharedKids(4000, 100_000);
    sharedKids(9000, 40_000);
  }

  private static void sharedKids(int fields, int kids) {
    StringBuilder listed = new StringBuilder();
    PdfUpdate update = PdfUpdate.of(PdfForge.signed(CADES));
    for (int i = 0; i < fields; i++) {
      listed.append(100 + i).append(" 0 R ");
      update.with(100 + i, "<</FT/Sig/Z 1/Kids 50 0 R>>");
    }
    update.with(FORM, changed(FORM, "[11", "[" + listed + "11"));
    Bytes pdf = update.with(50, "[" + "9 0 R ".repeat(kids) + "]").append();
    assertThat(HostileMain.verify(pdf).reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  /** Thousands of kids that name their parent now, at the end of its long list. */
  @Test
  void kidsAreSoughtOnce() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(FORM, changed(FORM, "14 0 R]", "14 0 R 50 0 R]"));
    objects.put(50, "<</T(p)/Kids 51 0 R>>");
    StringBuilder kids = new StringBuilder("15 0 R ".repeat(40_000));
    for (int i = 0; i < 9000; i++) {
      kids.append(100 + i).append(" 0 R ");
      objects.put(100 + i, "<</FT/Tx>>");
    }
    objects.put(51, "[" + kids + "]");
    PdfUpdate update = PdfUpdate.of(PdfForge.signed(PdfUpdate.of(PdfUpdate.file(objects)), CADES));
    for (int i = 0; i < 9000; i++) {
      update.with(100 + i, "<</FT/Tx/Parent 50 0 R>>");
    }
    HostileMain.soon(update.append());
  }

  /** Thousands of fields under sixty parents of long names: gigabytes of full names. */
  @Test
  void longNamesOfParentsAreNotKept() {
    longNames(5000, "Tx");
    longNames(200, "Tx");
    longNames(200, "Sig");
  }

  private static void longNames(int length, String kind) {
    PdfUpdate base = PdfUpdate.of(PdfForge.plain()).with(FORM, LISTED);
    for (int i = 0; i < 60; i++) {
      String parent = i == 0 ? "" : "/Parent " + (49 + i) + " 0 R";
      String kids = i == 59 ? kids() : (51 + i) + " 0 R";
      base.with(50 + i, "<</T(" + "n".repeat(length) + ")/Kids[" + kids + "]" + parent + ">>");
    }
    for (int i = 0; i < 8000; i++) {
      base.with(1000 + i, "<</FT/" + kind + "/V " + (20_000 + i) + " 0 R/T(a)/Parent 109 0 R>>");
    }
    Bytes pdf = PdfUpdate.of(PdfForge.signed(base, CADES)).with(80, "<<>>").append();
    assertThat(HostileMain.verify(pdf).reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private static String kids() {
    StringBuilder kids = new StringBuilder();
    for (int i = 0; i < 8000; i++) {
      kids.append(1000 + i).append(" 0 R ");
    }
    return kids.toString();
  }

  private static PdfUpdate tree(PdfUpdate update, String top) {
    update.with(50, "<<" + top + "/T(N)/Kids[" + "51 0 R ".repeat(12) + "]>>");
    for (int i = 1; i < DEEP; i++) {
      String kids = ((51 + i) + " 0 R ").repeat(12);
      update.with(50 + i, "<</T(n)/Parent " + (49 + i) + " 0 R/Kids[" + kids + "]>>");
    }
    String widget = "/FT/Sig/Type/Annot/Subtype/Widget/F 4/Rect[0 0 0 0]>>";
    return update.with(50 + DEEP, "<</Parent " + (49 + DEEP) + " 0 R" + widget);
  }
}
