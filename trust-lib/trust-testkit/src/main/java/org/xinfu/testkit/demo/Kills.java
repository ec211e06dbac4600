package org.xinfu.testkit.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.xinfu.testkit.house.Arguments;
import org.xinfu.testkit.house.House;
import org.xinfu.testkit.house.HouseProcess;
import org.xinfu.testkit.house.Ports;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/**
 * Kills processes of the house with -9 while it takes applications and proves after each restart
 * that every acknowledged one is there, once; in the end all of them fall after a backup, and it is
 * restored. Plays on the data that the demonstration left.
 */
public final class Kills {
  private final Stage stage;
  private final Map<String, String> acknowledged = new LinkedHashMap<>();

  private Kills(Stage stage) {
    this.stage = stage;
  }

  /** Arguments: {@code --root DIR [--kills N] [--seed N] [--port-base N]}. */
  public static void main(String[] arguments) throws IOException {
    Arguments options = Arguments.of(arguments);
    Path root = Path.of(options.required("--root")).toAbsolutePath().normalize();
    long seed = Long.parseLong(options.or("--seed", Long.toString(System.nanoTime())));
    int kills = Integer.parseInt(options.or("--kills", "10"));
    Path target = root.resolve("target").resolve("demo");
    Ports ports = Ports.from(Integer.parseInt(options.or("--port-base", "19000")));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path log = Files.createDirectories(root.resolve("target")).resolve("kills.txt");
    Transcript transcript = new Transcript(out, log);
    transcript.line("kills with --seed " + seed);
    House house = new House(root, target.resolve("house"), ports);
    Runtime.getRuntime().addShutdownHook(new Thread(house::close));
    int status = 1;
    try {
      house.start();
      new Kills(new Stage(root, target, house, transcript)).play(new Random(seed), kills);
      status = 0;
    } catch (Transcript.DemoFailed | IllegalStateException e) {
      transcript.line("failed: " + e.getMessage());
    } finally {
      house.close();
    }
    System.exit(status);
  }

  private void play(Random random, int kills) {
    List<HouseProcess> processes = stage.house().processes();
    for (int i = 0; i < kills; i++) {
      // Each of the four falls at least once; after that chance decides.
      int next = i < processes.size() ? i : random.nextInt(processes.size());
      HouseProcess victim = processes.get(next);
      stage.transcript().step("强制终止 " + victim.name(), "kill -9 " + victim.name());
      apply("kill-" + i + "-before");
      victim.kill();
      victim.start();
      victim.awaitHealthy();
      everythingIsThere();
      apply("kill-" + i + "-after");
    }
    RestoreStory restore = new RestoreStory(stage);
    stage.transcript().step("运行中备份", "backup while people work");
    AtomicInteger number = new AtomicInteger();
    restore.backUp(() -> applyOnce("load-" + number.incrementAndGet()));
    String late = applyOnce("after-the-backup");
    stage.transcript().step("全部终止，恢复备份，重新启动", "kill -9 all, restore, then up again");
    processes.forEach(HouseProcess::kill);
    restore.restore();
    stage.house().start();
    everythingIsThere();
    licenceIsThere();
    restore.licenceHolds();
    Web applicant = stage.official("seal-applicant", "seal:apply seal:read");
    applicant.get(stage.seal("/api/v1/applications/" + late)).expect(404);
    stage.transcript().held("what came after the backup is not there", late);
  }

  private void apply(String key) {
    acknowledged.put(key, applyOnce(key));
  }

  private String applyOnce(String key) {
    Web applicant = stage.official("seal-applicant", "seal:apply seal:read");
    return applicant
        .post(stage.seal("/api/v1/applications"), application(key), key)
        .expect(201)
        .member("id");
  }

  private void everythingIsThere() {
    Web applicant = stage.official("seal-applicant", "seal:apply seal:read");
    acknowledged.forEach(
        (key, id) -> {
          applicant.get(stage.seal("/api/v1/applications/" + id)).expect(200);
          Web.Answer again =
              applicant.post(stage.seal("/api/v1/applications"), application(key), key);
          if (!again.expect(201).member("id").equals(id)) {
            throw new Transcript.DemoFailed("a retry of " + key + " had a second effect");
          }
        });
    stage.transcript().held("acknowledged applications are there, once", "" + acknowledged.size());
  }

  private void licenceIsThere() {
    String identifier = stage.left("house/identifier.txt").toUtf8();
    Web.Answer answer =
        stage.department().get(stage.vault("/api/v1/licences/" + identifier)).expect(200);
    stage.transcript().held("the licence is there", answer.member("status"));
  }

  private static Map<String, Object> application(String key) {
    return Map.of(
        "unitName",
        Stage.DEPARTMENT,
        "uscc",
        Stage.DEPARTMENT_CODE,
        "sealName",
        Stage.DEPARTMENT + "业务专用章",
        "materialDigest",
        Digests.sm3(Bytes.utf8(key)).toHex(),
        "legalBasis",
        "演示 " + key);
  }
}
