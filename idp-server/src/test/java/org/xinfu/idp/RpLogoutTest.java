package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** OpenID Connect RP-Initiated Logout 1.0, request by request. */
class RpLogoutTest {
  private static final String CALLBACK = "http://localhost:9100/login/oauth2/code/idp";
  private static final String AFTER = "http://localhost:9100/";

  private static final RunningIdp idp = SharedIdp.get();

  @Test
  void the_hint_of_this_login_ends_it_at_once() {
    LogInSteps steps = new LogInSteps(idp);
    String hint = idToken(steps);
    HttpResponse<String> out = logOut(steps.browser, Map.of("id_token_hint", hint));
    assertThat(Browser.location(out)).endsWith("/login?logout");
    assertLoggedOut(steps.browser);
  }

  @Test
  void state_comes_back_as_it_was() {
    LogInSteps steps = new LogInSteps(idp);
    String hint = idToken(steps);
    HttpResponse<String> out =
        logOut(
            steps.browser,
            Map.of(
                "id_token_hint",
                hint,
                "client_id",
                "seal-console",
                "post_logout_redirect_uri",
                AFTER,
                "state",
                "a b&c={d}"));
    assertThat(Browser.location(out)).startsWith(AFTER + "?state=");
    assertThat(Browser.query(Browser.location(out))).containsEntry("state", "a b&c={d}");
    assertLoggedOut(steps.browser);
  }

  @Test
  void by_post_it_is_the_same() {
    LogInSteps steps = new LogInSteps(idp);
    String hint = idToken(steps);
    HttpResponse<String> out =
        steps.browser.post(
            "/connect/logout", Map.of("id_token_hint", hint, "post_logout_redirect_uri", AFTER));
    assertThat(Browser.location(out)).isEqualTo(AFTER);
    assertLoggedOut(steps.browser);
  }

  @Test
  void an_expired_hint_is_a_hint() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> claims = RunningIdp.claims(idToken(steps));
    String old = signed("seal-console", claims.get("sid"), Instant.now().minusSeconds(86_400));
    HttpResponse<String> out =
        logOut(steps.browser, Map.of("id_token_hint", old, "post_logout_redirect_uri", AFTER));
    assertThat(Browser.location(out)).isEqualTo(AFTER);
    assertLoggedOut(steps.browser);
  }

  @Test
  void without_a_hint_the_person_is_asked_and_no_other_site_answers_for_them() {
    LogInSteps steps = new LogInSteps(idp);
    idToken(steps);
    Map<String, String> asked =
        Map.of("client_id", "seal-console", "post_logout_redirect_uri", AFTER, "state", "s");
    HttpResponse<String> page = logOut(steps.browser, asked);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("/connect/logout/confirm", "印章服务控制台");
    assertThat(steps.browser.get("/account").statusCode()).isEqualTo(200);
    HttpResponse<String> forged = steps.browser.post("/connect/logout/confirm", asked);
    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(steps.browser.get("/account").statusCode()).isEqualTo(200);
    HttpResponse<String> out =
        steps.browser.submit(
            "/connect/logout?" + Browser.encode(asked),
            "/connect/logout/confirm",
            "client_id",
            "seal-console",
            "post_logout_redirect_uri",
            AFTER,
            "state",
            "s");
    assertThat(Browser.location(out)).isEqualTo(AFTER + "?state=s");
    assertLoggedOut(steps.browser);
  }

  @Test
  void the_question_speaks_the_readers_language() {
    LogInSteps steps = new LogInSteps(idp);
    idToken(steps);
    assertThat(steps.browser.get("/connect/logout?lang=en").body()).contains("Stay signed in");
    assertThat(steps.browser.get("/connect/logout?lang=zh-CN").body()).contains("保持登录");
  }

  @Test
  void the_hint_of_another_login_is_not_enough() {
    LogInSteps one = new LogInSteps(idp);
    LogInSteps other = new LogInSteps(idp);
    String hint = idToken(one);
    idToken(other);
    HttpResponse<String> page = logOut(other.browser, Map.of("id_token_hint", hint));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("/connect/logout/confirm");
    assertThat(other.browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(one.browser.get("/account").statusCode()).isEqualTo(200);
  }

  @Test
  void nobody_logged_in_goes_where_the_service_wants() {
    Browser browser = new Browser(idp.origin);
    HttpResponse<String> out =
        logOut(browser, Map.of("client_id", "seal-console", "post_logout_redirect_uri", AFTER));
    assertThat(Browser.location(out)).isEqualTo(AFTER);
    assertThat(Browser.location(logOut(browser, Map.of()))).endsWith("/login?logout");
  }

  @Test
  void what_is_not_in_order_is_answered_here_and_ends_nothing() {
    LogInSteps steps = new LogInSteps(idp);
    String hint = idToken(steps);
    Map<String, Object> claims = RunningIdp.claims(hint);
    String foreign = hint.substring(0, hint.lastIndexOf('.') + 1) + "A".repeat(86);
    String access = accessLike(claims.get("sid"));
    List<Map<String, String>> wrong =
        List.of(
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", AFTER + "more"),
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", AFTER + "?a=b"),
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", "http://localhost:9100"),
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", "http://evil.example/"),
            Map.of("id_token_hint", hint, "client_id", "vault-console"),
            Map.of("id_token_hint", foreign),
            Map.of("id_token_hint", "not a token"),
            Map.of("id_token_hint", access),
            Map.of("client_id", "nobody"),
            Map.of("post_logout_redirect_uri", AFTER));
    for (Map<String, String> request : wrong) {
      HttpResponse<String> answer = logOut(steps.browser, request);
      assertThat(answer.statusCode()).as("%s", request).isEqualTo(400);
      assertThat(answer.headers().firstValue("Location")).isEmpty();
      assertThat(answer.body()).contains("无法处理此请求");
    }
    assertThat(steps.browser.get("/account").statusCode()).isEqualTo(200);
  }

  private static String idToken(LogInSteps steps) {
    Map<String, String> answer =
        steps.authorize(
            "seal-applicant", RunningIdp.authorization("seal-console", CALLBACK, "openid"));
    HttpResponse<String> tokens =
        steps.exchangeSecretly("seal-console", CALLBACK, answer.get("code"));
    return (String) RunningIdp.json(tokens.body()).get("id_token");
  }

  private static String signed(String client, Object sid, Instant expired) {
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(idp.origin)
            .subject("whoever")
            .audience(List.of(client))
            .issuedAt(expired.minusSeconds(300))
            .expiresAt(expired)
            .claim("sid", sid)
            .build();
    return encode(claims);
  }

  private static String accessLike(Object sid) {
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(idp.origin)
            .audience(List.of("seal-console"))
            .claim("client_id", "seal-console")
            .claim("sid", sid)
            .build();
    return encode(claims);
  }

  private static String encode(JwtClaimsSet claims) {
    JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256).build();
    return idp.bean(JwtEncoder.class)
        .encode(JwtEncoderParameters.from(header, claims))
        .getTokenValue();
  }

  private static HttpResponse<String> logOut(Browser browser, Map<String, String> parameters) {
    return browser.get("/connect/logout?" + Browser.encode(new HashMap<>(parameters)));
  }

  private static void assertLoggedOut(Browser browser) {
    assertThat(Browser.location(browser.get("/account"))).endsWith("/login");
  }
}
