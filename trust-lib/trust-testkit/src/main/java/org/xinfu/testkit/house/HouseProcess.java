package org.xinfu.testkit.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process: its command, its log, its pid file and the URL that says it is well. */
public final class HouseProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final URI health;
  private final Path home;
  private @Nullable Process process;

  HouseProcess(String name, List<String> command, Map<String, String> environment, URI health) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.health = health;
    this.home = Path.of(environment.getOrDefault("XINFU_HOME", "."));
  }

  public String name() {
    return name;
  }

  /** Where its output goes. */
  public Path log() {
    return home.resolve("log").resolve(name + ".log");
  }

  /** Starts it; a process that an earlier run left behind is ended first. Does not wait. */
  public void start() {
    try {
      endLeftOver();
      Files.createDirectories(log().getParent());
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.environment().putAll(environment);
      process = builder.start();
      Files.createDirectories(pidFile().getParent());
      Files.writeString(pidFile(), Long.toString(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until its health says UP.
   *
   * @throws IllegalStateException with the end of its log when it dies or takes longer than 180 s
   */
  public void awaitHealthy() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpClient client = HttpClient.newHttpClient();
    try {
      while (!healthy(client)) {
        if (!alive() || System.nanoTime() > deadline) {
          throw new IllegalStateException(name + " did not come up; its log ends:\n" + logEnd());
        }
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  public boolean alive() {
    return process != null && process.isAlive();
  }

  /** kill -9. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      await(process.toHandle(), 10);
    }
  }

  /** Asks it to end, and ends it after 20 s. */
  public void stop() {
    if (process != null && process.isAlive()) {
      process.destroy();
      await(process.toHandle(), 20);
      process.destroyForcibly();
    }
    try {
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean healthy(HttpClient client) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void endLeftOver() throws IOException {
    if (!Files.exists(pidFile())) {
      return;
    }
    // A kill between making the file and writing it leaves it empty.
    String pid = Files.readString(pidFile()).strip();
    Optional<ProcessHandle> left =
        pid.matches("[0-9]{1,18}")
            ? ProcessHandle.of(Long.parseLong(pid)).filter(this::isOurs)
            : Optional.empty();
    left.ifPresent(
        handle -> {
          handle.destroy();
          await(handle, 20);
          handle.destroyForcibly();
          await(handle, 5);
        });
    Files.delete(pidFile());
  }

  /** A pid is reused: only a process started from the same jar is ours. */
  private boolean isOurs(ProcessHandle handle) {
    String jar = command.get(command.indexOf("-jar") + 1);
    return handle.info().arguments().map(a -> List.of(a).contains(jar)).orElse(false);
  }

  private static void await(ProcessHandle handle, int seconds) {
    handle.onExit().completeOnTimeout(handle, seconds, TimeUnit.SECONDS).join();
  }

  private Path pidFile() {
    return home.resolve("run").resolve(name + ".pid");
  }

  private String logEnd() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
