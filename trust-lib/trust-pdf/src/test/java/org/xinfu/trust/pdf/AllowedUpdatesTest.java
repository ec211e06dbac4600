package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;

/** What may follow a signature and what may not, rule by rule, ISO 32000-2 §12.8.2.2. */
class AllowedUpdatesTest {
  private static final Bytes SEALED = ShadowAttackTest.SEALED;
  private static final int CATALOG = ShadowAttackTest.catalog(SEALED);

  // The catalog.

  @ParameterizedTest
  @CsvSource({
    "/OpenAction [3 0 R /Fit], Root/OpenAction",
    "/Names <<>>, Root/Names",
    "/OCProperties <<>>, Root/OCProperties",
    "/AA <<>>, Root/AA",
    "/Metadata 4 0 R, Root/Metadata",
    "/PageMode /FullScreen, Root/PageMode",
    "/Lang (zh), Root/Lang",
    "/Extensions 5, Root/Extensions"
  })
  void anotherEntryOfTheCatalogIsForbidden(String entry, String path) {
    forbidden(catalog(text -> text.replaceFirst("^<<", "<<" + entry + " ")), path);
  }

  @Test
  void anotherTreeOfPagesIsForbidden() {
    Bytes other =
        PdfUpdate.of(catalog(text -> text.replace("/Pages 2 0 R", "/Pages 900 0 R")))
            .with(900, "<</Type/Pages/Kids[8 0 R]/Count 1>>")
            .append();
    forbidden(other, "Root/Pages/Kids");
    Bytes none = catalog(text -> text.replace("/Pages 2 0 R", ""));
    assertThat(verify(none).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void developerExtensionsMayBeNamed() {
    allowed(catalog(t -> t.replaceFirst("^<<", "<</Extensions<</ESIC<</BaseVersion/1.7>>>> ")));
  }

  @Test
  void theCatalogMayBeRewrittenAsItIs() {
    allowed(catalog(text -> text.replace("<<", "<< ")));
  }

  // Validation material.

  @Test
  void materialMayComeOnceAndIsNotTouchedAgain() {
    Bytes once =
        PdfUpdate.of(SEALED)
            .with(CATALOG, body(SEALED, t -> t.replaceFirst("^<<", "<</DSS 900 0 R ")))
            .with(900, "<</Certs[901 0 R]/VRI<</A<</Cert[901 0 R]>>>>>>")
            .with(901, "<</Length 1>>\nstream\na\nendstream")
            .append();
    allowed(once);
    Bytes inner =
        PdfUpdate.of(once)
            .with(900, "<</Certs[901 0 R 902 0 R]>>")
            .with(902, "<</Length 1>>\nstream\nb\nendstream")
            .append();
    // Both are new since the signature; an update of what was new is one update of the whole.
    allowed(inner);
    Bytes resealed = sign(once, 2, "Seal2");
    allowed(resealed);
    DocumentReport report = verify(PdfUpdate.of(resealed).with(900, "<</Certs[]>>").append());
    // Whoever validates takes what he needs; PAdES lets material be exchanged.
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).changesAfter())
        .extracting(SignatureReport.Change::path)
        .anyMatch(path -> path.endsWith("Root/DSS"));
  }

  @Test
  void materialThatWasSignedMayNotGo() {
    Bytes with =
        ShadowAttackTest.sealed(
            PdfUpdate.of(ShadowAttackTest.plain("/Contents 9 0 R/Resources 6 0 R"))
                .with(1, "<</Type/Catalog/Pages 2 0 R/DSS<</Certs[6 0 R]>>>>")
                .append());
    allowed(with);
    int catalog = ShadowAttackTest.catalog(with);
    for (String other : new String[] {"", "/DSS <</Certs[5 0 R]>>", "/DSS 5 0 R"}) {
      Bytes altered = PdfUpdate.of(with).with(catalog, body(with, t -> other(t, other))).append();
      forbidden(altered, "Root/DSS");
    }
  }

  private static String other(String catalog, String material) {
    String altered = catalog.replaceFirst("(?s)/DSS\\s+(?:\\d+ 0 R|<<.*?>>)", material + " ");
    assertThat(altered).as(catalog).isNotEqualTo(catalog);
    return altered;
  }

  @Test
  void whatNothingNamesIsNothing() {
    allowed(PdfUpdate.of(SEALED).with(900, "<</Type/Page>>").append());
    allowed(PdfUpdate.of(SEALED).with(900, "<</Length 1>>\nstream\nq\nendstream").append());
  }

