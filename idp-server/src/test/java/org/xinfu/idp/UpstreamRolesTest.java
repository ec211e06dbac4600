package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Authenticators;
import org.xinfu.idp.domain.Totp;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Mandates.Cause;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** As whom the national platform says that somebody has logged in: themselves or a legal person. */
class UpstreamRolesTest {
  private static final String CALLBACK = "http://localhost:9200/login/oauth2/code/idp";
  private static final UnifiedSocialCreditCode TRADER =
      new UnifiedSocialCreditCode("91510000MA0000003M");

  @TempDir static Path home;
  private static RunningIdp idp;

  @BeforeAll
  static void start() {
    idp = new RunningIdp(home).with("--xinfu.upstream.simulator=true").start();
    Companies.seeded(idp);
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  @ParameterizedTest
  @CsvSource({
    "oidc, n-0008, company-representative, LEGAL_REPRESENTATIVE",
    "ticket, n-0008, company-representative, LEGAL_REPRESENTATIVE",
    "oidc, n-0009, company-agent, AGENT",
    "ticket, n-0009, company-agent, AGENT"
  })
  void who_logs_in_there_for_a_company_acts_for_it_here(
      String adapter, String person, String account, String role) {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> id = idToken(steps, enter(steps.browser, adapter, person));
    assertThat(id)
        .containsEntry("sub", Companies.entity(idp))
        .containsEntry("act", Map.of("sub", Companies.account(idp, account)));
    String mandate = lastMandate();
    assertThat(idp.bean(Mandates.class).chain(mandate).orElseThrow().mandate().role().name())
        .isEqualTo(role);
    assertThat(audited("acting-changed", Companies.account(idp, account))).isPositive();
  }

  /** The representative whom the registry names need not have registered the company before. */
  @Test
  void a_company_that_is_not_known_here_is_asked_about() {
    LogInSteps steps = new LogInSteps(idp);
    assertThat(idp.bean(Mandates.class).entity(TRADER)).isEmpty();
    Map<String, Object> id = idToken(steps, enter(steps.browser, "ticket", "n-0010"));
    String entity = idp.bean(Mandates.class).entity(TRADER).orElseThrow().id();
    assertThat(id).containsEntry("sub", entity).containsKey("act");
  }

  /** Not even as themselves: they would take it for the company's login. */
  @ParameterizedTest
  @ValueSource(strings = {"oidc", "ticket"})
  void nobody_acts_here_without_a_mandate_of_here(String adapter) {
    Browser browser = new Browser(idp.origin);
    String refused = Browser.location(browser.get(back(browser, adapter, "n-0011")));
    assertThat(refused).endsWith("/login?problem=upstream-entity");
    assertThat(browser.get(refused + "&lang=zh-CN").body()).contains("以个人身份登录");
    assertThat(browser.get(refused + "&lang=en").body()).contains("sign in as yourself");
    assertThat(browser.get("/account").statusCode()).isEqualTo(302);
  }

  @Test
  void a_mandate_that_was_taken_back_lets_nobody_act() {
    String entity = Companies.entity(idp);
    Mandates mandates = idp.bean(Mandates.class);
    String older = Companies.standing(idp, Companies.AGENT);
    String fresh = Companies.fresh(idp, Duration.ofHours(1));
    jdbc().sql("UPDATE mandate SET accepted_at = NULL WHERE id = ?").param(older).update();
    try {
      LogInSteps steps = new LogInSteps(idp);
      Map<String, Object> id = idToken(steps, enter(steps.browser, "oidc", "n-0009"));
      assertThat(id).containsEntry("sub", entity);
      assertThat(lastMandate()).isEqualTo(fresh);
      assertThat(mandates.revoke(fresh, Cause.OFFICE, Instant.now())).isTrue();
      Browser browser = new Browser(idp.origin);
      assertThat(Browser.location(browser.get(back(browser, "oidc", "n-0009"))))
          .endsWith("problem=upstream-entity");
    } finally {
      jdbc().sql("UPDATE mandate SET accepted_at = now() WHERE id = ?").param(older).update();
    }
  }

  /** An agent of many years: what is over does not hide what stands. */
  @Test
  void the_mandate_that_stands_is_found_behind_all_that_are_over() {
    String standing = Companies.standing(idp, Companies.AGENT);
    jdbc()
        .sql(
            """
            INSERT INTO mandate (id, entity_id, person_id, parent_id, role, matters, region,
              from_at, until_at, depth, given_at, evidence, accepted_at, revoked_at, revoke_cause)
            SELECT '00000000-over-' || g, entity_id, person_id, parent_id, role, matters, region,
              from_at, until_at, depth, given_at, evidence, accepted_at, now(), 'GIVER'
            FROM mandate, generate_series(1, 120) g WHERE id = ?
            """)
        .param(standing)
        .update();
    try {
      LogInSteps steps = new LogInSteps(idp);
      Map<String, Object> id = idToken(steps, enter(steps.browser, "oidc", "n-0009"));
      assertThat(id).containsEntry("sub", Companies.entity(idp));
      assertThat(lastMandate()).isEqualTo(standing);
    } finally {
      jdbc().sql("DELETE FROM mandate WHERE id LIKE '00000000-over-%'").update();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"n-0012", "n-0013"})
  void a_role_or_a_code_that_is_not_known_logs_nobody_in(String person) {
    for (String adapter : List.of("oidc", "ticket")) {
      Browser browser = new Browser(idp.origin);
      String refused = Browser.location(browser.get(back(browser, adapter, person)));
      assertThat(refused).endsWith("/login?problem=upstream-role");
      assertThat(browser.get(refused + "&lang=zh-CN").body()).contains("账号类型");
      assertThat(browser.get("/account").statusCode()).isEqualTo(302);
    }
  }

  /** The platform says for whom: what this browser had chosen before is over. */
  @Test
  void who_comes_as_themselves_acts_for_themselves() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> company = idToken(steps, enter(steps.browser, "oidc", "n-0008"));
    assertThat(company).containsEntry("sub", Companies.entity(idp));
    HttpResponse<String> again = steps.browser.get(back(steps.browser, "oidc", "n-0014"));
    assertThat(Browser.location(again)).endsWith("/account");
    assertThat(idToken(steps, steps.browser.get(asked())))
        .containsEntry("sub", Companies.account(idp, Companies.REPRESENTATIVE))
        .doesNotContainKey("act");
  }

