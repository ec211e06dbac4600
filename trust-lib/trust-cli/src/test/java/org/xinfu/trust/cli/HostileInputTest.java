package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cli.Scene.Run;

/** Names and contents that want to drive the terminal, the page or the run. */
class HostileInputTest {
  /** What acts instead of being shown; the line feeds of the report itself aside. */
  private static final Pattern ACTS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");

  @TempDir Path dir;
  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(dir);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u001b[2J\u001b[1;32mVALID.ofd", // clears the screen and writes in green
        "a\nb.ofd", // a line of its own
        "a\r  VALID b.ofd",
        "a\u009b2Jb.ofd", // the same in one C1 character
        "a\u202ecod.dfo", // reads from right to left
        "a\u2066b\u2069.ofd",
        "a\u200bb.ofd", // no width
        "a\u2028b.ofd",
        "a\u007fb.ofd"
      })
  void aFileNameNeverActs(String name) {
    String file = scene.file(name, Bytes.utf8("text"));
    for (String format : List.of("text", "html")) {
      Run run = scene.verify(List.of("--format", format), file, dir.resolve(name + "-").toString());
      assertThat(run.status()).isEqualTo(66);
      assertThat(run.out()).doesNotContainPattern(ACTS).contains("\uFFFD");
      assertThat(run.err()).doesNotContainPattern(ACTS).contains("\uFFFD");
      // Two lines of progress and one of the missing file: the name made none of its own.
      assertThat(run.err().lines()).hasSize(3);
    }
  }

  @Test
  void aFileNameIsTextInThePageAndQuotedInJson() {
    String name = "<img src=x onerror=alert(1)>&\"'.txt";
    String file = scene.file(name, Bytes.utf8("text"));
    assertThat(scene.verify(List.of("--format", "html"), file).out())
        .contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;")
        .doesNotContain("<img");
    Run json = scene.verify(List.of("--format", "json"), file);
    assertThat(json.json().get("file")).isEqualTo(file);
    assertThat(json.out().lines()).hasSize(1);
  }

  @Test
  void aSealsNameNeverActsAlthoughItsSignatureIsGenuine() {
    Bytes seal = Scene.sealNamed("<script>alert(1)</script>\u001b[2J\u202e\n章");
    String file = scene.file("a.ofd", Scene.ofd(seal));
    Run text = scene.verify(scene.trust(), file);
    assertThat(text.out()).contains("章").doesNotContainPattern(ACTS);
    Run page = scene.verify(scene.trust(), "--format", "html", file);
    assertThat(page.out())
        .contains("&lt;script&gt;")
        .doesNotContain("<script")
        .doesNotContainPattern(ACTS);
    Run json = scene.verify(scene.trust(), "--format", "json", file);
    assertThat(json.out().lines()).hasSize(1);
    assertThat(json.out()).doesNotContain("\u001b");
  }

  @Test
  void pathsInsideAPackageNeverAct() {
    Bytes smuggled = Mutators.add(Scene.OFD, "Doc_0/\u001b[2J<b>\u202e.xml", Bytes.utf8("<x/>"));
    String file = scene.file("a.ofd", smuggled);
    Run text = scene.verify(scene.trust(), file);
    assertThat(text.status()).isNotZero();
    assertThat(text.out()).doesNotContainPattern(ACTS);
    assertThat(scene.verify(scene.trust(), "--format", "html", file).out())
        .doesNotContain("<b>")
        .doesNotContainPattern(ACTS);
  }

  @Test
  void thePageLoadsNothingAndRunsNothing() {
    String file = scene.file("a.ofd", Scene.OFD);
    for (String language : List.of("zh", "en")) {
      Run page = scene.verify(scene.trust(), "--format", "html", "--lang", language, file);
      assertThat(page.out())
          .startsWith("<!doctype html>\n<html lang=\"" + (language.equals("zh") ? "zh-CN" : "en"))
          .contains("<meta charset=\"utf-8\">", "class=\"verdict GOOD\"", "<th scope=\"col\">")
          .contains("base-uri 'none'", "form-action 'none'")
          .endsWith("</main></body></html>\n")
          .contains("default-src 'none'", "<img alt=\"", "src=\"data:image/png;base64,")
          .doesNotContain("href=", "<script", "url(", "@import", " style=");
      assertThat(page.out().split("src=\"", -1)).hasSize(2);
    }
  }

  @Test
  void theTwoLanguagesSayTheSameThings() {
    String file = scene.file("a.ofd", Mutators.truncate(Scene.OFD, 700));
    String chinese = scene.verify(List.of("--lang", "zh"), file).out();
    String english = scene.verify(List.of("--lang", "en"), file).out();
    assertThat(chinese).containsPattern("[一-鿿]").contains("(malformed)");
    assertThat(english).doesNotContainPattern("[一-鿿]").contains("(malformed)");
    assertThat(english.lines()).hasSameSizeAs(chinese.lines().toList());
    assertThat(scene.verify(List.of("--lang", "fr"), file).status()).isEqualTo(64);
  }

