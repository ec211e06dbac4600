package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.logout.Deliveries;

/** OpenID Connect Back-Channel Logout 1.0 with services that receive by HTTP. */
class BackChannelLogoutTest {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  @TempDir static Path home;
  private static LogoutReceiver seal;
  private static LogoutReceiver vault;
  private static RunningIdp idp;

  @BeforeAll
  static void start() {
    seal = new LogoutReceiver();
    vault = new LogoutReceiver();
    idp =
        new RunningIdp(home)
            .with(
                "--xinfu.fetch.inside-hosts=" + seal.host() + "," + vault.host(),
                "--xinfu.logout.poll=PT0.1S",
                "--xinfu.logout.first-delay=PT0.2S",
                "--xinfu.logout.attempts=3")
            .start();
    register("seal-console", seal.uri());
    register("vault-console", vault.uri());
  }

  @AfterAll
  static void stop() {
    idp.close();
    seal.close();
    vault.close();
  }

  @Test
  void metadata_say_that_it_is_there() {
    Map<String, Object> metadata =
        RunningIdp.json(new Browser(idp.origin).get("/.well-known/openid-configuration").body());
    assertThat(metadata)
        .containsEntry("subject_types_supported", List.of("public", "pairwise"))
        .containsEntry("backchannel_logout_supported", true)
        .containsEntry("backchannel_logout_session_supported", true);
  }

  @TestFactory
  Stream<DynamicTest> the_back_channel_plan_of_the_openid_suite() {
    NewClient client = SuiteRun.register(idp);
    register(client.id, seal.uri());
    return Stream.of(
        dynamicTest(
            "oidcc-backchannel-logout-discovery-endpoint-verification",
            () -> BackChannelModules.discovery(idp)),
        dynamicTest(
            "oidcc-backchannel-rp-initiated-logout",
            () -> BackChannelModules.rpInitiated(client, seal)));
  }

  @Test
  void logging_out_tells_every_service_that_the_login_reached() throws Exception {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> sealId = id(tokens(steps, "seal-applicant", "seal-console", 9100));
    Map<String, Object> vaultId = id(tokens(steps, "seal-applicant", "vault-console", 9200));
    assertThat(sealId).containsEntry("sid", vaultId.get("sid"));
    logOut(steps.browser);
    SignedJWT token = verified(seal.next(SOON));
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(token.getHeader().getType().getType()).isEqualTo("logout+jwt");
    assertThat(claims.getIssuer()).isEqualTo(idp.origin);
    assertThat(claims.getAudience()).containsExactly("seal-console");
    assertThat(claims.getSubject()).isEqualTo(sealId.get("sub"));
    assertThat(claims.getStringClaim("sid")).isEqualTo(sealId.get("sid"));
    assertThat(claims.getJWTID()).isNotEmpty();
    assertThat(claims.getClaim("nonce")).isNull();
    assertThat(claims.getJSONObjectClaim("events")).containsEntry(EVENT, Map.of());
    assertThat(claims.getExpirationTime().toInstant())
        .isAfter(Instant.now())
        .isBefore(Instant.now().plusSeconds(125));
    JWTClaimsSet other = verified(vault.next(SOON)).getJWTClaimsSet();
    assertThat(other.getAudience()).containsExactly("vault-console");
    assertThat(other.getJWTID()).isNotEqualTo(claims.getJWTID());
    assertThat(seal.next(A_WHILE)).as("once, and once only").isNull();
    assertThat(audited("login-ended", "logout")).isPositive();
  }

  @Test
  void logging_out_takes_the_refresh_token_and_no_other_browsers_login() {
    LogInSteps here = new LogInSteps(idp);
    LogInSteps there = new LogInSteps(idp);
    Map<String, Object> first = tokens(here, "seal-applicant", "seal-console", 9100);
    Map<String, Object> second = tokens(there, "seal-applicant", "seal-console", 9100);
    assertThat(id(first).get("sid")).isNotEqualTo(id(second).get("sid"));
    logOut(here.browser);
    assertThat(claims(seal.next(SOON))).containsEntry("sid", id(first).get("sid"));
    assertThat(here.refresh("seal-console", refresh(first)).statusCode()).isEqualTo(400);
    assertThat(there.refresh("seal-console", refresh(second)).statusCode()).isEqualTo(200);
    assertThat(there.browser.get("/account").statusCode()).isEqualTo(200);
    logOut(there.browser);
    assertThat(claims(seal.next(SOON))).containsEntry("sid", id(second).get("sid"));
  }