  @Test
  void materialReachesOnlyWhatIsNew() {
    Bytes altered =
        PdfUpdate.of(SEALED)
            .with(CATALOG, body(SEALED, t -> t.replaceFirst("^<<", "<</DSS 900 0 R ")))
            .with(900, "<</Certs[4 0 R]>>")
            .with(4, "<</Length 1>>\nstream\nq\nendstream")
            .append();
    forbidden(altered, "object 4 0");
  }

  // The form.

  @ParameterizedTest
  @ValueSource(strings = {"/XFA (x)", "/CO []", "/Q <<>>", "/DA 4", "/Extra 1"})
  void anotherEntryOfTheFormIsForbidden(String entry) {
    String form = ShadowAttackTest.form();
    if (form.contains(entry.substring(0, entry.indexOf(' ')))) {
      form = form.replaceFirst(entry.substring(0, entry.indexOf(' ')) + "\\b", "/Gone");
    }
    String altered = form.replaceFirst("^<<", "<<" + entry + " ");
    DocumentReport report = verify(catalog(t -> t.replace(ShadowAttackTest.form(), altered)));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(PdfEdit.places(report.uncovered()))
        .contains("Root/AcroForm/" + entry.substring(1, entry.indexOf(' ')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Q 1", "/DA (/F1 9 Tf)", "/DR <</Font<</New 6 0 R>>>>"})
  void defaultsOfTheFormMayCome(String entry) {
    String form = ShadowAttackTest.form();
    String name = entry.substring(0, entry.indexOf(' '));
    String without = form.replaceFirst(name + "\\s*(\\([^)]*\\)|<<>>|\\d+)", "");
    String altered = without.replaceFirst("^<<", "<<" + entry + " ");
    allowed(catalog(t -> t.replace(form, altered)));
  }

  @Test
  void valuesDrawnByReadersAreDoubtful() {
    DocumentReport report =
        verify(
            catalog(t -> t.replaceFirst("/AcroForm\\s*<<", "/AcroForm <</NeedAppearances true ")));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  @Test
  void theFlagsOfTheFormMayChange() {
    allowed(catalog(t -> t.replaceFirst("/SigFlags \\d", "/SigFlags 1")));
  }

  @Test
  void theFormMayNotGo() {
    forbidden(catalog(t -> t.replace("/AcroForm", "/AcroFork")), "Root/AcroForm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6 0 R/",
        "[]/0",
        "[%s 6 0 R]/1",
        "[6 0 R %s]/0",
        "[%s <</FT/Sig/T(x)/Subtype/Widget/Rect[0 0 9 9]>>]/1"
      })
  void fieldsOnlyGrowAndOnlyBySignatureFields(String change) {
    int slash = change.lastIndexOf('/');
    String fields = change.substring(0, slash);
    String at = slash == change.length() - 1 ? "" : change.substring(slash);
    String mine = ShadowAttackTest.form().replaceAll("(?s).*/Fields \\[(.*?)\\].*", "$1").strip();
    forbidden(
        catalog(t -> t.replaceFirst("/Fields \\[.*?\\]", "/Fields " + fields.formatted(mine))),
        "Root/AcroForm/Fields" + at);
  }

  /** An appended field is a signature, signed, its own widget, and says nothing else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<</FT/Tx/T(x)/Subtype/Widget/Rect[0 0 9 9]/V(paid)>>",
        "<</FT/Sig/T(x)/Subtype/Widget/Rect[0 0 9 9]/V 901 0 R/A<</S/URI/URI(x)>>>>",
        "<</FT/Sig/T(x)/Subtype/Widget/Rect[0 0 9 9]/V 901 0 R/AA<<>>>>",
        "<</FT/Sig/T(x)/Subtype/Widget/Rect[0 0 9 9]/V 901 0 R/Kids[6 0 R]>>",
        "<</FT/Sig/T(x)/Subtype/Stamp/Rect[0 0 9 9]/V 901 0 R>>",
        "<</FT/Sig/T(x)/Rect[0 0 9 9]/V 901 0 R/AP 6 0 R>>",
        "<</FT/Sig/T(x)/Subtype/Widget/Rect[0 0 9 9]/V 6 0 R>>",
        "<</FT/Sig/T(x)/Subtype/Widget/Rect[0 0 9 9]/V<</Type/Sig>>>>",
        "[]"
      })
  void anAppendedFieldIsASignature(String field) {
    Bytes altered =
        PdfUpdate.of(SEALED)
            .with(CATALOG, body(SEALED, t -> t.replaceFirst("(/Fields \\[.*?)\\]", "$1 900 0 R]")))
            .with(900, field)
            .with(901, "<</Type/Sig/Filter/X/SubFilter/ETSI.CAdES.detached>>")
            .append();
    DocumentReport report = verify(altered);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(PdfSigningEngineContract.signature(report, "Seal1").conclusion())
        .isEqualTo(Conclusion.INVALID);
    assertThat(report.signatures().get(0).changesAfter())
        .anyMatch(c -> c.kind().equals("field-added") && !c.allowed());
  }

  /** Old LibreOffice names the value as the default value too. */
  @Test
  void anAppendedSignatureMayHaveADefaultValue() {
    Bytes altered =
        PdfUpdate.of(SEALED)
            .with(CATALOG, body(SEALED, t -> t.replaceFirst("(/Fields \\[.*?)\\]", "$1 900 0 R]")))
            .with(900, "<</FT/Sig/T(x)/Subtype/Widget/Rect[0 0 0 0]/V 901 0 R/DV 901 0 R>>")
            .with(901, "<</Type/Sig/Filter/X/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 3 4]>>")
            .append();
    DocumentReport report = verify(altered);
    assertThat(PdfSigningEngineContract.signature(report, "Seal1").conclusion())
        .isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).changesAfter())
        .anyMatch(c -> c.kind().equals("signature-added") && c.allowed());
  }

  /** Well-formed as an update, but what it adds must itself be a signature that holds. */
  @Test
  void anAppendedSignatureIsJudgedLikeTheFirst() {
    Bytes altered =
        PdfUpdate.of(SEALED)
            .with(CATALOG, body(SEALED, t -> t.replaceFirst("(/Fields \\[.*?)\\]", "$1 900 0 R]")))
            .with(
                900, "<</FT/Sig/T(x)/Subtype/Widget/Rect[0 0 595 842]/V 901 0 R/AP<</N 902 0 R>>>>")
            .with(901, "<</Type/Sig/Filter/X/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 3 4]>>")
            .with(902, "<</Subtype/Form/BBox[0 0 9 9]/Length 1>>\nstream\nq\nendstream")
            .append();
    DocumentReport report = verify(altered);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(PdfSigningEngineContract.signature(report, "Seal1").conclusion())
        .isEqualTo(Conclusion.VALID);
    assertThat(PdfSigningEngineContract.signature(report, "x").reason())
        .contains(Reason.BYTE_RANGE_WRONG);
  }

  // Pages.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Contents 9 0 R>>/Contents 4 0 R>>",
        "/MediaBox[0 0 595 842]>>/MediaBox[0 0 100 100]>>",
        "/MediaBox[0 0 595 842]>>/MediaBox[0 0 595 842]/Rotate 180>>",
        "/MediaBox[0 0 595 842]>>/MediaBox[0 0 595 842]/CropBox[0 0 9 9]>>",
        "/Resources 6 0 R>>/Resources<<>>>>",
        "/MediaBox[0 0 595 842]>>/MediaBox[0 0 595 842]/Annots[4 0 R]>>",
        "/MediaBox[0 0 595 842]>>/MediaBox[0 0 595 842]/Annots<<>>>>",
        "/MediaBox[0 0 595 842]>>/MediaBox[0 0 595 842]/AA<<>>>>"
      })
  void aPageStaysAsItWas(String change) {
    String[] parts = change.substring(0, change.length() - 2).split(">>", 2);
    Bytes altered =
        PdfUpdate.of(SEALED).with(8, PdfEdit.body(SEALED, 8).replace(parts[0], parts[1])).append();
    assertThat(PdfEdit.body(altered, 8)).isNotEqualTo(PdfEdit.body(SEALED, 8));
    forbidden(altered, "object 8 0");
  }

