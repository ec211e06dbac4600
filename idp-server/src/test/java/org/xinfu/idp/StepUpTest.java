package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.authorize.RequestPolicies;
import org.xinfu.idp.authorize.RequestPolicy;
import org.xinfu.idp.domain.Totp;
import org.xinfu.trust.Bytes;

/** A client asks for a level; the person is led to it and the same request goes on. */
class StepUpTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String AAL2 = "urn:xinfu:acr:aal2";
  private static final String CONSOLE_CALLBACK = "http://localhost:9100/login/oauth2/code/idp";
  private static final Pattern BACK = Pattern.compile("id=\"way-back\" href=\"([^\"]+)\"");
  private static final Pattern SEAT = Pattern.compile("name=\"seat\" value=\"([^\"]+)\"");

  @AfterEach
  void noPolicy() {
    SharedIdp.get().bean(RequestPolicies.class).set("citizen-wallet", RequestPolicy.DEFAULT);
  }

  @Test
  void an_essential_level_leads_through_step_up_and_back_to_the_same_request() {
    Person person = new Person();
    Map<String, String> request = wallet("claims", essential(AAL2), "state", "st-é ×");
    String to = ask(person.browser, request);
    assertThat(to).endsWith("/login/step-up?aal=AAL2");
    Map<String, String> answer = Browser.query(stepUp(person, to));
    assertThat(answer).containsEntry("state", "st-é ×").containsKey("code");
    Map<String, Object> tokens = exchange(person.browser, answer.get("code"));
    Map<String, Object> id = RunningIdp.claims((String) tokens.get("id_token"));
    assertThat(id)
        .containsEntry("acr", AAL2)
        .containsEntry("nonce", "n-1")
        .containsEntry("amr", List.of("mfa", "pwd", "sms"));
    assertThat(RunningIdp.claims((String) tokens.get("access_token")))
        .as("RFC 9068 section 2.2.1")
        .containsEntry("acr", AAL2)
        .containsEntry("auth_time", id.get("auth_time"));
    assertThat(Browser.query(ask(person.browser, request))).as("reached").containsKey("code");
  }

  @Test
  void only_what_helps_is_offered_and_other_factors_lead_nowhere() {
    Person person = new Person();
    String to = ask(person.browser, wallet("claims", essential(AAL2)));
    person.browser.get(to);
    String page = person.browser.get("/login/second").body();
    assertThat(page).contains("value=\"SMS_CODE\"").doesNotContain("value=\"PASSWORD\"");
    assertThat(second(person.browser, "PASSWORD", PASSWORD))
        .as("a password again is no second factor")
        .endsWith("/login/step-up?aal=AAL2");
  }

  @Test
  void acr_values_ask_and_the_person_may_say_no() {
    Person person = new Person();
    String to = ask(person.browser, wallet("acr_values", AAL2, "ui_locales", "en"));
    assertThat(to).endsWith("/login/step-up?aal=AAL2&lang=en");
    person.browser.get(to);
    assertThat(person.browser.get("/login/second").body()).contains("href=\"/login/more\"");
    Map<String, String> answer = Browser.query(decline(person.browser));
    assertThat(idToken(person.browser, answer.get("code")))
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal1");
    String again = ask(person.browser, wallet("acr_values", AAL2));
    Map<String, String> stepped = Browser.query(stepUp(person, again));
    assertThat(idToken(person.browser, stepped.get("code"))).containsEntry("acr", AAL2);
  }

  @Test
  void who_declines_what_is_essential_is_told_to_the_client() {
    Person person = new Person();
    person.browser.get(ask(person.browser, wallet("claims", essential(AAL2))));
    assertThat(Browser.query(decline(person.browser)))
        .containsEntry("error", "unmet_authentication_requirements")
        .containsEntry("state", "st-1")
        .doesNotContainKey("code");
  }

  @Test
  void nobody_declines_for_another_browser() {
    Person person = new Person();
    person.browser.get(ask(person.browser, wallet("claims", essential(AAL2))));
    String seat = found(SEAT, person.browser.get("/login/more").body());
    Person other = new Person();
    HttpResponse<String> answer =
        SharedIdp.submit(
            other.browser, "/account/authenticators", "/login/more/decline", Map.of("seat", seat));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Browser.location(other.browser.get("/login/more"))).endsWith("/account");
    assertThat(Browser.location(SharedIdp.browser().get("/login/more"))).endsWith("/login");
  }

  @Test
  void who_has_no_second_factor_adds_one_and_comes_back() {
    Browser browser = SharedIdp.browser();
    browser.logIn("citizen", SharedIdp.get().password("citizen"));
    String to = ask(browser, wallet("claims", essential(AAL2)));
    assertThat(to).endsWith("/login/more?need=FACTOR");
    assertThat(browser.get(to).body()).contains("公民证照夹（样例）", "/account/authenticators");
    String page = "/account/authenticators";
    String secret =
        found(
            Pattern.compile("id=\"secret\">([A-Z2-7 ]+)<"),
            SharedIdp.submit(browser, page, page + "/totp", Map.of()).body());
    String hex = Totps.hex(secret.replace(" ", ""));
    SharedIdp.submit(
        browser,
        page,
        page + "/totp/confirm",
        Map.of("code", Totp.code(Bytes.hex(hex), Totp.step(java.time.Instant.now()))));
    String added = browser.get(page).body();
    assertThat(added).as("the code was shown just now").contains("<dd id=\"aal\">AAL2</dd>");
    String back = found(BACK, added);
    Map<String, String> answer = Browser.query(Browser.location(browser.get(back)));
    assertThat(idToken(browser, answer.get("code")))
        .containsEntry("acr", AAL2)
        .containsEntry("amr", List.of("mfa", "otp", "pwd"));
    String id =
        SharedIdp.jdbc()
            .sql("SELECT id FROM authenticator WHERE account_id = ?")
            .param(SharedIdp.accountOf("citizen"))
            .query(String.class)
            .single();
    SharedIdp.submit(browser, page, page + "/" + id + "/remove", Map.of());
  }

  @Test
  void who_is_not_verified_is_verified_and_comes_back() {
    Browser browser = SharedIdp.browser();
    browser.logIn("citizen", SharedIdp.get().password("citizen"));
    String ial2 = "urn:xinfu:acr:ial2:aal1";
    String to = ask(browser, wallet("claims", essential(ial2)));
    assertThat(to).endsWith("/login/more?need=PROOF");
    assertThat(browser.get(to).body()).contains("/account/proof");
    SharedIdp.submit(
        browser,
        "/account/proof",
        Map.of(
            "type", "CITIZEN_ID",
            "number", "51000019900101000X",
            "name", "张三（样例）",
            "term", "2036-01-01",
            "bankCard", "6200000000000001"));
    String back = found(BACK, browser.get("/account/proof").body());
    Map<String, String> answer = Browser.query(Browser.location(browser.get(back)));
    assertThat(idToken(browser, answer.get("code"))).containsEntry("acr", ial2);
    // Other tests find the citizen as the demonstration made them.
    SharedIdp.jdbc()
        .sql("DELETE FROM proof WHERE account_id = ?")
        .param(SharedIdp.accountOf("citizen"))
        .update();
  }

  @Test
  void what_cannot_be_reached_is_refused_at_once() {
    Person person = new Person();
    assertThat(
            Browser.query(ask(person.browser, wallet("claims", essential("urn:xinfu:acr:aal3")))))
        .containsEntry("error", "unmet_authentication_requirements");
    assertThat(
            Browser.query(ask(person.browser, wallet("claims", essential(AAL2), "prompt", "none"))))
        .containsEntry("error", "interaction_required");
    assertThat(Browser.query(ask(person.browser, wallet("acr_values", AAL2, "prompt", "none"))))
        .containsKey("code");
  }

  @Test
  void a_posted_request_goes_on_as_it_was() {
    Person person = new Person();
    Map<String, String> request =
        wallet("claims", essential(AAL2), "response_mode", "form_post", "state", "st-post");
    String to = Browser.location(person.browser.post("/oauth2/authorize", request));
    assertThat(to).contains("/login/step-up");
    assertThat(steppedUp(person, to).body())
        .contains("name=\"code\"", "value=\"st-post\"", RunningIdp.CALLBACK);
  }

  @Test
  void a_pushed_request_goes_on_although_it_is_used_up() {
    Person person = new Person();
    Map<String, String> request =
        RunningIdp.authorization("seal-console", CONSOLE_CALLBACK, "openid");
    request.put("claims", essential(AAL2));
    HttpResponse<String> pushed =
        SharedIdp.browser()
            .post("/oauth2/par", request, "Authorization", SharedIdp.get().basic("seal-console"));
    String uri = (String) RunningIdp.json(pushed.body()).get("request_uri");
    Map<String, String> asked = Map.of("client_id", "seal-console", "request_uri", uri);
    String to = ask(person.browser, asked);
    assertThat(to).contains("/login/step-up");
    String answer = stepUp(person, to);
    assertThat(answer).startsWith(CONSOLE_CALLBACK);
    assertThat(Browser.query(answer)).containsKey("code").containsEntry("state", "st-1");
    assertThat(person.browser.get("/oauth2/authorize?" + Browser.encode(asked)).statusCode())
        .as("used up")
        .isEqualTo(400);
  }

  @Test
  void a_policy_of_the_client_is_met_whatever_the_request_says() {
    RequestPolicies policies = SharedIdp.get().bean(RequestPolicies.class);
    policies.set("citizen-wallet", RequestPolicy.DEFAULT.asking(List.of(), AAL2, null));
    Person person = new Person();
    String weak = essential("urn:xinfu:acr:aal1");
    String to = ask(person.browser, wallet("claims", weak));
    assertThat(to).contains("/login/step-up");
    assertThat(Browser.query(stepUp(person, to))).containsKey("code");
  }

  @Test
  void registered_wishes_count_where_the_request_is_silent() {
    RequestPolicies policies = SharedIdp.get().bean(RequestPolicies.class);
    policies.set("citizen-wallet", RequestPolicy.DEFAULT.asking(List.of(AAL2), null, null));
    Person person = new Person();
    assertThat(ask(person.browser, wallet())).contains("/login/step-up");
    assertThat(Browser.query(ask(person.browser, wallet("acr_values", "urn:xinfu:acr:aal1"))))
        .containsKey("code");
    policies.set("citizen-wallet", RequestPolicy.DEFAULT.asking(List.of(), null, 0L));
    assertThat(ask(person.browser, wallet())).endsWith("/login");
    assertThat(Browser.query(ask(person.browser, wallet("max_age", "3600")))).containsKey("code");
  }

  private static Map<String, String> wallet(String... more) {
    Map<String, String> request =
        new HashMap<>(
            RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile"));
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    return request;
  }

  static String essential(String acr) {
    return "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"" + acr + "\"}}}";
  }

  static String ask(Browser browser, Map<String, String> request) {
    return Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(request)));
  }

  /** Steps up by SMS; the answer is where the request then leads. */
  static String stepUp(Person person, String to) {
    return Browser.location(steppedUp(person, to));
  }

  private static HttpResponse<String> steppedUp(Person person, String to) {
    person.browser.get(to);
    SharedIdp.submit(
        person.browser, "/login/second", "/login/second/send", Map.of("factor", "SMS_CODE"));
    String code = SharedIdp.lastCode("+86" + person.phone);
    return SharedIdp.submit(
        person.browser, "/login/second", Map.of("factor", "SMS_CODE", "code", code));
  }

  private static String second(Browser browser, String factor, String code) {
    return Browser.location(
        SharedIdp.submit(browser, "/login/second", Map.of("factor", factor, "code", code)));
  }

  static String decline(Browser browser) {
    String seat = found(SEAT, browser.get("/login/more").body());
    HttpResponse<String> declined =
        SharedIdp.submit(browser, "/login/more", "/login/more/decline", Map.of("seat", seat));
    return Browser.location(browser.get(Browser.location(declined)));
  }

  private static Map<String, Object> exchange(Browser browser, String code) {
    HttpResponse<String> tokens =
        browser.post(
            "/oauth2/token", LogInSteps.codeForm("citizen-wallet", RunningIdp.CALLBACK, code));
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    return RunningIdp.json(tokens.body());
  }

  private static Map<String, Object> idToken(Browser browser, String code) {
    return RunningIdp.claims((String) exchange(browser, code).get("id_token"));
  }

  private static String found(Pattern pattern, String page) {
    Matcher found = pattern.matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return found.group(1);
  }

  /** A person with a phone and a browser that has shown the password. */
  static final class Person extends LoggedIn {
    Person() {
      super(PASSWORD);
    }
  }
}
