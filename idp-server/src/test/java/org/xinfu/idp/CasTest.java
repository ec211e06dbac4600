package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Accounts;

/** CAS protocol 3.0, clause by clause, where the Apereo client does not look. */
class CasTest {
  private static final String SERVICE = "http://127.0.0.1:9/tax/page";
  private static final String OTHER = "http://127.0.0.1:9/land/page";
  private static final Pattern TICKET = Pattern.compile("value=\"(ST-[^\"]+)\"");

  @TempDir static Path home;
  private static RunningIdp idp;
  private static RunningIdp replica;
  private static LogoutReceiver callback;
  private static Administrator administrator;

  @BeforeAll
  static void start() {
    callback = new LogoutReceiver();
    idp = new RunningIdp(home).with("--xinfu.fetch.inside-hosts=" + callback.host()).start();
    replica = idp.replica().start();
    administrator = new Administrator(idp);
    administrator.register(
        client(
            Map.of(
                "services", List.of("http://127.0.0.1:9/tax/*"),
                "proxy_callbacks", List.of(callback.uri()))));
    administrator.register(client(Map.of("services", List.of("http://127.0.0.1:9/land/*"))));
  }

  @AfterAll
  static void stop() {
    replica.close();
    idp.close();
    callback.close();
  }

  @Test
  void a_ticket_works_once_over_two_replicas() throws Exception {
    Browser browser = loggedIn();
    for (int round = 0; round < 5; round++) {
      String ticket = ticket(browser, SERVICE);
      List<Callable<String>> both = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        both.add(() -> validate(idp, "/cas/serviceValidate", SERVICE, ticket));
        both.add(() -> validate(replica, "/cas/serviceValidate", SERVICE, ticket));
      }
      List<String> answers = new ArrayList<>();
      try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
        for (Future<String> answer : pool.invokeAll(both)) {
          answers.add(answer.get());
        }
      }
      assertThat(answers).filteredOn(one -> one.contains("authenticationSuccess")).hasSize(1);
      assertThat(answers).filteredOn(one -> one.contains("INVALID_TICKET")).hasSize(7);
    }
  }

  @Test
  void a_ticket_is_bound_to_its_service_and_spent_by_a_wrong_one() {
    Browser browser = loggedIn();
    String ticket = ticket(browser, SERVICE);
    assertThat(validate(idp, "/cas/p3/serviceValidate", OTHER, ticket))
        .contains("code=\"INVALID_SERVICE\"");
    assertThat(validate(idp, "/cas/p3/serviceValidate", SERVICE, ticket))
        .contains("code=\"INVALID_TICKET\"");
  }

  @Test
  void a_ticket_is_too_old_after_ten_seconds() {
    String ticket = ticket(loggedIn(), SERVICE);
    long life =
        jdbc()
            .sql("SELECT max(extract(epoch FROM expires_at - now()))::bigint FROM cas_ticket")
            .query(Long.class)
            .single();
    assertThat(life).isBetween(5L, 10L);
    jdbc().sql("UPDATE cas_ticket SET expires_at = now() - interval '1 millisecond'").update();
    assertThat(validate(idp, "/cas/validate", SERVICE, ticket)).isEqualTo("no\n\n");
  }

  @Test
  void protocol_1_answers_two_lines_and_protocol_2_no_attributes() {
    Browser browser = loggedIn();
    assertThat(validate(idp, "/cas/validate", SERVICE, ticket(browser, SERVICE)))
        .isEqualTo("yes\n" + citizen() + "\n");
    assertThat(validate(idp, "/cas/serviceValidate", SERVICE, ticket(browser, SERVICE)))
        .contains("<cas:user>" + citizen() + "</cas:user>")
        .doesNotContain("attributes");
    assertThat(validate(idp, "/cas/p3/serviceValidate", SERVICE, "ST-1"))
        .contains("INVALID_TICKET");
    assertThat(new Browser(idp.origin).get("/cas/serviceValidate?ticket=ST-1").body())
        .contains("INVALID_REQUEST");
    assertThat(
            new Browser(idp.origin)
                .get("/cas/serviceValidate?ticket=ST-1&ticket=ST-2&service=x")
                .body())
        .contains("INVALID_REQUEST");
  }

  @Test
  void json_says_the_same() {
    String ticket = ticket(loggedIn(), SERVICE);
    Map<String, String> query = Map.of("service", SERVICE, "ticket", ticket, "format", "JSON");
    HttpResponse<String> answer =
        new Browser(idp.origin).get("/cas/p3/serviceValidate?" + Browser.encode(query));
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("application/json");
    Map<?, ?> success = success(answer.body());
    assertThat(success.get("user")).isEqualTo(citizen());
    assertThat((Map<?, ?>) success.get("attributes"))
        .isEqualTo(
            Map.of(
                "authenticationDate",
                ((Map<?, ?>) success.get("attributes")).get("authenticationDate"),
                "longTermAuthenticationRequestTokenUsed",
                List.of("false"),
                "isFromNewLogin",
                List.of("false"),
                "name",
                List.of("张三（样例）"),
                "roles",
                List.of("CITIZEN"),
                "org",
                List.of(),
                "acr",
                List.of("urn:xinfu:acr:ial1:aal1"),
                "amr",
                List.of("pwd"),
                "level",
                List.of("L1")));
    String spent =
        new Browser(idp.origin).get("/cas/serviceValidate?" + Browser.encode(query)).body();
    assertThat(spent).contains("\"authenticationFailure\"", "\"INVALID_TICKET\"");
  }

  @Test
  void renew_wants_a_login_of_its_own() {
    Browser browser = loggedIn();
    String old = ticket(browser, SERVICE);
    assertThat(
            get("/cas/serviceValidate", Map.of("service", SERVICE, "ticket", old, "renew", "true")))
        .contains("INVALID_TICKET");
    HttpResponse<String> asked = browser.get("/cas/login?renew=true&service=" + SERVICE);
    assertThat(Browser.location(asked)).endsWith("/login");
    // Whoever just comes back without logging in is asked again.
    assertThat(Browser.location(browser.get("/cas/login?renew=true&service=" + SERVICE)))
        .endsWith("/login");
    HttpResponse<String> in = browser.logIn("citizen", idp.password("citizen"));
    String fresh = Browser.query(Browser.location(browser.get(Browser.location(in)))).get("ticket");
    assertThat(
            get(
                "/cas/serviceValidate",
                Map.of("service", SERVICE, "ticket", fresh, "renew", "true")))
        .contains("authenticationSuccess");
  }

  @Test
  void gateway_asks_nobody() {
    HttpResponse<String> nobody =
        new Browser(idp.origin).get("/cas/login?gateway=true&service=" + SERVICE);
    assertThat(Browser.location(nobody)).isEqualTo(SERVICE);
    HttpResponse<String> somebody = loggedIn().get("/cas/login?gateway=true&service=" + SERVICE);
    assertThat(Browser.location(somebody)).startsWith(SERVICE + "?ticket=ST-");
  }

  @Test
  void a_ticket_is_posted_on_request() {
    HttpResponse<String> page = loggedIn().get("/cas/login?method=POST&service=" + SERVICE);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<form method=\"post\" action=\"" + SERVICE + "\">");
    Matcher ticket = TICKET.matcher(page.body());
    assertThat(ticket.find()).isTrue();
    assertThat(validate(idp, "/cas/serviceValidate", SERVICE, ticket.group(1)))
        .contains("authenticationSuccess");
  }

  @Test
  void no_browser_is_sent_to_a_service_that_is_not_registered() {
    Browser browser = loggedIn();
    for (String service :
        List.of(
            "https://evil.example/",
            "http://127.0.0.1:9/taxi",
            "http://127.0.0.1:9/tax/..%2fother",
            "http://127.0.0.1:9@evil.example/tax/",
            SERVICE + "?ticket=ST-1",
            "javascript:alert(1)")) {
      for (String more : List.of("", "&gateway=true", "&method=POST")) {
        HttpResponse<String> answer =
            browser.get("/cas/login?" + Browser.encode(Map.of("service", service)) + more);
        assertThat(answer.statusCode()).as(service + more).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
      }
    }
    assertThat(browser.get("/cas/login?service=" + SERVICE + "&service=" + OTHER).statusCode())
        .isEqualTo(400);
    assertThat(browser.get("/cas/login?method=HEADER&service=" + SERVICE).statusCode())
        .isEqualTo(400);
    assertThat(browser.get("/cas/other").statusCode()).isIn(302, 403);
  }

  @Test
  void logging_out_leads_to_registered_services_alone() {
    Browser browser = loggedIn();
    String ticket = ticket(browser, SERVICE);
    assertThat(Browser.location(browser.get("/cas/logout?service=https://evil.example/")))
        .doesNotContain("evil");
    assertThat(browser.get("/account").statusCode()).isEqualTo(302);
    assertThat(validate(idp, "/cas/serviceValidate", SERVICE, ticket)).contains("INVALID_TICKET");
    assertThat(Browser.location(loggedIn().get("/cas/logout?service=" + SERVICE)))
        .isEqualTo(SERVICE);
  }

  @Test
  void a_suspended_account_opens_nothing() {
    Browser browser = loggedIn("seal-maker");
    String ticket = ticket(browser, SERVICE);
    String account = account("seal-maker");
    idp.bean(Accounts.class).setActive(account, false);
    try {
      assertThat(validate(idp, "/cas/serviceValidate", SERVICE, ticket)).contains("INVALID_TICKET");
    } finally {
      idp.bean(Accounts.class).setActive(account, true);
    }
  }

  @Test
  void a_granting_ticket_is_sent_only_where_the_client_registered_and_dies_with_the_login() {
    Browser browser = loggedIn();
    String ticket = ticket(browser, SERVICE);
    Map<String, String> query = new HashMap<>(Map.of("service", SERVICE, "ticket", ticket));
    query.put("pgtUrl", callback.uri() + "/other");
    assertThat(get("/cas/serviceValidate", query)).contains("INVALID_PROXY_CALLBACK");
    assertThat(callback.asked()).noneMatch(line -> line.contains("/other"));

    query.put("ticket", ticket(browser, SERVICE));
    query.put("pgtUrl", callback.uri());
    String answer = get("/cas/serviceValidate", query);
    assertThat(answer).contains("<cas:proxyGrantingTicket>PGTIOU-").doesNotContain("PGT-");
    Map<String, String> sent = Browser.query(callback.asked().getLast());
    assertThat(answer).contains(sent.get("pgtIou"));
    String granting = sent.get("pgtId");

    String proxied = proxy(granting, OTHER);
    assertThat(validate(idp, "/cas/serviceValidate", OTHER, proxied))
        .contains("INVALID_TICKET_SPEC");
    assertThat(validate(replica, "/cas/p3/proxyValidate", OTHER, proxy(granting, OTHER)))
        .contains("<cas:proxy>" + callback.uri() + "</cas:proxy>", "<cas:user>" + citizen());
    assertThat(get("/cas/proxy", Map.of("pgt", granting, "targetService", "https://evil.example/")))
        .contains("UNAUTHORIZED_SERVICE");
    assertThat(get("/cas/proxy", Map.of("pgt", "PGT-1", "targetService", OTHER)))
        .contains("proxyFailure", "INVALID_TICKET");
    assertThat(get("/cas/proxy", Map.of("pgt", granting))).contains("INVALID_REQUEST");
    String before = proxy(granting, OTHER);
    browser.submit("/account", "/logout");
    assertThat(get("/cas/proxy", Map.of("pgt", granting, "targetService", OTHER)))
        .contains("INVALID_TICKET");
    assertThat(validate(idp, "/cas/proxyValidate", OTHER, before)).contains("INVALID_TICKET");
  }

  @Test
  void no_ticket_is_kept() {
    String ticket = ticket(loggedIn(), SERVICE);
    String secretPart = ticket.substring(ticket.length() - 32);
    String rows =
        jdbc()
            .sql("SELECT coalesce(string_agg(t::text, ' '), '') FROM cas_ticket t")
            .query(String.class)
            .single();
    assertThat(rows).isNotEmpty().doesNotContain(secretPart);
    validate(idp, "/cas/serviceValidate", SERVICE, ticket);
    String kept =
        jdbc()
            .sql("SELECT string_agg(t::text, ' ') FROM cas_session t")
            .query(String.class)
            .single();
    assertThat(kept).contains(SERVICE).doesNotContain(secretPart);
  }

  @Test
  void a_service_has_one_client_and_consent_is_not_left_out() {
    HttpResponse<String> taken =
        administrator.post(
            "/api/v1/clients", client(Map.of("services", List.of("http://127.0.0.1:9/tax/*"))));
    assertThat(taken.statusCode()).isEqualTo(409);
    assertThat(taken.body()).contains("cas-service-taken");
    Map<String, Object> asking =
        client(Map.of("services", List.of("https://asking.example/*", "https://*.example/")));
    asking.put("consent_days", 30);
    HttpResponse<String> refused = administrator.post("/api/v1/clients", asking);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"cas.services\"", "\"cas\"");
  }

  private static Map<String, Object> client(Map<String, Object> cas) {
    return new HashMap<>(Map.of("client_name", "示例系统（样例）", "grant_types", List.of(), "cas", cas));
  }

  private static Browser loggedIn() {
    return loggedIn("citizen");
  }

  private static Browser loggedIn(String account) {
    Browser browser = new Browser(idp.origin);
    assertThat(Browser.location(browser.logIn(account, idp.password(account))))
        .doesNotContain("problem");
    return browser;
  }

  private static String ticket(Browser browser, String service) {
    HttpResponse<String> answer = browser.get("/cas/login?service=" + service);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return Browser.query(Browser.location(answer)).get("ticket");
  }

  private static String validate(RunningIdp at, String path, String service, String ticket) {
    Map<String, String> query = Map.of("service", service, "ticket", ticket);
    return new Browser(at.origin).get(path + "?" + Browser.encode(query)).body();
  }

  private static String get(String path, Map<String, String> query) {
    return new Browser(idp.origin).get(path + "?" + Browser.encode(query)).body();
  }

  private static String proxy(String granting, String target) {
    String answer = get("/cas/proxy", Map.of("pgt", granting, "targetService", target));
    Matcher ticket = Pattern.compile("<cas:proxyTicket>(PT-[^<]+)<").matcher(answer);
    assertThat(ticket.find()).as(answer).isTrue();
    return ticket.group(1);
  }

  private static Map<?, ?> success(String body) {
    Map<?, ?> response = (Map<?, ?>) RunningIdp.json(body).get("serviceResponse");
    return (Map<?, ?>) response.get("authenticationSuccess");
  }

  private static String citizen() {
    return account("citizen");
  }

  private static String account(String login) {
    return jdbc()
        .sql("SELECT id FROM account WHERE login_name = ?")
        .param(login)
        .query(String.class)
        .single();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }
}
