package org.xinfu.bench.idp;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * idp-server with its PostgreSQL and the device that holds its key: the jars that are shipped, the
 * device reached through its PKCS#11 library like any other.
 */
final class Xinfu implements Contender {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final String ACCOUNT = "seal-applicant";

  /** As cheap as Argon2id can be: what is compared is everything but the password's hash. */
  static final int CHEAP_MEMORY_KIB = 8;

  static final int CHEAP_PASSES = 1;
  private static final int FURTHEST = 5;
  private static final String REDIRECT = "http://localhost:9100/login/oauth2/code/idp";

  final Database database;
  final String origin;
  final CodeFlow flow;
  private final Child device;
  private final Child server;
  private final String machine;
  private final String password;

  /**
   * Starts it.
   *
   * @param root of the project, whose jars are built
   * @param home is empty and takes everything
   * @param inside {@code host:port} of the services that are told of logouts
   */
  Xinfu(Path root, Path home, String inside) throws IOException, InterruptedException {
    int port = Child.freePort();
    int admin = Child.freePort();
    this.origin = "http://localhost:" + port;
    this.database = new Database(home.resolve("postgres"));
    this.device =
        Child.start(home.resolve("log/hsm-sim.log"), Map.of(), device(root, home, admin))
            .awaitHealthy(URI.create("http://127.0.0.1:" + admin + "/health"));
    List<String> command = java(root, "idp-server", Child.JVM);
    command.addAll(
        List.of(
            "--server.port=" + port,
            "--xinfu.home=" + home,
            "--xinfu.demo=true",
            "--xinfu.fetch.inside-hosts=" + inside,
            "--xinfu.password.argon2-memory-kib=" + CHEAP_MEMORY_KIB,
            "--xinfu.password.argon2-passes=" + CHEAP_PASSES,
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.user(),
            "--logging.level.root=WARN"));
    this.server =
        Child.start(
                home.resolve("log/idp-server.log"),
                Map.of("SPRING_DATASOURCE_PASSWORD", database.password()),
                command)
            .awaitHealthy(URI.create(origin + "/actuator/health"));
    this.flow = new CodeFlow("seal-console", secret(home, "seal-console"), REDIRECT);
    this.machine = new CodeFlow("department-demo", secret(home, "department-demo"), "").basic();
    this.password = password(home);
  }

  @Override
  public String name() {
    return "xinfu";
  }

  @Override
  public void machineToken() throws Exception {
    Visit.Answer answer =
        new Visit()
            .post(
                origin + "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", "licence:read"),
                machine);
    CodeFlow.es256(CodeFlow.field(answer.expect(200).body(), "access_token"));
  }

  @Override
  public void login() throws Exception {
    Visit.Answer tokens = tokens(arrive(new Visit()));
    CodeFlow.es256(CodeFlow.field(tokens.body(), "id_token"));
  }

  @Override
  public Works kept() throws SQLException {
    return database.kept(
        """
        SELECT count(*) FILTER (WHERE act = 'login'),
               count(*) FILTER (WHERE act = 'token-issued' AND subject <> client),
               count(*) FILTER (WHERE act = 'token-issued' AND subject = client)
          FROM audit WHERE outcome = 'done'
        """);
  }

  /** A browser in which somebody is logged in. */
  Visit enter() throws Exception {
    Visit browser = new Visit();
    tokens(arrive(browser));
    return browser;
  }

  /** Logs out on the page that is there for it. */
  void leave(Visit browser) throws Exception {
    String token = csrf(browser.get(origin + "/account").expect(200));
    browser.post(origin + "/logout", Map.of("_csrf", token), "").expect(302);
  }

  /** From the authorization request to its code, by way of the login page. */
  private String arrive(Visit browser) throws Exception {
    Visit.Answer page =
        follow(browser, browser.get(origin + "/oauth2/authorize?" + flow.query("")));
    String token = csrf(page.expect(200));
    Map<String, String> form = Map.of("username", ACCOUNT, "password", password, "_csrf", token);
    return follow(browser, browser.post(origin + "/login", form, "")).expect(302).parameter("code");
  }

  /** To wherever the server sends the browser, up to a page or the client's address. */
  private Visit.Answer follow(Visit browser, Visit.Answer answer) throws Exception {
    Visit.Answer at = answer;
    for (int steps = 0; at.status() == 302 && !at.location().startsWith(REDIRECT); steps++) {
      if (steps == FURTHEST) {
        throw new IOException("no end of redirects: " + at.location());
      }
      at = browser.get(absolute(at.location()));
    }
    return at;
  }

  private Visit.Answer tokens(String code) throws Exception {
    return new Visit()
        .post(origin + "/oauth2/token", flow.exchange(code), flow.basic())
        .expect(200);
  }

  private static String csrf(Visit.Answer page) throws IOException {
    Matcher csrf = CSRF.matcher(page.body());
    if (!csrf.find()) {
      throw new IOException("a page without a form: " + page);
    }
    return csrf.group(1);
  }

  @Override
  public List<Long> processes() {
    return List.of(server.pid(), device.pid(), database.pid());
  }

  @Override
  public void close() {
    server.close();
    device.close();
    database.close();
  }

  private String absolute(String location) {
    return location.startsWith("http") ? location : origin + location;
  }

  private static List<String> device(Path root, Path home, int admin) {
    List<String> command = java(root, "hsm-sim", List.of("-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(List.of("--dir", home.resolve("hsm").toString()));
    command.addAll(List.of("--credentials", home.resolve("credentials").toString()));
    command.addAll(List.of("--tokens", "oidc,log", "--admin-port", Integer.toString(admin)));
    return command;
  }

  private static List<String> java(Path root, String module, List<String> flags) {
    List<String> command = new ArrayList<>(List.of(Child.java()));
    command.addAll(flags);
    command.add("-jar");
    command.add(root.resolve(module).resolve("target").resolve(module + ".jar").toString());
    return command;
  }

  private static String secret(Path home, String client) throws IOException {
    return Files.readString(home.resolve("credentials/" + client + ".secret")).strip();
  }

  private static String password(Path home) throws IOException {
    Properties all = new Properties();
    all.load(Files.newBufferedReader(home.resolve("credentials/demo-accounts.properties")));
    return all.getProperty(ACCOUNT);
  }
}