  /** Between the two factors nobody acts for anybody; afterwards the company's login goes on. */
  @Test
  void a_second_factor_that_is_due_is_shown_before_anybody_acts() {
    String account = Companies.account(idp, Companies.REPRESENTATIVE);
    Authenticators held = idp.bean(Authenticators.class);
    Bytes key = Bytes.utf8("a key of twenty octets").slice(0, 20);
    held.addTotp(account, "app", key, 0);
    try {
      LogInSteps steps = new LogInSteps(idp);
      HttpResponse<String> first = enter(steps.browser, "oidc", "n-0008");
      assertThat(Browser.location(first)).endsWith("/login/second");
      String code = Totp.code(key, Totp.step(Instant.now()));
      HttpResponse<String> in =
          steps.browser.submit("/login/second", "/login/second", "factor", "TOTP", "code", code);
      assertThat(idToken(steps, in))
          .containsEntry("sub", Companies.entity(idp))
          .containsEntry("act", Map.of("sub", account));
    } finally {
      held.of(account).forEach(one -> held.remove(account, one.id()));
    }
  }

  /** A service asks, the person goes by the platform; what the callback answers. */
  private static HttpResponse<String> enter(Browser browser, String adapter, String person) {
    browser.get(asked());
    return browser.get(back(browser, adapter, person));
  }

  private static String asked() {
    return "/oauth2/authorize?"
        + Browser.encode(RunningIdp.authorization("vault-console", CALLBACK, "openid"));
  }

  /** Under which somebody began to act last. */
  private static String lastMandate() {
    return jdbc()
        .sql("SELECT mandate_id FROM acting_session ORDER BY since DESC LIMIT 1")
        .query(String.class)
        .single();
  }

  private static Map<String, Object> idToken(LogInSteps steps, HttpResponse<String> in) {
    assertThat(Browser.location(in)).startsWith(CALLBACK);
    String code = Browser.query(Browser.location(in)).get("code");
    HttpResponse<String> tokens = steps.exchangeSecretly("vault-console", CALLBACK, code);
    return RunningIdp.claims((String) RunningIdp.json(tokens.body()).get("id_token"));
  }

  private static String back(Browser browser, String adapter, String person) {
    String there = Browser.location(browser.get("/login/upstream/" + adapter));
    return Browser.location(browser.get(there + "&person=" + person));
  }

  private static long audited(String act, String subject) {
    return jdbc()
        .sql("SELECT count(*) FROM audit WHERE act = ? AND subject = ?")
        .params(List.of(act, subject))
        .query(Long.class)
        .single();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }
}
