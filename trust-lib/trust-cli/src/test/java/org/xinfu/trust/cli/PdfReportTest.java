package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.ofd.OfdSealRequest;
import org.xinfu.trust.ofd.OfdSealer;
import org.xinfu.trust.seal.SealPicture;

/** {@code verify --format pdf}: the certificate and all checks on one page. */
class PdfReportTest {
  @TempDir Path dir;
  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(dir);
  }

  private Path report(String name, String language, String... files) throws IOException {
    Path out = dir.resolve(name + ".pdf");
    List<String> all = new ArrayList<>(List.of("--format", "pdf"));
    all.addAll(List.of("--lang", language, "--out", out.toString()));
    all.addAll(List.of(files));
    Scene.Run run = scene.verify(scene.trust(), all.toArray(String[]::new));
    assertThat(run.out()).isEmpty();
    Path kept = Path.of(System.getProperty("xinfu.root"), "trust-lib/trust-cli/target");
    Files.copy(out, kept.resolve("report-" + name + ".pdf"), StandardCopyOption.REPLACE_EXISTING);
    return out;
  }

  private static String page(PDDocument paper, int number) throws IOException {
    PDFTextStripper stripper = new PDFTextStripper();
    stripper.setStartPage(number);
    stripper.setEndPage(number);
    return stripper.getText(paper);
  }

  @Test
  void theFirstPageSaysAllThatAClerkNeeds() throws IOException {
    String file = scene.file("licence.ofd", Scene.OFD);
    try (PDDocument paper = Loader.loadPDF(report("certificate-zh", "zh", file).toFile())) {
      assertThat(page(paper, 1))
          .contains("验章报告", "licence.ofd", "有效", "可以采信", "cli-signer", "cli-maker")
          .contains("样例印章", "2026-11-01T01:00:00Z", "签署后的改动", "SHA-256", "1 / 1")
          .contains("检查明细", "签名值与内容及密钥相符", "GM/T 0031");
      assertThat(paper.getNumberOfPages()).isEqualTo(1);
      assertThat(paper.getDocumentCatalog().getLanguage()).isEqualTo("zh-CN");
      assertThat(pictures(paper.getPage(0))).isEqualTo(1);
    }
    try (PDDocument paper = Loader.loadPDF(report("certificate-en", "en", file).toFile())) {
      assertThat(page(paper, 1))
          .contains("VALID", "You may rely on it", "Seal in force")
          .contains("What was checked", "pass");
      assertThat(paper.getNumberOfPages()).isEqualTo(1);
    }
  }

  /** One page for each kind of ordinary document and verdict, in both languages. */
  @ParameterizedTest
  @CsvSource({"zh", "en"})
  void anOrdinaryDocumentFitsOneSheet(String language) throws IOException {
    Bytes altered =
        Mutators.replace(
            Scene.OFD, "Doc_0/Pages/Page_0/Content.xml", b -> Mutators.flip(b, b.length() - 9, 1));
    Map<String, Bytes> documents =
        Map.of(
            "whole.ofd",
            Scene.OFD,
            "whole.pdf",
            Scene.pdf(Scene.SIGNER),
            "seal.esl",
            Scene.SEAL,
            "bent.ofd",
            altered);
    for (Map.Entry<String, Bytes> each : documents.entrySet()) {
      String file = scene.file(each.getKey(), each.getValue());
      Path out = report("one-" + each.getKey().replace('.', '-') + "-" + language, language, file);
      try (PDDocument paper = Loader.loadPDF(out.toFile())) {
        assertThat(paper.getNumberOfPages()).as(out.toString()).isEqualTo(1);
        assertNothingOverlaps(paper);
      }
    }
  }

  /** With many signatures it goes on, and no check is left out. */
  @Test
  void manySignaturesGoOnOnFurtherPages() throws IOException {
    Bytes many = Scene.plainOfd();
    for (int i = 0; i < 6; i++) {
      OfdSealRequest request =
          new OfdSealRequest(
              Scene.SEAL,
              List.of(new OfdSealRequest.Stamp(1, 45 * (i % 4), 60 * (i / 4))),
              OfdSealRequest.Protection.CONTINUE,
              TestSeals.SIGNED,
              "xinfu");
      many =
          OfdSealer.seal(DocumentSource.of(many), request, Scene.SIGNER)
              .orThrow(reason -> new IllegalStateException(reason.code()));
    }
    String file = scene.file("many.ofd", many);
    String json = scene.verify(scene.trust(), "--format", "json", file).out();
    try (PDDocument paper = Loader.loadPDF(report("many", "zh", file).toFile())) {
      assertThat(paper.getNumberOfPages()).isBetween(2, 6);
      assertNothingOverlaps(paper);
      List<String> types = new ArrayList<>();
      walk(paper.getDocumentCatalog().getStructureTreeRoot(), types, new ArrayList<>());
      int checks = json.split("\"outcome\":", -1).length - 1;
      assertThat(checks).isGreaterThan(100);
      assertThat(types.stream().filter("TR"::equals)).hasSize(checks + 1);
    }
  }

  /** No two glyphs share a place, and none lies outside of the margins. */
  private static void assertNothingOverlaps(PDDocument paper) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (int page = 1; page <= paper.getNumberOfPages(); page++) {
      Map<Long, List<TextPosition>> cells = new HashMap<>();
      PDFTextStripper stripper =
          new PDFTextStripper() {
            @Override
            protected void processTextPosition(TextPosition glyph) {
              float right = glyph.getX() + glyph.getWidth();
              if (glyph.getX() < 30 || right > glyph.getPageWidth() - 30) {
                wrong.add(glyph + " lies outside");
              }
              long cell = (long) (glyph.getY() / 10) * 1000 + (long) (glyph.getX() / 20);
              cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(glyph);
            }
          };
      stripper.setStartPage(page);
      stripper.setEndPage(page);
      stripper.getText(paper);
      for (List<TextPosition> near : cells.values()) {
        for (TextPosition one : near) {
          near.stream()
              .filter(o -> o != one && overlap(one, o))
              .forEach(o -> wrong.add(one + "|" + o));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Whether the inner parts of two glyphs meet. */
  private static boolean overlap(TextPosition one, TextPosition other) {
    float x = Math.min(one.getX() + one.getWidth(), other.getX() + other.getWidth());
    float y = Math.min(one.getY(), other.getY());
    float high = 0.6f * Math.min(one.getFontSizeInPt(), other.getFontSizeInPt());
    return x - Math.max(one.getX(), other.getX()) > 0.8f
        && y - Math.max(one.getY() - high, other.getY() - high) > 0;
  }

  /** Tagged PDF, ISO 32000-2 §14.8: what a reader that speaks says, and in which order. */
  @Test
  void whoeverDoesNotSeeThePaperGetsItsStory() throws IOException {
    String file = scene.file("licence.ofd", Scene.OFD);
    try (PDDocument paper = Loader.loadPDF(report("tagged", "zh", file).toFile())) {
      assertThat(paper.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
      List<String> types = new ArrayList<>();
      List<String> alternatives = new ArrayList<>();
      walk(paper.getDocumentCatalog().getStructureTreeRoot(), types, alternatives);
      assertThat(types).startsWith("Document", "H1", "H2", "P");
      assertThat(types).contains("H3", "L", "LI", "Lbl", "LBody", "Table", "TR", "TD");
      // The head of the table stands on each page and is read once.
      assertThat(types.stream().filter("TH"::equals)).hasSize(4);
      assertThat(alternatives).containsExactly("印章“样例印章”的图像");
      for (PDPage page : paper.getPages()) {
        assertEverythingIsMarked(page);
        assertThat(page.getStructParents()).isGreaterThanOrEqualTo(0);
      }
      assertThat(paper.getDocumentCatalog().getStructureTreeRoot().getParentTree().getNumbers())
          .hasSize(paper.getNumberOfPages());
    }
  }

  private static void walk(PDStructureNode node, List<String> types, List<String> alternatives) {
    if (node instanceof PDStructureElement element) {
      types.add(element.getStructureType());
      if (element.getAlternateDescription() != null) {
        alternatives.add(element.getAlternateDescription());
      }
    }
    for (Object kid : node.getKids()) {
      if (kid instanceof PDStructureNode inner) {
        walk(inner, types, alternatives);
      }
    }
  }

  /** Each text, line and picture belongs to an element or is said to be decoration. */
  private static void assertEverythingIsMarked(PDPage page) throws IOException {
    int depth = 0;
    int drawn = 0;
    for (Object token : new PDFStreamParser(page).parse()) {
      String operator = token instanceof Operator read ? read.getName() : "";
      depth += operator.equals("BDC") || operator.equals("BMC") ? 1 : 0;
      depth -= operator.equals("EMC") ? 1 : 0;
      if (List.of("Tj", "TJ", "Do", "S", "f").contains(operator)) {
        assertThat(depth).as(operator).isEqualTo(1);
        drawn++;
      }
    }
    assertThat(depth).isZero();
    assertThat(drawn).isPositive();
  }

  private static int pictures(PDPage page) {
    int count = 0;
    for (COSName name : page.getResources().getXObjectNames()) {
      count += page.getResources().isImageXObject(name) ? 1 : 0;
    }
    return count;
  }

  @Test
  void aVectorSealIsDrawnHereToo() throws IOException {
    Bytes seal = Scene.sealShowing(new SealPicture("ofd", Scene.plainOfd(), 40, 40));
    String file = scene.file("vector.ofd", Scene.ofd(seal));
    try (PDDocument paper = Loader.loadPDF(report("vector", "zh", file).toFile())) {
      assertThat(pictures(paper.getPage(0))).isEqualTo(1);
    }
    Bytes unknown = Scene.sealShowing(new SealPicture("svg", Bytes.utf8("<svg/>"), 40, 40));
    String other = scene.file("svg.esl", unknown);
    try (PDDocument paper = Loader.loadPDF(report("unshown", "zh", other).toFile())) {
      assertThat(pictures(paper.getPage(0))).isZero();
      assertThat(page(paper, 1)).contains("未显示：图像类型不支持");
    }
  }

  @Test
  void aPdfIsToldThatReadersCannotJudgeIt() throws IOException {
    String pdf = scene.file("licence.pdf", Scene.pdf(Scene.SIGNER));
    try (PDDocument paper = Loader.loadPDF(report("of-pdf", "zh", pdf).toFile())) {
      assertThat(page(paper, 1)).contains("常用 PDF 阅读器无法判定 SM2 签名");
    }
  }

  @Test
  void anAlteredFileIsRefusedInPlainWords() throws IOException {
    Bytes altered =
        Mutators.replace(
            Scene.OFD, "Doc_0/Pages/Page_0/Content.xml", b -> Mutators.flip(b, b.length() - 9, 1));
    String file = scene.file("altered.ofd", altered);
    String missing = scene.path("none.ofd").toString();
    Path report = report("altered", "zh", file, missing);
    try (PDDocument paper = Loader.loadPDF(report.toFile())) {
      assertThat(page(paper, 1)).contains("无效", "不可采信", "digest-mismatch");
      assertThat(new PDFTextStripper().getText(paper)).contains("无法读取", "none.ofd");
    }
  }

  @Test
  void theSameReportHasTheSameOctetsAndNeedsAPlace() throws IOException {
    String file = scene.file("licence.ofd", Scene.OFD);
    byte[] once = Files.readAllBytes(report("once", "zh", file));
    assertThat(Files.readAllBytes(report("again", "zh", file))).isEqualTo(once);
    // The font goes in as far as it is used.
    assertThat(once.length).isLessThan(400_000);
    assertThat(scene.verify(scene.trust(), "--format", "pdf", file).status())
        .isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void namesOfAnyLengthAndScriptAreShownOrSpelled() throws IOException {
    String name = "样".repeat(60) + "\u202Efdp.\u0600" + "W".repeat(100) + ".ofd";
    String file = scene.file("a.ofd", Scene.ofd(Scene.sealNamed(name.repeat(3))));
    String emoji = scene.file("\uD83D\uDE00.txt", Bytes.utf8("x"));
    try (PDDocument paper = Loader.loadPDF(report("names", "zh", file, emoji).toFile())) {
      String text = new PDFTextStripper().getText(paper);
      assertThat(text).contains("样样样样", "WWWW", "[U+1F600]").doesNotContain("\u202E");
    }
  }
}
