package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Administrator;
import org.xinfu.idp.domain.Role;

/** Every endpoint as everybody: nobody, each role of the demonstration, machines, their tokens. */
class AuthorizationMatrixTest {
  private static final Path TABLE = Path.of("src/test/resources/authorization-matrix.txt");
  private static final List<String> ACCOUNTS =
      List.of(
          "seal-applicant",
          "seal-acceptor",
          "seal-reviewer",
          "seal-approver",
          "seal-maker",
          "seal-custodian",
          "licence-officer",
          "identity-clerk",
          "system-admin",
          "security-admin",
          "audit-admin",
          "citizen");

  private static final Map<String, Caller> CALLERS = new LinkedHashMap<>();
  private static RunningIdp idp;

  /** One row: who may call it, and whether what it acts on belongs to somebody. */
  record Row(String method, String path, String rule, boolean own) {
    static Row parse(String line) {
      String[] sides = line.split("\\|");
      String[] route = sides[0].strip().split(" ");
      String rule = sides[1].strip();
      boolean own = rule.endsWith(" own");
      return new Row(route[0], route[1], own ? rule.substring(0, rule.length() - 4) : rule, own);
    }

    /** Whom a row of the console names. */
    Set<String> powers() {
      return Arrays.stream(rule.split(" ")).skip(1).collect(Collectors.toSet());
    }

    String route() {
      return method + " " + path;
    }
  }

  /**
   * Somebody with a browser, a token, or neither.
   *
   * @param power of an administrator who is logged in at AAL2
   */
  record Caller(Browser browser, String token, String account, Set<String> scopes, String power) {
    Caller(Browser browser, String token, String account, Set<String> scopes) {
      this(browser, token, account, scopes, "");
    }

    boolean loggedIn() {
      return !account.isEmpty();
    }
  }

  /** What came of a call. */
  enum Outcome {
    PASSED,
    LOGIN,
    STEP_UP,
    UNAUTHORIZED,
    FORBIDDEN
  }

  @BeforeAll
  static void start() {
    idp = SharedIdp.get();
    CALLERS.put("nobody", new Caller(SharedIdp.browser(), "", "", Set.of()));
    for (String account : ACCOUNTS) {
      CALLERS.put(account, new Caller(SharedIdp.browser(), "", account, Set.of()));
    }
    machine("department-demo", "licence:read");
    machine("idp-admin", "idp:clients");
    machine("idp-admin", "idp:accounts");
    machine("idp-admin", "idp:mandates");
    String personnel = PersonnelSystem.of(PersonnelSystem.department(1)).token();
    CALLERS.put("idp:staff", new Caller(SharedIdp.browser(), personnel, "", Set.of("idp:staff")));
    person("a person's token", "citizen", "citizen-wallet", Set.of("openid"));
    Set<String> window = Set.of("openid", "staff", "idp:window");
    CALLERS.put(
        "a window clerk's token",
        new Caller(
            SharedIdp.browser(), new WindowClerk(WindowClerk.desk(), "").token(), "", window));
    person("a clerk's token", "identity-clerk", "identity-desk", Set.of("openid", "idp:persons"));
    for (Role power : Administrator.POWERS) {
      CALLERS.put(power.name(), strong(power.name()));
    }
  }

  /** An administrator who has shown a second factor; one of a city has a city. */
  private static Caller strong(String power) {
    Officials.Official official = Officials.fresh(power);
    if (power.equals(Role.CITY_ADMIN.name())) {
      SharedIdp.jdbc()
          .sql("INSERT INTO admin_region (account_id, division) VALUES (?, '5107')")
          .param(official.id())
          .update();
    }
    return new Caller(official.strong().browser(), "", official.name(), Set.of(), power);
  }

  /** What the calls left with the accounts of the demonstration, which other tests use. */
  @AfterAll
  static void tidy() {
    JdbcClient jdbc = SharedIdp.jdbc();
    for (String table : List.of("authenticator", "recovery_code")) {
      jdbc.sql(
              "DELETE FROM "
                  + table
                  + " WHERE account_id IN (SELECT id FROM account WHERE login_name IN (:names))")
          .param("names", ACCOUNTS)
          .update();
    }
  }

  private static void machine(String client, String scope) {
    HttpResponse<String> answer = idp.machine(client, scope);
    String token = (String) RunningIdp.json(answer.body()).get("access_token");
    CALLERS.put(scope, new Caller(SharedIdp.browser(), token, "", Set.of(scope)));
  }

  private static void person(String name, String account, String client, Set<String> scopes) {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> asked =
        RunningIdp.authorization(client, RunningIdp.CALLBACK, String.join(" ", scopes));
    Map<String, String> answer = steps.authorize(account, asked);
    HttpResponse<String> tokens = steps.exchange(client, RunningIdp.CALLBACK, answer.get("code"));
    String token = (String) RunningIdp.json(tokens.body()).get("access_token");
    CALLERS.put(name, new Caller(SharedIdp.browser(), token, "", scopes));
  }

  @Test
  void every_endpoint_has_its_row_and_every_row_its_endpoint() throws IOException {
    Set<String> rows = new TreeSet<>();
    for (Row row : rows()) {
      assertThat(rows.add(row.route())).as("once: " + row.route()).isTrue();
    }
    assertThat(rows).isEqualTo(OpenApiRoutes.ofTheCode(idp.context()));
  }