  @Test
  void a_service_that_fails_is_asked_again_and_then_given_up() {
    LogInSteps steps = new LogInSteps(idp);
    tokens(steps, "seal-applicant", "seal-console", 9100);
    seal.answerFirst(503, 302);
    long before = attempts("delivered");
    logOut(steps.browser);
    String first = Objects.requireNonNull(seal.next(SOON));
    String second = Objects.requireNonNull(seal.next(SOON));
    assertThat(claims(second).get("jti")).isNotEqualTo(claims(first).get("jti"));
    assertThat(seal.next(SOON)).isNotNull();
    RunningIdp.await(SOON, () -> attempts("delivered") == before + 1);
    assertThat(tally("failed")).isGreaterThanOrEqualTo(2);

    LogInSteps again = new LogInSteps(idp);
    tokens(again, "seal-applicant", "seal-console", 9100);
    seal.answerFirst(400, 400, 400);
    logOut(again.browser);
    for (int i = 0; i < 3; i++) {
      assertThat(seal.next(SOON)).isNotNull();
    }
    RunningIdp.await(SOON, () -> state("DEAD") == 1);
    assertThat(seal.next(A_WHILE)).isNull();
    assertThat(tally("dead")).isEqualTo(1);
    assertThat(new Browser(idp.origin).get("/actuator/prometheus").body())
        .contains("xinfu_logout_attempts_total{client=\"seal-console\",outcome=\"dead\"} 1.0");
  }

  @Test
  void at_the_word_of_one_service_all_are_told_and_the_browser_goes_back() throws Exception {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> tokens = tokens(steps, "seal-applicant", "seal-console", 9100);
    String hint = (String) Objects.requireNonNull(tokens.get("id_token"));
    String after = "http://localhost:9100/";
    Map<String, String> asked =
        Map.of("id_token_hint", hint, "post_logout_redirect_uri", after, "state", "s");
    HttpResponse<String> out = steps.browser.get("/connect/logout?" + Browser.encode(asked));
    assertThat(Browser.location(out)).isEqualTo(after + "?state=s");
    JWTClaimsSet told = verified(seal.next(SOON)).getJWTClaimsSet();
    assertThat(told.getStringClaim("sid")).isEqualTo(id(tokens).get("sid"));
    assertThat(told.getSubject()).isEqualTo(id(tokens).get("sub"));
  }

  @Test
  void an_answer_without_content_is_an_answer() {
    LogInSteps steps = new LogInSteps(idp);
    tokens(steps, "seal-applicant", "seal-console", 9100);
    seal.answerFirst(204);
    logOut(steps.browser);
    assertThat(seal.next(SOON)).isNotNull();
    assertThat(seal.next(A_WHILE)).isNull();
  }

  @Test
  void an_address_that_nobody_allowed_is_never_called() {
    try (LogoutReceiver stranger = new LogoutReceiver()) {
      register("vault-console", stranger.uri());
      LogInSteps steps = new LogInSteps(idp);
      tokens(steps, "seal-applicant", "vault-console", 9200);
      logOut(steps.browser);
      RunningIdp.await(SOON, () -> errors("vault-console").contains("host-not-allowed"));
      assertThat(stranger.next(Duration.ofMillis(200))).isNull();
    } finally {
      register("vault-console", vault.uri());
      idp.bean(JdbcClient.class).sql("DELETE FROM logout_delivery").update();
    }
  }

