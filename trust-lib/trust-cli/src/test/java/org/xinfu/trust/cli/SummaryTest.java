package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.trust.Bytes;

/** Directories end in a summary: numbers first, then names, the worst before the rest. */
class SummaryTest {
  @TempDir Path home;
  private Scene scene;

  @BeforeEach
  void lay() {
    scene = new Scene(home);
    scene.file("in/a-valid.ofd", Scene.OFD);
    scene.file("in/b-note.txt", Bytes.utf8("note"));
    scene.file("in/c-altered.ofd", Mutators.flip(Scene.OFD, Scene.OFD.length() / 2, 1));
    scene.file("in/d-valid.esl", Scene.SEAL);
  }

  @Test
  void numbersComeBeforeNamesAndTheWorstBeforeTheRest() {
    Scene.Run run =
        scene.verify(
            scene.trust(), "--lang", "en", scene.path("in").toString(), scene.path("e").toString());
    assertThat(run.status()).isEqualTo(ExitStatus.UNREADABLE);
    List<String> lines = run.out().lines().toList();
    List<String> end = lines.subList(lines.indexOf("Summary: 5 files"), lines.size());
    assertThat(end.subList(0, 5))
        .containsExactly(
            "Summary: 5 files",
            "       1  cannot be read",
            "       1  INVALID",
            "       1  NO SIGNATURE",
            "       2  VALID");
    assertThat(end.subList(5, 10))
        .satisfiesExactly(
            l -> assertThat(l).startsWith("  cannot be read: ").endsWith("/e"),
            l -> assertThat(l).startsWith("  INVALID (").endsWith("c-altered.ofd"),
            l -> assertThat(l).startsWith("  NO SIGNATURE (no-sig").endsWith("b-note.txt"),
            l -> assertThat(l).startsWith("  VALID: ").endsWith("a-valid.ofd"),
            l -> assertThat(l).startsWith("  VALID: ").endsWith("d-valid.esl"));
    assertThat(end).hasSize(10);
  }

  @Test
  void oneFileHasNoSummaryAndJsonNeverHas() {
    String file = scene.path("in/a-valid.ofd").toString();
    assertThat(scene.verify(scene.trust(), file).out()).doesNotContain("汇总");
    Scene.Run json = scene.verify(scene.trust(), "--format", "json", home + "/in");
    assertThat(json.out()).startsWith("[{\"file\"").endsWith("}]\n").doesNotContain("Summary");
  }

  @Test
  void namesCannotAddLines() {
    scene.file("in/e\nValid: x.txt", Bytes.utf8("x"));
    Scene.Run run = scene.verify(scene.trust(), scene.path("in").toString());
    assertThat(run.out().lines()).noneMatch(l -> l.startsWith("Valid:"));
  }
}
