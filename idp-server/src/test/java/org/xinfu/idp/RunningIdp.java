package org.xinfu.idp;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.idp.config.SecretFile;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server on a free port with its own home directory and device; can be stopped and started
 * again. Its passwords cost little and its database does not wait for the disk: a hundred starts of
 * a server would spend minutes on them.
 */
final class RunningIdp implements AutoCloseable {
  static final String VERIFIER = "a-verifier-of-forty-three-or-more-characters-0123456789";
  static final String CALLBACK = "http://localhost:45678/callback";

  private static final Pattern CODE = Pattern.compile("(?<![\\w-])[0-9]{6}(?![\\w-])");

  final Path home;
  final int port = Ports.free();
  final String origin = "http://localhost:" + port;

  /**
   * No test's persons are asked about by the way: it would freeze them, and write into the book.
   */
  private final List<String> settings =
      new ArrayList<>(List.of("--xinfu.person.standing-every=PT0S"));

  private @Nullable ConfigurableApplicationContext context;
  private @Nullable HsmSim device;
  private boolean sharesDevice;

  RunningIdp(Path home) {
    this.home = home;
  }

  RunningIdp start() {
    for (String token : List.of("oidc", "log")) {
      Path pin = home.resolve("credentials/" + token + ".pin");
      if (!Files.exists(pin)) {
        SecretFile.write(pin, "a-test-pin\n");
      }
    }
    if (device == null && !sharesDevice) {
      TokenSpec log = TokenSpec.of("log", "a-test-pin");
      device = HsmSim.start(home.resolve("hsm"), TokenSpec.of("oidc", "a-test-pin"), log);
    }
    context = new SpringApplicationBuilder(IdpServer.class).run(arguments().toArray(String[]::new));
    return this;
  }

  /** Further settings, each {@code --name=value}; for the next start. */
  RunningIdp with(String... more) {
    for (String setting : more) {
      String name = setting.substring(0, setting.indexOf('=') + 1);
      settings.removeIf(before -> before.startsWith(name));
      settings.add(setting);
    }
    return this;
  }

  /** All arguments of the server's main method. */
  List<String> arguments() {
    return Stream.concat(
            Stream.of(
                "--server.port=" + port,
                "--xinfu.home=" + home,
                "--xinfu.demo=true",
                "--xinfu.password.argon2-memory-kib=256",
                "--xinfu.pg.fsync=false",
                "--spring.datasource.hikari.minimum-idle=2",
                "--logging.level.root=WARN"),
            settings.stream())
        .toList();
  }

  /** Another process's worth of server on the same database, device and issuer; start it. */
  RunningIdp replica() {
    HikariDataSource database = (HikariDataSource) bean(DataSource.class);
    RunningIdp replica = new RunningIdp(home);
    replica.sharesDevice = true;
    replica.with(settings.toArray(String[]::new));
    return replica.with(
        "--spring.datasource.url=" + database.getJdbcUrl(),
        "--spring.datasource.username=" + database.getUsername(),
        "--spring.datasource.password=" + database.getPassword(),
        "--xinfu.public-url=" + origin,
        "--server.forward-headers-strategy=native",
        "--xinfu.data=" + home.resolve("replica"));
  }

  <T> T bean(Class<T> type) {
    return context().getBean(type);
  }

  ConfigurableApplicationContext context() {
    if (context == null) {
      throw new IllegalStateException("not started");
    }
    return context;
  }

  /** Stops the server; its database goes with it, the device stays. */
  void stop() {
    if (context != null) {
      context.close();
      context = null;
    }
  }

  @Override
  public void close() {
    stop();
    if (device != null) {
      device.close();
      device = null;
    }
  }

  String password(String account) {
    Properties all = new Properties();
    try {
      all.load(Files.newBufferedReader(home.resolve("credentials/demo-accounts.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.getProperty(account);
  }

  String secret(String client) {
    try {
      return Files.readString(home.resolve("credentials/" + client + ".secret")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String basic(String client) {
    String pair = client + ":" + secret(client);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** A machine asks for an access token. */
  HttpResponse<String> machine(String client, String scope) {
    return new Browser(origin)
        .post(
            "/oauth2/token",
            Map.of("grant_type", "client_credentials", "scope", scope),
            "Authorization",
            basic(client));
  }

  /** Messages to the contact, oldest first. */
  List<Map<String, Object>> spool(String to) {
    Path file = home.resolve("idp/spool/messages.jsonl");
    try {
      return !Files.exists(file)
          ? List.of()
          : Files.readAllLines(file).stream()
              .map(RunningIdp::json)
              .filter(line -> to.equals(line.get("to")))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The six digits of the last message that has any: notices are sent when they are. */
  String lastCode(String to) {
    return spool(to).stream()
        .map(message -> CODE.matcher((String) message.get("text")))
        .filter(Matcher::find)
        .map(Matcher::group)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("no message has a code"));
  }

  static Map<String, String> authorization(String client, String redirect, String scope) {
    return new HashMap<>(
        Map.of(
            "response_type",
            "code",
            "client_id",
            client,
            "redirect_uri",
            redirect,
            "scope",
            scope,
            "state",
            "st-1",
            "nonce",
            "n-1",
            "code_challenge",
            challenge(VERIFIER),
            "code_challenge_method",
            "S256"));
  }

  static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, Object> json(String text) {
    return JsonMapper.builder().build().readValue(text, new TypeReference<>() {});
  }

  /** The payload of a JWT; its signature is checked elsewhere. */
  static Map<String, Object> claims(String jwt) {
    byte[] payload = Base64.getUrlDecoder().decode(jwt.split("\\.")[1]);
    return json(new String(payload, StandardCharsets.UTF_8));
  }

  /** Waits for what the server does by itself. */
  static void await(Duration patience, BooleanSupplier condition) {
    Instant end = Instant.now().plus(patience);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not in " + patience);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
