package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;

/** Several places, riding seams, higher levels and {@code xinfu renew}, with the simulator. */
class SignFurtherTest {
  @TempDir static Path store;
  private static SigningDevice device;
  private static Bytes seal;

  @TempDir Path home;
  private Scene scene;
  private String pinFile;
  private String anchors;

  @BeforeAll
  static void start() throws IOException {
    device = new SigningDevice(store, Optional.empty());
    seal = device.seal();
  }

  @AfterAll
  static void stop() {
    device.close();
  }

  @BeforeEach
  void lay() throws IOException {
    scene = new Scene(home);
    pinFile = scene.file("pin", Bytes.utf8(SigningDevice.PIN + "\n"));
    Files.setPosixFilePermissions(Path.of(pinFile), PosixFilePermissions.fromString("rw-------"));
    scene.file("tsa/tsa.crl", Scene.PKI.crl(Scene.PKI.documentRoot()));
    anchors = scene.pem("tsa/tsa.pem", Scene.PKI.documentRoot().chain());
  }

  private Scene.Run sign(String... more) {
    List<String> all = new ArrayList<>(List.of("sign"));
    all.addAll(List.of("--module", device.library(), "--token", "office"));
    all.addAll(List.of("--key", "sm2", "--pin-file", pinFile));
    all.addAll(List.of(more));
    return Scene.run(TestPki.NOW, all.toArray(String[]::new));
  }

  private Scene.Run renew(Instant now, String... more) {
    List<String> all = new ArrayList<>(List.of("renew"));
    all.addAll(stamped());
    all.addAll(List.of(more));
    return Scene.run(now, all.toArray(String[]::new));
  }

  private String out(String name) {
    return scene.path(name).toString();
  }

  private static String tsa() {
    return device.tsa();
  }

  /** Trust in signers, makers and the authority, which is to be asked. */
  private List<String> stamped() {
    List<String> all = new ArrayList<>(scene.trust());
    all.addAll(List.of("--tsa-trust", anchors, "--tsa", tsa()));
    return all;
  }

