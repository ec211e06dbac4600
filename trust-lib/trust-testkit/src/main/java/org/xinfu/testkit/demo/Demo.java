package org.xinfu.testkit.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.xinfu.testkit.house.Arguments;
import org.xinfu.testkit.house.House;
import org.xinfu.testkit.house.Ports;

/** {@code ./xinfu demo}: the main job end to end on fresh data; stops what it started. */
public final class Demo {
  private final Stage stage;

  private Demo(Stage stage) {
    this.stage = stage;
  }

  /** Arguments: {@code --root DIR [--port-base N]}. Ends with 0 only when every step held. */
  public static void main(String[] arguments) throws IOException {
    Arguments options = Arguments.of(arguments);
    Path root = Path.of(options.required("--root")).toAbsolutePath().normalize();
    Ports ports = Ports.from(Integer.parseInt(options.or("--port-base", "19000")));
    long started = System.nanoTime();
    Path target = fresh(root.resolve("target").resolve("demo"));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Transcript transcript = new Transcript(out, target.resolve("transcript.txt"));
    boolean held = false;
    House house = new House(root, target.resolve("house"), ports);
    Thread stop = new Thread(house::close);
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      transcript.line("信符演示 Xinfu demo: " + target);
      new Demo(new Stage(root, target, house, transcript)).play();
      held = true;
    } catch (Transcript.DemoFailed | IllegalStateException e) {
      transcript.line("demo failed 演示失败: " + e.getMessage());
    } finally {
      house.close();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    if (held) {
      transcript.line("all steps held in " + took.toSeconds() + " s 全部步骤通过");
    }
    System.exit(held ? 0 : 1);
  }

  private void play() {
    stage.transcript().line("     starting hsm-sim, idp-server, seal-service, licence-vault 启动");
    stage.house().start();
    new SealStory(stage).anchors();
    new SealStory(stage).applyApproveMakeIssue();
    new LicenceStory(stage).issueAndShow();
    new VerificationStory(stage).genuine();
    new VerificationStory(stage).tampered();
    new SealStory(stage).suspend();
    new LicenceStory(stage).revoke();
  }

  /** An empty folder; what an earlier demo left is removed. */
  private static Path fresh(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(folder)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    }
    return Files.createDirectories(folder);
  }
}
