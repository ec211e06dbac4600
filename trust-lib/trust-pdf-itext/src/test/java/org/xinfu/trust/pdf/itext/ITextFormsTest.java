package org.xinfu.trust.pdf.itext;

import static org.assertj.core.api.Assertions.assertThat;

import com.itextpdf.forms.PdfAcroForm;
import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfReader;
import com.itextpdf.kernel.pdf.PdfWriter;
import com.itextpdf.kernel.pdf.StampingProperties;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigner;

/**
 * Signed forms of other producers that iText opens, fills and signs in append mode: it splits
 * fields of one name that are their own widgets, and writes fields anew that nobody touched.
 */
class ITextFormsTest {
  private static final TestPki PKI = TestPki.seeded("itext forms");
  private static final Signer SIGNER = PKI.documentSigner("office");

  private interface Work {
    void on(PdfAcroForm form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Parent 6 0 R",
        "/Parent 6 0 R/FT/Btn/Ff 49152",
        "/Parent 6 0 R/FT/Btn",
        "/Parent 6 0 R/T()",
        "/Parent 6 0 R/V/Off/TU(either)/DA(/Helv 0 Tf)",
        "/Parent 6 0 R/Ff 49152",
        "/Type/Annot"
      })
  void formsThatITextWritesAnewStayValid(String kid) throws IOException {
    Bytes once = sign(form(kid), "One");
    Bytes opened = append(once, PdfAcroForm::getAllFormFields);
    assertThat(opened.length()).isGreaterThan(once.length());
    is(Conclusion.VALID, opened);
    Bytes chosen = append(once, form -> form.getField("choice").setValue("B"));
    is(Conclusion.INDETERMINATE, chosen);
    Bytes twice =
        PdfSigner.sign(
            DocumentSource.of(chosen),
            PdfSealRequest.invisible("Two", TestSeals.SIGNED),
            SIGNER,
            new ITextSigningEngine());
    is(Conclusion.VALID, twice);
  }

  private static void is(Conclusion conclusion, Bytes pdf) {
    DocumentReport report = Trust.verify(DocumentSource.of(pdf), PKI.policy());
    assertThat(report.conclusion()).as("%s", report).isEqualTo(conclusion);
  }

  private static Bytes sign(Bytes pdf, String field) {
    return PdfSigner.sign(
        DocumentSource.of(pdf),
        PdfSealRequest.invisible(field, TestSeals.SIGNED),
        SIGNER,
        new PdfBoxSigningEngine());
  }

  private static Bytes append(Bytes pdf, Work work) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PdfDocument document =
        new PdfDocument(
            new PdfReader(new ByteArrayInputStream(pdf.toArray())),
            new PdfWriter(out),
            new StampingProperties().useAppendMode())) {
      work.on(PdfAcroForm.getAcroForm(document, true));
    }
    return Bytes.of(out.toByteArray());
  }

  /** A page with two radio buttons whose kids begin with these entries. */
  private static Bytes form(String kid) {
    String widget =
        "/Subtype/Widget/P 3 0 R/F 4/AS/Off/AP<</N<</%s 9 0 R/Off 10 0 R>>>>/Rect[%d 9 20 20]>>";
    List<String> objects =
        List.of(
            "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<>>"
                + "/Annots[7 0 R 8 0 R]>>",
            face(""),
            "<</Fields[6 0 R]/DA(/Helv 0 Tf 0 g)/DR<</Font<</Helv 11 0 R>>>>>>",
            "<</FT/Btn/Ff 49152/T(choice)/V/Off/Kids[7 0 R 8 0 R]>>",
            "<<" + kid + String.format(Locale.ROOT, widget, "A", 9),
            "<<" + kid + String.format(Locale.ROOT, widget, "B", 14),
            face("0 0 9 9 re f"),
            face(""),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    StringBuilder out = new StringBuilder("%PDF-1.7\n");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < objects.size(); i++) {
      rows.append(String.format(Locale.ROOT, "%010d 00000 n \n", out.length()));
      out.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int table = out.length();
    out.append("xref\n0 12\n0000000000 65535 f \n").append(rows);
    out.append("trailer\n<</Root 1 0 R/Size 12>>\nstartxref\n").append(table).append("\n%%EOF\n");
    return Bytes.of(out.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String face(String content) {
    return "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length "
        + content.length()
        + ">>\nstream\n"
        + content
        + "\nendstream";
  }
}
