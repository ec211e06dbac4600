package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.SignatureReport.Change;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigner;

/**
 * That a report's page says what its JSON says, and shows every character of a name or tells it.
 */
class ReportTruthTest {
  /** Extension B and G, Tibetan, Yi, Uyghur, an emoji, a private character, a filler. */
  private static final String RARE =
      "𠀀\uD883\uDEDE བོད ꆈꌠ ئۇيغۇر \uD83D\uDE00 \uE863 \u3164 葛\uDB40\uDD00";

  @TempDir Path dir;
  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(dir);
  }

  private String page(String language, String... more) {
    List<String> all = new ArrayList<>(List.of("--format", "html", "--lang", language));
    all.addAll(List.of(more));
    return scene.verify(scene.trust(), all.toArray(String[]::new)).out();
  }

  private String paper(String... more) throws IOException {
    Path out = dir.resolve("report.pdf");
    List<String> all = new ArrayList<>(List.of("--format", "pdf", "--out", out.toString()));
    all.addAll(List.of(more));
    scene.verify(scene.trust(), all.toArray(String[]::new));
    return text(Bytes.of(Files.readAllBytes(out)));
  }

  private static String text(Bytes pdf) throws IOException {
    try (PDDocument paper = Loader.loadPDF(pdf.toArray())) {
      return new PDFTextStripper().getText(paper);
    }
  }

  @Test
  void everyCharacterOfANameIsShownOrTold() throws IOException {
    String file = scene.file("rare.ofd", Scene.ofd(Scene.sealNamed(RARE)));
    String told = paper(file).replaceAll("\\s", "");
    RARE.codePoints()
        .filter(c -> !Character.isSpaceChar(c))
        .forEach(
            c ->
                assertThat(told)
                    .as("U+%04X", c)
                    .containsAnyOf(Character.toString(c), "[U+%04X]".formatted(c)));
    assertThat(told).contains("[U+20000]", "[U+0F56]", "[U+1F600]", "[U+E863]", "[U+3164]");
    for (String text : List.of(page("zh", file), scene.verify(scene.trust(), file).out())) {
      assertThat(text).contains("𠀀", "བོད", "ꆈꌠ", "\uD83D\uDE00");
      assertThat(text).contains("[U+E863]", "[U+3164]", "[U+E0100]").doesNotContain("\u3164");
    }
  }

  @Test
  void charactersThatOnlyLookLikeOthersAreTold() throws IOException {
    String file = scene.file("⼈民.ofd", Scene.ofd(Scene.sealNamed("四川省 Сhengdu 印章")));
    for (String text :
        List.of(page("en", file), scene.verify(scene.trust(), "--lang", "en", file).out())) {
      assertThat(text)
          .contains("only look like others: С U+0421", "only look like others: ⼈ U+2F08");
    }
    assertThat(paper(file)).contains("仅仅形似", "U+0421", "U+2F08");
    String plain = scene.file("人民.ofd", Scene.OFD);
    assertThat(page("zh", plain)).doesNotContain("形似");
  }

  @Test
  void blanksDoNotMoveANameToWhereALineBegins() {
    String file =
        scene.file("a.ofd", Scene.ofd(Scene.sealNamed("甲" + " \u3000".repeat(40) + "结论: 有效")));
    assertThat(scene.verify(scene.trust(), file).out())
        .contains("甲 [80 blanks] 结论")
        .doesNotContain(" \u3000 ");
  }

  /** Numbers stand before names, which may run to the left. */
  @Test
  void aNameThatRunsToTheLeftTakesNoNumberAlong() {
    String file = scene.file("a.ofd", Scene.ofd(Scene.sealNamed("שלום")));
    assertThat(page("zh", file)).contains("<dd>51000000000002 שלום</dd>");
    assertThat(scene.verify(scene.trust(), file).out()).contains("51000000000002 שלום\n");
  }

  @Test
  void ofABrokenSignatureNobodySaysThatNothingChanged() {
    Bytes altered =
        Mutators.replace(
            Scene.OFD, "Doc_0/Pages/Page_0/Content.xml", b -> Mutators.flip(b, b.length() - 9, 1));
    assertThat(page("en", scene.file("altered.ofd", altered)))
        .contains("altered or damaged", "<dt>Changed since</dt><dd>cannot be told</dd>")
        .doesNotContain("nothing after this signature");
    assertThat(page("en", scene.file("licence.ofd", Scene.OFD)))
        .contains("nothing after this signature");
  }

  @Test
  void whatWasChangedAsAllowedIsNotExactlyAsItWasSigned() {
    PdfSealRequest second =
        PdfSealRequest.seal(
            new PdfSealRequest.Seal(TestSeals.PNG, 40, 40),
            new PdfSealRequest.Position(1, 120, 150),
            "Seal2",
            TestSeals.SIGNED);
    Bytes twice =
        PdfSigner.sign(
            DocumentSource.of(Scene.pdf(Scene.DOCUMENT_SIGNER)),
            second,
            Scene.PKI.documentSigner("zweiter"),
            new PdfBoxSigningEngine());
    String file = scene.file("twice.pdf", twice);
    Scene.Run json = scene.verify(scene.trust(), "--format", "json", file);
    assertThat(json.json().get("verdict")).as(json.out()).isEqualTo("VALID");
    assertThat(json.out()).contains("\"allowed\":true");
    assertThat(page("en", file))
        .contains("what was changed after signing")
        .doesNotContain("exactly as it was signed");
  }

  @Test
  void whatWasNotCheckedIsSaidBesideTheVerdict() {
    String file = scene.file("licence.ofd", Scene.OFD);
    assertThat(page("en", "--revocation", "none", file))
        .contains("You may rely on it", "Warnings and checks that were not made");
  }

  @Test
  void amongThousandsOfChangesTheForbiddenOneIsSeen() throws IOException {
    List<Change> changes = new ArrayList<>();
    IntStream.range(0, 5000).forEach(i -> changes.add(new Change("form", "field " + i, true)));
    changes.add(new Change("page", "the contract's price", false));
    Judgement judgement = judgement("many.pdf", 200, changes);
    String html = new HtmlWriter(Locale.ENGLISH).write(List.of(judgement), false).toUtf8();
    assertThat(html).contains("page the contract&#39;s price: not allowed", "5001 in all");
    assertThat(html).contains("Signature s0: VALID", "Signature s199: VALID");
    assertThat(html).doesNotContain("field 4999").doesNotContain("null");
    String pdf = text(new PdfWriter(Locale.ENGLISH).write(List.of(judgement), false));
    assertThat(pdf).contains("Signature s199", "contract's price", "5001 in all");
  }

  @Test
  void aValueThatIsCutOnPaperSaysSo() throws IOException {
    Judgement judgement = judgement("n".repeat(40_000) + ".pdf", 1, List.of());
    String pdf = text(new PdfWriter(Locale.ENGLISH).write(List.of(judgement), false));
    assertThat(pdf).contains("… (40004)", "Signature s0");
    assertThat(new HtmlWriter(Locale.ENGLISH).write(List.of(judgement), false).toUtf8())
        .contains("n".repeat(40_000));
  }

  private Judgement judgement(String name, int signatures, List<Change> changes) {
    Report checks =
        new Report.Builder()
            .pass("structure", "ISO 32000-2 12.8", "")
            .warn("signature-algorithm", "ETSI TS 119 312", Reason.ALGORITHM_NOT_ALLOWED, "old")
            .report();
    List<SignatureReport> all =
        IntStream.range(0, signatures).mapToObj(i -> signature("s" + i, changes, checks)).toList();
    DocumentReport report =
        new DocumentReport(
            "00",
            DocumentFormat.PDF,
            Coverage.WHOLE,
            List.of(),
            all,
            checks,
            "interop",
            "00",
            TestPki.NOW);
    return new Judgement(name, report, null, null, null);
  }

  private static SignatureReport signature(String id, List<Change> changes, Report checks) {
    Instant time = TestPki.NOW;
    return new SignatureReport(
        id,
        "PADES",
        "B-T",
        Integrity.INTACT,
        Coverage.REVISION,
        null,
        time,
        TimeSource.CLAIMED,
        new SignatureReport.SignerFacts("CN=样例", "1a", "00", "CN=CA"),
        null,
        changes,
        checks);
  }
}
