package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;

/**
 * Documents prepared so that an update without a key changes what is shown after an honest seal:
 * every object that the rules for updates let through is turned against the signed page.
 */
class ShadowAttackTest {
  /** Pages 3 and 8, their content 4 behind the arrays 5 and 9, their resources object 6. */
  private static final Bytes PLAIN = plain("/Contents 9 0 R /Resources 6 0 R");

  static final Bytes SEALED = sealed(PLAIN);

  /** It would show whatever it likes under somebody else's name. */
  @Test
  void aSignatureGetsNoFurtherFaceWhenItIsThere() {
    DocumentReport report = verify(PdfAttackVectors.another());
    assertThat(report.reason()).contains(Reason.CHANGED_AFTER_SIGNING);
  }

  @Test
  void theHonestDocumentIsValid() {
    assertThat(verify(SEALED).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void anHonestDssIsAllowed() {
    Bytes updated =
        PdfUpdate.of(SEALED)
            .with(catalog(), catalogWith("/DSS 900 0 R"))
            .with(900, "<</Type/DSS/Certs[901 0 R]>>")
            .with(901, "<</Length 3>>\nstream\nabc\nendstream")
            .append();
    DocumentReport report = verify(updated);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).changesAfter())
        .extracting(SignatureReport.Change::path)
        .contains("object 900", "object 901");
  }

  /** The signed page refers to an object that did not exist; validation material brings it. */
  @ParameterizedTest
  @ValueSource(strings = {"/Contents 901 0 R", "/Contents [4 0 R 901 0 R]", "/Annots [901 0 R]"})
  void aDanglingReferenceIsNotFilledByValidationMaterial(String entry) {
    Bytes prepared = sealed(plain(entry + " /Resources 6 0 R"));
    assertThat(verify(prepared).conclusion()).isEqualTo(Conclusion.VALID);
    String body =
        entry.contains("Annots")
            ? "<</Type/Annot/Subtype/FreeText/Rect[0 0 200 200]/Contents(paid)>>"
            : "<</Length 38>>\nstream\nBT /F1 40 Tf 80 700 Td (FAKE) Tj ET q Q \nendstream";
    Bytes attacked =
        PdfUpdate.of(prepared)
            .with(catalog(prepared), catalogWith(prepared, "/DSS 900 0 R"))
            .with(900, "<</Type/DSS/Certs[901 0 R]>>")
            .with(901, body)
            .append();
    assertChanged(attacked, "object 901 0");
  }

  /** An object stream is let through as structure; here it is also the page's content. */
  @Test
  void aDanglingReferenceIsNotFilledByAnObjectStream() {
    Bytes prepared = sealed(plain("/Contents 901 0 R /Resources 6 0 R"));
    String stream =
        "<</Type/ObjStm/N 0/First 0/Length 38>>\nstream\n"
            + "BT /F1 40 Tf 80 700 Td (FAKE) Tj ET q Q \nendstream";
    assertChanged(PdfUpdate.of(prepared).with(901, stream).append(), "object 901 0");
  }

  /** /Annots of the second page comes to be at the array of that page's contents. */
  @Test
  void aNewListOfAnnotationsIsNoExistingObject() {
    Bytes attacked =
        PdfUpdate.of(SEALED)
            .with(8, PdfEdit.body(SEALED, 8).replaceFirst(">>$", "/Annots 9 0 R>>"))
            .with(9, "[]")
            .append();
    assertOnlyChange(attacked, "object 9 0");
  }

  /** /AcroForm comes to be at the object that is also the pages' resources. */
  @Test
  void aNewFormIsNoExistingObject() {
    Bytes attacked =
        PdfUpdate.of(SEALED)
            .with(catalog(), catalogBody(SEALED).replace(form(), "6 0 R"))
            .with(6, form())
            .append();
    assertOnlyChange(attacked, "object 6 0");
  }

  /** /Fields comes to be at the array of the second page's contents. */
  @Test
  void aNewListOfFieldsIsNoExistingObject() {
    Matcher fields = Pattern.compile("/Fields (\\[.*?\\])").matcher(form());
    assertThat(fields.find()).isTrue();
    String moved = form().replace(fields.group(1), "9 0 R");
    Bytes attacked =
        PdfUpdate.of(SEALED)
            .with(catalog(), catalogBody(SEALED).replace(form(), moved))
            .with(9, fields.group(1))
            .append();
    assertOnlyChange(attacked, "object 9 0");
  }

  /** The document has no /Info; the update takes an object that is shown for it. */
  @Test
  void theInformationDictionaryIsNoExistingObject() {
    String stamped = PdfEdit.body(SEALED, 6).replaceFirst(">>$", "/Producer(x)>>");
    assertOnlyChange(
        PdfUpdate.of(SEALED).with(6, stamped).trailer("/Info 6 0 R").append(), "object 6 0");
    assertOnlyChange(
        PdfUpdate.of(SEALED).with(6, "<</Producer(x)>>").trailer("/Info 6 0 R").append(),
        "object 6 0");
  }

