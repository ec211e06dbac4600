package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.NOTE;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.RESOURCES;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;

/** Updates of up to a megabyte made to cost time: each ends in a verdict, soon, and never VALID. */
class PdfHostileUpdatesTest {
  private static DocumentReport verify(Bytes pdf) {
    return HostileMain.verify(pdf);
  }

  @Test
  void objectsThatNoTableListsAreFoundSoon() {
    Bytes signed = PdfForge.signed(CADES);
    String text = PdfEdit.text(PdfUpdate.of(signed).with(90, "<<>>").append());
    int table = text.lastIndexOf("xref\n90 1");
    String decoys = "4 0 obj\n".repeat(120_000);
    String moved = text.substring(0, table) + decoys + text.substring(table);
    assertThat(
            verify(
                    PdfEdit.bytes(
                        moved.replaceFirst(
                            "startxref\n" + table + "\n",
                            "startxref\n" + (table + decoys.length()) + "\n")))
                .conclusion())
        .isEqualTo(Conclusion.INVALID);
  }

  /** Long numbers and comments before a keyword may be read in many ways. */
  @Test
  void headsThatAreHardToReadAreReadSoon() {
    Bytes signed = PdfForge.signed(CADES);
    for (String head :
        new String[] {"x" + "7".repeat(250) + " obj", "1 %1 obj", "1 %".repeat(85) + "1 obj "}) {
      verify(PdfLeftovers.stray(signed, head.repeat(1_000_000 / head.length())));
    }
  }

