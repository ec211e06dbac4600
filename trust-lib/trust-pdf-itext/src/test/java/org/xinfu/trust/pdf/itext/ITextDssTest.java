package org.xinfu.trust.pdf.itext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.OutsideDss;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigner;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/** EU DSS accepts what the iText engine makes, level by level; trust-cli asks about the rest. */
class ITextDssTest {
  private static final TestPki PKI = TestPki.seeded("dss itext");

  @TempDir Path folder;

  @Test
  void dssAcceptsEveryLevel() throws Exception {
    Signer signer = PKI.documentSigner("office");
    PdfSealRequest seal =
        PdfSealRequest.seal(
            new PdfSealRequest.Seal(TestSeals.PNG, 40, 40),
            new PdfSealRequest.Position(1, 30, 50),
            "Seal1",
            TestSeals.SIGNED);
    PdfSigner.Job job =
        new PdfSigner.Job(DocumentSource.of(plain()), seal, new ITextSigningEngine());
    Bytes basic = PdfSigner.sign(job.pdf(), job.request(), signer, job.engine());
    Bytes stamped =
        PdfSigner.signTimestamped(job, signer, source())
            .orThrow(reason -> new IllegalStateException(reason.code()));
    OutsideDss.Answers answers =
        new OutsideDss(folder, PKI, PKI.crl(PKI.documentRoot()), TestPki.NOW.plusSeconds(3600))
            .with("B", basic)
            .with("T", stamped)
            .with("altered", Mutators.flip(basic, 6, 1))
            .run();
    assertThat(answers.byName())
        .as(answers.output())
        .containsEntry("B", "TOTAL_PASSED null PAdES-BASELINE-B INTACT")
        .containsEntry("T", "TOTAL_PASSED null PAdES-BASELINE-T INTACT")
        .containsEntry("altered", "TOTAL_FAILED HASH_FAILURE PAdES-BASELINE-B BROKEN");
  }

  private static Bytes plain() throws IOException {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return Bytes.of(out.toByteArray());
    }
  }

  private static TimestampSource source() {
    TimestampMaker maker =
        new TimestampMaker(PKI.timestamper("样例时间戳"), "1.2.3.4", () -> BigInteger.TEN);
    return (digest, imprint) ->
        new Verdict.Valid<>(
            maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), TestPki.NOW),
            new Report(List.of()));
  }
}
