package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Totp;
import org.xinfu.trust.Bytes;

/** An agent goes on as the company: steps up without becoming themselves again, and logs out. */
class ActingOnwardsTest {
  private static final String CALLBACK = "http://localhost:9100/login/oauth2/code/idp";
  private static final String CLIENT = "seal-console";
  private static final String PAGE = "/account/authenticators";
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void a_step_up_stays_the_companys_and_a_logout_ends_all(@TempDir Path home) {
    try (LogoutReceiver service = new LogoutReceiver();
        RunningIdp idp =
            new RunningIdp(home)
                .with("--xinfu.fetch.inside-hosts=" + service.host(), "--xinfu.logout.poll=PT0.1S")
                .start()) {
      Companies.seeded(idp);
      idp.bean(JdbcClient.class)
          .sql("INSERT INTO client_registration (client_id, backchannel_logout_uri) VALUES (?, ?)")
          .params(List.of(CLIENT, service.uri()))
          .update();
      LogInSteps agent = new LogInSteps(idp);
      agent.browser.logIn(Companies.AGENT, idp.password(Companies.AGENT));
      Bytes key = addTotp(agent);
      String mandate = Companies.standing(idp, Companies.AGENT);
      assertThat(
              Companies.outcome(
                  agent.browser.submit("/account/entities", "/account/switch", "mandate", mandate)))
          .isEqualTo("acting");
      Map<String, Object> before = tokens(agent);
      stepUp(agent, key);
      Map<String, Object> after = tokens(agent);
      Map<String, Object> human = Map.of("sub", Companies.account(idp, Companies.AGENT));
      for (Map<String, Object> tokens : List.of(before, after)) {
        assertThat(id(tokens))
            .containsEntry("sub", Companies.entity(idp))
            .containsEntry("act", human);
      }
      assertThat(id(after).get("sid")).as("the same login").isEqualTo(id(before).get("sid"));
      assertThat((String) id(after).get("acr")).endsWith("aal2");
      assertThat(number(id(after), "auth_time"))
          .isGreaterThanOrEqualTo(number(id(before), "auth_time"));

      agent.browser.submit("/account", "/logout");
      Set<Object> told = new HashSet<>();
      Map<String, Object> token = RunningIdp.claims(Objects.requireNonNull(service.next(SOON)));
      assertThat(token).containsEntry("sub", Companies.entity(idp));
      told.add(token.get("sid"));
      assertThat(told).containsExactly(id(after).get("sid"));
      assertThat(service.next(Duration.ofSeconds(1))).as("once").isNull();
      for (Map<String, Object> tokens : List.of(before, after)) {
        assertThat(agent.refresh(CLIENT, (String) tokens.get("refresh_token")).statusCode())
            .isEqualTo(400);
      }
      assertThat(Browser.location(agent.browser.get("/account"))).endsWith("/login");
    }
  }

  private static Bytes addTotp(LogInSteps steps) {
    HttpResponse<String> shown = steps.browser.submit(PAGE, PAGE + "/totp");
    Matcher secret = Pattern.compile("id=\"secret\">([A-Z2-7 ]+)<").matcher(shown.body());
    assertThat(secret.find()).as(shown.body()).isTrue();
    Bytes key = Bytes.hex(Totps.hex(secret.group(1).replace(" ", "")));
    String code = Totp.code(key, Totp.step(Instant.now()) - 1);
    Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(shown.body());
    assertThat(csrf.find()).isTrue();
    Map<String, String> form = Map.of("code", code, "label", "app", "_csrf", csrf.group(1));
    assertThat(Browser.location(steps.browser.post(PAGE + "/totp/confirm", form))).endsWith(PAGE);
    return key;
  }

  private static void stepUp(LogInSteps steps, Bytes key) {
    steps.browser.get("/login/step-up?next=/account");
    String code = Totp.code(key, Totp.step(Instant.now()));
    HttpResponse<String> answer =
        steps.browser.submit("/login/second", "/login/second", "factor", "TOTP", "code", code);
    assertThat(Browser.location(answer)).endsWith("/account");
  }

  private static Map<String, Object> tokens(LogInSteps steps) {
    Map<String, String> request = RunningIdp.authorization(CLIENT, CALLBACK, "openid");
    Map<String, String> answer = steps.authorize(Companies.AGENT, request);
    HttpResponse<String> tokens = steps.exchangeSecretly(CLIENT, CALLBACK, answer.get("code"));
    assertThat(tokens.statusCode()).as(tokens.body() + answer).isEqualTo(200);
    return RunningIdp.json(tokens.body());
  }

  private static Map<String, Object> id(Map<String, Object> tokens) {
    return RunningIdp.claims((String) Objects.requireNonNull(tokens.get("id_token")));
  }

  private static long number(Map<String, Object> claims, String name) {
    return ((Number) Objects.requireNonNull(claims.get(name))).longValue();
  }
}
