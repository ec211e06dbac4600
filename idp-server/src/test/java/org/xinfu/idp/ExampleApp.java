package org.xinfu.idp;

import com.nimbusds.jose.jwk.ECKey;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.xinfu.testkit.TestLists;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListMaker;

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

  /** Whose signatures the application believes. */
  static final TestPki PKI = TestPki.create();

  private static final Signer ROOT_A = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "list a");
  private static final Signer ROOT_B = PKI.vault().key(SignatureAlgorithm.SM2_SM3, "list b");

  final int port;
  final String origin;
  private final Path directory;
  private final List<String> settings = new ArrayList<>();
  private Process process;

  /** Not started: a client has to be registered for its origin first. */
  ExampleApp(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.port = Ports.free();
    this.origin = "http://localhost:" + port;
  }

  /**
   * How the application proves itself at the token endpoint.
   *
   * @param setting the property that names its file
   */
  record Proof(String setting, String content) {
    static Proof secret(String secret) {
      return new Proof("client-secret-file", secret);
    }

    static Proof key(ECKey key) {
      return new Proof("client-key-file", key.toJSONString());
    }
  }

  /** Further settings, each {@code --name=value}, in place of those of the last start. */
  ExampleApp with(String... more) {
    settings.clear();
    settings.addAll(List.of(more));
    return this;
  }

  void start(String name, RunningIdp idp, String clientId, Proof proof) throws Exception {
    Path file = Files.writeString(directory.resolve("xinfu.proof"), proof.content() + "\n");
    Path trust = directory.resolve("trust.json");
    Files.write(trust, TrustListMaker.sign(trustList(), List.of(ROOT_A, ROOT_B)).toArray());
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
            "client-secret-file: /etc/department/xinfu.secret",
            proof.setting() + ": " + file,
            "/etc/department/trust.json",
            trust.toString());
    String text = Files.readString(CONFIGURATION);
    for (Map.Entry<String, String> one : own.entrySet()) {
      if (!text.contains(one.getKey())) {
        throw new AssertionError(CONFIGURATION + " has no " + one.getKey());
      }
      text = text.replace(one.getKey(), one.getValue());
    }
    Path configuration = Files.writeString(directory.resolve("application.yaml"), text);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx200m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath(), DepartmentApp.class.getName()));
    command.add("--spring.config.location=" + configuration.toUri());
    command.addAll(settings);
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

  /** Whom the departments trust for documents: the offices of the test PKI. */
  private static TrustList trustList() {
    return TestLists.list(
        1,
        Instant.now().minusSeconds(60),
        TestLists.roots(ROOT_A, ROOT_B),
        List.of(TestLists.anchor(PKI.documentRoot(), AnchorPurpose.SIGNER)));
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
