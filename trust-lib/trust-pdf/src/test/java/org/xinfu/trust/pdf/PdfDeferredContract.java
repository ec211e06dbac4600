package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.PendingCms;
import org.xinfu.trust.key.Signer;

/** What every engine must do for signatures that are made elsewhere and later. */
abstract class PdfDeferredContract extends PdfFieldContract {
  @TempDir Path folder;

  private PreparedPdf prepared(Bytes pdf, Signer signer, int reserve) {
    PdfSigner.Job job =
        new PdfSigner.Job(DocumentSource.of(pdf), PdfFixtures.request(1, "Seal1"), engine());
    return PdfSigner.prepare(job, PdfSignatory.of(signer), reserve);
  }

  /** What one process leaves to the next: a file and three numbers. */
  private Path kept(PreparedPdf prepared) throws IOException {
    Path file = folder.resolve("prepared.pdf");
    try (InputStream in = prepared.document().stream()) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private static Bytes valid(Verdict<DocumentSource> verdict) {
    DocumentSource pdf =
        verdict.orThrow(reason -> new IllegalStateException("" + verdict.report()));
    DocumentReport report = new PdfVerifier().verify(pdf, PdfFixtures.POLICY);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    return pdf.readAll(1 << 22);
  }

  private static Optional<Reason> refusal(PreparedPdf prepared, Bytes cms) {
    Verdict<DocumentSource> verdict = DeferredSignature.embed(prepared, cms, PdfFixtures.POLICY);
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    return verdict.report().reason();
  }

  @ParameterizedTest
  @MethodSource("signers")
  void aKeyElsewhereSignsOctets(Signer signer) throws IOException {
    PdfSignatory signatory = PdfSignatory.of(signer);
    PreparedPdf first = prepared(PdfFixtures.plain(), signer, 8192);
    ByteRange range = first.range();
    Path file = kept(first);
    PreparedPdf second = PreparedPdf.resume(DocumentSource.of(file), range);
    Bytes octets = DeferredSignature.pending(second, signatory).toBeSigned();
    Bytes value = signer.sign(octets);
    PreparedPdf third = PreparedPdf.resume(DocumentSource.of(file), range);
    PendingCms pending = DeferredSignature.pending(third, signatory);
    assertThat(pending.toBeSigned()).isEqualTo(octets);
    Verdict<Bytes> cms = pending.with(value);
    Bytes finished =
        valid(
            DeferredSignature.embed(
                third, cms.orThrow(reason -> new IllegalStateException()), PdfFixtures.POLICY));
    assertThat(finished.slice(0, PdfFixtures.plain().length())).isEqualTo(PdfFixtures.plain());
    assertThat(pending.with(signer.sign(Bytes.utf8("something else"))))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            invalid -> assertThat(invalid.reason()).isEqualTo(Reason.SIGNATURE_VALUE_WRONG));
  }

  @ParameterizedTest
  @MethodSource("signers")
  void aCmsFromElsewhereIsEmbeddedWhenItIsForThisDocument(Signer signer) throws IOException {
    PreparedPdf prepared = prepared(PdfFixtures.plain(), signer, 8192);
    PreparedPdf again = PreparedPdf.resume(DocumentSource.of(kept(prepared)), prepared.range());
    ContentDigest digest = ContentDigest.of(signer.algorithm());
    Bytes cms = CmsSigner.pades(prepared.digest(digest), signer);
    valid(DeferredSignature.embed(again, cms, PdfFixtures.POLICY));
    valid(DeferredSignature.embed(again, cms, PdfFixtures.POLICY.withSigners(java.util.List.of())));
  }

  @Test
  void aCmsForSomethingElseIsRefused() {
    Signer signer = PdfFixtures.SM2;
    PreparedPdf prepared = prepared(PdfFixtures.plain(), signer, 4096);
    Bytes other = prepared(PdfFixtures.compressed(), signer, 4096).digest(ContentDigest.SM3);
    assertThat(refusal(prepared, CmsSigner.pades(other, signer))).contains(Reason.DIGEST_MISMATCH);
    Bytes cms = CmsSigner.pades(prepared.digest(ContentDigest.SM3), signer);
    assertThat(refusal(prepared, PdfEdit.flip(cms, cms.length() - 3, 1)))
        .contains(Reason.SIGNATURE_VALUE_WRONG);
    assertThat(refusal(prepared, Bytes.utf8("no CMS"))).contains(Reason.MALFORMED);
    assertThat(refusal(prepared, cms.concat(Bytes.hex("00")))).contains(Reason.MALFORMED);
    Bytes attached = CmsSigner.cadesAttached(Bytes.utf8("content"), signer, PdfFixtures.SIGNED);
    assertThat(refusal(prepared, attached)).isPresent();
    PreparedPdf narrow = prepared(PdfFixtures.plain(), signer, cms.length() - 1);
    Bytes large = CmsSigner.pades(narrow.digest(ContentDigest.SM3), signer);
    assertThat(refusal(narrow, large)).contains(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void whatWasKeptHasToBeWhatWasPrepared() throws IOException {
    Signer signer = PdfFixtures.SM2;
    PreparedPdf prepared = prepared(PdfFixtures.plain(), signer, 4096);
    Bytes document = prepared.document().readAll(1 << 22);
    ByteRange range = prepared.range();
    Bytes cms = CmsSigner.pades(prepared.digest(ContentDigest.SM3), signer);
    Bytes altered = PdfEdit.replace(document, "(Sample licence)", "(Forged licence)");
    assertThat(refusal(PreparedPdf.resume(DocumentSource.of(altered), range), cms))
        .contains(Reason.DIGEST_MISMATCH);
    Bytes finished = valid(DeferredSignature.embed(prepared, cms, PdfFixtures.POLICY));
    for (Bytes wrong :
        java.util.List.of(
            finished,
            document.concat(Bytes.utf8("\n")),
            document.slice(0, document.length() - 1),
            PdfFixtures.plain())) {
      assertThatThrownBy(() -> PreparedPdf.resume(DocumentSource.of(wrong), range))
          .isInstanceOf(IllegalArgumentException.class);
    }
    ByteRange shifted = new ByteRange(range.gapStart() + 1, range.gapEnd() + 1, range.end());
    assertThatThrownBy(() -> PreparedPdf.resume(DocumentSource.of(document), shifted))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
