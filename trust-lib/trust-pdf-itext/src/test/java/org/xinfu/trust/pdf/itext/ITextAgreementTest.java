package org.xinfu.trust.pdf.itext;

import static org.assertj.core.api.Assertions.assertThat;

import com.itextpdf.kernel.pdf.PdfDocument;
import com.itextpdf.kernel.pdf.PdfReader;
import com.itextpdf.signatures.SignatureUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigner;
import org.xinfu.trust.pdf.PdfSigningEngine;

/** What one engine signs, iText's own reader and our verifier over PDFBox say the same of. */
class ITextAgreementTest {
  private static final TestPki PKI = TestPki.seeded("itext agreement");
  private static final Signer ECDSA = PKI.documentSigner("office");
  private static final Signer RSA =
      PKI.issue(
          PKI.spec("CN=rsa office,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
              .with(SignatureAlgorithm.RSA_PKCS1_SHA256),
          PKI.documentRoot());
  private static final PdfSigningEngine PDFBOX = new PdfBoxSigningEngine();
  private static final PdfSigningEngine ITEXT = new ITextSigningEngine();

  @Test
  void bothSayTheSameOfWhatEitherSigns() throws Exception {
    for (PdfSigningEngine first : List.of(PDFBOX, ITEXT)) {
      for (PdfSigningEngine second : List.of(PDFBOX, ITEXT)) {
        Bytes once = sign(plain(), first, "One", ECDSA);
        assertSame(once, Map.of("One", "intact, whole"));
        Bytes twice = sign(once, second, "Two", RSA);
        assertSame(twice, Map.of("One", "intact, part", "Two", "intact, whole"));
        // The comment of the first line, which both signatures cover, and the last date.
        assertSame(Mutators.flip(twice, 11, 1), Map.of("One", "broken", "Two", "broken"));
        int behind =
            new String(twice.toArray(), StandardCharsets.ISO_8859_1).lastIndexOf("(D:") + 5;
        assertSame(Mutators.flip(twice, behind, 1), Map.of("One", "intact, part", "Two", "broken"));
      }
    }
  }

  private static void assertSame(Bytes pdf, Map<String, String> expected) throws Exception {
    assertThat(ours(pdf)).as("ours").isEqualTo(expected);
    assertThat(itexts(pdf)).as("iText's").isEqualTo(expected);
  }

  private static Map<String, String> ours(Bytes pdf) {
    DocumentReport report = Trust.verify(DocumentSource.of(pdf), PKI.policy());
    Map<String, String> all = new TreeMap<>();
    for (SignatureReport each : report.signatures()) {
      boolean intact = each.integrity() == Integrity.INTACT;
      all.put(each.id(), said(intact, each.coverage() == Coverage.WHOLE));
    }
    return all;
  }

  private static Map<String, String> itexts(Bytes pdf) throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (PdfDocument document =
        new PdfDocument(new PdfReader(new ByteArrayInputStream(pdf.toArray())))) {
      SignatureUtil signatures = new SignatureUtil(document);
      for (String name : signatures.getSignatureNames()) {
        boolean intact =
            signatures.readSignatureData(name).verifySignatureIntegrityAndAuthenticity();
        boolean whole = signatures.signatureCoversWholeDocument(name);
        all.put(name, said(intact, whole));
      }
    }
    return all;
  }

  private static String said(boolean intact, boolean whole) {
    return intact ? "intact, " + (whole ? "whole" : "part") : "broken";
  }

  private static Bytes sign(Bytes pdf, PdfSigningEngine engine, String field, Signer signer) {
    PdfSealRequest request = PdfSealRequest.invisible(field, TestSeals.SIGNED);
    return PdfSigner.sign(DocumentSource.of(pdf), request, signer, engine);
  }

  private static Bytes plain() throws Exception {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return Bytes.of(out.toByteArray());
    }
  }
}
