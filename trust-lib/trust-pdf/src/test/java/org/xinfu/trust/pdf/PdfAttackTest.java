package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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
import org.xinfu.trust.Trust;

/**
 * Documents altered on purpose; each must fail, and say why. ISO 32000-2 §12.8, published attacks.
 */
class PdfAttackTest {
  private static final Bytes SEALED = PdfFixtures.sealed(PdfFixtures.SM2);

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }

  private static void assertInvalid(Bytes pdf, Reason reason) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).as("%s", report).contains(reason);
  }

  @Test
  void theUnalteredDocumentIsValid() {
    assertThat(verify(SEALED).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(Trust.verify(DocumentSource.of(SEALED), PdfFixtures.POLICY).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  @Test
  void anUnsignedDocumentHasNoSignature() {
    DocumentReport report = verify(PdfFixtures.plain());
    assertThat(report.conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
    assertThat(report.reason()).contains(Reason.NO_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9, 0.999})
  void aTruncatedDocumentIsMalformed(double part) {
    Bytes plain = PdfFixtures.plain();
    assertInvalid(plain.slice(0, (int) (plain.length() * part)), Reason.MALFORMED);
    assertInvalid(SEALED.slice(0, (int) (SEALED.length() * part)), Reason.MALFORMED);
  }

  // Universal signature forgery.

  @ParameterizedTest
  @CsvSource({
    "/ByteRange, /ByteRangX",
    "/Contents <, /Contentz <",
    "/SubFilter, /SubFiltex",
  })
  void aSignatureWithoutWhatItNeedsIsNotOverlooked(String from, String to) {
    DocumentReport report = verify(PdfEdit.replace(SEALED, from, to));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason().orElseThrow())
        .isIn(Reason.BYTE_RANGE_WRONG, Reason.SIGNATURE_DICTIONARY_WRONG, Reason.DIGEST_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[0 0 0 0]", "[0 10 20]", "[0 1 2 3 4]", "(text)", "[]"})
  void aByteRangeThatIsNoneFails(String range) {
    String text = PdfEdit.text(SEALED);
    int at = text.lastIndexOf("/ByteRange") + 10;
    int end = text.indexOf(']', at) + 1;
    assertInvalid(PdfEdit.replace(SEALED, text.substring(at, end), range), Reason.BYTE_RANGE_WRONG);
  }

  @Test
  void contentsThatAreNoCmsFail() {
    assertInvalid(PdfEdit.withContents(SEALED, Bytes.hex("00")), Reason.SIGNATURE_DICTIONARY_WRONG);
    assertInvalid(PdfEdit.withContents(SEALED, Bytes.hex("3003020101")), Reason.MALFORMED);
  }

  // Byte range tricks.

  @Test
  void rangesThatAreNotExactFail() {
    long[] r = PdfEdit.range(SEALED);
    List<String> wrong =
        List.of(
            "-1 " + r[1] + " " + r[2] + " " + r[3],
            "1 " + (r[1] - 1) + " " + r[2] + " " + r[3],
            "0 " + (r[1] - 1) + " " + r[2] + " " + r[3],
            "0 " + (r[1] + 1) + " " + r[2] + " " + r[3],
            "0 " + r[1] + " " + (r[2] - 1) + " " + (r[3] + 1),
            "0 " + r[1] + " " + (r[2] + 1) + " " + (r[3] - 1),
            "0 " + r[1] + " " + r[2] + " " + (r[3] - 3),
            "0 " + r[1] + " " + r[2] + " " + (r[3] + 1),
            "0 " + r[2] + " " + r[1] + " " + r[3],
            "0 " + r[1] + " " + r[1] + " " + r[3],
            "0 " + r[1] + " " + r[2] + " 9223372036854775807");
    for (String numbers : wrong) {
      DocumentReport report = verify(PdfEdit.withRange(SEALED, numbers));
      assertThat(report.conclusion()).as(numbers).isEqualTo(Conclusion.INVALID);
      // A blank more in the gap is no range that is wrong, but what is covered is not what was.
      assertThat(report.reason().orElseThrow())
          .as(numbers)
          .isIn(Reason.BYTE_RANGE_WRONG, Reason.DIGEST_MISMATCH);
    }
  }

  @Test
  void octetsAfterTheCmsMustBeZero() {
    Bytes contents = PdfEdit.contents(SEALED);
    byte[] altered = contents.toArray();
    altered[altered.length - 1] = 1;
    assertInvalid(PdfEdit.withContents(SEALED, Bytes.of(altered)), Reason.CONTENTS_PADDING_WRONG);
  }

  /** White space between digits means nothing to a reader, but nobody vouches for it. */
  @Test
  void aSpaceInContentsIsDoubtful() {
    long[] r = PdfEdit.range(SEALED);
    byte[] altered = SEALED.toArray();
    altered[(int) r[2] - 2] = ' ';
    altered[(int) r[2] - 3] = ' ';
    DocumentReport report = verify(Bytes.of(altered));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.ENCODING_NOT_STANDARD);
  }

  @Test
  void aHexDigitInTheOtherCaseIsTheSame() {
    long[] r = PdfEdit.range(SEALED);
    String text = PdfEdit.text(SEALED);
    String upper =
        text.substring(0, (int) r[1])
            + text.substring((int) r[1], (int) r[2]).toUpperCase(java.util.Locale.ROOT)
            + text.substring((int) r[2]);
    assertThat(verify(PdfEdit.bytes(upper)).conclusion()).isEqualTo(Conclusion.VALID);
  }

  // Signatures over something else.

  @Test
  void alteredContentFails() {
    assertInvalid(PdfEdit.replace(SEALED, "(Seal1)", "(Seal9)"), Reason.DIGEST_MISMATCH);
  }

  @Test
  void theCmsOfAnotherDocumentFails() {
    Bytes other =
        PdfFixtures.sign(PdfFixtures.rotated(90), PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2);
    assertInvalid(PdfEdit.withContents(SEALED, PdfEdit.contents(other)), Reason.DIGEST_MISMATCH);
  }

  // Incremental saving.

  @Test
  void aReplacedPageContentFails() {
    int stream = contentOfFirstPage();
    Bytes altered =
        PdfEdit.update(
            SEALED,
            stream,
            "<</Length 34>>\nstream\nBT /F1 20 Tf (FAKE LICENCE) Tj ET \nendstream");
    assertInvalid(altered, Reason.CHANGED_AFTER_SIGNING);
    assertThat(PdfEdit.places(verify(altered).uncovered())).contains("object " + stream + " 0");
  }

  @Test
  void anAddedPageFails() {
    int pages = PdfEdit.objectWith(SEALED, "/Type /Pages");
    String body = PdfEdit.body(SEALED, pages).replaceFirst("/Kids \\[", "/Kids [9 0 R ");
    assertInvalid(PdfEdit.update(SEALED, pages, body), Reason.CHANGED_AFTER_SIGNING);
  }

  @Test
  void anAddedAnnotationFails() {
    int page = PdfEdit.objectWith(SEALED, "/Annots [");
    String note = "<</Type/Annot/Subtype/FreeText/Rect[0 0 200 200]/Contents(paid)>>";
    String body = PdfEdit.body(SEALED, page).replaceFirst("/Annots \\[", "/Annots [" + note);
    assertInvalid(PdfEdit.update(SEALED, page, body), Reason.CHANGED_AFTER_SIGNING);
  }

  /** A hidden field shows nothing; one that paints without a signature could paint anything. */
  @Test
  void anAddedUnsignedSignatureFieldFailsWhenItPaints() {
    int catalog = PdfEdit.objectWith(SEALED, "/Type /Catalog");
    String body =
        PdfEdit.body(SEALED, catalog).replaceFirst("(/Fields \\[[^\\]]*)\\]", "$1 900 0 R]");
    String field = "<</FT/Sig/T(x)/Subtype/Widget/Rect[0 0 9 9]";
    String form = "<</Subtype/Form/BBox[0 0 9 9]/Length 1>>\nstream\nq\nendstream";
    PdfUpdate update = PdfUpdate.of(SEALED).with(catalog, body).with(901, form);
    assertThat(verify(update.with(900, field + "/F 2>>").append()).conclusion())
        .isEqualTo(Conclusion.VALID);
    assertInvalid(
        update.with(900, field + "/AP<</N 901 0 R>>>>").append(), Reason.CHANGED_AFTER_SIGNING);
  }

  @Test
  void aReplacedSealPictureFails() {
    int image = PdfEdit.objectWith(SEALED, "/Subtype /Form");
    assertInvalid(
        PdfEdit.update(
            SEALED,
            image,
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>\nstream\nq\nendstream"),
        Reason.CHANGED_AFTER_SIGNING);
  }

  @Test
  void aReplacedSignatureDictionaryFails() {
    int signature = PdfEdit.objectWith(SEALED, "/ByteRange");
    String body = PdfEdit.body(SEALED, signature).replace("(approval)", "(denial!!)");
    assertThat(body).contains("denial");
    assertInvalid(PdfEdit.update(SEALED, signature, body), Reason.BYTE_RANGE_WRONG);
  }

  @Test
  void aRemovedSignatureIsNoUnsignedDocument() {
    int field = PdfEdit.objectWith(SEALED, "/T (Seal1)");
    Bytes altered = PdfEdit.update(SEALED, field, "null");
    assertThat(verify(altered).conclusion()).isEqualTo(Conclusion.INVALID);
    int signature = PdfEdit.objectWith(SEALED, "/ByteRange");
    assertInvalid(PdfEdit.update(altered, signature, "null"), Reason.SIGNATURE_DICTIONARY_WRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "1 0 obj null endobj\n", "%%EOF\n", "startxref\n9\n%%EOF\n"})
  void octetsBehindTheLastRevisionFail(String tail) {
    assertThat(verify(SEALED.concat(Bytes.utf8(tail))).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", " \n \u0000\u0000"})
  void whiteSpaceBehindTheLastRevisionIsNothing(String tail) {
    DocumentReport report = verify(SEALED.concat(Bytes.utf8(tail)));
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.coverage()).isEqualTo(org.xinfu.trust.Coverage.WHOLE);
  }

  @Test
  void anotherDocumentBehindTheSignedOneFails() {
    assertThat(verify(SEALED.concat(PdfFixtures.plain())).conclusion())
        .isEqualTo(Conclusion.INVALID);
  }

  // Signature wrapping: the second run moved behind injected octets.

  @Test
  void aMovedSecondRunFails() {
    long[] r = PdfEdit.range(SEALED);
    String text = PdfEdit.text(SEALED);
    String injected = "\n5 0 obj\n<</Injected true>>\nendobj\n";
    String moved = text.substring(0, (int) r[2]) + injected + text.substring((int) r[2]);
    Bytes wrapped =
        PdfEdit.withRange(
            PdfEdit.bytes(moved), "0 " + r[1] + " " + (r[2] + injected.length()) + " " + r[3]);
    assertThat(verify(wrapped).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  // No alteration of one octet goes unnoticed.

  @Test
  void noFlippedOctetIsEverValid() {
    Random random = new Random(20261101);
    int[] positions =
        IntStream.concat(
                IntStream.range(0, 1000).map(i -> random.nextInt(SEALED.length())), cms(random))
            .toArray();
    assertThat(positions.length).isGreaterThan(3000);
    for (int at : positions) {
      int mask = 1 << random.nextInt(8);
      if (caseOfHexDigit(at, mask)) {
        continue;
      }
      assertThat(verify(PdfEdit.flip(SEALED, at, mask)).conclusion())
          .as("octet %d, mask %d", at, mask)
          .isNotEqualTo(Conclusion.VALID);
    }
  }

  /** Digits of /Contents, the only octets that no digest covers, and the octets around it. */
  private static IntStream cms(Random random) {
    long[] r = PdfEdit.range(SEALED);
    int size = (int) (r[2] - r[1]);
    return IntStream.concat(
        IntStream.of((int) r[1] - 1, (int) r[1], (int) r[2] - 1, (int) r[2]),
        IntStream.range(0, 2100).map(i -> (int) r[1] + random.nextInt(size)));
  }

  private static boolean caseOfHexDigit(int at, int mask) {
    long[] r = PdfEdit.range(SEALED);
    return mask == 0x20 && at > r[1] && at < r[2] - 1 && SEALED.at(at) >= 'A';
  }

  private static int contentOfFirstPage() {
    String page = PdfEdit.body(SEALED, PdfEdit.objectWith(SEALED, "/Annots ["));
    java.util.regex.Matcher reference =
        java.util.regex.Pattern.compile("/Contents (\\d+) 0 R").matcher(page);
    assertThat(reference.find()).isTrue();
    return Integer.parseInt(reference.group(1));
  }

  static SignatureReport only(DocumentReport report) {
    assertThat(report.signatures()).hasSize(1);
    return report.signatures().get(0);
  }
}
