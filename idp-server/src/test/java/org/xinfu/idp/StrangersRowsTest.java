package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.session.MapSession;
import org.xinfu.idp.authorize.TrialDoor;
import org.xinfu.idp.domain.Budgets;

/** By whatever door strangers come, they leave no more rows than their network may. */
class StrangersRowsTest {
  /** Of a network that has used up what it may leave. */
  private final Instant begun = Instant.now();

  private static final String SPENT = "198.51.100.7";

  private static final String BACK = "http://127.0.0.1:9/strangers/back";
  private static final RunningIdp idp = SharedIdp.get();

  private static String trial = "";
  private static String ticketApp = "";
  private static String service = "";

  private final Browser browser = SharedIdp.browser();

  @BeforeAll
  static void begin() {
    Budgets budgets = idp.bean(Budgets.class);
    String key = "waiting from 198.51.100.0/24";
    Budgets.Line line = new Budgets.Line(key, 600, Duration.ofMinutes(1));
    Instant now = Instant.now();
    for (Instant minute : List.of(now, now.plusSeconds(60))) {
      while (budgets.take(List.of(line), minute)) {
        // until it is used up
      }
    }
    Administrator administrator = new Administrator(idp);
    trial = TrialClients.code(idp, true, "openid profile");
    ticketApp = TicketApp.byMac(administrator, BACK).id();
    Map<String, Object> cas = Map.of("services", List.of("http://127.0.0.1:9/strangers/*"));
    administrator.register(
        new HashMap<>(Map.of("client_name", "示例（样例）", "grant_types", List.of(), "cas", cas)));
    service = "http://127.0.0.1:9/strangers/page?x=" + "s".repeat(1900);
  }