  @Test
  void anUpdateMayStampANewOrTheSameInformationDictionary() {
    Bytes fresh =
        PdfUpdate.of(SEALED)
            .with(900, "<</Producer(x)/ModDate(D:20261102)>>")
            .trailer("/Info 900 0 R")
            .append();
    assertThat(verify(fresh).conclusion()).isEqualTo(Conclusion.VALID);
    Bytes with = PdfFixtures.sealed(PdfFixtures.SM2);
    int info = PdfEdit.objectWith(with, "/Title");
    String title = PdfEdit.body(with, info);
    Bytes same =
        PdfUpdate.of(with).with(info, title.replaceFirst("^<<", "<</ModDate(now) ")).append();
    assertThat(verify(same).conclusion()).isEqualTo(Conclusion.VALID);
    Bytes titled = PdfUpdate.of(with).with(info, title.replace("Sample", "Other")).append();
    // What is handed out as signed is the signed title all the same.
    assertThat(
            new PdfVerifier()
                .open(DocumentSource.of(titled), PdfFixtures.POLICY)
                .orThrow(reason -> new IllegalStateException(reason.code()))
                .information())
        .containsEntry("Title", "Sample licence");
    assertOnlyChange(
        PdfUpdate.of(SEALED).with(900, "<</Author<</A 4 0 R>>>>").trailer("/Info 900 0 R").append(),
        "object 900 0");
  }

  /** Resources that are also /Info, with a picture named Producer: a stamp would hide it. */
  @Test
  void aStampIsAText() {
    Map<Integer, String> objects = objects("/Contents 4 0 R /Resources <</XObject 7 0 R>>");
    objects.put(7, "<</Producer 10 0 R/ModDate(x)>>");
    objects.put(10, "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>\nstream\nq\nendstream");
    Bytes prepared = sealed(PdfUpdate.file(objects, "/Info 7 0 R"));
    assertThat(verify(prepared).conclusion()).isEqualTo(Conclusion.VALID);
    String hidden = PdfEdit.body(prepared, 7).replaceFirst("10 0 R", "(x)");
    assertOnlyChange(PdfUpdate.of(prepared).with(7, hidden).append(), "object 7 0");
    String referred =
        PdfEdit.body(prepared, 7).replaceFirst("/ModDate\\s*\\(.*?\\)", "/ModDate 10 0 R");
    assertOnlyChange(PdfUpdate.of(prepared).with(7, referred).append(), "object 7 0");
  }

  @Test
  void nothingStreamsInTheLengthOfAStream() {
    // A stream whose /Length is an object of its own: the object is signed like everything else.
    Bytes prepared =
        sealed(
            PdfUpdate.of(PLAIN)
                .with(4, "<</Length 7 0 R>>\nstream\nBT /F1 20 Tf (A) Tj ET q Q Q\nendstream")
                .with(7, "28")
                .append());
    assertThat(verify(prepared).conclusion()).isEqualTo(Conclusion.VALID);
    assertChanged(PdfUpdate.of(prepared).with(7, "20").append(), "object 7 0");
  }

  // The document and its parts.

  static Bytes plain(String page) {
    return PdfUpdate.file(objects(page));
  }

  static Map<Integer, String> objects(String page) {
    Map<Integer, String> objects = new LinkedHashMap<>();
    objects.put(1, "<</Type/Catalog/Pages 2 0 R>>");
    objects.put(2, "<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2>>");
    objects.put(
        3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources 6 0 R>>");
    objects.put(4, "<</Length 30>>\nstream\nBT /F1 20 Tf (LICENCE) Tj ET q\nendstream");
    objects.put(5, "[4 0 R]");
    objects.put(6, "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>");
    objects.put(8, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842] " + page + ">>");
    objects.put(9, "[4 0 R]");
    return objects;
  }

  static Bytes sealed(Bytes pdf) {
    return PdfFixtures.sign(pdf, PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2);
  }

  /** The form as PDFBox wrote it into the catalog. */
  static String form() {
    String catalog = catalogBody(SEALED);
    int start = catalog.indexOf("<<", catalog.indexOf("/AcroForm"));
    int depth = 0;
    int at = start;
    do {
      depth += catalog.startsWith("<<", at) ? 1 : catalog.startsWith(">>", at) ? -1 : 0;
      at += catalog.startsWith("<<", at) || catalog.startsWith(">>", at) ? 2 : 1;
    } while (depth > 0);
    return catalog.substring(start, at);
  }

  private static int catalog() {
    return catalog(SEALED);
  }

  static int catalog(Bytes pdf) {
    return PdfEdit.objectWith(pdf, "/AcroForm");
  }

  static String catalogBody(Bytes pdf) {
    return PdfEdit.body(pdf, catalog(pdf));
  }

  private static String catalogWith(String more) {
    return catalogWith(SEALED, more);
  }

  private static String catalogWith(Bytes pdf, String more) {
    return catalogBody(pdf).replaceFirst("^<<", "<<" + more + " ");
  }

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }

  /** The object is the only thing that no rule explains, and that is enough. */
  private static void assertOnlyChange(Bytes pdf, String path) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(PdfEdit.objects(report.uncovered())).containsExactly(path);
  }

  private static void assertChanged(Bytes pdf, String path) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).as("%s", report).contains(Reason.CHANGED_AFTER_SIGNING);
    assertThat(PdfEdit.places(report.uncovered())).contains(path);
  }
}
