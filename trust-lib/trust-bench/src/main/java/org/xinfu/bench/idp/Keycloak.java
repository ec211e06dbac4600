package org.xinfu.bench.idp;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keycloak in production mode on its own PostgreSQL: built for it and optimised, one node, TLS off
 * as at the other's, realms whose tokens are ES256 and whose passwords cost as little. One realm
 * keeps its events in the database, as the audit book of the other side keeps every login and
 * token; in the other realm nobody can tell afterwards who logged in.
 */
final class Keycloak implements AutoCloseable {
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
  private static final String REDIRECT = "http://localhost:9100/login/oauth2/code/idp";
  private static final String SECRET = "a-secret-of-the-benchmark-0123456789abcdefghijk";
  private static final String ACCOUNT = "seal-applicant";
  private static final String PASSWORD = "a-password-of-the-benchmark";
  private static final CodeFlow FLOW = new CodeFlow("seal-console", SECRET, REDIRECT);
  private static final String MACHINE = new CodeFlow("department-demo", SECRET, "").basic();

  private final Database database;
  private final Child server;
  private final String origin;

  /**
   * Starts it.
   *
   * @param unpacked the directory into which the distribution was unpacked
   * @param home is empty and takes database and log
   */
  Keycloak(Path unpacked, Path home) throws IOException, InterruptedException {
    Path distribution = only(unpacked);
    int port = Child.freePort();
    int management = Child.freePort();
    this.origin = "http://localhost:" + port;
    this.database = new Database(home.resolve("postgres"));
    Path realms = Files.createDirectories(distribution.resolve("data/import"));
    Files.deleteIfExists(realms.resolve("bench-realm.json")); // of an earlier version of this
    for (Events events : Events.values()) {
      Files.writeString(realms.resolve(events.realm + "-realm.json"), realm(events));
    }
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

  /** What a realm does with the event of a login or a token. */
  private enum Events {
    KEPT("kept", "Keycloak 26.7.3"),
    DROPPED("dropped", "without events");

    private final String realm;
    private final String title;

    Events(String realm, String title) {
      this.realm = realm;
      this.title = title;
    }
  }

  /** The realm that keeps its events in the database: the same work as ours. */
  Contender recording() {
    return new Realm(Events.KEPT);
  }

  /** The realm that keeps none. */
  Contender forgetful() {
    return new Realm(Events.DROPPED);
  }

  private final class Realm implements Contender {
    private final Events events;
    private final String protocol;

    private Realm(Events events) {
      this.events = events;
      this.protocol = origin + "/realms/" + events.realm + "/protocol/openid-connect";
    }

    @Override
    public String name() {
      return events.title;
    }

    @Override
    public void machineToken() throws Exception {
      Visit.Answer answer =
          new Visit()
              .post(protocol + "/token", Map.of("grant_type", "client_credentials"), MACHINE)
              .expect(200);
      CodeFlow.es256(CodeFlow.field(answer.body(), "access_token"));
    }

    @Override
    public void login() throws Exception {
      Visit browser = new Visit();
      Visit.Answer page = browser.get(protocol + "/auth?" + FLOW.query("")).expect(200);
      Matcher action = ACTION.matcher(page.body());
      if (!action.find()) {
        throw new IOException("a login page without a form");
      }
      Map<String, String> form =
          Map.of("username", ACCOUNT, "password", PASSWORD, "credentialId", "");
      Visit.Answer in = browser.post(action.group(1).replace("&amp;", "&"), form, "").expect(302);
      Map<String, String> exchange = FLOW.exchange(in.parameter("code"));
      Visit.Answer tokens =
          new Visit().post(protocol + "/token", exchange, FLOW.basic()).expect(200);
      CodeFlow.es256(CodeFlow.field(tokens.body(), "id_token"));
    }

    @Override
    public List<Long> processes() {
      return List.of(server.pid(), database.pid());
    }
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
    {"realm": "%5$s", "enabled": true, "eventsEnabled": %6$b, "sslRequired": "none", "defaultSignatureAlgorithm": "ES256",
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
        .formatted(SECRET, REDIRECT, ACCOUNT, PASSWORD, events.realm, events == Events.KEPT);
  }
}
