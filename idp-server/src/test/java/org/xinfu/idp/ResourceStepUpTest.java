package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.department.Department;

/** RFC 9470 end to end: a service challenges, the client asks again, the person steps up. */
class ResourceStepUpTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final Pattern PART = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  private static Department department;

  @BeforeAll
  static void start() {
    department = new Department(SharedIdp.get().origin);
  }

  @AfterAll
  static void stop() {
    department.close();
  }

  @Test
  void a_challenge_leads_to_a_token_that_does() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    SharedIdp.jdbc()
        .sql("UPDATE account SET roles = 'CITIZEN' WHERE login_name = ?")
        .param(name)
        .update();
    Browser browser = SharedIdp.browser();
    browser.logIn(name, PASSWORD);
    String weak = token(browser, ask(browser, Map.of()));
    assertThat(call("/licences", weak).statusCode()).isEqualTo(200);

    HttpResponse<String> refused = call("/pension", weak);
    assertThat(refused.statusCode()).isEqualTo(401);
    Map<String, String> challenge = challenge(refused);
    assertThat(challenge)
        .containsEntry("error", "insufficient_user_authentication")
        .containsEntry("acr_values", "urn:xinfu:acr:aal2")
        .containsEntry("max_age", "300");

    Map<String, String> wanted =
        Map.of(
            "acr_values", challenge.get("acr_values"),
            "max_age", challenge.get("max_age"));
    browser.get(ask(browser, wanted));
    SharedIdp.submit(browser, "/login/second", "/login/second/send", Map.of("factor", "SMS_CODE"));
    String back =
        Browser.location(
            SharedIdp.submit(
                browser,
                "/login/second",
                Map.of("factor", "SMS_CODE", "code", SharedIdp.lastCode("+86" + phone))));
    String strong = token(browser, Browser.location(browser.get(back)));
    assertThat(RunningIdp.claims(strong)).containsEntry("acr", "urn:xinfu:acr:aal2");
    assertThat(call("/pension", strong).statusCode()).isEqualTo(200);
    assertThat(challenge(call("/pension/in-six-minutes", strong)))
        .containsEntry("error", "insufficient_user_authentication")
        .containsEntry("max_age", "300");
  }

  @Test
  void other_refusals_stay_what_they_are() {
    HttpResponse<String> stranger = call("/pension", "no.token.atall");
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(challenge(stranger)).containsEntry("error", "invalid_token");
    LogInSteps steps = new LogInSteps(SharedIdp.get());
    steps.browser.logIn("licence-officer", SharedIdp.get().password("licence-officer"));
    String callback = "http://localhost:9200/login/oauth2/code/idp";
    String code =
        Browser.query(
                Browser.location(
                    steps.browser.get(
                        "/oauth2/authorize?"
                            + Browser.encode(
                                RunningIdp.authorization(
                                    "vault-console", callback, "openid licence:read")))))
            .get("code");
    String other =
        (String)
            RunningIdp.json(steps.exchangeSecretly("vault-console", callback, code).body())
                .get("access_token");
    HttpResponse<String> refused = call("/pension", other);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(challenge(refused)).containsEntry("error", "insufficient_scope");
  }

  private static String ask(Browser browser, Map<String, String> more) {
    Map<String, String> request =
        new HashMap<>(
            RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid licence:own"));
    request.putAll(more);
    return Browser.location(browser.get("/oauth2/authorize?" + Browser.encode(request)));
  }

  private static String token(Browser browser, String answer) {
    HttpResponse<String> tokens =
        browser.post(
            "/oauth2/token",
            LogInSteps.codeForm(
                "citizen-wallet", RunningIdp.CALLBACK, Browser.query(answer).get("code")));
    return (String) RunningIdp.json(tokens.body()).get("access_token");
  }

  private static HttpResponse<String> call(String path, String token) {
    return SharedIdp.browser()
        .send(
            HttpRequest.newBuilder(URI.create(department.origin() + path))
                .header("Authorization", "Bearer " + token));
  }

  private static Map<String, String> challenge(HttpResponse<String> refused) {
    String header = refused.headers().firstValue("WWW-Authenticate").orElseThrow();
    Map<String, String> parts = new HashMap<>();
    Matcher part = PART.matcher(header);
    while (part.find()) {
      parts.put(part.group(1), part.group(2));
    }
    return parts;
  }
}
