package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passkeys in Chromium, on devices that its debugger plays. */
class PasskeyTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String PAGE = "/account/authenticators";
  private static final String LOGIN = "form[action='/login/passkey'] button";
  private static final String SECOND = "form[action='/login/second/passkey'] button";

  private static Chromium chromium;
  private static HttpServer wallet;
  private static String landing;
  private static String origin;

  @BeforeAll
  static void start() throws IOException {
    wallet = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    wallet.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    wallet.start();
    landing = "http://localhost:" + wallet.getAddress().getPort() + "/callback";
    origin = SharedIdp.get().origin;
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    wallet.stop(0);
  }

  @Test
  void a_person_adds_a_passkey_renames_it_logs_in_with_it_and_removes_it() {
    Person person = new Person("zh-CN", false);
    try (Chromium.Visitor visitor = person.visitor) {
      person.add("我的电脑");
      visitor.shot("idp-authenticators-zh");
      assertThat(visitor.text("tbody")).contains("通行密钥");
      assertThat(visitor.page().inputValue("tbody input[name=label]")).isEqualTo("我的电脑");
      assertThat(visitor.text("#aal")).as("making one shows none").isEqualTo("AAL1");

      visitor.page().fill("tbody input[name=label]", "办公电脑");
      visitor.page().click("form[action$='/rename'] button");
      visitor.page().waitForURL("**/login/second");
      visitor.shot("idp-second-passkey-zh");
      visitor.page().click(SECOND);
      visitor.page().waitForURL("**" + PAGE);
      assertThat(visitor.text("#aal")).isEqualTo("AAL2");
      visitor.page().fill("tbody input[name=label]", "办公电脑");
      visitor.page().click("form[action$='/rename'] button");
      visitor.page().waitForURL("**" + PAGE);
      assertThat(visitor.page().inputValue("tbody input[name=label]")).isEqualTo("办公电脑");

      visitor.page().context().clearCookies();
      visitor.page().navigate(origin + "/login?lang=zh-CN");
      visitor.shot("idp-login-zh");
      visitor.page().click(LOGIN);
      visitor.page().waitForURL("**/account");
      assertThat(visitor.text("main")).contains(person.name);
      String account = SharedIdp.accountOf(person.name);
      assertThat(SharedIdp.audited(account, "authenticator-added", "passkey")).isOne();
      assertThat(SharedIdp.audited(account, "factor-shown", "unproven-passkey")).isEqualTo(2);

      visitor.page().navigate(origin + PAGE);
      visitor.page().click("form[action$='/remove'] button");
      visitor.page().waitForURL("**" + PAGE);
      visitor.page().context().clearCookies();
      visitor.page().navigate(origin + "/login");
      visitor.page().click(LOGIN);
      visitor.page().waitForURL("**/login?problem=passkey");
      assertThat(visitor.text("#message")).contains("未被接受");
    }
  }

  @Test
  void english_pages_and_a_synced_passkey() {
    Person person = new Person("en", true);
    try (Chromium.Visitor visitor = person.visitor) {
      person.add("");
      assertThat(visitor.text("tbody")).contains("Passkey");
      visitor.shot("idp-authenticators-en");
      visitor.page().navigate(origin + "/login/step-up?aal=AAL2");
      visitor.shot("idp-second-passkey-en");
      visitor.page().context().clearCookies();
      visitor.page().navigate(origin + "/login?lang=en");
      visitor.shot("idp-login-en");
      visitor.page().click(LOGIN);
      visitor.page().waitForURL("**/account");
      assertThat(told(visitor))
          .containsEntry("acr", "urn:xinfu:acr:ial1:aal2")
          .containsEntry("amr", List.of("mfa", "pop", "swk", "user"));
      String row =
          SharedIdp.jdbc()
              .sql(
                  "SELECT p.backup_eligible || ' ' || p.backed_up || ' ' || p.hardware || ' '"
                      + " || p.transports FROM passkey p JOIN authenticator a ON a.id ="
                      + " p.authenticator_id WHERE a.account_id = ?")
              .param(SharedIdp.accountOf(person.name))
              .query(String.class)
              .single();
      assertThat(row).isEqualTo("true true false internal");
    }
  }

  @Test
  void what_a_device_says_of_itself_is_no_proof_of_hardware() {
    Person person = new Person("zh-CN", false);
    try (Chromium.Visitor visitor = person.visitor) {
      person.add("钥匙");
      visitor.page().context().clearCookies();
      visitor.page().navigate(origin + "/login");
      visitor.page().click(LOGIN);
      visitor.page().waitForURL("**/account");
      assertThat(told(visitor))
          .containsEntry("acr", "urn:xinfu:acr:ial1:aal2")
          .containsEntry("amr", List.of("mfa", "pop", "user"));
    }
  }

  @Test
  void a_service_that_asks_for_more_gets_it_by_passkey() {
    Person person = new Person("zh-CN", false);
    try (Chromium.Visitor visitor = person.visitor) {
      person.add("钥匙");
      Map<String, String> request =
          new HashMap<>(RunningIdp.authorization("citizen-wallet", landing, "openid profile"));
      request.put("acr_values", "urn:xinfu:acr:aal2");
      request.put("max_age", "600");
      visitor.page().navigate(origin + "/oauth2/authorize?" + Browser.encode(request));
      visitor.page().waitForURL("**/login/second*");
      visitor.page().click("#less");
      visitor.page().waitForURL("**/login/more");
      visitor.shot("idp-more-zh");
      assertThat(visitor.text("#need")).contains("公民证照夹（样例）");
      visitor.page().navigate(origin + "/login/more?lang=en");
      visitor.shot("idp-more-en");
      visitor.page().click("a.button");
      visitor.page().waitForURL("**/login/second*");
      visitor.page().click(SECOND);
      visitor.page().waitForURL(landing + "*");
      assertThat(exchanged(visitor)).containsEntry("acr", "urn:xinfu:acr:aal2");
    }
  }

  @Test
  void an_answer_from_another_origin_is_refused() {
    Person person = new Person("zh-CN", false);
    try (Chromium.Visitor visitor = person.visitor) {
      person.add("钥匙");
      String evil = "http://localhost:9/";
      visitor
          .page()
          .route(
              evil + "**",
              route ->
                  route.fulfill(
                      new com.microsoft.playwright.Route.FulfillOptions()
                          .setContentType("text/html")
                          .setBody("<p>phish</p>")));
      Browser relay = SharedIdp.browser();
      visitor.page().navigate(evil);
      String phished = visitor.ceremony("get", options(relay));
      assertThat(answer(relay, phished)).endsWith("/login?problem=passkey");
      Browser own = SharedIdp.browser();
      visitor.page().navigate(origin + "/login");
      String honest = visitor.ceremony("get", options(own));
      assertThat(answer(own, honest)).endsWith("/account");
      assertThat(answer(own, honest)).as("replayed").endsWith("/login?problem=passkey");
      options(own);
      assertThat(answer(own, honest)).as("of before").endsWith("/login?problem=passkey");
    }
  }

  @Test
  void a_counter_that_goes_back_betrays_a_clone() {
    Person person = new Person("zh-CN", false);
    try (Chromium.Visitor visitor = person.visitor) {
      person.add("钥匙");
      visitor.page().context().clearCookies();
      visitor.page().navigate(origin + "/login");
      visitor.page().click(LOGIN);
      visitor.page().waitForURL("**/account");
      long count = visitor.credential().get("signCount").getAsLong();
      assertThat(count).isPositive();
      visitor.rewind(count - 1);
      visitor.page().context().clearCookies();
      visitor.page().navigate(origin + "/login");
      visitor.page().click(LOGIN);
      visitor.page().waitForURL("**/login?problem=passkey");
      assertThat(
              SharedIdp.audited(SharedIdp.accountOf(person.name), "factor-shown", "passkey-cloned"))
          .isOne();
    }
  }

  @Test
  void without_pin_or_finger_a_passkey_is_refused() {
    Person person = new Person("zh-CN", false);
    try (Chromium.Visitor visitor = person.visitor) {
      person.add("钥匙");
      visitor.verifies(false);
      visitor.page().navigate(origin + "/login");
      Browser own = SharedIdp.browser();
      Map<String, Object> weakened = new HashMap<>(options(own));
      assertThat(weakened.put("userVerification", "discouraged")).isEqualTo("required");
      String touched = visitor.ceremony("get", weakened);
      assertThat(answer(own, touched)).endsWith("/login?problem=passkey");
      assertThat(
              SharedIdp.audited(
                  SharedIdp.accountOf(person.name), "factor-shown", "passkey-refused"))
          .isOne();
      visitor.verifies(true);
      assertThat(answer(own, visitor.ceremony("get", options(own)))).endsWith("/account");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{}",
        "null",
        "[]",
        "{\"id\":1}",
        "{\"id\":\"AA\",\"type\":\"public-key\"}",
        "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{},\"clientExtensionResults\":{}}",
        "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"AA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"},\"clientExtensionResults\":{}}"
      })
  void nonsense_is_refused_like_anything_else(String json) {
    Browser browser = SharedIdp.browser();
    options(browser);
    assertThat(answer(browser, json)).endsWith("/login?problem=passkey");
    Browser own = SharedIdp.browser();
    own.logIn("licence-officer", SharedIdp.get().password("licence-officer"));
    SharedIdp.submit(own, PAGE, PAGE + "/passkey/options", Map.of());
    assertThat(
            Browser.location(
                SharedIdp.submit(own, PAGE, PAGE + "/passkey", Map.of("credential", json))))
        .endsWith("problem=passkey");
  }

  @Test
  void a_passkey_of_somebody_else_is_no_second_factor() {
    Person one = new Person("zh-CN", false);
    Person other = new Person("zh-CN", false);
    try (Chromium.Visitor hers = one.visitor;
        Chromium.Visitor his = other.visitor) {
      one.add("甲");
      assertThat(hers.credential().get("rpId").getAsString()).isEqualTo("localhost");
      other.add("乙");
      Browser half = SharedIdp.browser();
      assertThat(Browser.location(half.logIn(one.name, PASSWORD)))
          .as("with a passkey a password alone logs nobody in")
          .endsWith("/login/second");
      Map<String, Object> asked =
          new HashMap<>(
              RunningIdp.json(
                  SharedIdp.submit(half, "/login/second", "/login/second/passkey/options", Map.of())
                      .body()));
      assertThat((List<?>) asked.put("allowCredentials", List.of())).hasSize(1);
      String foreign = his.ceremony("get", asked);
      assertThat(
              Browser.location(
                  SharedIdp.submit(
                      half,
                      "/login/second",
                      "/login/second/passkey",
                      Map.of("credential", foreign))))
          .endsWith("/login/second?problem=passkey");
      assertThat(Browser.location(half.get("/account"))).endsWith("/login");
    }
  }

  /** Options of a login, in the browser's own session. */
  private static Map<String, Object> options(Browser browser) {
    return RunningIdp.json(
        SharedIdp.submit(browser, "/login", "/login/passkey/options", Map.of()).body());
  }

  private static String answer(Browser browser, String json) {
    HttpResponse<String> answer =
        SharedIdp.submit(browser, "/login", "/login/passkey", Map.of("credential", json));
    return Browser.location(answer);
  }

  /** What the wallet's ID token says of this browser's login. */
  private static Map<String, Object> told(Chromium.Visitor visitor) {
    visitor
        .page()
        .navigate(
            origin
                + "/oauth2/authorize?"
                + Browser.encode(
                    RunningIdp.authorization("citizen-wallet", landing, "openid profile")));
    visitor.page().waitForURL(landing + "*");
    return exchanged(visitor);
  }

  private static Map<String, Object> exchanged(Chromium.Visitor visitor) {
    String code = Browser.query(visitor.page().url()).get("code");
    HttpResponse<String> tokens =
        new LogInSteps(SharedIdp.get()).exchange("citizen-wallet", landing, code);
    return RunningIdp.claims((String) RunningIdp.json(tokens.body()).get("id_token"));
  }

  /** Somebody with a phone, a password and a browser that is logged in. */
  private static final class Person {
    final String phone = SharedIdp.randomPhone();
    final String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    final Chromium.Visitor visitor;

    Person(String language, boolean backupEligible) {
      visitor = chromium.visitor(language, backupEligible);
      visitor.logIn(origin, name, PASSWORD);
      visitor.page().waitForURL("**/account");
    }

    void add(String label) {
      visitor.page().navigate(origin + PAGE);
      visitor.page().fill("#passkey-label", label);
      visitor.page().click("#add-passkey");
      visitor.page().waitForSelector("tbody form[action$='/rename']");
    }
  }
}
