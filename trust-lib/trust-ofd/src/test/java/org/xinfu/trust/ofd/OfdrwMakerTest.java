package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;

/**
 * What a second implementation signs: ofdrw, in a process of its own (see {@link OfdrwOracleTest}),
 * with keys of its own.
 */
class OfdrwMakerTest {
  @TempDir Path folder;

  /**
   * Seals of both versions, GB/T 35275 with and without attributes, Base64 of the digest, a bare
   * value, riding seams on each side, two stamps, signatures one after the other, and the integrity
   * list: genuine as ofdrw makes them, and with one page altered.
   */
  @Test
  void whateverItSignsIsJudged() throws IOException, InterruptedException {
    make(Files.write(folder.resolve("plain"), Sample.zip(Sample.plain()).toArray()));
    Certificate root = certificate("root.cer");
    Instant made = Files.getLastModifiedTime(folder.resolve("root.cer")).toInstant();
    TrustPolicy policy =
        TrustPolicy.interop(
            List.of(root, certificate("signer.cer")), List.of(root), made.plusSeconds(600));
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.toString().endsWith(".ofd")).sorted().toList();
    }
    assertThat(files).hasSize(21);
    for (Path file : files) {
      Bytes genuine = Bytes.of(Files.readAllBytes(file));
      DocumentReport report = Sample.verify(genuine, policy);
      assertThat(report.conclusion()).as("%s: %s", file, report).isEqualTo(Conclusion.VALID);
      assertThat(report.coverage()).as("%s", file).isEqualTo(Coverage.WHOLE);
      Bytes altered =
          Sample.with(
              genuine, "Doc_0/Pages/Page_0/Content.xml", text -> text.replace("L 9 9", "L 9 8"));
      DocumentReport refused = Sample.verify(altered, policy);
      assertThat(refused.reason()).as("%s", file).contains(Reason.DIGEST_MISMATCH);
    }
  }

  private Certificate certificate(String name) throws IOException {
    return Certificate.parse(Bytes.of(Files.readAllBytes(folder.resolve(name)))).orElseThrow();
  }

  /** In China's zone, since ofdrw writes some times without one. */
  private void make(Path plain) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Duser.timezone=Asia/Shanghai",
            "-cp",
            Path.of("target", "ofdrw") + "/*",
            Path.of("src", "test", "oracle", "OfdrwMaker.java").toString(),
            plain.toString(),
            folder.toString());
    Process maker = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(maker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(maker.waitFor()).as(output).isZero();
  }
}
