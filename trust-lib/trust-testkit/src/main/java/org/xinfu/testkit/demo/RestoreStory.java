package org.xinfu.testkit.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The house is backed up by its operator while people work, is lost, and comes back. */
final class RestoreStory {
  private final Stage stage;
  private final Transcript transcript;
  private final Path backups;

  RestoreStory(Stage stage) {
    this.stage = stage;
    this.transcript = stage.transcript();
    this.backups = stage.target().resolve("backups");
  }

  /** {@code ./xinfu backup}, while {@code work} is done again and again. */
  void backUp(Runnable work) {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger();
    Thread worker =
        new Thread(
            () -> {
              while (!over.get()) {
                work.run();
                done.incrementAndGet();
              }
            });
    worker.start();
    try {
      String said = xinfu(0, "backup", "--to", backups.toString());
      transcript.require(
          said.contains("log idp: ") && said.contains("log vault: "), "the heads are told", "");
    } finally {
      over.set(true);
      join(worker);
    }
    transcript.require(done.get() > 0, "work went on meanwhile", done + " applications");
    String refused = xinfu(75, "restore", backups.toString());
    transcript.require(
        refused.contains("services-running"), "no restore while services run", "services-running");
  }

  /** {@code ./xinfu restore}, of the house that is down. */
  void restore() {
    String said = xinfu(0, "restore", backups.toString());
    String verdict =
        said.lines().filter(l -> l.contains("verdict ")).findFirst().orElse(said).strip();
    transcript.require(
        verdict.contains("verdict CONSISTENT, ") && !verdict.contains(", 0 entries"),
        "the log is the same and what came later is told",
        verdict);
  }

  /** The licence of the demonstration is the one that was issued, and its register knows it. */
  void licenceHolds() {
    String identifier = stage.left("house/identifier.txt").toUtf8();
    for (String name : List.of("ofd", "pdf")) {
      String file = "/api/v1/licences/" + identifier + "/file." + name;
      Web.Answer answer = stage.department().get(stage.vault(file)).expect(200);
      transcript.require(
          answer.body().equals(stage.left("licence." + name)),
          "licence." + name + " is the sealed one",
          answer.body().length() + " octets");
    }
  }

  private String xinfu(int status, String... arguments) {
    List<String> command = new ArrayList<>(List.of(stage.root().resolve("xinfu").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--home", stage.house().home().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("XINFU_BUILT", "1");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != status) {
        throw new Transcript.DemoFailed(
            command + " ended with " + process.exitValue() + ":\n" + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