  @Test
  void aPageMayBeRewrittenAsItIs() {
    allowed(PdfUpdate.of(SEALED).with(8, PdfEdit.body(SEALED, 8) + " ").append());
  }

  @Test
  void theSealMayNotLeaveItsPage() {
    String page = PdfEdit.body(SEALED, 3);
    assertThat(page).contains("/Annots");
    for (String annots : new String[] {"/Annots []", ""}) {
      forbidden(
          PdfUpdate.of(SEALED).with(3, page.replaceFirst("/Annots \\[.*?\\]", annots)).append(),
          "object 3 0");
    }
  }

  @Test
  void theTreeOfPagesStaysAsItWas() {
    forbidden(
        PdfUpdate.of(SEALED).with(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>").append(), "object 2 0");
    forbidden(
        PdfUpdate.of(SEALED)
            .with(2, "<</Type/Pages/Kids[3 0 R 8 0 R 900 0 R]/Count 3>>")
            .with(900, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
            .append(),
        "object 2 0");
    forbidden(
        PdfUpdate.of(SEALED).with(2, "<</Type/Pages/Kids[8 0 R 3 0 R]/Count 2>>").append(),
        "object 2 0");
  }

  // Objects and the file.

  @Test
  void anObjectMayNotGo() {
    forbidden(PdfUpdate.of(SEALED).free(9).append(), "object 9 0");
  }

  /** PDFBox passes over a free entry; a reader that obeys it shows an empty page. */
  @Test
  void anObjectMayNotGoBehindAnAllowedUpdate() {
    Bytes dss =
        PdfUpdate.of(SEALED)
            .with(CATALOG, body(SEALED, t -> t.replaceFirst("^<<", "<</DSS 900 0 R ")))
            .with(900, "<<>>")
            .free(4)
            .append();
    forbidden(dss, "object 4 0");
    allowed(PdfUpdate.of(SEALED).with(9, "[4 0 R]").free(0).append());
    allowed(PdfUpdate.of(SEALED).with(9, "[4 0 R]").free(777).append());
  }

  /** PDFBox takes the first of two entries, others take the second. */
  @Test
  void anObjectIsListedOnce() {
    String text = PdfEdit.text(PdfUpdate.of(SEALED).with(9, "[4 0 R]").append());
    Matcher line = Pattern.compile("(?s).*xref\n(9 1\n\\d{10} 00000 n \n)").matcher(text);
    assertThat(line.find()).isTrue();
    String fake = "9 1\n" + String.format("%010d", text.indexOf("5 0 obj")) + " 00000 n \n";
    String twice = text.substring(0, line.end(1)) + fake + text.substring(line.end(1));
    forbidden(PdfEdit.bytes(twice), "object 9 is listed twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9 1\n=9 2\n", "9 1\n=9 1 x\n", " n \n= m\n", "trailer=trailed"})
  void aTableIsExact(String change) {
    String text = PdfEdit.text(PdfUpdate.of(SEALED).with(9, "[4 0 R]").append());
    int table = text.lastIndexOf("xref\n9 1");
    String[] parts = change.split("=", -1);
    String altered =
        text.substring(0, table) + text.substring(table).replaceFirst(parts[0], parts[1]);
    assertThat(altered).isNotEqualTo(text);
    assertThat(verify(PdfEdit.bytes(altered)).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void updatesWithCrossReferenceStreamsAreRead() {
    Bytes once =
        PdfFixtures.sign(
            PdfFixtures.compressed(), PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2);
    allowed(sign(sign(once, 2, "Seal2"), 1, "Seal3"));
  }

  @Test
  void anObjectMayNotComeBackInAnotherGeneration() {
    forbidden(PdfUpdate.of(SEALED).with(9, 1, "[]").append(), "object 9 0");
  }

  @Test
  void anObjectMayBeRewrittenWithTheSameValue() {
    allowed(PdfUpdate.of(SEALED).with(9, " [ 4 0 R ] ").append());
    forbidden(PdfUpdate.of(SEALED).with(9, "[4 0 R 4 0 R]").append(), "object 9 0");
  }

  @Test
  void anObjectHiddenInASignedStreamStaysHidden() {
    // Object 9 is told to lie inside a signed stream, where another array was prepared.
    Bytes prepared =
        ShadowAttackTest.sealed(
            PdfUpdate.of(ShadowAttackTest.plain("/Contents 9 0 R/Resources 6 0 R"))
                .with(6, "<</Length 27>>\nstream\n\n9 0 obj\n[ 6 0 R ]\nendobj\n\nendstream")
                .append());
    String text = PdfEdit.text(prepared);
    int hidden = text.indexOf("9 0 obj\n[ 6 0 R ]");
    int start = text.length();
    String table =
        "xref\n9 1\n"
            + String.format("%010d 00000 n \n", hidden)
            + "trailer\n<<"
            + text.replaceAll("(?s).*trailer\\s*<<(.*?)>>\\s*startxref.*", "$1")
                .replaceAll("/Prev \\d+", "")
            + "/Prev "
            + text.replaceAll("(?s).*startxref\\s+(\\d+).*", "$1")
            + ">>\nstartxref\n"
            + start
            + "\n%%EOF\n";
    forbidden(PdfEdit.bytes(text + table), "object 9 0");
  }

  @ParameterizedTest
  @CsvSource({"/Root 3 0 R, trailer/Root", "/Info 4 0 R, object"})
  void theTrailerLeadsToTheSameDocument(String entry, String path) {
    DocumentReport report = verify(PdfUpdate.of(SEALED).with(4, "<<>>").trailer(entry).append());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    if (path.startsWith("trailer")) {
      assertThat(report.reason().orElseThrow())
          .isIn(Reason.CHANGED_AFTER_SIGNING, Reason.MALFORMED, Reason.SIGNATURE_DICTIONARY_WRONG);
    } else {
      assertThat(PdfEdit.places(report.uncovered())).contains("object 4 0");
    }
  }

  @Test
  void aHybridTableIsForbidden() {
    DocumentReport report =
        verify(PdfUpdate.of(SEALED).with(9, "[4 0 R]").trailer("/XRefStm 15").append());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void octetsBeforeTheLastTableBelongToNobodyOrToIt() {
    // A second end behind the first: the last table is the signed one again.
    String start = PdfEdit.text(SEALED).replaceAll("(?s).*startxref\\s+(\\d+)\\s+%%EOF\\s*", "$1");
    Bytes repeated = SEALED.concat(Bytes.utf8("\nstartxref\n" + start + "\n%%EOF\n"));
    DocumentReport report = verify(repeated);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(PdfEdit.places(report.uncovered())).contains("after octet " + SEALED.length());
    allowed(PdfUpdate.of(SEALED).with(9, "[4 0 R]").append().concat(Bytes.utf8("\n")));
  }

  @Test
  void threeUpdatesAreJudgedTogether() {
    Bytes first = PdfUpdate.of(SEALED).with(9, "[4 0 R 4 0 R]").append();
    Bytes back = PdfUpdate.of(first).with(9, "[4 0 R]").append();
    // What is shown now is what was signed; what was in between is shown by nobody.
    allowed(back);
    forbidden(PdfUpdate.of(back).with(9, "[]").append(), "object 9 0");
  }

  // Two signatures.

  @Test
  void aChangeBetweenTwoSignaturesBreaksTheFirstOnly() {
    Bytes changed = PdfUpdate.of(SEALED).with(9, "[4 0 R 4 0 R]").append();
    Bytes twice = sign(changed, 2, "Seal2");
    DocumentReport report = verify(twice);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(PdfSigningEngineContract.signature(report, "Seal1").reason())
        .contains(Reason.CHANGED_AFTER_SIGNING);
    assertThat(PdfSigningEngineContract.signature(report, "Seal2").conclusion())
        .isEqualTo(Conclusion.VALID);
    assertThat(report.uncovered()).isEmpty();
  }

  @Test
  void aChangeAfterTwoSignaturesBreaksBoth() {
    Bytes twice = sign(SEALED, 2, "Seal2");
    allowed(twice);
    DocumentReport report = verify(PdfUpdate.of(twice).with(9, "[]").append());
    assertThat(report.signatures())
        .hasSize(2)
        .allMatch(s -> s.reason().equals(java.util.Optional.of(Reason.CHANGED_AFTER_SIGNING)));
  }

  @Test
  void threeSealsOnOnePageAreValid() {
    Bytes thrice = sign(sign(SEALED, 1, "Seal2"), 1, "Seal3");
    DocumentReport report = verify(thrice);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures()).hasSize(3);
  }

  @Test
  void theSecondSealMayNotBeMovedToAnotherPlace() {
    Bytes twice = sign(SEALED, 2, "Seal2");
    int field = PdfEdit.objectWith(twice, "(Seal2)");
    String moved = PdfEdit.body(twice, field).replaceFirst("/Rect \\[.*?\\]", "/Rect [0 0 9 9]");
    DocumentReport report = verify(PdfUpdate.of(twice).with(field, moved).append());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(PdfEdit.objects(report.uncovered())).containsExactly("object " + field + " 0");
  }

  private static Bytes sign(Bytes pdf, int page, String field) {
    return PdfFixtures.sign(pdf, PdfFixtures.request(page, field), PdfFixtures.ECDSA);
  }

  private static Bytes catalog(UnaryOperator<String> change) {
    Bytes updated = PdfUpdate.of(SEALED).with(CATALOG, body(SEALED, change)).append();
    assertThat(PdfEdit.body(updated, CATALOG)).isNotEqualTo(PdfEdit.body(SEALED, CATALOG));
    return updated;
  }

  private static String body(Bytes pdf, UnaryOperator<String> change) {
    return change.apply(ShadowAttackTest.catalogBody(pdf));
  }

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }

  private static void allowed(Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.uncovered()).isEqualTo(List.of());
  }

  private static void forbidden(Bytes pdf, String path) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).as("%s", report).contains(Reason.CHANGED_AFTER_SIGNING);
    assertThat(PdfEdit.places(report.uncovered())).as("%s", report).contains(path);
  }
}
