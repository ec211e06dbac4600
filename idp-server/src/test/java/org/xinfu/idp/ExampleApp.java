package org.xinfu.idp;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xinfu.example.department.DepartmentApp;

/**
 * The example application of a department as a process of its own, with the libraries that the
 * starter brings and nothing of the services, under the configuration file as committed; what is
 * the installation's own (issuer, client, port) is put into a copy of it.
 */
final class ExampleApp implements AutoCloseable {
  static final Path CONFIGURATION = Path.of("src/test/resources/example/department.yaml");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What an application of a department would not have. */
  private static final Pattern OF_THE_SERVICES =
      Pattern.compile(
          "service-kit|idp-server.target.classes|flyway|postgres|HikariCP|thymeleaf"
              + "|authorization-server|spring-session|spring-jdbc|spring-boot-jdbc|webjars|htmx"
              + "|spring-boot-test|spring-test|trust-testkit|hsm-sim|trust-p11|playwright");

  final int port;
  final String origin;
  private final Path directory;
  private Process process;

  /** Not started: a client has to be registered for its origin first. */
  ExampleApp(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    this.origin = "http://localhost:" + port;
  }

  void start(String name, RunningIdp idp, String clientId, String secret, String... more)
      throws Exception {
    Path file = Files.writeString(directory.resolve("xinfu.secret"), secret + "\n");
    Map<String, String> own =
        Map.of(
            "name: department",
            "name: " + name,
            "port: 8080",
            "port: " + port,
            "https://id.example",
            idp.origin,
            "c-0123456789",
            clientId,
            "/etc/department/xinfu.secret",
            file.toString());
    String settings = Files.readString(CONFIGURATION);
    for (Map.Entry<String, String> one : own.entrySet()) {
      if (!settings.contains(one.getKey())) {
        throw new AssertionError(CONFIGURATION + " has no " + one.getKey());
      }
      settings = settings.replace(one.getKey(), one.getValue());
    }
    Path configuration = Files.writeString(directory.resolve("application.yaml"), settings);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx200m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath(), DepartmentApp.class.getName()));
    command.add("--spring.config.location=" + configuration.toUri());
    command.addAll(List.of(more));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
  }

  void awaitReady() throws Exception {
    Browser browser = new Browser(origin);
    Instant end = Instant.now().plus(PATIENCE);
    while (!serves(browser)) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new AssertionError("the example does not start: " + Files.readString(log()));
      }
      Thread.sleep(100);
    }
  }

  Path log() {
    return directory.resolve("app.log");
  }

  private static boolean serves(Browser browser) {
    try {
      return browser.send(HttpRequest.newBuilder(browser.uri("/"))).statusCode() < 500;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !OF_THE_SERVICES.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
      }
    }
  }
}
