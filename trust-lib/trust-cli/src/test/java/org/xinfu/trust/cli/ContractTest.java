package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.xml.XmlSignRequest;
import org.xinfu.trust.xml.XmlSigner;

/** The contract where the world is against it: names, links, full disks, huge files, languages. */
class ContractTest {
  private static final Locale BEFORE = Locale.getDefault();

  @TempDir Path home;
  private Scene scene;

  @BeforeEach
  void lay() {
    scene = new Scene(home);
  }

  @AfterEach
  void back() {
    Locale.setDefault(BEFORE);
  }

  /** A shell hands {@code *} on as it is; a stranger's file must not bring options along. */
  @Test
  void aFileIsNeverReadForOptions() {
    String strange = scene.pem("evil/strange.pem", TestPki.seeded("strange").signerRoot().chain());
    String note = scene.file("evil/note.txt", Bytes.utf8("a"));
    String options = scene.file("evil/x", Bytes.utf8("--trust\n" + strange + "\n" + note));
    Scene.Run run = scene.verify(List.of(), "@" + options);
    assertThat(run.status()).isEqualTo(ExitStatus.UNREADABLE);
    assertThat(run.out()).doesNotContain("note.txt");
  }

  @Test
  void wrongUsageDoesNotDriveTheTerminal() {
    Scene.Run run = scene.verify(List.of(), "--\u001b[2Jx\u202e");
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).doesNotContain("\u001b").doesNotContain("\u202e");
  }

  @Test
  void aReportThatCannotBeWrittenIsNoSuccess() {
    String file = scene.file("licence.ofd", Scene.OFD);
    PrintStream full =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
              }
            },
            false,
            StandardCharsets.UTF_8);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            full,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(TestPki.NOW));
    List<String> trust = scene.trust();
    assertThat(
            Main.run(
                console, "verify", trust.get(0), trust.get(1), trust.get(2), trust.get(3), file))
        .isEqualTo(ExitStatus.UNREADABLE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("report cannot be written");
    Scene.Run nowhere =
        scene.verify(scene.trust(), "--out", scene.path("no/such/folder/r.txt").toString(), file);
    assertThat(nowhere.status()).isEqualTo(ExitStatus.UNREADABLE);
    assertThat(nowhere.err()).contains("report cannot be written", "r.txt").doesNotContain("java.");
  }

  /** Under LANG=C the JVM cannot write 证照.ofd; whatever it cannot write is said so. */
  @Test
  void whatIsNoFileNameHereIsSaidInPlainWords() {
    Scene.Run run = scene.verify(List.of(), "a\u0000b");
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err())
        .contains("no file name in the character set of this locale", "set LC_ALL=C.UTF-8")
        .doesNotContain("Exception");
  }

  @Test
  void whatIsMissingIsNamedInPlainWords() {
    String file = scene.file("a.txt", Bytes.utf8("a"));
    Scene.Run run = scene.verify(List.of("--trust", scene.path("none.pem").toString()), file);
    assertThat(run.status()).isEqualTo(ExitStatus.UNREADABLE);
    assertThat(run.err()).contains("none.pem", "no such file 文件不存在").doesNotContain("java.");
  }

  @Test
  void anAnchorFileWithoutAnchorsIsSaid() {
    String file = scene.file("a.txt", Bytes.utf8("a"));
    String der = scene.file("root.cer", Scene.PKI.signerRoot().chain().get(0).der());
    Scene.Run run = scene.verify(List.of("--trust", der), file);
    assertThat(run.status()).isEqualTo(ExitStatus.UNREADABLE);
    assertThat(run.err()).contains("root.cer", "holds no certificate or CRL in PEM");
    String lists = scene.pem("lists.pem", List.of(), Scene.PKI.crls().get(0));
    assertThat(scene.verify(List.of("--trust", lists), file).status())
        .isEqualTo(ExitStatus.NO_SIGNATURE);
  }

  @Test
  void linksInADirectoryAreNotFollowedToFiles() throws IOException {
    scene.file("in/a.txt", Bytes.utf8("a"));
    String secret = scene.file("outside/secret.txt", Bytes.utf8("secret"));
    Files.createSymbolicLink(home.resolve("in/link.txt"), Path.of(secret));
    Scene.Run run = scene.verify(List.of("--format", "json"), home.resolve("in").toString());
    assertThat(run.out()).contains("a.txt").doesNotContain("link.txt");
    assertThat(run.err()).contains("link.txt: a link, not followed 符号链接，未跟随");
    Scene.Run named = scene.verify(List.of("--format", "json"), home + "/in/link.txt");
    assertThat(named.out()).contains("link.txt");
  }

  @Test
  void aDirectoryThatIsNamedByALinkIsWalked() throws IOException {
    scene.file("in/sub/a.txt", Bytes.utf8("a"));
    scene.file("in/b.txt", Bytes.utf8("b"));
    Files.createSymbolicLink(home.resolve("inbox"), home.resolve("in"));
    Scene.Run run = scene.verify(List.of("--format", "json"), home + "/inbox");
    assertThat(run.out()).contains("inbox/b.txt", "inbox/sub/a.txt");
    Files.createSymbolicLink(home.resolve("round"), home.resolve("round"));
    Scene.Run round = scene.verify(List.of("--format", "json"), home + "/round");
    assertThat(round.status()).isEqualTo(ExitStatus.UNREADABLE);
    assertThat(round.err()).contains("round: ");
  }

  @Test
  void factsThatAreTooLargeAreRefusedUnread() throws IOException {
    Path huge = home.resolve("huge.json");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    Scene.Run run = scene.verify(List.of("--format", "json"), "--facts", huge.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.INVALID);
    assertThat(run.reason()).isEqualTo("budget-exceeded");
  }

  @Test
  void aTimeThatIsNotKnownIsSaidInWords() {
    Bytes plain =
        XmlSigner.sign(
                XmlSignRequest.enveloped(Samples.CONTENT, TestSeals.SIGNED).plain(), Scene.SIGNER)
            .orThrow(reason -> new IllegalStateException(reason.code()));
    String file = scene.file("plain.xml", plain);
    for (String format : List.of("text", "html")) {
      Scene.Run run = scene.verify(scene.trust(), "--lang", "en", "--format", format, file);
      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("no time is known").doesNotContain("null");
    }
  }

  /** Anybody can draw a seal that says VALID; only a maker's signature makes it one. */
  @Test
  void aPictureThatNoMakerSignedIsNotShown() {
    Bytes broken = Mutators.flip(Scene.SEAL, Scene.SEAL.length() - 3, 1);
    String file = scene.file("broken.esl", broken);
    Scene.Run run = scene.verify(scene.trust(), "--format", "html", "--lang", "en", file);
    assertThat(run.status()).isEqualTo(ExitStatus.INVALID);
    assertThat(run.out()).doesNotContain("<img");
  }

  @Test
  void numbersAreWrittenTheSameOnEveryMachine() {
    scene.file("in/licence.ofd", Scene.OFD);
    scene.file("in/a.pdf", Scene.pdf(Scene.DOCUMENT_SIGNER));
    scene.file("in/b.xml", Bytes.utf8("<?xml version=\"1.0\"?><a>"));
    for (String format : List.of("text", "json")) {
      List<String> options = List.of("--format", format);
      Locale.setDefault(Locale.ROOT);
      Scene.Run plain = scene.verify(options, home + "/in");
      for (String machine : List.of("ar-EG-u-nu-arab", "zh-CN", "tr-TR")) {
        Locale.setDefault(Locale.forLanguageTag(machine));
        assertThat(scene.verify(options, home + "/in")).as(machine).isEqualTo(plain);
      }
    }
  }
}
