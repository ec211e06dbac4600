package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;

/** No signature hides, none is invented; what a valid document hands out. */
class SignatureFinderTest {
  private static final Bytes SEALED = ShadowAttackTest.SEALED;

  // Finding.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<</FT/Sig/T(a)/V 21 0 R>>|<</Type/Sig>>|a",
        "<</FT/Sig/T(a)/V 21 0 R>>|<<>>|a",
        "<</FT/Sig/T(a)/V 21 0 R>>|5|a",
        "<</FT/Sig/T(a)/V 22 0 R>>|5|a",
        "<</FT/Sig/T(a)/V<</Filter/X>>>>|5|a",
        "<</FT/Sig/T(a)/V(text)>>|5|a",
        "<</FT/Sig/V 21 0 R>>|<</Type/Sig>>|",
        "<<>>|<</Type/Sig>>|object 21",
        "<<>>|<</Type/DocTimeStamp>>|object 21",
        "<<>>|<</ByteRange 5>>|object 21",
        "<<>>|<</SubFilter/x/Contents<00>>>|object 21",
        "<</Kids[<</FT/Sig/T(b)/V 21 0 R>>]>>|<</Type/Sig>>|b",
        "<</FT/Sig/T(a)/Kids[<</T(b)/V 21 0 R/Parent 20 0 R>>]>>|<</Type/Sig>>|a.b",
        "<</T(b)/V 21 0 R/Parent 23 0 R>>|<</Type/Sig>>|a.b"
      })
  void whatLooksLikeASignatureIsOne(String field, String value, String id) throws IOException {
    Map<Integer, String> objects = ShadowAttackTest.objects("/Contents 9 0 R/Resources 6 0 R");
    objects.put(20, field);
    objects.put(21, value);
    objects.put(23, "<</FT/Sig/T(a)>>");
    assertThat(find(objects)).extracting(SignatureObject::id).containsExactly(id == null ? "" : id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<</FT/Sig/T(a)>>",
        "<</FT/Tx/T(a)/V 21 0 R>>",
        "<</T(a)/V 21 0 R>>",
        "<</SubFilter/x>>",
        "<</Contents<00>>>",
        "<</Type/Sign>>",
        "<</FT/Btn/Parent 20 0 R>>"
      })
  void whatDoesNotIsNone(String field) throws IOException {
    Map<Integer, String> objects = ShadowAttackTest.objects("/Contents 9 0 R/Resources 6 0 R");
    objects.put(20, field);
    objects.put(21, "<<>>");
    assertThat(find(objects)).isEmpty();
  }

  @Test
  void twoFieldsOfOneSignatureAreOneSignature() throws IOException {
    Map<Integer, String> objects = ShadowAttackTest.objects("/Contents 9 0 R/Resources 6 0 R");
    objects.put(20, "<</FT/Sig/T(a)/V 22 0 R>>");
    objects.put(21, "<</FT/Sig/T(b)/V 22 0 R>>");
    objects.put(22, "<</Type/Sig>>");
    assertThat(find(objects)).extracting(SignatureObject::id).containsExactly("a");
  }

  @Test
  void parentsInACircleEnd() throws IOException {
    Map<Integer, String> objects = ShadowAttackTest.objects("/Contents 9 0 R/Resources 6 0 R");
    objects.put(20, "<</T(a)/Parent 21 0 R/V 22 0 R>>");
    objects.put(21, "<</T(b)/Parent 20 0 R/FT/Sig>>");
    objects.put(22, "<</Type/Sig>>");
    List<SignatureObject> found = find(objects);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).id()).endsWith("b.a");
  }

  @Test
  void aMarkAcrossBuffersIsSeen() throws IOException {
    for (int before : new int[] {0, 65530, 65536, 65537, 131070}) {
      Bytes octets = Bytes.of(new byte[before]).concat(Bytes.utf8("x//Byte/ByteRange[0"));
      assertThat(SignatureFinder.mentionsSignature(DocumentSource.of(octets))).isTrue();
    }
    for (String none : new String[] {"", "/ByteRang", "/ByteRang e", "/byterange", "ByteRange"}) {
      assertThat(SignatureFinder.mentionsSignature(DocumentSource.of(Bytes.utf8(none)))).isFalse();
    }
  }

  /** A signature that stands in no field, or not by itself, is no signature of the document. */
  @Test
  void aSignatureOutsideAFieldIsInvalid() {
    for (String field : new String[] {"<<>>", "<</FT/Sig/T(a)/V<</Type/Sig/SubFilter/x>>>>"}) {
      Map<Integer, String> objects = ShadowAttackTest.objects("/Contents 9 0 R/Resources 6 0 R");
      objects.put(20, field);
      objects.put(21, field.equals("<<>>") ? "<</Type/Sig>>" : "<<>>");
      DocumentReport report = verify(PdfUpdate.file(objects));
      assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
      assertThat(check(report, "signature-field").outcome())
          .isEqualTo(field.equals("<<>>") ? Outcome.FAIL : Outcome.UNKNOWN);
      assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.BROKEN);
      assertThat(report.coverage()).isEqualTo(Coverage.NONE);
    }
  }

  // The dictionary.

  @ParameterizedTest
  @CsvSource({
    "adbe.x509.rsa_sha1, ALGORITHM_NOT_ALLOWED",
    "adbe.pkcs7.sha1, ALGORITHM_NOT_ALLOWED",
    "etsi.cades.detached, FORMAT_MODULE_MISSING"
  })
  void anEncodingThatIsNotJudgedIsUnknown(String subFilter, Reason reason) {
    DocumentReport report =
        verify(PdfEdit.replace(SEALED, "/ETSI.CAdES.detached", "/" + subFilter));
    assertThat(check(report, "sub-filter").outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(check(report, "sub-filter").reason()).isEqualTo(reason);
    assertThat(report.conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  @Test
  void theTypeIsSigWhenItIsTold() {
    String dictionary = PdfEdit.body(SEALED, PdfEdit.objectWith(SEALED, "/ByteRange"));
    assertThat(dictionary).contains("/Type /Sig\n");
    DocumentReport report = verify(PdfEdit.replace(SEALED, "/Type /Sig\n", "/Type /Sog\n"));
    assertThat(check(report, "signature-type").outcome()).isEqualTo(Outcome.FAIL);
  }

  // The file as a whole.

  @Test
  void whatIsNoPdfIsMalformed() {
    for (Bytes none :
        List.of(
            Bytes.empty(),
            Bytes.utf8("%PDF-"),
            Bytes.utf8("%PDF-1.7\n%%EOF\n"),
            Bytes.utf8("%PDF-1.7\nstartxref\n0\n%%EOF\n"),
            Bytes.utf8("%PDF-1.7\nstartxref\n99999999999\n%%EOF\n"),
            Bytes.utf8("%PDF-1.7\n" + "<<".repeat(20_000) + "\nstartxref\n9\n%%EOF\n"))) {
      DocumentReport report = verify(none);
      assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
      assertThat(report.reason()).contains(Reason.MALFORMED);
    }
  }

  @Test
  void nestingWithoutEndIsMalformedNotACrash() {
    Map<Integer, String> objects = ShadowAttackTest.objects("/Contents 9 0 R/Resources 6 0 R");
    objects.put(20, "[".repeat(50_000));
    assertThat(verify(PdfUpdate.file(objects)).conclusion()).isNotEqualTo(Conclusion.VALID);
    Map<Integer, String> loop = ShadowAttackTest.objects("/Contents 9 0 R/Resources 6 0 R");
    loop.put(2, "<</Type/Pages/Kids[2 0 R]/Count 1>>");
    assertThat(verify(PdfUpdate.file(loop)).conclusion()).isNotEqualTo(Conclusion.VALID);
  }

  @Test
  void budgetsAreKept() {
    assertThat(verify(SEALED, budgets(SEALED.length(), 1)).conclusion())
        .isEqualTo(Conclusion.VALID);
    DocumentReport large = verify(SEALED, budgets(SEALED.length() - 1, 1));
    assertThat(large.reason()).contains(Reason.BUDGET_EXCEEDED);
    Bytes twice = PdfFixtures.sign(SEALED, PdfFixtures.request(2, "Seal2"), PdfFixtures.SM2);
    DocumentReport many = verify(twice, budgets(twice.length(), 1));
    assertThat(many.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(many.reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(many.signatures()).hasSize(1);
  }

  @Test
  void aPdfBeginsWithItsMark() {
    PdfVerifier verifier = new PdfVerifier();
    assertThat(verifier.detect(DocumentSource.of(SEALED))).contains(DocumentFormat.PDF);
    for (String none : new String[] {"", "%PDF", " %PDF-1.7", "%pdf-1.7"}) {
      assertThat(verifier.detect(DocumentSource.of(Bytes.utf8(none)))).isEmpty();
    }
  }

  // What is handed out.

  @Test
  void theLastSignedRevisionIsHandedOut() {
    int catalog = ShadowAttackTest.catalog(SEALED);
    Bytes later =
        PdfUpdate.of(SEALED)
            .with(
                catalog,
                ShadowAttackTest.catalogBody(SEALED).replaceFirst("^<<", "<</DSS 900 0 R "))
            .with(900, "<<>>")
            .with(901, "<</Producer(late)>>")
            .trailer("/Info 901 0 R")
            .append();
    VerifiedPdf pdf = opened(later);
    assertThat(pdf.length()).isEqualTo(SEALED.length());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pdf.writeTo(out);
    assertThat(Bytes.of(out.toByteArray())).isEqualTo(SEALED);
    assertThat(pdf.information()).isEmpty();
    assertThat(pdf.metadata()).isEmpty();
    assertThat(pdf.attachments()).isEmpty();
    assertThat(pdf.report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void attachmentsAndTextsAreHandedOut() {
    Map<Integer, String> objects = ShadowAttackTest.objects("/Contents 9 0 R/Resources 6 0 R");
    objects.put(1, "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Kids[30 0 R 31 0 R]>>>>>>");
    objects.put(30, "<</Limits[(a)(a)]/Names[(a) 32 0 R]>>");
    objects.put(31, "<</Limits[(b)(c)]/Names[(b) 33 0 R (c)<</Type/Filespec/F(none)>>]>>");
    objects.put(32, "<</Type/Filespec/F(a)/EF<</F 34 0 R>>>>");
    objects.put(33, "<</Type/Filespec/F(b)/EF<</F 35 0 R>>>>");
    objects.put(34, "<</Length 3>>\nstream\nabc\nendstream");
    objects.put(35, "<</Length 0>>\nstream\n\nendstream");
    objects.put(36, "<</Title(\u00e9t\u00e9)/Trapped/False/Author 37 0 R>>");
    objects.put(37, "(someone)");
    VerifiedPdf pdf = opened(ShadowAttackTest.sealed(PdfUpdate.file(objects, "/Info 36 0 R")));
    assertThat(pdf.attachments())
        .containsOnly(Map.entry("a", Bytes.utf8("abc")), Map.entry("b", Bytes.empty()));
    assertThat(pdf.information()).containsEntry("Author", "someone").containsKey("Title");
    assertThat(pdf.information()).doesNotContainKey("Trapped");
  }

  @Test
  void aRefusalNamesTheSignature() {
    Verdict<VerifiedPdf> refused =
        new PdfVerifier()
            .open(
                DocumentSource.of(PdfUpdate.of(SEALED).with(9, "[]").append()), PdfFixtures.POLICY);
    assertThat(refused).isInstanceOf(Verdict.Invalid.class);
    assertThat(refused.report().check("Seal1/later-changes").orElseThrow().detail())
        .isEqualTo("object 9 0 page/Contents");
  }

  private static VerifiedPdf opened(Bytes pdf) {
    return new PdfVerifier()
        .open(DocumentSource.of(pdf), PdfFixtures.POLICY)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private static Check check(DocumentReport report, String id) {
    return report.signatures().get(0).report().check(id).orElseThrow();
  }

  private static List<SignatureObject> find(Map<Integer, String> objects) {
    Bytes pdf = PdfUpdate.file(objects);
    return SignatureFinder.find(new PdfView(Octets.of(DocumentSource.of(pdf))));
  }

  private static TrustPolicy budgets(long octets, int signatures) {
    TrustPolicy p = PdfFixtures.POLICY;
    return new TrustPolicy(
        p.name(),
        p.signers(),
        p.makers(),
        p.timestampers(),
        p.crls(),
        p.algorithms(),
        p.revocation(),
        p.at(),
        new TrustPolicy.Budgets(octets, 9, 9, 9, 9, 64, signatures, 9));
  }

  private static DocumentReport verify(Bytes pdf) {
    return verify(pdf, PdfFixtures.POLICY);
  }

  private static DocumentReport verify(Bytes pdf, TrustPolicy policy) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), policy);
  }
}
