package org.xinfu.idp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A replica in a process of its own, which can be killed with -9. */
final class ReplicaProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;

  private ReplicaProcess(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it serves. */
  static ReplicaProcess of(RunningIdp replica) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add-") || flag.startsWith("--enable-native"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(IdpServer.class.getName());
    command.addAll(replica.arguments());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(replica.home.resolve("replica.log").toFile())
            .start();
    Browser browser = new Browser(replica.origin);
    Instant end = Instant.now().plus(PATIENCE);
    while (!serves(browser)) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new IOException("the replica does not start; see " + replica.home + "/replica.log");
      }
      Thread.sleep(100);
    }
    return new ReplicaProcess(process);
  }

  /** SIGKILL: nothing is finished, nothing is said. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still alive");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean serves(Browser browser) {
    try {
      HttpRequest.Builder health = HttpRequest.newBuilder(browser.uri("/actuator/health/liveness"));
      return browser.send(health).statusCode() < 500;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    kill();
  }
}