  @Test
  void a_replayed_refresh_token_ends_the_services_login() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> first = tokens(steps, "seal-applicant", "seal-console", 9100);
    String old = refresh(first);
    assertThat(steps.refresh("seal-console", old).statusCode()).isEqualTo(200);
    idp.bean(JdbcClient.class)
        .sql("UPDATE spent_refresh_token SET spent_at = spent_at - interval '1 hour'")
        .update();
    assertThat(steps.refresh("seal-console", old).statusCode()).isEqualTo(400);
    assertThat(claims(seal.next(SOON))).containsEntry("sid", id(first).get("sid"));
  }

  @Test
  void suspending_the_account_ends_its_logins() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> first = tokens(steps, "licence-officer", "vault-console", 9200);
    Accounts accounts = idp.bean(Accounts.class);
    String account = (String) Objects.requireNonNull(id(first).get("sub"));
    try {
      assertThat(accounts.setActive(account, false)).isTrue();
      assertThat(claims(vault.next(SOON))).containsEntry("sid", id(first).get("sid"));
      assertThat(steps.browser.get("/account").statusCode()).isEqualTo(302);
      assertThat(steps.refresh("vault-console", refresh(first)).statusCode()).isEqualTo(400);
    } finally {
      accounts.setActive(account, true);
    }
  }

  @Test
  void somebody_elses_login_in_the_same_browser_ends_the_first() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> first = tokens(steps, "seal-applicant", "seal-console", 9100);
    steps.browser.logIn("seal-reviewer", idp.password("seal-reviewer"));
    assertThat(claims(seal.next(SOON))).containsEntry("sid", id(first).get("sid"));
    Map<String, Object> second = tokens(steps, "seal-reviewer", "seal-console", 9100);
    assertThat(id(second).get("sid")).isNotEqualTo(id(first).get("sid"));
    assertThat(id(second).get("sub")).isNotEqualTo(id(first).get("sub"));
  }

  @Test
  void a_delivery_is_taken_by_one_replica_and_is_due_again_when_that_one_dies() throws Exception {
    Deliveries queue = idp.bean(Deliveries.class);
    JdbcClient jdbc = idp.bean(JdbcClient.class);
    Instant later = Instant.now().plus(Duration.ofDays(1));
    jdbc.sql(
            """
            INSERT INTO logout_delivery (client_id, sid, principal, cause, created_at, next_at)
            SELECT c, 's-' || n, 'p', 'logout', now(), ?
            FROM generate_series(1, 40) n, unnest(ARRAY['seal-console', 'seal-demo']) c
            """)
        .param(java.sql.Timestamp.from(later))
        .update();
    Set<Deliveries.Delivery> taken = ConcurrentHashMap.newKeySet();
    AtomicInteger claims = new AtomicInteger();
    try (ExecutorService replicas = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        replicas.execute(
            () -> {
              List<Deliveries.Delivery> some = queue.claim(3, later, Duration.ofSeconds(30));
              while (!some.isEmpty()) {
                claims.addAndGet(some.size());
                taken.addAll(some);
                some = queue.claim(3, later, Duration.ofSeconds(30));
              }
            });
      }
    }
    // seal-demo has no address: its rows neither come nor stand in the others' way.
    assertThat(taken).hasSize(40).allMatch(one -> one.attempt() == 1);
    assertThat(claims).hasValue(40);
    Duration lease = Duration.ofSeconds(30);
    assertThat(queue.claim(100, later.plusSeconds(29), lease)).isEmpty();
    List<Deliveries.Delivery> again = queue.claim(100, later.plusSeconds(31), lease);
    assertThat(again).hasSize(40).allMatch(one -> one.attempt() == 2);
    Deliveries.Delivery dead = taken.iterator().next();
    queue.failed(dead, "late word of the dead", later.minusSeconds(3600));
    assertThat(queue.claim(100, later, lease)).as("it is leased to another").isEmpty();
    queue.dead(dead, "nor does that one give up what another is about to deliver", later);
    assertThat(queue.claim(100, later.plusSeconds(62), lease)).hasSize(40);
    jdbc.sql("DELETE FROM logout_delivery WHERE sid LIKE 's-%'").update();
  }

  @Test
  void a_pairwise_subject_is_the_same_in_every_token_of_its_sector_and_nowhere_else() {
    sector("seal-console", "pairwise");
    sector("vault-console", "pairwise");
    try {
      LogInSteps steps = new LogInSteps(idp);
      Map<String, Object> sealTokens = tokens(steps, "seal-approver", "seal-console", 9100);
      Map<String, Object> vaultTokens = tokens(steps, "seal-approver", "vault-console", 9200);
      String subject = (String) id(sealTokens).get("sub");
      assertThat(subject).hasSize(43).isEqualTo(id(vaultTokens).get("sub"));
      String access = (String) sealTokens.get("access_token");
      assertThat(claims(access)).containsEntry("sub", subject);
      HttpResponse<String> user =
          steps.browser.send(
              HttpRequest.newBuilder(steps.browser.uri("/userinfo"))
                  .header("Authorization", "Bearer " + access));
      assertThat(RunningIdp.json(user.body())).containsEntry("sub", subject);
      HttpResponse<String> rotated = steps.refresh("seal-console", refresh(sealTokens));
      assertThat(id(RunningIdp.json(rotated.body()))).containsEntry("sub", subject);
      logOut(steps.browser);
      assertThat(claims(seal.next(SOON))).containsEntry("sub", subject);
      assertThat(claims(vault.next(SOON))).containsEntry("sub", subject);
      sector("vault-console", "public");
      LogInSteps again = new LogInSteps(idp);
      String known = (String) id(tokens(again, "seal-approver", "vault-console", 9200)).get("sub");
      assertThat(known).isNotEqualTo(subject);
      assertThat(idp.bean(Accounts.class).byId(known)).isPresent();
      logOut(again.browser);
      assertThat(claims(vault.next(SOON))).containsEntry("sub", known);
    } finally {
      sector("seal-console", "public");
      sector("vault-console", "public");
    }
  }

  private static void sector(String client, String type) {
    idp.bean(JdbcClient.class)
        .sql(
            "UPDATE client_registration SET subject_type = ?, sector = 'consoles.example'"
                + " WHERE client_id = ?")
        .params(List.of(type, client))
        .update();
  }

  private static void register(String client, String uri) {
    idp.bean(JdbcClient.class)
        .sql(
            """
            INSERT INTO client_registration (client_id, backchannel_logout_uri) VALUES (?, ?)
            ON CONFLICT (client_id) DO UPDATE
            SET backchannel_logout_uri = excluded.backchannel_logout_uri
            """)
        .params(List.of(client, uri))
        .update();
  }

  private static Map<String, Object> tokens(
      LogInSteps steps, String account, String client, int port) {
    String callback = "http://localhost:" + port + "/login/oauth2/code/idp";
    Map<String, String> answer =
        steps.authorize(account, RunningIdp.authorization(client, callback, "openid"));
    HttpResponse<String> tokens = steps.exchangeSecretly(client, callback, answer.get("code"));
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    return RunningIdp.json(tokens.body());
  }

  private static Map<String, Object> id(Map<String, Object> tokens) {
    return claims((String) tokens.get("id_token"));
  }

  private static String refresh(Map<String, Object> tokens) {
    return (String) Objects.requireNonNull(tokens.get("refresh_token"));
  }

  private static Map<String, Object> claims(String token) {
    return RunningIdp.claims(Objects.requireNonNull(token, "no token came"));
  }

  private static void logOut(Browser browser) {
    assertThat(browser.submit("/account", "/logout").statusCode()).isEqualTo(302);
  }

  private static SignedJWT verified(String token) throws Exception {
    SignedJWT jwt = SignedJWT.parse(Objects.requireNonNull(token, "no token came"));
    JWKSet keys = JWKSet.parse(new Browser(idp.origin).get("/oauth2/jwks").body());
    assertThat(
            jwt.verify(new ECDSAVerifier(keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
        .isTrue();
    return jwt;
  }

  private static long attempts(String outcome) {
    return tally(outcome);
  }

  /** {@code column} is one of this test's words. */
  private static long tally(String column) {
    return idp.bean(JdbcClient.class)
        .sql(
            "SELECT coalesce(sum("
                + column
                + "), 0) FROM logout_tally WHERE client_id = 'seal-console'")
        .query(Long.class)
        .single();
  }

  private static long state(String state) {
    return idp.bean(JdbcClient.class)
        .sql("SELECT count(*) FROM logout_delivery WHERE state = ?")
        .param(state)
        .query(Long.class)
        .single();
  }

  private static String errors(String client) {
    return idp.bean(JdbcClient.class)
        .sql(
            "SELECT coalesce(string_agg(last_error, ' '), '') FROM logout_delivery WHERE client_id"
                + " = ?")
        .param(client)
        .query(String.class)
        .single();
  }

  private static long audited(String act, String outcome) {
    return idp.bean(JdbcClient.class)
        .sql("SELECT count(*) FROM audit WHERE act = ? AND outcome = ?")
        .params(List.of(act, outcome))
        .query(Long.class)
        .single();
  }
}
