package org.xinfu.trust.pdf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/** Trees of fields (ISO 32000-2 §12.7.4) made to cost time or memory: each ends in a verdict. */
class HostileFieldsTest {
  private static final int DEEP = 8;
  private static final int SHARING = 400;
  private static final int MANY = 200;
  private static final String CONTENTS = "<3003020101>";
  private static final String LISTING =
      IntStream.range(100, 100 + SHARING).mapToObj(i -> i + " 0 R ").collect(joining());
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

  /** Empty fields of the signed revision that share thousands of kids, each shown otherwise now. */
  @Test
  void emptyFieldsWithSharedKidsAreCounted() {
    HostileMain.soon(shown(PdfUpdate.of(PdfForge.signed(sharing(), CADES))));
  }

  /** Two hundred values, which need not be signatures to be compared: over one revision. */
  @Test
  void signaturesOverOneRevisionAreComparedOnce() {
    PdfUpdate base = sharing();
    StringBuilder all = new StringBuilder(LISTING);
    for (int i = 0; i < MANY; i++) {
      all.append(value(base, i));
    }
    base.with(FORM, changed(FORM, "[11", "[" + all + "11"));
    Bytes pdf = ranged(base.append(), MANY, 0);
    assertThat(HostileMain.soon(shown(PdfUpdate.of(pdf))).signatures()).hasSize(MANY);
  }

  /** And each over one of its own. */
  @Test
  void manyRevisionsAreComparedWithinOneBudget() {
    Bytes pdf = sharing().append();
    StringBuilder all = new StringBuilder(LISTING);
    for (int i = 0; i < MANY; i++) {
      PdfUpdate next = PdfUpdate.of(pdf);
      all.append(value(next, i));
      next.with(FORM, changed(FORM, "[11", "[" + (i == MANY - 1 ? all : LISTING) + "11"));
      pdf = ranged(next.append(), 1, pdf.length());
    }
    assertThat(HostileMain.soon(shown(PdfUpdate.of(pdf))).signatures()).hasSize(MANY);
  }

  /** A field with a value that is no signature. */
  private static String value(PdfUpdate update, int i) {
    int field = 20_000 + i;
    int key = 30_000 + i;
    update.with(field, "<</FT/Sig/T(s" + i + ")/V " + key + " 0 R>>");
    String range = "/ByteRange[0 " + "0000000001 ".repeat(3) + "]";
    update.with(key, "<<" + CADES + range + "/Contents" + CONTENTS + ">>");
    return field + " 0 R ";
  }

  /** With ranges to the end. */
  private static Bytes ranged(Bytes pdf, int many, int from) {
    String text = new String(pdf.toArray(), ISO_8859_1);
    StringBuilder made = new StringBuilder(text);
    int at = from;
    for (int i = 0; i < many; i++) {
      int range = text.indexOf("[0 0000000001 ", at) + 3;
      int gap = text.indexOf(CONTENTS, range);
      at = gap + CONTENTS.length();
      for (int number : new int[] {gap, at, text.length() - at}) {
        String digits = "000000000" + number;
        made.replace(range, range + 10, digits.substring(digits.length() - 10));
        range += 11;
      }
    }
    return Bytes.of(made.toString().getBytes(ISO_8859_1));
  }

  private static PdfUpdate sharing() {
    PdfUpdate base = PdfUpdate.of(PdfForge.plain());
    for (int i = 0; i < SHARING; i++) {
      base.with(100 + i, "<</FT/Sig/T(f" + i + ")/F 2/Kids 50 0 R>>");
    }
    StringBuilder kids = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      kids.append(1000 + i).append(" 0 R ");
      base.with(1000 + i, "<<>>");
    }
    base.with(FORM, changed(FORM, "[11", "[" + LISTING + "11"));
    return base.with(50, "[" + kids + "]");
  }

  private static Bytes shown(PdfUpdate update) {
    for (int i = 0; i < SHARING; i++) {
      update.with(100 + i, "<</FT/Sig/T(f" + i + ")/F 4/Kids 50 0 R>>");
    }
    return update.append();
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
