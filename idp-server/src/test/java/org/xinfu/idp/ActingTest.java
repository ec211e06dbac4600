package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.simulator.RegistrySimulator;

/** Acting for an entity: the switch, what tokens say, and how soon a revoked mandate is felt. */
class ActingTest {
  private static final String CALLBACK = "http://localhost:9100/login/oauth2/code/idp";
  private static final String CLIENT = "seal-console";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration FELT = Duration.ofSeconds(2);
  private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]+)\"");

  @TempDir static Path home;
  private static LogoutReceiver service;
  private static RunningIdp idp;
  private static RunningIdp replica;

  @BeforeAll
  static void start() {
    service = new LogoutReceiver();
    idp =
        new RunningIdp(home)
            .with(
                "--xinfu.fetch.inside-hosts=" + service.host(),
                "--xinfu.logout.poll=PT0.1S",
                "--xinfu.registry.poll=PT0.2S")
            .start();
    replica = idp.replica().start();
    Companies.seeded(idp);
    jdbc()
        .sql("INSERT INTO client_registration (client_id, backchannel_logout_uri) VALUES (?, ?)")
        .params(List.of(CLIENT, service.uri()))
        .update();
  }

  @AfterAll
  static void stop() {
    replica.close();
    idp.close();
    service.close();
  }

  @Test
  void a_switch_is_a_new_sid_without_a_login_and_the_old_one_is_told() {
    LogInSteps agent = new LogInSteps(idp);
    Map<String, Object> own = tokens(agent, Companies.AGENT, "openid profile");
    Map<String, Object> ownId = id(own);
    assertThat(ownId).containsEntry("sub", Companies.account(idp, Companies.AGENT));
    assertThat(switchTo(agent, mandate())).isEqualTo("acting");
    assertThat(logoutToken())
        .containsEntry("sid", ownId.get("sid"))
        .containsEntry("sub", ownId.get("sub"));
    assertThat(agent.refresh(CLIENT, refresh(own)).statusCode()).isEqualTo(400);
    assertThat(agent.browser.get("/account/entities").body()).contains("当前身份");

    Map<String, Object> acting = tokens(agent, Companies.AGENT, "openid profile seal:use");
    Map<String, Object> actingId = id(acting);
    Map<String, Object> act = Map.of("sub", Companies.account(idp, Companies.AGENT));
    assertThat(actingId)
        .containsEntry("sub", Companies.entity(idp))
        .containsEntry("act", act)
        .containsEntry("acr", ownId.get("acr"))
        .containsEntry("auth_time", ownId.get("auth_time"))
        .doesNotContainKeys("name", "org", "roles", "mandate");
    assertThat(actingId.get("sid")).isNotNull().isNotEqualTo(ownId.get("sid"));
    Map<String, Object> access = RunningIdp.claims(access(acting));
    assertThat(access)
        .containsEntry("sub", Companies.entity(idp))
        .containsEntry("act", act)
        .containsEntry("scope", "openid profile")
        .containsEntry("acr", actingId.get("acr"))
        .doesNotContainKeys("name", "org", "roles", "holder");
    assertThat(number(access, "exp") - number(access, "iat")).isBetween(1L, 60L);
    assertThat(((Number) acting.get("expires_in")).longValue()).isLessThanOrEqualTo(60);
    assertThat(userInfo(idp, access(acting)).body())
        .contains(Companies.entity(idp), "\"act\"")
        .doesNotContain(Companies.NAME);

    assertThat(switchTo(agent, "")).isEqualTo("self");
    assertThat(logoutToken())
        .containsEntry("sid", actingId.get("sid"))
        .containsEntry("sub", Companies.entity(idp));
    Map<String, Object> again = id(tokens(agent, Companies.AGENT, "openid"));
    assertThat(again).containsEntry("sub", ownId.get("sub")).doesNotContainKey("act");
    assertThat(again.get("sid")).isNotIn(ownId.get("sid"), actingId.get("sid"));
    assertThat(Companies.audited(idp, "login-ended", "acting-changed")).isEqualTo(2);
    end(agent);
  }

  @Test
  void a_revoked_mandate_is_felt_on_both_replicas_within_two_seconds() {
    LogInSteps agent = new LogInSteps(idp);
    agent.browser.logIn(Companies.AGENT, idp.password(Companies.AGENT));
    String mandate = fresh(Duration.ofDays(1));
    assertThat(switchTo(agent, mandate)).isEqualTo("acting");
    Map<String, Object> tokens = tokens(agent, Companies.AGENT, "openid");
    String access = access(tokens);
    for (RunningIdp one : List.of(idp, replica)) {
      assertThat(introspect(one, access)).containsEntry("active", true);
      assertThat(userInfo(one, access).statusCode()).isEqualTo(200);
    }
    Instant before = Instant.now();
    Browser representative = Companies.loggedIn(replica, Companies.REPRESENTATIVE);
    HttpResponse<String> revoked =
        representative.submit("/account/entities", "/account/mandates/revoke", "mandate", mandate);
    assertThat(Companies.outcome(revoked)).isEqualTo("done");
    Instant at = Instant.now();
    for (RunningIdp one : List.of(idp, replica)) {
      RunningIdp.await(FELT, () -> Boolean.FALSE.equals(introspect(one, access).get("active")));
      RunningIdp.await(FELT, () -> userInfo(one, access).statusCode() == 401);
      LogInSteps there = new LogInSteps(one);
      assertThat(there.refresh(CLIENT, refresh(tokens)).statusCode()).isEqualTo(400);
    }
    Duration felt = Duration.between(at, Instant.now());
    System.out.println(
        "a revoked mandate was felt after "
            + felt
            + ", login and revocation "
            + Duration.between(before, at));
    assertThat(felt).isLessThan(FELT);
    assertThat(logoutToken()).containsEntry("sub", Companies.entity(idp));
    assertThat(agent.browser.get("/account").statusCode()).as("the login ended").isEqualTo(302);
    assertThat(agent.browser.get("/login").body())
        .as("and its browser is told why")
        .contains("您代办所依据的授权已被撤回或已到期", "role=\"status\"");
    assertThat(agent.browser.get("/login?lang=en").body()).contains("was taken back or is over");
    assertThat(new Browser(idp.origin).get("/login").body()).doesNotContain("您的登录已结束");
    assertThat(switchTo(loggedIn(), mandate)).isEqualTo("mandate-not-active");
  }

  @Test
  void a_mandate_that_expires_in_time_lets_nothing_more_through() {
    LogInSteps agent = loggedIn();
    String mandate = fresh(Duration.ofHours(1));
    switchTo(agent, mandate);
    Map<String, Object> tokens = tokens(agent, Companies.AGENT, "openid");
    jdbc()
        .sql("UPDATE mandate SET from_at = ?, until_at = ? WHERE id = ?")
        .params(
            List.of(
                Timestamp.from(Instant.now().minusSeconds(60)),
                Timestamp.from(Instant.now().minusSeconds(1)),
                mandate))
        .update();
    RunningIdp.await(FELT, () -> userInfo(idp, access(tokens)).statusCode() == 401);
    assertThat(agent.refresh(CLIENT, refresh(tokens)).statusCode()).isEqualTo(400);
    RunningIdp.await(FELT, () -> agent.browser.get("/account").statusCode() == 302);
    assertThat(logoutToken()).containsEntry("sub", Companies.entity(idp));
  }

  @Test
  void an_entity_that_is_suspended_is_signed_out_everywhere() {
    LogInSteps agent = loggedIn();
    switchTo(agent, mandate());
    Map<String, Object> tokens = tokens(agent, Companies.AGENT, "openid");
    RegistrySimulator registry = idp.bean(RegistrySimulator.class);
    registry.status(Companies.CODE.value(), "SUSPENDED");
    try {
      RunningIdp.await(FELT, () -> userInfo(replica, access(tokens)).statusCode() == 401);
      assertThat(agent.refresh(CLIENT, refresh(tokens)).statusCode()).isEqualTo(400);
      assertThat(agent.browser.get("/account").statusCode()).isEqualTo(302);
      assertThat(logoutToken()).containsEntry("sid", id(tokens).get("sid"));
      assertThat(Companies.audited(idp, "login-ended", "mandate-ended")).isNotNegative();
    } finally {
      registry.status(Companies.CODE.value(), "ACTIVE");
      RunningIdp.await(FELT, () -> !mandates().isEmpty());
    }
  }

  @Test
  void what_is_known_of_the_entity_is_told_only_when_asked_and_agreed_to_for_it() {
    jdbc()
        .sql("UPDATE client SET scopes = scopes || ' entity' WHERE id = ?")
        .param(CLIENT)
        .update();
    LogInSteps agent = loggedIn();
    Map<String, String> own = request("openid entity");
    Map<String, String> plain = ask(agent, own);
    assertThat(plain).as("for themselves there is nothing to tell").containsKey("code");
    assertThat(agent.refresh(CLIENT, refresh(exchanged(agent, plain))).statusCode())
        .as("nor by a refresh")
        .isEqualTo(200);
    switchTo(agent, mandate());
    logoutToken(); // of the login for themselves
    HttpResponse<String> asked = authorize(agent, request("openid entity"));
    assertThat(Browser.location(asked)).contains("/oauth2/consent");
    HttpResponse<String> page = agent.browser.get(Browser.location(asked));
    assertThat(page.body()).contains("您所代表的法人的名称、代码与您的授权");
    Map<String, Object> tokens = exchanged(agent, agreed(agent, page));
    Map<String, Object> id = id(tokens);
    assertThat(id)
        .containsEntry("name", Companies.NAME)
        .containsEntry("org", Companies.CODE.value())
        .doesNotContainKey("roles");
    Map<?, ?> mandate = (Map<?, ?>) id.get("mandate");
    assertThat(mandate.get("role")).isEqualTo("AGENT");
    assertThat(mandate.get("matters")).isEqualTo(List.of("*"));
    assertThat(mandate.get("region")).isEqualTo("510000");
    assertThat(userInfo(replica, access(tokens)).body())
        .contains(Companies.NAME, Companies.CODE.value(), "\"act\"");
    assertThat(Browser.query(Browser.location(authorize(agent, request("openid entity")))))
        .as("agreed once")
        .containsKey("code");
    HttpResponse<String> fresh = agent.refresh(CLIENT, refresh(tokens));
    assertThat(fresh.statusCode()).as(fresh.body()).isEqualTo(200);
    jdbc().sql("UPDATE consent SET acting_for = 'another' WHERE acting_for <> ''").update();
    HttpResponse<String> late = agent.refresh(CLIENT, refresh(RunningIdp.json(fresh.body())));
    assertThat(late.statusCode()).as("asked of nobody, told of nobody").isEqualTo(400);
    assertThat(late.body()).contains("invalid_grant");
    assertThat(Browser.location(authorize(agent, request("openid entity"))))
        .as("what was agreed for another entity counts for nothing here")
        .contains("/oauth2/consent");
    end(agent);
  }

  @Test
  void pairwise_clients_know_entity_and_human_by_names_of_their_own() {
    jdbc()
        .sql("INSERT INTO client_registration (client_id, subject_type, sector) VALUES (?, ?, ?)")
        .params(List.of("vault-console", "pairwise", "vault.example"))
        .update();
    LogInSteps agent = loggedIn();
    switchTo(agent, mandate());
    String callback = "http://localhost:9200/login/oauth2/code/idp";
    Map<String, String> answer =
        agent.authorize(
            Companies.AGENT, RunningIdp.authorization("vault-console", callback, "openid"));
    HttpResponse<String> exchanged =
        agent.exchangeSecretly("vault-console", callback, answer.get("code"));
    Map<String, Object> id = id(RunningIdp.json(exchanged.body()));
    assertThat(id.get("sub")).asString().hasSize(43);
    assertThat(((Map<?, ?>) id.get("act")).get("sub")).asString().hasSize(43);
    assertThat(id.toString())
        .doesNotContain(Companies.entity(idp), Companies.account(idp, Companies.AGENT));
    end(agent);
  }

  @Test
  void nobody_acts_without_a_mandate_of_their_own_or_without_the_form() {
    LogInSteps agent = loggedIn();
    String root = Companies.standing(idp, Companies.REPRESENTATIVE);
    assertThat(switchTo(agent, root)).isEqualTo("mandate-not-active");
    assertThat(switchTo(agent, "none")).isEqualTo("mandate-not-active");
    assertThat(agent.browser.post("/account/switch", Map.of("mandate", mandate())).statusCode())
        .isEqualTo(403);
    assertThat(id(tokens(agent, Companies.AGENT, "openid"))).doesNotContainKey("act");
    assertThat(new Browser(idp.origin).get("/account/entities").statusCode()).isEqualTo(302);
    end(agent);
  }

  @Test
  void select_account_offers_whom_the_person_may_act_for() {
    LogInSteps agent = loggedIn();
    Map<String, String> request = request("openid");
    request.put("prompt", "select_account");
    HttpResponse<String> asked = authorize(agent, request);
    assertThat(Browser.location(asked)).contains("/login/account");
    String page = agent.browser.get("/login/account").body();
    assertThat(page).contains(Companies.NAME, Companies.CODE.value(), "以“孙十一（样例）”继续");
    String seat = field(page, "seat");
    long changed = Companies.audited(idp, "acting-changed", mandate());
    long refused = Companies.audited(idp, "acting-changed", "refused");
    HttpResponse<String> chosen =
        agent.browser.submit(
            "/login/account", "/account/acting", "seat", seat, "mandate", mandate());
    assertThat(Companies.audited(idp, "acting-changed", mandate())).isEqualTo(changed + 1);
    HttpResponse<String> back = agent.browser.get(Browser.location(chosen));
    Map<String, Object> id = id(exchanged(agent, Browser.query(Browser.location(back))));
    assertThat(id).containsEntry("sub", Companies.entity(idp));
    authorize(agent, request);
    assertThat(agent.browser.get("/login/account").body()).contains("本人：孙十一（样例）");
    seat = field(agent.browser.get("/login/account").body(), "seat");
    HttpResponse<String> foreign =
        agent.browser.submit(
            "/login/account",
            "/account/acting",
            "seat",
            seat,
            "mandate",
            Companies.standing(idp, Companies.REPRESENTATIVE));
    assertThat(foreign.statusCode()).isEqualTo(400);
    assertThat(Companies.audited(idp, "acting-changed", "refused")).isEqualTo(refused + 1);
    end(agent);
  }

  @Test
  void somebody_else_in_the_same_browser_acts_for_nobody() {
    LogInSteps agent = loggedIn();
    switchTo(agent, mandate());
    agent.browser.logIn("citizen", idp.password("citizen"));
    Map<String, Object> id = id(tokens(agent, "citizen", "openid"));
    assertThat(id).containsEntry("sub", Companies.account(idp, "citizen")).doesNotContainKey("act");
    end(agent);
  }

  @Test
  void a_business_licence_lets_its_holder_in_for_this_server_and_this_login_alone() {
    RegistrySimulator registry = idp.bean(RegistrySimulator.class);
    LogInSteps holder = new LogInSteps(idp);
    holder.browser.logIn(Companies.REPRESENTATIVE, idp.password(Companies.REPRESENTATIVE));
    String challenge = challenge(holder);
    assertThat(challenge).contains("origin " + idp.origin, "purpose entity-login");
    assertThat(
            presented(holder, registry.presentLicence(Companies.CODE.value(), challenge(holder))))
        .as("the page shows another challenge each time")
        .isEqualTo("not-matched");
    String elsewhere = challenge.replace(idp.origin, "https://elsewhere.example");
    String forWhat = challenge.replace("entity-login", "seal-use");
    for (String other : List.of(elsewhere, forWhat)) {
      assertThat(signed(holder, other, Companies.CODE.value())).isEqualTo("not-matched");
    }
    assertThat(signed(holder, null, "91510000MA0000003M"))
        .as("another entity's licence")
        .isEqualTo("not-matched");
    assertThat(presented(holder, "AAAA.BBBB")).isEqualTo("not-matched");
    assertThat(presented(holder, "x".repeat(2000))).isEqualTo("not-matched");
    assertThat(signed(loggedIn(), null, Companies.CODE.value()))
        .as("not the representative")
        .isEqualTo("not-matched");
    assertThat(signed(holder, null, Companies.CODE.value())).isEqualTo("acting");
    assertThat(id(tokens(holder, Companies.REPRESENTATIVE, "openid")))
        .containsEntry("sub", Companies.entity(idp));
    assertThat(holder.browser.post("/account/entities/licence", Map.of()).statusCode())
        .isEqualTo(403);
    end(holder);
  }

  private static String challenge(LogInSteps steps) {
    String page = steps.browser.get("/account/entities/licence").body();
    Matcher text = Pattern.compile("(?s)<textarea id=\"challenge\"[^>]*>([^<]+)<").matcher(page);
    assertThat(text.find()).as(page).isTrue();
    return text.group(1);
  }

  /** Opens the page, has the text signed (or another one instead), and sends the answer. */
  private static String signed(
      LogInSteps steps, @org.jspecify.annotations.Nullable String instead, String code) {
    String page = steps.browser.get("/account/entities/licence").body();
    Matcher text = Pattern.compile("(?s)<textarea id=\"challenge\"[^>]*>([^<]+)<").matcher(page);
    assertThat(text.find()).as(page).isTrue();
    String nonce = text.group(1).replaceFirst("(?s).*(nonce [^\n]+).*", "$1");
    String challenge =
        instead == null ? text.group(1) : instead.replaceFirst("nonce [^\n]+", nonce);
    return Companies.outcome(
        steps.browser.post(
            "/account/entities/licence",
            Map.of(
                "_csrf",
                field(page, "_csrf"),
                "code",
                Companies.CODE.value(),
                "presented",
                idp.bean(RegistrySimulator.class).presentLicence(code, challenge))));
  }

  private static String presented(LogInSteps steps, String presented) {
    return Companies.outcome(
        steps.browser.submit(
            "/account/entities/licence",
            "/account/entities/licence",
            "code",
            Companies.CODE.value(),
            "presented",
            presented));
  }

  /** A mandate for the agent, given and accepted. */
  private static String fresh(Duration life) {
    return Companies.fresh(idp, life);
  }

  /** The demonstration's mandate of the agent: every matter. */
  private static String mandate() {
    return mandates().getFirst();
  }

  private static List<String> mandates() {
    return Companies.held(idp, Companies.AGENT).stream()
        .filter(chain -> chain.mandate().extent().matters().contains("*"))
        .filter(
            chain -> chain.standing(Instant.now()) == org.xinfu.idp.domain.mandate.Standing.ACTIVE)
        .map(chain -> chain.mandate().id())
        .toList();
  }

  private static LogInSteps loggedIn() {
    LogInSteps steps = new LogInSteps(idp);
    steps.browser.logIn(Companies.AGENT, idp.password(Companies.AGENT));
    return steps;
  }

  private static String switchTo(LogInSteps steps, String mandate) {
    return Companies.outcome(
        steps.browser.submit("/account/entities", "/account/switch", "mandate", mandate));
  }

  private static Map<String, String> request(String scope) {
    return RunningIdp.authorization(CLIENT, CALLBACK, scope);
  }

  private static HttpResponse<String> authorize(LogInSteps steps, Map<String, String> request) {
    return steps.browser.get("/oauth2/authorize?" + Browser.encode(request));
  }

  private static Map<String, String> ask(LogInSteps steps, Map<String, String> request) {
    return Browser.query(Browser.location(authorize(steps, request)));
  }

  private static Map<String, String> agreed(LogInSteps steps, HttpResponse<String> page) {
    Matcher state = STATE.matcher(page.body());
    assertThat(state.find()).as(page.body()).isTrue();
    String body =
        Browser.encode(Map.of("client_id", CLIENT, "state", state.group(1)))
            + "&scope=openid&scope=entity";
    HttpResponse<String> answer =
        steps.browser.send(
            java.net.http.HttpRequest.newBuilder(steps.browser.uri("/oauth2/authorize"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    return Browser.query(Browser.location(answer));
  }

  private static Map<String, Object> tokens(LogInSteps steps, String account, String scope) {
    return exchanged(steps, steps.authorize(account, request(scope)));
  }

  private static Map<String, Object> exchanged(LogInSteps steps, Map<String, String> answer) {
    HttpResponse<String> tokens = steps.exchangeSecretly(CLIENT, CALLBACK, answer.get("code"));
    assertThat(tokens.statusCode()).as(tokens.body() + answer).isEqualTo(200);
    return RunningIdp.json(tokens.body());
  }

  private static HttpResponse<String> userInfo(RunningIdp one, String access) {
    Browser browser = new Browser(one.origin);
    return browser.send(
        java.net.http.HttpRequest.newBuilder(browser.uri("/userinfo"))
            .header("Authorization", "Bearer " + access));
  }

  private static Map<String, Object> introspect(RunningIdp one, String access) {
    HttpResponse<String> answer =
        new Browser(one.origin)
            .post(
                "/oauth2/introspect", Map.of("token", access), "Authorization", one.basic(CLIENT));
    return RunningIdp.json(answer.body());
  }

  /** Logs out, so that its logout token does not come in another test. */
  private static void end(LogInSteps steps) {
    steps.browser.submit("/account", "/logout");
    while (service.next(Duration.ofMillis(500)) != null) {
      // told
    }
  }

  private static Map<String, Object> logoutToken() {
    return RunningIdp.claims(Objects.requireNonNull(service.next(SOON)));
  }

  private static String field(String page, String name) {
    Matcher value = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
    assertThat(value.find()).as(page).isTrue();
    return value.group(1);
  }

  private static Map<String, Object> id(Map<String, Object> tokens) {
    return RunningIdp.claims((String) Objects.requireNonNull(tokens.get("id_token")));
  }

  private static String access(Map<String, Object> tokens) {
    return (String) Objects.requireNonNull(tokens.get("access_token"));
  }

  private static String refresh(Map<String, Object> tokens) {
    return (String) Objects.requireNonNull(tokens.get("refresh_token"));
  }

  private static long number(Map<String, Object> claims, String name) {
    return ((Number) Objects.requireNonNull(claims.get(name))).longValue();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }
}