  @TestFactory
  Stream<DynamicTest> every_call_as_everybody() throws IOException {
    // What logs out comes last.
    List<Row> rows = new ArrayList<>(rows());
    rows.sort((a, b) -> Boolean.compare(a.path().contains("logout"), b.path().contains("logout")));
    return rows.stream().map(row -> dynamicTest(row.route(), () -> asEverybody(row)));
  }

  private static void asEverybody(Row row) {
    CALLERS.keySet().stream()
        .toList()
        .forEach(
            name -> {
              Caller caller = ready(name);
              HttpResponse<String> answer = call(row, caller);
              assertThat(answer.statusCode()).as("%s by %s", row.route(), name).isLessThan(500);
              assertThat(OpenApiRoutes.answers(row.method(), row.path()))
                  .as("told of %s by %s", row.route(), name)
                  .contains(Integer.toString(answer.statusCode()));
              if (row.rule().equals("client")) {
                assertThat(answer.statusCode()).as(name).isIn(400, 401, 403);
              } else {
                assertThat(outcome(answer))
                    .as("%s by %s: %d", row.route(), name, answer.statusCode())
                    .isEqualTo(expected(row, name, caller));
              }
            });
  }

  private static Outcome expected(Row row, String name, Caller caller) {
    boolean form = row.method().equals("POST") && !row.path().startsWith("/api/");
    boolean protocol =
        row.path().matches("/oauth2/authorize|/connect/logout|/userinfo|/login/ukey/answer");
    if (form && !protocol && !caller.token().isEmpty()) {
      return Outcome.FORBIDDEN; // a token sends no form
    }
    return switch (row.rule().split(" ")[0]) {
      case "open" -> Outcome.PASSED;
      case "half" -> Outcome.LOGIN; // nobody here has shown a password only
      case "login" -> caller.loggedIn() ? Outcome.PASSED : Outcome.LOGIN;
      case "token" -> {
        if (caller.scopes().contains("openid")) {
          yield Outcome.PASSED;
        }
        yield caller.token().isEmpty() ? Outcome.UNAUTHORIZED : Outcome.FORBIDDEN;
      }
      case "scope" -> {
        String scope = row.rule().split(" ")[1];
        if (caller.scopes().contains(scope)) {
          yield Outcome.PASSED;
        }
        // A token for another service is no token here; one for this server lacks the scope.
        yield caller.scopes().stream().anyMatch(one -> one.startsWith("idp:"))
            ? Outcome.FORBIDDEN
            : Outcome.UNAUTHORIZED;
      }
      case "power" -> {
        if (!caller.loggedIn()) {
          yield Outcome.LOGIN;
        }
        if (!caller.power().isEmpty()) {
          yield row.powers().contains(caller.power()) ? Outcome.PASSED : Outcome.FORBIDDEN;
        }
        // By a password alone whoever administers is led on; nobody else is.
        yield caller.account().endsWith("-admin") ? Outcome.STEP_UP : Outcome.FORBIDDEN;
      }
      default -> throw new IllegalArgumentException(row.rule());
    };
  }

  /** Who ended their login by the last call is there anew. */
  private static Caller ready(String name) {
    Caller caller = Objects.requireNonNull(CALLERS.get(name));
    if (!caller.power().isEmpty() && caller.browser().get("/account").statusCode() != 200) {
      caller = strong(caller.power());
      CALLERS.put(name, caller);
    }
    return caller;
  }

  private static HttpResponse<String> call(Row row, Caller caller) {
    HttpResponse<String> page = caller.browser().get(caller.loggedIn() ? "/account" : "/login");
    if (caller.loggedIn() && page.statusCode() != 200) {
      tidy();
      caller.browser().logIn(caller.account(), idp.password(caller.account()));
      page = caller.browser().get("/account");
    }
    String path = row.path().replaceAll("\\{[^}]+}", "none");
    Browser browser = caller.browser();
    boolean api = path.startsWith("/api/");
    HttpRequest.Builder request = HttpRequest.newBuilder(browser.uri(path));
    if (!caller.token().isEmpty()) {
      request.header("Authorization", "Bearer " + caller.token());
    }
    if (row.method().equals("GET")) {
      return browser.send(request.GET());
    }
    String body = api ? "{}" : form(page.body(), caller);
    return browser.send(
        request
            .header("Content-Type", api ? "application/json" : "application/x-www-form-urlencoded")
            .method(row.method(), HttpRequest.BodyPublishers.ofString(body)));
  }

  /** The CSRF token of a page that this browser may see; a caller with a token has no page. */
  private static String form(String page, Caller caller) {
    if (!caller.token().isEmpty()) {
      return "x=y";
    }
    String token = page.replaceFirst("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
    return Browser.encode(Map.of("_csrf", token, "factor", "SMS_CODE"));
  }

  private static Outcome outcome(HttpResponse<String> answer) {
    String at = answer.headers().firstValue("Location").orElse("");
    return switch (answer.statusCode()) {
      case 401 -> Outcome.UNAUTHORIZED;
      case 403 -> Outcome.FORBIDDEN;
      case 302 -> {
        if (at.endsWith("/login/step-up?next=/console")) {
          yield Outcome.STEP_UP;
        }
        yield at.endsWith("/login") ? Outcome.LOGIN : Outcome.PASSED;
      }
      default -> Outcome.PASSED;
    };
  }

  static List<Row> rows() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(Row::parse)
        .toList();
  }
}
