package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.json.Json;

/** The contract of {@code xinfu verify}: status, JSON and what is said of bad input. */
class VerifyCommandTest {
  @TempDir Path dir;

  @Test
  void textHasNoSignature() throws IOException {
    Run run = verify("--format", "json", file("a.txt", "hello".getBytes(StandardCharsets.UTF_8)));
    assertThat(run.status).isEqualTo(3);
    Map<String, Object> report = Json.parseObject(run.out);
    assertThat(report)
        .containsEntry("format", "UNKNOWN")
        .containsEntry("verdict", "NO_SIGNATURE")
        .containsEntry("reason", "no-signature")
        .containsEntry("coverage", "NONE")
        .containsEntry(
            "sha256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(run.out).endsWith("}\n").doesNotContain("\": ");
  }

  @Test
  void anEmptyFileAndRandomBytesHaveNoSignature() throws IOException {
    assertThat(verify(file("empty", new byte[0])).status).isEqualTo(3);
    byte[] random = new byte[1_000_000];
    new Random(1).nextBytes(random);
    assertThat(verify(file("random", random)).status).isEqualTo(3);
  }

  @Test
  void aMissingFileIs66AndTheOthersAreStillJudged() throws IOException {
    String text = file("a.txt", new byte[] {65});
    Run run = verify("--format", "json", dir.resolve("none").toString(), text);
    assertThat(run.status).isEqualTo(66);
    assertThat(run.err).contains("none").doesNotContain("\tat ");
    assertThat(run.out).startsWith("[{").contains("a.txt");
  }

  @Test
  void magicWithoutContentIsMalformed() throws IOException {
    Run zip = verify("--format", "json", file("a.ofd", new byte[] {0x50, 0x4b, 3, 4, 9, 9}));
    assertThat(zip.status).isEqualTo(1);
    assertThat(Json.parseObject(zip.out))
        .containsEntry("format", "OFD")
        .containsEntry("verdict", "INVALID");
    Run pdf =
        verify(
            "--format", "json", file("a.pdf", "%PDF-1.7\n%cut".getBytes(StandardCharsets.UTF_8)));
    assertThat(pdf.status).isEqualTo(1);
    assertThat(Json.parseObject(pdf.out)).containsEntry("reason", "malformed");
  }

  @Test
  void aZipOfAnotherFormatHasNoSignature() throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(octets)) {
      out.putNextEntry(new ZipEntry("META-INF/signatures.xml"));
    }
    Run run = verify("--format", "json", file("a.asice", octets.toByteArray()));
    assertThat(run.status).isEqualTo(3);
    assertThat(Json.parseObject(run.out))
        .containsEntry("format", "UNKNOWN")
        .containsEntry("verdict", "NO_SIGNATURE");
    assertThat(run.out).contains("ASiC");
  }

  @Test
  void aDirectoryIsWalkedInOrder() throws IOException {
    file("b.txt", new byte[] {66});
    file("a.txt", new byte[] {65});
    Run run = verify("--format", "json", dir.toString());
    assertThat(run.status).isEqualTo(3);
    assertThat(run.out.indexOf("a.txt")).isBetween(0, run.out.indexOf("b.txt"));
  }

  @Test
  void wrongUsageIs64() throws IOException {
    String text = file("a.txt", new byte[] {65});
    assertThat(verify().status).isEqualTo(64);
    assertThat(verify("--policy", "lax", text).status).isEqualTo(64);
    assertThat(verify("--at", "yesterday", text).status).isEqualTo(64);
    assertThat(verify("--format", "xml", text).status).isEqualTo(64);
    assertThat(verify("--revocation", "sometimes", text).status).isEqualTo(64);
    assertThat(verify("--nonsense", text).err).contains("--nonsense");
  }

  @Test
  void aDamagedAnchorStopsTheRun() throws IOException {
    String pem =
        file(
            "bad.pem",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                .getBytes(StandardCharsets.UTF_8));
    Run run = verify("--trust", pem, file("a.txt", new byte[] {65}));
    assertThat(run.status).isEqualTo(66);
    assertThat(run.err).contains("bad.pem").doesNotContain("\tat ");
  }

  @Test
  void theSameInputGivesTheSameOctetsAndTheMomentCanBeChosen() throws IOException {
    String text = file("a.txt", new byte[] {65});
    Run first = verify("--format", "json", "--at", "2026-01-02T03:04:05+08:00", text);
    assertThat(first.out).contains("\"at\":\"2026-01-01T19:04:05Z\"");
    assertThat(verify("--format", "json", "--at", "2026-01-02T03:04:05+08:00", text).out)
        .isEqualTo(first.out);
  }

  @Test
  void textSpeaksChineseFirstAndHtmlEscapesNames() throws IOException {
    assertThat(verify(file("a.txt", new byte[] {65})).out).contains("结论: 无签名 (no-signature)");
    assertThat(verify("--lang", "en", file("a.txt", new byte[] {65})).out)
        .contains("NO SIGNATURE (no-signature)");
    Path report = dir.resolve("r.html");
    Run run =
        verify("--format", "html", "--out", report.toString(), file("<b>&.txt", new byte[] {65}));
    assertThat(run.out).isEmpty();
    assertThat(Files.readString(report)).contains("&lt;b&gt;&amp;.txt").contains("验章报告");
  }

  private Run verify(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "verify";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(Instant.parse("2026-11-23T00:00:00Z")));
    int status = Main.run(console, all);
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(dir.resolve(name), content).toString();
  }

  private record Run(int status, String out, String err) {}
}