  @Test
  void large_calls_are_counted_at_every_door() {
    long before = rows();
    assertThat(asked(SharedIdp.browser(), ticket()).statusCode()).isEqualTo(429);
    assertThat(asked(SharedIdp.browser(), cas()).statusCode()).isEqualTo(429);
    for (String client : List.of(trial, "citizen-wallet")) {
      HttpResponse<String> answer = asked(SharedIdp.browser(), authorize(client, "nonce", 2500));
      assertThat(Browser.query(Browser.location(answer)))
          .as(client)
          .containsEntry("error", "temporarily_unavailable");
    }
    assertThat(rows()).isEqualTo(before);
    assertThat(Browser.location(asked(SharedIdp.browser(), authorize(trial, "nonce", 20))))
        .as("small ones go on")
        .contains(TrialDoor.PAGE);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void from_a_network_that_may_they_wait_and_are_answered() {
    assertThat(Browser.location(browser.get(ticket()))).endsWith("/login");
    String back = Browser.location(browser.logIn("citizen", idp.password("citizen")));
    assertThat(Browser.location(browser.get(back))).startsWith(BACK).contains("ticket=");
    Browser other = SharedIdp.browser();
    assertThat(Browser.location(other.get(cas()))).endsWith("/login");
    back = Browser.location(other.logIn("citizen", idp.password("citizen")));
    assertThat(Browser.location(other.get(back))).startsWith(service).contains("ticket=ST-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/account?x=", "/account/", "/account/sessions?a=%E6%96%87&x=", "/window?x="})
  void a_long_page_that_wants_a_login_leaves_no_row(String page) {
    long before = rows();
    for (int length : List.of(300, 480, 520, 1500, 3000)) {
      HttpResponse<String> answer = SharedIdp.browser().get(page + "q".repeat(length));
      assertThat(Browser.location(answer)).endsWith("/login");
    }
    assertThat(rows()).isEqualTo(before);
  }

  /** As large a request as rests with a browser, and then a page. */
  @Test
  void a_page_beside_what_waits_leaves_no_row() {
    long before = rows();
    for (String client : List.of("citizen-wallet", trial)) {
      Browser one = SharedIdp.browser();
      one.get(authorize(client, "nonce", room(client)));
      assertThat(rows()).as("%s rests with the browser", client).isEqualTo(before);
      for (int length : List.of(90, 108, 150, 480, 3000)) {
        one.get("/account?x=" + "q".repeat(length));
        one.get("/account/" + "q".repeat(length));
        one.get("/login?lang=en");
        assertThat(rows()).as("%s %s", client, length).isEqualTo(before);
      }
    }
  }

  @Test
  void a_short_page_is_where_the_login_leads() {
    browser.get("/account/sessions?x=1");
    assertThat(Browser.location(browser.logIn("citizen", idp.password("citizen"))))
        .endsWith("/account/sessions?x=1");
  }

  @Test
  void who_is_logged_in_is_no_stranger() {
    browser.logIn("citizen", idp.password("citizen"));
    String large = authorize("citizen-wallet", "nonce", 2500) + "&prompt=login";
    assertThat(Browser.location(asked(browser, large))).endsWith("/login");
    assertThat(Browser.location(browser.logIn("citizen", idp.password("citizen"))))
        .startsWith(RunningIdp.CALLBACK)
        .contains("code=");
  }

  /** A session that has its row has room for all tabs. */
  @Test
  void large_requests_of_two_tabs_wait_side_by_side() {
    browser.get(authorize("citizen-wallet", "nonce", 300));
    for (int tab = 0; tab < 2; tab++) {
      browser.get(authorize("citizen-wallet", "nonce", 2500 + tab));
    }
    browser.get(authorize("citizen-wallet", "nonce", 20));
    assertThat(waiting()).isEqualTo(4);
  }

  @Test
  void a_pushed_request_of_a_client_in_trial_does_not_rest_with_the_browser() {
    Map<String, String> request =
        RunningIdp.authorization(trial, RunningIdp.CALLBACK, "openid profile");
    HttpResponse<String> pushed = SharedIdp.browser().post("/oauth2/par", request);
    String uri = (String) RunningIdp.json(pushed.body()).get("request_uri");
    String query = Browser.encode(new TreeMap<>(Map.of("client_id", trial, "request_uri", uri)));
    assertThat(Browser.location(browser.get("/oauth2/authorize?" + query)))
        .contains(TrialDoor.PAGE);
    assertThat(browser.cookies.getCookieStore().getCookies())
        .extracting(HttpCookie::getName)
        .contains("XINFU_IDP")
        .doesNotContain("XINFU_IDP_WAITING");
    HttpResponse<String> chosen = TrialClients.choose(browser, "VERIFIED");
    assertThat(Browser.location(browser.get(Browser.location(chosen))))
        .startsWith(RunningIdp.CALLBACK)
        .contains("code=");
  }

  private static HttpResponse<String> asked(Browser browser, String path) {
    return browser.send(
        HttpRequest.newBuilder(browser.uri(path)).header("X-Forwarded-For", SPENT).GET());
  }

  private static String ticket() {
    Map<String, String> call = new TreeMap<>(Map.of("app_id", ticketApp, "redirect_uri", BACK));
    call.put("state", "s".repeat(3900));
    return "/ticket/login?" + Browser.encode(call);
  }

  private static String cas() {
    return "/cas/login?" + Browser.encode(new TreeMap<>(Map.of("service", service)));
  }

  private static String authorize(String client, String name, int length) {
    Map<String, String> request = RunningIdp.authorization(client, RunningIdp.CALLBACK, "openid");
    request.put(name, "n".repeat(length));
    return "/oauth2/authorize?" + Browser.encode(request);
  }

  /** The longest nonce with which a request rests with the browser: 1,400 octets in all. */
  private static int room(String client) {
    Map<String, String> request = RunningIdp.authorization(client, RunningIdp.CALLBACK, "openid");
    request.put("nonce", "");
    int octets = 60;
    for (Map.Entry<String, String> one : request.entrySet()) {
      octets += 8 + one.getKey().length() + one.getValue().length();
    }
    return 1400 - octets;
  }

  private int waiting() {
    MapSession session = SharedIdp.session(browser);
    return Objects.requireNonNull(session.<Map<String, ?>>getAttribute("xinfu.waiting")).size();
  }

  /** Of this test: sessions of others end at any time. */
  private long rows() {
    return SharedIdp.sessionsSince(begun);
  }
}
