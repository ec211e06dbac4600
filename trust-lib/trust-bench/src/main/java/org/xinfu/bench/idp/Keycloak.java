package org.xinfu.bench.idp;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keycloak in production mode on its own PostgreSQL: built for it and optimised, one node, TLS off
 * as at the other's, a realm whose tokens are ES256 and whose passwords cost as little.
 */
final class Keycloak implements Contender {
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
  private static final String REDIRECT = "http://localhost:9100/login/oauth2/code/idp";
  private static final String SECRET = "a-secret-of-the-benchmark-0123456789abcdefghijk";
  private static final String ACCOUNT = "seal-applicant";
  private static final String PASSWORD = "a-password-of-the-benchmark";

  /** What it does with the event of a login or a token. */
  enum Events {
    /** Keeps it in its database, as our audit book keeps every login and token: the same work. */
    KEPT,
    DROPPED
  }

  private final Events events;
  private final Database database;
  private final Child server;
  private final String protocol;
  private final CodeFlow flow = new CodeFlow("seal-console", SECRET, REDIRECT);
  private final String machine = new CodeFlow("department-demo", SECRET, "").basic();

  /**
   * Starts it.
   *
   * @param unpacked the directory into which the distribution was unpacked
   * @param home is empty and takes database and log
   */
  Keycloak(Path unpacked, Path home, Events events) throws IOException, InterruptedException {
    this.events = events;
    Path distribution = only(unpacked);
    int port = Child.freePort();
    int management = Child.freePort();
    String origin = "http://localhost:" + port;
    this.protocol = origin + "/realms/bench/protocol/openid-connect";
    this.database = new Database(home.resolve("postgres"));
    Path realms = Files.createDirectories(distribution.resolve("data/import"));
    Files.writeString(realms.resolve("bench-realm.json"), realm(events));
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_OPTS_KC_HEAP", String.join(" ", Child.JVM));
    environment.put("KC_DB_PASSWORD", database.password());
    Path built = distribution.resolve("built-for-bench");
    if (!Files.exists(built)) {
      Child.start(home.resolve("log/keycloak-build.log"), environment, command(distribution, BUILD))
          .join();
      Files.createFile(built);
    }
    List<String> start = command(distribution, START);
    start.addAll(
        List.of(
            "--http-port=" + port,
            "--http-management-port=" + management,
            "--hostname=" + origin,
            "--db-url=" + database.url(),
            "--db-username=" + database.user()));
    this.server =
        Child.start(home.resolve("log/keycloak.log"), environment, start)
            .awaitHealthy(URI.create("http://localhost:" + management + "/health/ready"));
  }

  private static final List<String> BUILD =
      List.of("build", "--db=postgres", "--cache=local", "--health-enabled=true");

  private static final List<String> START =
      List.of(
          "start",
          "--optimized",
          "--import-realm",
          "--http-enabled=true",
          "--http-host=127.0.0.1",
          "--log-level=warn",
          "--spi-password-hashing--argon2--memory=" + Xinfu.CHEAP_MEMORY_KIB,
          "--spi-password-hashing--argon2--iterations=" + Xinfu.CHEAP_PASSES,
          "--spi-password-hashing--argon2--parallelism=1",
          "--spi-password-hashing--argon2--hash-length=32");

  private static List<String> command(Path distribution, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("bin/kc.sh").toString());
    command.addAll(arguments);
    return command;
  }

  @Override
  public String name() {
    return events == Events.KEPT ? "Keycloak 26.7.3" : "Keycloak 26.7.3 without events";
  }

  @Override
  public void machineToken() throws Exception {
    Visit.Answer answer =
        new Visit()
            .post(protocol + "/token", Map.of("grant_type", "client_credentials"), machine)
            .expect(200);
    CodeFlow.es256(CodeFlow.field(answer.body(), "access_token"));
  }

  @Override
  public void login() throws Exception {
    Visit browser = new Visit();
    Visit.Answer page = browser.get(protocol + "/auth?" + flow.query("")).expect(200);
    Matcher action = ACTION.matcher(page.body());
    if (!action.find()) {
      throw new IOException("a login page without a form");
    }
    Map<String, String> form =
        Map.of("username", ACCOUNT, "password", PASSWORD, "credentialId", "");
    Visit.Answer in = browser.post(action.group(1).replace("&amp;", "&"), form, "").expect(302);
    Map<String, String> exchange = flow.exchange(in.parameter("code"));
    Visit.Answer tokens = new Visit().post(protocol + "/token", exchange, flow.basic()).expect(200);
    CodeFlow.es256(CodeFlow.field(tokens.body(), "id_token"));
  }

  @Override
  public Works kept() throws SQLException {
    return database.kept(
        """
        SELECT count(*) FILTER (WHERE type = 'LOGIN'),
               count(*) FILTER (WHERE type = 'CODE_TO_TOKEN'),
               count(*) FILTER (WHERE type = 'CLIENT_LOGIN')
          FROM event_entity WHERE error IS NULL
        """);
  }

  @Override
  public List<Long> processes() {
    return List.of(server.pid(), database.pid());
  }

  @Override
  public void close() {
    server.close();
    database.close();
  }

  private static Path only(Path unpacked) throws IOException {
    try (Stream<Path> inside = Files.list(unpacked)) {
      return inside
          .filter(path -> Files.exists(path.resolve("bin/kc.sh")))
          .findFirst()
          .orElseThrow(() -> new IOException("no Keycloak in " + unpacked));
    }
  }

  /** A realm whose only signing key is P-256. */
  private static String realm(Events events) {
    return """
    {"realm": "bench", "enabled": true, "eventsEnabled": %5$b, "sslRequired": "none", "defaultSignatureAlgorithm": "ES256",
     "components": {"org.keycloak.keys.KeyProvider": [
       {"name": "ecdsa", "providerId": "ecdsa-generated", "config": {"priority": ["100"],
         "enabled": ["true"], "active": ["true"], "ecdsaEllipticCurveKey": ["P-256"]}},
       {"name": "hmac", "providerId": "hmac-generated", "config": {"priority": ["100"],
         "algorithm": ["HS512"]}},
       {"name": "aes", "providerId": "aes-generated", "config": {"priority": ["100"]}}]},
     "clients": [
       {"clientId": "seal-console", "secret": "%1$s", "publicClient": false,
        "redirectUris": ["%2$s"], "standardFlowEnabled": true, "directAccessGrantsEnabled": false,
        "attributes": {"pkce.code.challenge.method": "S256"}},
       {"clientId": "department-demo", "secret": "%1$s", "publicClient": false,
        "standardFlowEnabled": false, "directAccessGrantsEnabled": false,
        "serviceAccountsEnabled": true}],
     "users": [{"username": "%3$s", "enabled": true, "email": "a@example.org",
       "emailVerified": true, "firstName": "A", "lastName": "B",
       "credentials": [{"type": "password", "value": "%4$s"}]}]}
    """
        .formatted(SECRET, REDIRECT, ACCOUNT, PASSWORD, events == Events.KEPT);
  }
}
