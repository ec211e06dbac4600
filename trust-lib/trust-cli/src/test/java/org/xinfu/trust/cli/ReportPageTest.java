package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.seal.RasterPicture;
import org.xinfu.trust.seal.SealPicture;

/** The certificate of verification: what it says, what it shows, and that it fits a sheet. */
class ReportPageTest {
  private static final String SHADED =
      "<ofd:StrokeColor><ofd:AxialShd/></ofd:StrokeColor><ofd:AbbreviatedData>";

  @TempDir Path dir;
  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(dir);
  }

  private String page(String language, String file) {
    return scene.verify(scene.trust(), "--format", "html", "--lang", language, file).out();
  }

  @Test
  void itSaysWhoWhenWhatAndWhetherToRelyOnIt() {
    String file = scene.file("licence.ofd", Scene.OFD);
    assertThat(page("zh", file))
        .contains(
            "验章报告",
            "有效",
            "可以采信",
            "cli-signer",
            "cli-maker",
            "样例印章",
            "2026-11-01T01:00:00Z",
            "签署后的改动",
            "签名值与内容及密钥相符",
            "GM/T 0031");
    assertThat(page("en", file))
        .contains("You may rely on it", "Seal in force", "nothing after this signature");
  }

  @Test
  void anAlteredFileIsRefusedInPlainWords() {
    Bytes altered =
        Mutators.replace(
            Scene.OFD, "Doc_0/Pages/Page_0/Content.xml", b -> Mutators.flip(b, b.length() - 9, 1));
    assertThat(page("en", scene.file("altered.ofd", altered)))
        .contains("Do not rely on it: something", "altered or damaged", "digest-mismatch");
    assertThat(page("en", scene.file("a.txt", Bytes.utf8("text"))))
        .contains("Nothing in it is signed");
    String untrusted = scene.file("licence.ofd", Scene.OFD);
    assertThat(scene.verify(List.of("--format", "html", "--lang", "en"), untrusted).out())
        .contains("Do not rely on it yet");
  }

  @Test
  void thePictureIsTheOneThatWasVerified() {
    String shown = Base64.getEncoder().encodeToString(TestSeals.PNG.toArray());
    assertThat(page("zh", scene.file("licence.ofd", Scene.OFD))).contains("base64," + shown);
    assertThat(page("zh", scene.file("seal.esl", Scene.SEAL))).contains("base64," + shown);
    Bytes other = Scene.sealNamed("别的印章");
    Bytes swapped = Mutators.replace(Scene.OFD, "Doc_0/Signs/Sign_0/Seal.esl", b -> other);
    Bytes broken =
        Mutators.replace(
            swapped, "Doc_0/Signs/Sign_0/SignedValue.dat", b -> Mutators.flip(b, 400, 1));
    assertThat(page("zh", scene.file("broken.ofd", broken))).doesNotContain("<img");
  }

  @Test
  void aVectorSealIsDrawnAndWhatIsLeftOutIsSaid() {
    Bytes seal = Scene.sealShowing(new SealPicture("ofd", Scene.plainOfd(), 40, 40));
    String html = page("en", scene.file("vector.ofd", Scene.ofd(seal)));
    assertThat(html).contains("ofd, 40 × 40 mm", "src=\"data:image/png;base64,iVBOR");
    assertThat(html).doesNotContain("shown without", "not shown");
    Bytes shaded =
        Mutators.replace(
            Scene.plainOfd(),
            "Doc_0/Pages/Page_0/Content.xml",
            b -> Bytes.utf8(b.toUtf8().replace("<ofd:AbbreviatedData>", SHADED)));
    Bytes other = Scene.sealShowing(new SealPicture("OFD", shaded, 40, 40));
    assertThat(page("en", scene.file("shaded.ofd", Scene.ofd(other))))
        .contains("<img", "shown without what is filled by shadings or patterns");
    assertThat(page("zh", scene.file("shaded.ofd", Scene.ofd(other)))).contains("未显示以渐变或底纹填充的部分");
  }

  @Test
  void otherPicturesAreShownOrSaidNotToBe() {
    RasterPicture dot = RasterPicture.decode(TestSeals.PNG).orElseThrow();
    Bytes gif = Scene.sealShowing(new SealPicture("GIF", encoded(dot, "gif"), 40, 40));
    assertThat(page("en", scene.file("gif.esl", gif)))
        .contains("src=\"data:image/png;base64,")
        .doesNotContain("not shown");
    Bytes bmp = Scene.sealShowing(new SealPicture("BMP", encoded(dot, "bmp"), 40, 40));
    assertThat(page("en", scene.file("bmp.esl", bmp))).contains("src=\"data:image/png;base64,");
    Bytes svg = Scene.sealShowing(new SealPicture("svg", Bytes.utf8("<svg onload='x'/>"), 40, 40));
    assertThat(page("en", scene.file("svg.esl", svg)))
        .contains("svg, 40 × 40 mm", "not shown: it is of a kind that is not drawn")
        .doesNotContain("<img");
    Bytes broken = Scene.sealShowing(new SealPicture("PNG", TestSeals.PNG.slice(0, 40), 40, 40));
    assertThat(page("zh", scene.file("broken.esl", broken)))
        .contains("未显示：图像类型不支持")
        .doesNotContain("<img");
  }

  private static Bytes encoded(RasterPicture picture, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      assertThat(ImageIO.write(picture.image(), format, out)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(out.toByteArray());
  }

  /** WCAG 2.2: 1.1.1, 1.3.1, 1.4.3, 1.4.10, 2.4.2, 3.1.1. */
  @Test
  void whoeverDoesNotSeeThePageGetsItsStory() {
    String file = scene.file("licence.ofd", Scene.OFD);
    String html = page("zh", file);
    assertThat(html)
        .contains("<html lang=\"zh-CN\">", "<title>验章报告: " + file + "</title>")
        .contains("<main><h1>验章报告</h1>", "<h2 class=\"file\">", "<h3>检查明细</h3>")
        .contains("alt=\"印章“样例印章”的图像\"", "<table aria-label=\"检查明细\">")
        .contains("width=device-width");
    assertThat(page("en", file)).contains("alt=\"Picture of the seal 样例印章\"");
    Pattern tone =
        Pattern.compile("\\.[A-Z]+\\{border-color:#\\w+;color:(#\\w+);background:(#\\w+)");
    Matcher pairs = tone.matcher(html);
    int seen = 0;
    while (pairs.find()) {
      assertThat(contrast(pairs.group(1), pairs.group(2))).as(pairs.group()).isGreaterThan(4.5);
      assertThat(contrast(pairs.group(1), "#ffffff")).as(pairs.group()).isGreaterThan(4.5);
      seen++;
    }
    assertThat(seen).isEqualTo(3);
    Matcher texts = Pattern.compile("[{;]color:(#\\w+)").matcher(html);
    while (texts.find()) {
      assertThat(contrast(texts.group(1), "#f2f2f2")).as(texts.group()).isGreaterThan(4.5);
    }
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** WCAG 2.2, relative luminance. */
  private static double luminance(String colour) {
    String digits = colour.substring(1);
    String six = digits.length() == 6 ? digits : digits.replaceAll("(.)", "$1$1");
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double part = Integer.parseInt(six.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  @Test
  void itFitsOneSheetOfPaper() throws IOException, InterruptedException {
    for (String language : List.of("zh", "en")) {
      String html = page(language, scene.file("licence.ofd", Scene.OFD));
      Path source =
          Files.writeString(dir.resolve(language + ".html"), html, StandardCharsets.UTF_8);
      Path printed = dir.resolve(language + ".pdf");
      Process browser =
          new ProcessBuilder(
                  "chromium",
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-background-networking",
                  "--user-data-dir=" + dir.resolve("browser-" + language),
                  "--no-pdf-header-footer",
                  "--print-to-pdf=" + printed,
                  source.toUri().toString())
              .redirectErrorStream(true)
              .redirectOutput(dir.resolve("browser.log").toFile())
              .start();
      assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
      keep(source, language + ".html");
      keep(printed, language + ".pdf");
      try (PDDocument paper = Loader.loadPDF(printed.toFile())) {
        assertThat(paper.getNumberOfPages()).isEqualTo(1);
        assertThat(new PDFTextStripper().getText(paper)).contains("cli-signer", "SHA-256");
      }
    }
  }

  /** For whoever wants to look at it. */
  private static void keep(Path file, String name) throws IOException {
    Path target =
        Path.of(System.getProperty("xinfu.root"), "trust-lib/trust-cli/target", "report-" + name);
    Files.copy(file, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