  /** More copies than are kept: those that come behind them may be the ones that count. */
  @Test
  void copiesBeyondCountAreDoubted() {
    Map<Integer, String> objects = new TreeMap<>(PdfForge.objects());
    objects.put(2, objects.get(2).replaceFirst(">>$", "/X(" + "\n4 0 obj".repeat(30_000) + ")>>"));
    Bytes signed = PdfForge.signed(PdfUpdate.of(PdfUpdate.file(objects)), CADES);
    DocumentReport report = verify(PdfUpdate.of(signed).with(80, "null").append());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.signatures().get(0).report().reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  /** More trailers than are kept, all of them said to be of attached files. */
  @Test
  void trailersBeyondCountAreDoubted() {
    DocumentReport report = verify(PdfLeftovers.updated(PdfLeftovers.crowdedTrailers(), "<<>>"));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.signatures().get(0).report().reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  /** Every field is swapped for one that differs at the end of a long chain. */
  @Test
  void manySwappedFieldsAreComparedOnlySoOften() {
    int chain = 4000;
    int fields = 3000;
    PdfUpdate base = PdfUpdate.of(PdfForge.plain());
    for (int i = 0; i < chain; i++) {
      base.with(1000 + i, "<</A " + (1001 + i) + " 0 R>>");
      base.with(6000 + i, "<</A " + (6001 + i) + " 0 R>>");
    }
    base.with(1000 + chain, "(old)").with(6000 + chain, "(new)");
    base.with(FORM, changed(FORM, "[11", list(20_000, fields) + " 11"));
    for (int i = 0; i < fields; i++) {
      base.with(20_000 + i, "<</FT/Tx/T(f" + i + ")/X 1000 0 R>>");
    }
    Bytes signed = PdfForge.signed(base, CADES);
    PdfUpdate update =
        PdfUpdate.of(signed).with(FORM, changed(FORM, "[11", list(30_000, fields) + " 11"));
    for (int i = 0; i < fields; i++) {
      update.with(30_000 + i, "<</FT/Tx/T(f" + i + ")/X 6000 0 R>>");
    }
    assertThat(verify(update.append()).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** A long list of annotations is every page's. */
  @Test
  void aListThatManyPagesShareIsLookedAtOnce() {
    int pages = 6000;
    PdfUpdate base = PdfUpdate.of(PdfForge.plain());
    base.with(50, "[" + "12 0 R ".repeat(20_000) + "]");
    base.with(2, "<</Type/Pages/Kids[3 0 R " + list(1000, pages) + "]/Count " + (pages + 1) + ">>");
    for (int i = 0; i < pages; i++) {
      base.with(1000 + i, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots 50 0 R>>");
    }
    base.with(FORM, changed(FORM, "/SigFlags", "/DA(/Helv 12 Tf 0 g)/SigFlags"));
    Bytes signed = PdfForge.signed(base, CADES);
    String form = changed(FORM, "/SigFlags", "/DA(/Helv 13 Tf 0 g)/SigFlags");
    assertThat(verify(PdfUpdate.of(signed).with(FORM, form).append()).conclusion())
        .isEqualTo(Conclusion.INDETERMINATE);
  }

  /** The same, each page by a reference of its own to it. */
  @Test
  void aListThatManyReferencesLeadToIsLookedAtOnce() {
    int pages = 6000;
    PdfUpdate base = PdfUpdate.of(PdfForge.plain());
    base.with(50, "[" + "12 0 R ".repeat(20_000) + "]");
    base.with(2, "<</Type/Pages/Kids[3 0 R " + list(1000, pages) + "]/Count " + (pages + 1) + ">>");
    for (int i = 0; i < pages; i++) {
      base.with(1000 + i, "<</Type/Page/Parent 2 0 R/Annots " + (10_000 + i) + " 0 R>>");
      base.with(10_000 + i, "50 0 R");
    }
    base.with(FORM, changed(FORM, "/SigFlags", "/DA(/Helv 12 Tf 0 g)/SigFlags"));
    String form = changed(FORM, "/SigFlags", "/DA(/Helv 13 Tf 0 g)/SigFlags");
    verify(PdfUpdate.of(PdfForge.signed(base, CADES)).with(FORM, form).append());
  }

  /** Every field has the same long list of kids, by one reference or by many. */
  @Test
  void kidsThatManyFieldsShareAreMetOnce() {
    for (boolean own : new boolean[] {false, true}) {
      int fields = 4000;
      PdfUpdate base = PdfUpdate.of(PdfForge.plain());
      base.with(FORM, changed(FORM, "[11", list(1000, fields) + " 11"));
      base.with(50, "[" + "1000 0 R ".repeat(34_000) + "]");
      for (int i = 0; i < fields; i++) {
        base.with(1000 + i, "<</Kids " + (own ? 10_000 + i : 50) + " 0 R>>");
        if (own) {
          base.with(10_000 + i, "50 0 R");
        }
      }
      HostileMain.soon(PdfUpdate.of(PdfForge.signed(base, CADES)).with(80, "<<>>").append());
    }
  }

  /** Fields that hold a signature, each with the same kids, which are long. */
  @Test
  void locksThatManyFieldsShareAreReadOnce() {
    int fields = 5000;
    PdfUpdate base = PdfUpdate.of(PdfForge.plain());
    base.with(50, "[" + "60 0 R ".repeat(64) + "]");
    base.with(60, "<</Lock<</Type/SigFieldLock/Action/All>>/X(" + "x".repeat(200_000) + ")>>");
    for (int i = 0; i < fields; i++) {
      base.with(1000 + i, "<</FT/Sig/V 20 0 R/Kids 50 0 R>>");
    }
    HostileMain.soon(PdfUpdate.of(PdfForge.signed(base, CADES)).with(80, "<<>>").append());
  }

  /** Thousands of names of one hash among the annotations, the fields and their kids. */
  @Test
  void namesOfOneHashAreToldApartSoon() {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 28_000; i++) {
      names.append('/');
      for (int bit = 0; bit < 15; bit++) {
        names.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
    }
    PdfUpdate pages = PdfUpdate.of(PdfForge.plain());
    pages.with(PAGE, changed(PAGE, "15 0 R]", "15 0 R" + names + "]"));
    PdfUpdate fields = PdfUpdate.of(PdfForge.plain());
    fields.with(FORM, changed(FORM, "[11", "[" + names + " 11"));
    for (PdfUpdate base : new PdfUpdate[] {pages, fields}) {
      HostileMain.soon(PdfUpdate.of(PdfForge.signed(base, CADES)).with(80, "<<>>").append());
    }
    String layers = "/OCProperties<</D<</OFF[" + names + "]>>>>";
    PdfUpdate tags = PdfUpdate.of(PdfForge.plain());
    tags.with(
        CATALOG, changed(CATALOG, "/Type", layers + "/StructTreeRoot<</ParentTree 50 0 R>>/Type"));
    tags.with(50, "<</Kids[" + names + "]>>");
    HostileMain.soon(PdfUpdate.of(PdfForge.signed(tags, CADES)).with(80, "<<>>").append());
  }

  /** A long list of tags is every element's, and every key's of the parent tree. */
  @Test
  void tagsThatManyElementsShareAreComparedOnlySoOften() {
    int elements = 6000;
    PdfUpdate base = PdfUpdate.of(PdfForge.plain());
    base.with(CATALOG, changed(CATALOG, "/Type", "/StructTreeRoot 50 0 R/Type"));
    base.with(50, "<</K " + list(1000, elements) + "]/ParentTree 53 0 R>>");
    base.with(51, list(1000, elements) + " " + "1000 0 R ".repeat(30_000) + "]");
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < elements; i++) {
      base.with(1000 + i, "<</S/P/K 51 0 R>>");
      keys.append(i).append(" 51 0 R ");
    }
    base.with(53, "<</Nums[" + keys + "]>>");
    verify(PdfUpdate.of(PdfForge.signed(base, CADES)).with(80, "<<>>").append());
  }

  /** Every form draws the next, and all are written anew under other numbers. */
  @Test
  void formsThatDrawEachOtherAreFollowedOnlySoFar() {
    int forms = 3500;
    PdfUpdate base = PdfUpdate.of(PdfForge.plain());
    forms(base, 1000, forms);
    PdfUpdate update = PdfUpdate.of(PdfForge.signed(base, CADES));
    forms(update, 10_000, forms);
    update.with(NOTE, changed(NOTE, "(note)", "(none)"));
    assertThat(verify(update.append()).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  private static void forms(PdfUpdate update, int from, int count) {
    update.with(RESOURCES, changed(RESOURCES, "<</Font", "<</XObject<</X " + from + " 0 R>>/Font"));
    for (int i = 0; i < count; i++) {
      String next = i + 1 < count ? "/Resources<</XObject<</X " + (from + i + 1) + " 0 R>>>>" : "";
      String form = PdfForms.stream("").replaceFirst("<<", "<</Subtype/Form/BBox[0 0 1 1]" + next);
      update.with(from + i, form);
    }
  }

  /** The picture of a new field without room unfolds to ten million marks that paint nothing. */
  @Test
  void picturesThatPaintNothingAtLengthAreNotReadToTheEnd() {
    Bytes marks = PdfEdit.bytes("q ".repeat(10 << 20));
    String folded = PdfEdit.text(StructureFiltersTest.encoded("FlateDecode", marks));
    String face =
        PdfForms.stream(folded)
            .replaceFirst("<<", "<</Subtype/Form/BBox[0 0 1 1]/Filter/FlateDecode");
    Bytes signed = PdfForge.signed(CADES);
    Bytes field = PdfCases.field(signed, PdfForge.field("S", "[0 0 0 0]", "/AP<</N 82 0 R>>"));
    verify(PdfUpdate.of(field).with(82, face).append());
  }

  private static String list(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> i + " 0 R")
        .collect(Collectors.joining(" ", "[", ""));
  }

  /** Thousands of references to nothing, and as many objects that came and went. */
  @Test
  void referencesInVainAreLookedUpSoon() {
    int many = 20_000;
    String page = changed(PAGE, "/Type", "/X " + list(100_000, many) + "]/Type");
    Bytes signed =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain()).with(PAGE, page.replace("/X", "/Y 219999 0 R/X")),
            CADES);
    String text = PdfEdit.text(signed);
    StringBuilder came = new StringBuilder("200000 " + many + "\n");
    for (int i = 0; i < many; i++) {
      came.append("%010d 00000 n \n".formatted(text.length() + 1 + i));
    }
    String gone = "200000 " + many + "\n" + "0000000000 00001 f \n".repeat(many);
    Bytes updated = PdfEdit.bytes(tabled(tabled(text, came.toString()), gone));
    assertThat(verify(updated).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** Thousands of tables, and a stream of thousands of objects that none of them lists. */
  @Test
  void hybridStreamsBehindManyTablesAreReadSoon() {
    String text = PdfEdit.text(PdfForge.plain());
    StringBuilder out = new StringBuilder(text);
    int before = text.lastIndexOf("xref\n0 1");
    for (int i = 0; i < 4000; i++) {
      int at = out.length();
      out.append("xref\n0 0\ntrailer\n<</Root 1 0 R/Prev ").append(before).append(">>\n");
      before = at;
    }
    int many = 20_000;
    int stream = out.length();
    out.append("999 0 obj\n<</Type/XRef/W[1 4 1]/Index[5000 20000]/Size 25000/Length ");
    out.append(6 * many).append(">>\nstream\n").append("\2\0\17B?\0".repeat(many));
    out.append("\nendstream\nendobj\n");
    int last = out.length();
    out.append("xref\n0 0\ntrailer\n<</Root 1 0 R/Size 25000/XRefStm ").append(stream);
    out.append("/Prev ").append(before).append(">>\nstartxref\n").append(last);
    verify(PdfEdit.bytes(out.append("\n%%EOF\n").toString()));
  }

  /** The document with one more table, of these rows. */
  private static String tabled(String text, String rows) {
    int start = text.lastIndexOf("startxref\n") + "startxref\n".length();
    String before = text.substring(start, text.indexOf('\n', start));
    return text
        + "xref\n%strailer\n<</Size 16/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
            .formatted(rows, before, text.length());
  }

  @Test
  void tagsInCirclesEnd() {
    Bytes signed =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(CATALOG, changed(CATALOG, "/Type", "/StructTreeRoot 50 0 R/Type"))
                .with(50, "<</K[51 0 R]/ParentTree 53 0 R>>")
                .with(51, "<</K[51 0 R 52 0 R 50 0 R]/P 51 0 R>>")
                .with(52, "<</K 51 0 R/P 52 0 R>>")
                .with(53, "<</Kids[53 0 R 54 0 R]>>")
                .with(54, "<</Kids[53 0 R]/Nums[0 51 0 R 1]>>"),
            CADES);
    String many = "51 0 R ".repeat(60_000);
    verify(
        PdfUpdate.of(signed)
            .with(51, "<</K[" + many + "]/P 51 0 R>>")
            .with(54, "<</Kids[53 0 R]/Nums[" + "1 51 0 R ".repeat(40_000) + "]>>")
            .append());
  }

  /** Octets of an encrypted document changed at random never make a valid one, nor a crash. */
  @Test
  void damageBehindAnEmptyPasswordIsJudged() {
    long seed = Long.getLong("xinfu.seed", 20261126L);
    int rounds = System.getProperty("xinfu.soak") == null ? 100 : 10_000;
    Random random = new Random(seed);
    for (boolean compressed : new boolean[] {false, true}) {
      var lock = new EncryptedPdfTest.Lock(256, true, compressed, "");
      Bytes signed = EncryptedPdfTest.signed(lock);
      int end = (int) PdfEdit.range(signed)[1];
      for (int i = 0; i < rounds; i++) {
        byte[] octets = signed.toArray();
        // The gap's zeros may lie behind the value: only what is covered is damaged.
        int at = random.nextInt(end - 40);
        for (int j = at; j < at + 1 + i % 40; j++) {
          octets[j] ^= (byte) (1 + random.nextInt(255));
        }
        DocumentReport report =
            new PdfVerifier().verify(DocumentSource.of(Bytes.of(octets)), PdfFixtures.POLICY);
        assertThat(report.conclusion())
            .as("seed %d, round %d", seed, i)
            .isNotEqualTo(Conclusion.VALID);
      }
    }
  }
}