  private static String[] options(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Scene.Run judged(String file, String... more) {
    List<String> all = new ArrayList<>(scene.trust());
    all.addAll(List.of("--tsa-trust", anchors, "--format", "json"));
    all.addAll(List.of(more));
    return scene.verify(all, file);
  }

  private static Bytes pdfOf(int pages) throws IOException {
    try (PDDocument document = new PDDocument()) {
      document.setDocumentId(7L);
      for (int i = 0; i < pages; i++) {
        document.addPage(new PDPage());
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return Bytes.of(out.toByteArray());
    }
  }

  private static Bytes ofdOfThree() {
    String page = "<ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/>";
    Bytes ofd =
        Mutators.replace(
            Scene.plainOfd(),
            "Doc_0/Document.xml",
            b ->
                Bytes.utf8(
                    b.toUtf8()
                        .replace(
                            page,
                            page
                                + page.replace("\"1\"", "\"11\"").replace("Page_0", "Page_1")
                                + page.replace("\"1\"", "\"12\"").replace("Page_0", "Page_2"))));
    Bytes content = Mutators.entry(ofd, "Doc_0/Pages/Page_0/Content.xml");
    Bytes two = Mutators.add(ofd, "Doc_0/Pages/Page_1/Content.xml", content);
    return Mutators.add(two, "Doc_0/Pages/Page_2/Content.xml", content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"left", "right,30.5", "top,10", "bottom,5"})
  void aSeamRidesOverAllPagesOfAnOfd(String edge) {
    String in = scene.file("in.ofd", ofdOfThree());
    String esl = scene.file("seal.esl", seal);
    String made = out("seam.ofd");
    Scene.Run run = sign(options(scene.trust(), "--seal", esl, "--seam", edge, in, made));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(judged(made).status()).isZero();
    String xml = Mutators.entry(read(made), "Doc_0/Signs/Sign_0/Signature.xml").toUtf8();
    assertThat(xml.split("StampAnnot ", -1)).hasSize(4);
    assertThat(xml.split("Clip=", -1)).hasSize(4);
  }

  private static Bytes read(String file) {
    return org.xinfu.trust.DocumentSource.of(Path.of(file)).readAll(64 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"left", "right", "top", "bottom,20"})
  void aSeamAndSeveralPlacesShareOneSignatureOfAPdf(String edge) throws IOException {
    String in = scene.file("in.pdf", pdfOf(4));
    String esl = scene.file("seal.esl", seal);
    String made = out("seam.pdf");
    Scene.Run run =
        sign(
            options(
                scene.trust(),
                "--seal",
                esl,
                "--seam",
                edge,
                "--x",
                "90",
                "--y",
                "60",
                "--at",
                "3,90.5,200",
                in,
                made));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    Scene.Run verified = judged(made);
    assertThat(verified.status()).as(verified.out()).isZero();
    assertThat((List<?>) verified.json().get("signatures")).hasSize(1);
    try (PDDocument document = Loader.loadPDF(Path.of(made).toFile())) {
      List<Integer> shown = new ArrayList<>();
      for (PDPage page : document.getPages()) {
        shown.add(page.getAnnotations().size());
      }
      assertThat(shown).containsExactly(2, 1, 2, 1);
    }
  }

  @Test
  void severalPlacesOfAnOfd() {
    String in = scene.file("in.ofd", ofdOfThree());
    String esl = scene.file("seal.esl", seal);
    String made = out("two.ofd");
    Scene.Run run =
        sign(options(scene.trust(), "--seal", esl, "--at", "1,10,10", "--at", "3,90,20", in, made));
    assertThat(run.err()).isEmpty();
    assertThat(judged(made).status()).isZero();
    String xml = Mutators.entry(read(made), "Doc_0/Signs/Sign_0/Signature.xml").toUtf8();
    assertThat(xml.split("StampAnnot ", -1)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"B-LT", "B-LTA"})
  void aPdfIsRaisedAtOnce(String level) {
    String in = scene.file("in.pdf", Scene.plainPdf());
    String made = out("kept.pdf");
    Scene.Run run = sign(options(stamped(), "--level", level, in, made));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    Scene.Run verified = judged(made);
    assertThat(verified.status()).as(verified.out()).isZero();
    assertThat(verified.out()).contains("\"level\":\"" + level + "\"");
  }

  @Test
  void withoutItsEvidenceNothingIsKept() {
    String in = scene.file("in.pdf", Scene.plainPdf());
    List<String> bare = new ArrayList<>(scene.trustWithoutCrls());
    bare.addAll(List.of("--tsa-trust", anchors, "--tsa", tsa(), "--level", "B-LT"));
    Scene.Run none = sign(options(bare, in, out("none.pdf")));
    assertThat(none.status()).isEqualTo(ExitStatus.INVALID);
    assertThat(none.err()).contains("revocation-unknown");
    assertThat(scene.path("none.pdf")).doesNotExist();
    String list = scene.file("lists/ca.crl", Scene.PKI.crl(Scene.PKI.signerCa()));
    String root = scene.file("lists/root.crl", Scene.PKI.crl(Scene.PKI.signerRoot()));
    Scene.Run handed = sign(options(bare, "--crl", list, "--crl", root, in, out("a.pdf")));
    assertThat(handed.err()).isEmpty();
    assertThat(handed.status()).isZero();
  }

  @Test
  void xmlIsRaisedToBT() {
    String in = scene.file("in.xml", Samples.CONTENT);
    Scene.Run run = sign(options(stamped(), "--level", "B-T", in, out("out.xml")));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(judged(out("out.xml")).out())
        .contains("\"level\":\"B-T\"", "\"timeSource\":\"TIMESTAMP\"", "\"VALID\"");
  }

  @ParameterizedTest
  @CsvSource({"pdf, PADES", "ofd, SES_V4", "cms, CADES", "gbt35275, GBT35275"})
  void documentsAreRenewedAndStillValidWhenTheSignerHasEnded(String form, String format) {
    Bytes plain = form.equals("pdf") ? Scene.plainPdf() : Scene.plainOfd();
    String in = scene.file("in." + form, plain);
    String signed = out("signed." + form);
    List<String> first = stamped();
    boolean shown = form.equals("ofd");
    if (shown) {
      first.addAll(List.of("--seal", scene.file("seal.esl", seal)));
    }
    Scene.Run made = sign(options(first, "--form", form, in, signed));
    assertThat(made.err()).isEmpty();
    boolean apart = form.equals("cms") || form.equals("gbt35275");
    String ca = scene.pem("between/ca.pem", List.of(Scene.PKI.signerCa().chain().get(0)));
    List<String> options = new ArrayList<>(List.of("--intermediates", ca));
    if (apart) {
      options.addAll(List.of("--content", in));
    }
    String renewed = out("renewed." + form);
    Scene.Run run =
        renew(TestPki.NOW.plus(1, ChronoUnit.MINUTES), options(options, signed, renewed));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("renewed", "VALID");
    Scene.Run verified = apart ? judged(renewed, "--content", in) : judged(renewed);
    assertThat(verified.status()).as(verified.out()).isZero();
    assertThat(verified.out()).contains("\"format\":\"" + format + "\"");
    assertThat(read(renewed).length()).isGreaterThan(read(signed).length());
  }

  @Test
  void whatIsBrokenIsNotRenewed() {
    String good = scene.file("good.ofd", Scene.OFD);
    Bytes altered =
        Mutators.replace(
            Scene.OFD, "Doc_0/Pages/Page_0/Content.xml", b -> Mutators.flip(b, b.length() - 9, 1));
    String bad = scene.file("bad.ofd", altered);
    String plain = scene.file("plain.pdf", Scene.plainPdf());
    for (String file : List.of(bad, plain, scene.file("x.p7s", Bytes.utf8("no CMS")))) {
      Scene.Run run = renew(TestPki.NOW, file, out("no"));
      assertThat(run.status()).as(file + run.err()).isEqualTo(ExitStatus.INVALID);
      assertThat(run.err()).doesNotContain("\tat ");
      assertThat(scene.path("no")).doesNotExist();
    }
    assertThat(renew(TestPki.NOW, good, good).status()).isEqualTo(ExitStatus.CANNOT_CREATE);
    assertThat(renew(TestPki.NOW, out("none"), out("no")).status())
        .isEqualTo(ExitStatus.UNREADABLE);
    assertThat(Scene.run(TestPki.NOW, "renew", good, out("no")).status())
        .isEqualTo(ExitStatus.USAGE);
    Scene.Run trustless = Scene.run(TestPki.NOW, "renew", "--tsa", tsa(), good, out("no"));
    assertThat(trustless.status()).isEqualTo(ExitStatus.USAGE);
    Scene.Run away =
        Scene.run(
            TestPki.NOW,
            options(
                List.of("renew"),
                options(
                    scene.trust(),
                    "--tsa-trust",
                    anchors,
                    "--tsa",
                    "http://127.0.0.1:9/",
                    good,
                    out("no"))));
    assertThat(away.status()).isEqualTo(ExitStatus.UNAVAILABLE);
  }

  @Test
  void optionsThatDoNotGoTogetherAreWrongUsage() {
    String pdf = scene.file("in.pdf", Scene.plainPdf());
    String ofd = scene.file("in.ofd", Scene.plainOfd());
    String esl = scene.file("seal.esl", seal);
    List<String[]> wrong =
        List.of(
            new String[] {"--level", "B-T", pdf},
            new String[] {"--level", "B-B", "--tsa", tsa(), pdf},
            new String[] {"--level", "B-X", pdf},
            options(stamped(), "--level", "B-LT", ofd),
            new String[] {"--level", "B-LT", "--tsa", tsa(), pdf},
            new String[] {"--online", pdf},
            new String[] {"--seam", "left", pdf},
            new String[] {"--seal", esl, "--seam", "middle", pdf},
            new String[] {"--seal", esl, "--at", "1,2", pdf},
            new String[] {"--seal", esl, "--seam", "left", "--seam-pages", "2", pdf});
    for (String[] options : wrong) {
      Scene.Run run = sign(options(List.of(options), out("no")));
      assertThat(run.status()).as(String.join(" ", options)).isEqualTo(ExitStatus.USAGE);
    }
    // One page has no seam to ride over.
    Scene.Run single = sign("--seal", esl, "--seam", "left", pdf, out("no"));
    assertThat(single.status()).isEqualTo(ExitStatus.INVALID);
  }
}