  @Test
  void randomOctetsBehindEveryMagicNeverBreakTheRun() {
    java.util.Random random = new java.util.Random(20261101);
    List<String> magics =
        List.of("504b0304", "255044462d312e37", "3082ffff", "3080", "efbbbf3c3f786d6c", "3c3f786d");
    for (String magic : magics) {
      for (int i = 0; i < 8; i++) {
        byte[] noise = new byte[random.nextInt(400)];
        random.nextBytes(noise);
        Bytes content = Bytes.hex(magic).concat(Bytes.of(noise));
        Run run = scene.verify(List.of("--format", "json"), scene.file("noise", content));
        assertThat(run.status()).as("%s %d", content.toHex(), i).isIn(1, 2, 3);
        assertThat(run.err()).isEmpty();
        assertThat(run.json()).containsKey("verdict");
      }
    }
  }

  @Test
  void aDirectoryIsWalkedToItsLeavesInOrderAndNotThroughLinks() throws IOException {
    scene.file("in/b/2.txt", Bytes.utf8("2"));
    scene.file("in/a/1.txt", Bytes.utf8("1"));
    scene.file("in/3.txt", Bytes.utf8("3"));
    scene.file("outside/secret.txt", Bytes.utf8("secret"));
    Files.createSymbolicLink(dir.resolve("in/link"), dir.resolve("outside"));
    Files.createSymbolicLink(dir.resolve("in/loop"), dir.resolve("in"));
    Run run = scene.verify(List.of("--format", "json"), dir.resolve("in").toString());
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).doesNotContain("secret").startsWith("[").endsWith("]\n");
    assertThat(run.out().indexOf("3.txt")).isLessThan(run.out().indexOf("1.txt"));
    assertThat(run.out().indexOf("1.txt")).isLessThan(run.out().indexOf("2.txt"));
    assertThat(run.err().lines()).hasSize(5).first().asString().startsWith("[1/3] ");
  }

  @Test
  void oneFileInADirectoryIsStillAnArrayAndAnEmptyDirectoryAnEmptyOne() throws IOException {
    scene.file("one/a.txt", Bytes.utf8("a"));
    String one = dir.resolve("one").toString();
    assertThat(scene.verify(List.of("--format", "json"), one).out()).startsWith("[{");
    String none = Files.createDirectory(dir.resolve("none")).toString();
    Run empty = scene.verify(List.of("--format", "json"), none);
    assertThat(empty.out()).isEqualTo("[]\n");
    assertThat(empty.status()).isEqualTo(3);
  }

  @Test
  void ofSeveralUnreadableFilesTheJsonIsEmptyAndOfOneNothing() {
    String missing = dir.resolve("missing").toString();
    assertThat(scene.verify(List.of("--format", "json"), missing, missing).out()).isEqualTo("[]\n");
    Run one = scene.verify(List.of("--format", "json"), missing);
    assertThat(one.out()).isEmpty();
    assertThat(one.status()).isEqualTo(66);
    assertThat(one.err()).contains("no such file");
    assertThat(scene.verify(List.of(), "/dev/null").status()).isEqualTo(66);
  }

  @Test
  void theSummaryNamesEveryFileAlsoTheUnreadable() {
    String text = scene.file("a.txt", Bytes.utf8("a"));
    Run run = scene.verify(List.of("--lang", "en"), text, dir.resolve("missing").toString());
    assertThat(run.out())
        .contains("Summary", "NO SIGNATURE (no-signature): " + text)
        .contains("cannot be read: " + dir.resolve("missing"));
    assertThat(scene.verify(List.of("--lang", "en"), text).out()).doesNotContain("Summary");
  }

  @Test
  void helpAndVersionAreNoErrorAndNonsenseIs64() {
    assertThat(Scene.run(TestPki.NOW, "--help").status()).isZero();
    assertThat(Scene.run(TestPki.NOW, "verify", "--help").out())
        .contains("--maker-trust", "Exit status", "66");
    assertThat(Scene.run(TestPki.NOW, "--version").out()).containsPattern("\\d+\\.\\d+");
    assertThat(Scene.run(TestPki.NOW, "sign").status()).isEqualTo(64);
    for (String at : List.of("2026-11-01", "2026-11-01T00:00:00", "1790000000", "")) {
      assertThat(scene.verify(List.of("--at", at), "x").status()).as(at).isEqualTo(64);
    }
    assertThat(scene.verify(List.of("--policy", "STRICT"), "x").status()).isEqualTo(64);
    assertThat(scene.verify(List.of("--revocation", "ONLINE"), "x").status()).isEqualTo(64);
  }

  @Test
  void theReportIsUtf8WhateverTheMachineSpeaks() throws IOException {
    String file = scene.file("证照.txt", Bytes.utf8("a"));
    Path out = dir.resolve("out.json");
    scene.verify(List.of("--format", "json", "--out", out.toString()), file);
    assertThat(new String(Files.readAllBytes(out), StandardCharsets.UTF_8)).contains("证照.txt");
  }
}
