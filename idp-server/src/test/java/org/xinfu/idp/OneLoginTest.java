package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenID Connect, CAS and tickets out of one login: whoever is in is in everywhere, as the same
 * somebody with the same level, and is out everywhere.
 */
class OneLoginTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path home;
  private static RunningIdp idp;
  private static HttpServer services;
  private static NewClient oidc;
  private static TicketApp app;
  private static final Map<String, Queue<String>> TOLD = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    services = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (String path : List.of("/oidc", "/cas", "/ticket")) {
      Queue<String> told = new ConcurrentLinkedQueue<>();
      TOLD.put(path, told);
      services.createContext(
          path,
          exchange -> {
            byte[] form = exchange.getRequestBody().readAllBytes();
            told.add(
                URLDecoder.decode(
                    new String(form, StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
    }
    services.start();
    String host = "127.0.0.1:" + services.getAddress().getPort();
    idp = new RunningIdp(home).with("--xinfu.fetch.inside-hosts=" + host).start();
    Administrator administrator = new Administrator(idp);
    oidc =
        NewClient.web(
            idp, "scope", "openid", "backchannel_logout_uri", service() + "/oidc/signed-out");
    administrator.register(
        new HashMap<>(
            Map.of(
                "client_name",
                "税务（样例）",
                "grant_types",
                List.of(),
                "cas",
                Map.of("services", List.of(service() + "/cas/*")))));
    app =
        TicketApp.byMac(
            administrator,
            new HashMap<>(
                Map.of(
                    "client_name",
                    "不动产（样例）",
                    "grant_types",
                    List.of(),
                    "ticket",
                    Map.of("redirect_uris", List.of(service() + "/ticket/back")),
                    "backchannel_logout_uri",
                    service() + "/ticket/signed-out")));
    Companies.seeded(idp);
  }

  @AfterAll
  static void stop() {
    idp.close();
    services.stop(0);
  }

  /** Whichever asks first has the login; none of the others shows a page. */
  @Test
  void who_is_in_is_in_everywhere_and_out_everywhere() {
    LogInSteps steps = new LogInSteps(idp);
    Browser browser = steps.browser;
    Map<String, Object> id =
        RunningIdp.claims((String) oidc.logIn(steps, "citizen", "openid").get("id_token"));
    String cas = casTicket(browser);
    Map<String, Object> user = told(ticketToken(browser));
    assertThat(validated(cas)).contains("authenticationSuccess", (String) id.get("acr"));
    assertThat(user).containsEntry("acr", id.get("acr")).containsEntry("amr", id.get("amr"));
    assertThat(user).containsEntry("sid", id.get("sid")).containsEntry("user_id", id.get("sub"));
    String token = ticketToken(browser);
    TOLD.values().forEach(Queue::clear);

    HttpResponse<String> out = browser.get("/cas/logout");
    assertThat(Browser.location(out)).endsWith("/login?logout");
    allAreTold(cas);
    assertThat(app.call(idp, "/ticket/userinfo", Map.of("token", token)).statusCode())
        .isEqualTo(401);
    assertThat(Browser.location(browser.get(casLogin()))).endsWith("/login");
    assertThat(Browser.location(browser.get(ticketLogin()))).contains("/login");
    Map<String, String> silent =
        new HashMap<>(RunningIdp.authorization(oidc.id, RunningIdp.CALLBACK, "openid"));
    silent.put("prompt", "none");
    assertThat(
            Browser.query(
                Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(silent)))))
        .containsEntry("error", "login_required");
  }

  /** The same where the login begins at a ticket and acts for a company: its end is felt by all. */
  @Test
  void who_acts_for_a_company_does_so_everywhere_until_the_mandate_ends() {
    String mandate = Companies.fresh(idp, Duration.ofHours(1));
    Browser browser = Companies.loggedIn(idp, Companies.AGENT);
    assertThat(
            Companies.outcome(
                browser.submit("/account/entities", "/account/switch", "mandate", mandate)))
        .isEqualTo("acting");
    String token = ticketToken(browser);
    String entity = Companies.entity(idp);
    assertThat(told(token)).containsEntry("user_id", entity).containsEntry("account_role", "20");
    String cas = casTicket(browser);
    assertThat(validated(cas)).contains("<cas:user>" + entity + "</cas:user>");
    Map<String, String> request = RunningIdp.authorization(oidc.id, RunningIdp.CALLBACK, "openid");
    String back = Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(request)));
    assertThat(Browser.query(back)).containsKey("code");
    Map<String, String> form =
        LogInSteps.codeForm(oidc.id, RunningIdp.CALLBACK, Browser.query(back).get("code"));
    form.remove("client_id");
    Map<String, Object> id = RunningIdp.claims((String) oidc.token(form).get("id_token"));
    assertThat(id).containsEntry("sub", entity).containsKey("act");
    TOLD.values().forEach(Queue::clear);

    assertThat(
            Companies.outcome(
                browser.submit(
                    "/account/entities", "/account/mandates/revoke", "mandate", mandate)))
        .isEqualTo("done");
    allAreTold(cas);
    assertThat(app.call(idp, "/ticket/userinfo", Map.of("token", token)).statusCode())
        .isEqualTo(401);
  }

  private static void allAreTold(String casTicket) {
    for (String path : List.of("/oidc", "/ticket")) {
      RunningIdp.await(SOON, () -> heard(path, "logout_token="));
    }
    RunningIdp.await(SOON, () -> heard("/cas", "<samlp:SessionIndex>" + casTicket));
  }

  private static boolean heard(String path, String word) {
    return TOLD.get(path).stream().anyMatch(form -> form.contains(word));
  }

  private static String service() {
    return "http://127.0.0.1:" + services.getAddress().getPort();
  }

  private static String casLogin() {
    return "/cas/login?" + Browser.encode(Map.of("service", service() + "/cas/in"));
  }

  private static String casTicket(Browser browser) {
    String back = Browser.location(browser.get(casLogin()));
    assertThat(back).startsWith(service() + "/cas/in?ticket=ST-");
    return Browser.query(back).get("ticket");
  }

  private static String validated(String ticket) {
    Map<String, String> asked = Map.of("service", service() + "/cas/in", "ticket", ticket);
    return new Browser(idp.origin).get("/cas/p3/serviceValidate?" + Browser.encode(asked)).body();
  }

  private static String ticketLogin() {
    return "/ticket/login?"
        + Browser.encode(
            Map.of("app_id", app.id(), "redirect_uri", service() + "/ticket/back", "state", "s-1"));
  }

  private static String ticketToken(Browser browser) {
    String back = Browser.location(browser.get(ticketLogin()));
    assertThat(back).startsWith(service() + "/ticket/back?");
    HttpResponse<String> token =
        app.call(idp, "/ticket/token", Map.of("ticket", Browser.query(back).get("ticket")));
    assertThat(token.statusCode()).as(token.body()).isEqualTo(200);
    return (String) RunningIdp.json(token.body()).get("token");
  }

  private static Map<String, Object> told(String token) {
    HttpResponse<String> user = app.call(idp, "/ticket/userinfo", Map.of("token", token));
    assertThat(user.statusCode()).as(user.body()).isEqualTo(200);
    return RunningIdp.json(user.body());
  }
}
