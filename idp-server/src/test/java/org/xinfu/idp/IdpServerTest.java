package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.xinfu.idp.client.ClientFacts;

class IdpServerTest {
  private static final String CONSOLE_CALLBACK = "http://localhost:9100/login/oauth2/code/idp";

  @TempDir static Path home;
  private static RunningIdp idp;

  @BeforeAll
  static void start() {
    idp = new RunningIdp(home).start();
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  @Test
  void machine_with_secret_gets_a_token_signed_by_the_published_key() throws Exception {
    String token = machineToken("department-demo", "licence:issue licence:read");
    SignedJWT jwt = SignedJWT.parse(token);
    JWKSet published = JWKSet.parse(new Browser(idp.origin).get("/oauth2/jwks").body());
    ECKey key = published.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey();
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(key.computeThumbprint().toString()).isEqualTo(key.getKeyID());
    assertThat(jwt.verify(new ECDSAVerifier(key))).isTrue();
    Map<String, Object> claims = RunningIdp.claims(token);
    assertThat(claims)
        .containsEntry("iss", idp.origin)
        .containsEntry("aud", "licence-vault")
        .containsEntry("sub", "department-demo")
        .containsEntry("client_id", "department-demo")
        .containsEntry("org", "11510000MB0000019K")
        .containsEntry("roles", List.of());
    assertThat(((String) claims.get("scope")).split(" "))
        .containsExactlyInAnyOrder("licence:issue", "licence:read");
  }

  @Test
  void routes_in_code_are_the_routes_of_the_contract() {
    OpenApiRoutes.routesAreTheContract(idp.context());
    assertThat(new Browser(idp.origin).get("/openapi.yaml").body()).contains("Xinfu idp-server");
  }

  @Test
  void machine_may_not_ask_for_a_scope_that_is_not_its_own() {
    HttpResponse<String> answer = idp.machine("department-demo", "seal:use");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_scope");
  }

  @Test
  void machine_with_a_wrong_secret_is_refused() {
    HttpResponse<String> answer =
        new Browser(idp.origin)
            .post(
                "/oauth2/token",
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", "department-demo",
                    "client_secret", "A".repeat(43)));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("invalid_client");
  }

  @Test
  void machine_with_a_private_key_gets_a_token_once_per_assertion() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    idp.bean(RegisteredClientRepository.class).save(keyClient("department-key", key));
    String assertion = assertion("department-key", key, idp.origin);
    HttpResponse<String> first = assertionGrant("department-key", assertion);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(assertionGrant("department-key", assertion).statusCode()).isEqualTo(401);
    String elsewhere = assertion("department-key", key, "http://another.example");
    assertThat(assertionGrant("department-key", elsewhere).statusCode()).isEqualTo(401);
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    String forged = assertion("department-key", other, idp.origin);
    assertThat(assertionGrant("department-key", forged).statusCode()).isEqualTo(401);
  }

  @Test
  void citizen_gets_own_scope_with_the_id_number() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> answer =
        steps.authorize(
            "citizen",
            RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid licence:own"));
    assertThat(answer).containsEntry("iss", idp.origin).containsEntry("state", "st-1");
    HttpResponse<String> tokens =
        steps.exchange("citizen-wallet", RunningIdp.CALLBACK, answer.get("code"));
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    Map<String, Object> body = RunningIdp.json(tokens.body());
    Map<String, Object> claims = RunningIdp.claims((String) body.get("access_token"));
    assertThat(claims)
        .containsEntry("aud", "licence-vault")
        .containsEntry("holder", "51000019900101000X")
        .containsEntry("roles", List.of("CITIZEN"))
        .containsEntry("name", "张三（样例）")
        .doesNotContainKey("org");
    Map<String, Object> id = RunningIdp.claims((String) body.get("id_token"));
    assertThat(id)
        .containsEntry("nonce", "n-1")
        .containsKeys("sid", "auth_time")
        .doesNotContainKey("holder");
    HttpResponse<String> user = userInfo(steps.browser, (String) body.get("access_token"));
    assertThat(RunningIdp.json(user.body()))
        .containsEntry("sub", claims.get("sub"))
        .containsEntry("name", "张三（样例）")
        .doesNotContainKey("holder");
  }

  @Test
  void scopes_beyond_the_roles_are_left_out() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> request =
        RunningIdp.authorization(
            "seal-demo",
            RunningIdp.CALLBACK,
            "openid seal:review seal:approve seal:make seal:read");
    Map<String, String> answer = steps.authorize("seal-reviewer", request);
    HttpResponse<String> tokens =
        steps.exchange("seal-demo", RunningIdp.CALLBACK, answer.get("code"));
    Map<String, Object> claims =
        RunningIdp.claims((String) RunningIdp.json(tokens.body()).get("access_token"));
    assertThat(((String) claims.get("scope")).split(" "))
        .containsExactlyInAnyOrder("openid", "seal:review", "seal:read");
    assertThat(claims).containsEntry("org", "11510000MB0000019K").doesNotContainKey("holder");
  }

  @Test
  void nothing_but_scopes_beyond_the_roles_is_refused() {
    Map<String, String> request =
        RunningIdp.authorization("seal-demo", RunningIdp.CALLBACK, "seal:approve");
    assertThat(new LogInSteps(idp).authorize("seal-reviewer", request))
        .containsEntry("error", "invalid_scope")
        .doesNotContainKey("code");
  }

  @Test
  void request_without_pkce_is_refused() {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid");
    request.remove("code_challenge");
    request.remove("code_challenge_method");
    assertThat(new LogInSteps(idp).authorize("citizen", request))
        .containsEntry("error", "invalid_request");
    Map<String, String> plain =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid");
    plain.put("code_challenge_method", "plain");
    assertThat(new LogInSteps(idp).authorize("citizen", plain))
        .containsEntry("error", "invalid_request");
  }

  @Test
  void code_without_its_verifier_is_refused() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid");
    request.put("code_challenge", RunningIdp.challenge("another" + RunningIdp.VERIFIER));
    String code = steps.authorize("citizen", request).get("code");
    HttpResponse<String> tokens = steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code);
    assertThat(tokens.statusCode()).isEqualTo(400);
    assertThat(tokens.body()).contains("invalid_grant");
  }

  @Test
  void wrong_redirect_uri_is_answered_here_and_never_followed() {
    List<String> wrong =
        List.of(
            "http://localhost:45678/callback/more",
            "http://localhost:45678/callback?a=b",
            "http://localhost.evil.example/callback",
            "http://user@localhost:1/callback",
            "https://localhost/callback",
            "http://evil.example/callback");
    for (String redirect : wrong) {
      HttpResponse<String> answer =
          new Browser(idp.origin)
              .get(
                  "/oauth2/authorize?"
                      + Browser.encode(
                          RunningIdp.authorization("citizen-wallet", redirect, "openid")));
      assertThat(answer.statusCode()).as(redirect).isEqualTo(400);
      assertThat(answer.headers().firstValue("Location")).isEmpty();
    }
    Map<String, String> otherPort =
        RunningIdp.authorization(
            "seal-console", "http://localhost:9999/login/oauth2/code/idp", "openid");
    assertThat(
            new Browser(idp.origin)
                .get("/oauth2/authorize?" + Browser.encode(otherPort))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void code_works_once_and_its_replay_takes_the_token_back() {
    LogInSteps steps = new LogInSteps(idp);
    String code =
        steps
            .authorize(
                "citizen",
                RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid"))
            .get("code");
    HttpResponse<String> first = steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code);
    String access = (String) RunningIdp.json(first.body()).get("access_token");
    assertThat(userInfo(steps.browser, access).statusCode()).isEqualTo(200);
    HttpResponse<String> second = steps.exchange("citizen-wallet", RunningIdp.CALLBACK, code);
    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(userInfo(steps.browser, access).statusCode()).isEqualTo(401);
    assertThat(audited("token-revoked", "code-replayed")).isPositive();
  }

  @Test
  void refresh_rotates_and_a_replayed_old_token_kills_the_family() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> first = console(steps);
    String old = (String) first.get("refresh_token");
    HttpResponse<String> rotated = steps.refresh("seal-console", old);
    assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(200);
    String fresh = (String) RunningIdp.json(rotated.body()).get("refresh_token");
    assertThat(fresh).isNotEqualTo(old);
    assertThat(steps.refresh("seal-console", fresh).statusCode()).isEqualTo(200);
    assertThat(steps.refresh("seal-console", old).statusCode()).isEqualTo(400);
    assertThat(steps.refresh("seal-console", fresh).statusCode()).isEqualTo(400);
    assertThat(audited("token-family-revoked", "refresh-token-reused")).isPositive();
  }

  @Test
  void silent_request_is_answered_not_shown_a_page() {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid");
    request.put("prompt", "none");
    LogInSteps steps = new LogInSteps(idp);
    assertThat(steps.authorize("citizen", request))
        .containsEntry("error", "login_required")
        .containsEntry("iss", idp.origin);
    steps.browser.logIn("citizen", idp.password("citizen"));
    assertThat(steps.authorize("citizen", request)).containsKey("code");
  }

  @Test
  void failed_logins_look_alike_and_are_braked() {
    Browser browser = new Browser(idp.origin);
    String known = Browser.location(browser.logIn("licence-officer", "wrong"));
    String unknown = Browser.location(browser.logIn("nobody-here", "wrong"));
    assertThat(known).endsWith("/login?problem=refused").isEqualTo(unknown);
    for (int i = 0; i < 4; i++) {
      browser.logIn("licence-officer", "wrong");
    }
    // As if it had gone on: the first delays are shorter than a login takes on a slow machine.
    failures("UPDATE login_failure SET failures = 20 WHERE failures >= 5");
    HttpResponse<String> braked = browser.logIn("licence-officer", idp.password("licence-officer"));
    failures("DELETE FROM login_failure");
    assertThat(Browser.location(braked)).endsWith("/login?problem=braked");
    assertThat(audited("login", "refused")).isGreaterThanOrEqualTo(6);
    assertThat(audited("login", "braked")).isPositive();
  }

  @Test
  void logout_ends_the_session_and_returns_to_the_client() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> tokens = console(steps);
    HttpResponse<String> out =
        steps.browser.get(
            "/connect/logout?"
                + Browser.encode(
                    Map.of(
                        "id_token_hint", (String) tokens.get("id_token"),
                        "post_logout_redirect_uri", "http://localhost:9100/",
                        "state", "bye")));
    assertThat(Browser.location(out)).isEqualTo("http://localhost:9100/?state=bye");
    assertThat(Browser.location(steps.browser.get("/account"))).endsWith("/login");
  }

  @Test
  void sessions_and_refresh_tokens_outlive_the_server_and_no_token_is_in_the_database() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> tokens = console(steps);
    String machine = machineToken("department-demo", "licence:read");
    List<String> secrets = new ArrayList<>();
    tokens.values().stream()
        .filter(value -> value instanceof String text && text.length() > 40)
        .forEach(value -> secrets.add((String) value));
    secrets.add(machine);
    secrets.add(idp.secret("department-demo"));
    secrets.add(idp.password("seal-applicant"));
    secrets.add("51000019900101000X");
    steps.browser.cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XINFU_IDP"))
        .forEach(cookie -> secrets.add(cookie.getValue()));
    assertThat(secrets).hasSizeGreaterThan(6);
    String everything = everyRow();
    assertThat(everything).contains("seal-console");
    for (String secret : secrets) {
      assertThat(everything).doesNotContain(secret);
      String signature = secret.substring(secret.lastIndexOf('.') + 1);
      assertThat(everything).doesNotContain(signature);
    }
    idp.stop();
    idp.start();
    assertThat(steps.browser.get("/account").statusCode()).isEqualTo(200);
    HttpResponse<String> rotated =
        steps.refresh("seal-console", (String) tokens.get("refresh_token"));
    assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(200);
  }

  private Map<String, Object> console(LogInSteps steps) {
    Map<String, String> answer =
        steps.authorize(
            "seal-applicant",
            RunningIdp.authorization("seal-console", CONSOLE_CALLBACK, "openid seal:apply"));
    HttpResponse<String> tokens =
        steps.exchangeSecretly("seal-console", CONSOLE_CALLBACK, answer.get("code"));
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    return RunningIdp.json(tokens.body());
  }

  private static String machineToken(String client, String scope) {
    HttpResponse<String> answer = idp.machine(client, scope);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return (String) RunningIdp.json(answer.body()).get("access_token");
  }

  private static HttpResponse<String> userInfo(Browser browser, String access) {
    return browser.send(
        HttpRequest.newBuilder(browser.uri("/userinfo"))
            .header("Authorization", "Bearer " + access));
  }

  private static HttpResponse<String> assertionGrant(String client, String assertion) {
    return new Browser(idp.origin)
        .post(
            "/oauth2/token",
            new HashMap<>(
                Map.of(
                    "grant_type", "client_credentials",
                    "scope", "licence:read",
                    "client_id", client,
                    "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "client_assertion", assertion)));
  }

  private static String assertion(String client, ECKey key, String audience) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(audience)
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .jwtID(UUID.randomUUID().toString())
                .build());
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private static RegisteredClient keyClient(String id, ECKey key) {
    String jwks = new JWKSet(key.toPublicJWK()).toString();
    return RegisteredClient.withId(id)
        .clientId(id)
        .clientName(id)
        .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scope("licence:read")
        .clientSettings(
            ClientSettings.builder()
                .settings(all -> all.putAll(ClientFacts.settings(null, jwks)))
                .build())
        .tokenSettings(TokenSettings.builder().build())
        .build();
  }

  private static void failures(String statement) {
    assertThat(idp.bean(JdbcClient.class).sql(statement).update()).isPositive();
  }

  private static long audited(String act, String outcome) {
    return idp.bean(JdbcClient.class)
        .sql("SELECT count(*) FROM audit WHERE act = ? AND outcome = ?")
        .params(List.of(act, outcome))
        .query(Long.class)
        .single();
  }

  /** All rows of all tables as text, session attributes as Latin-1. */
  private static String everyRow() {
    JdbcClient jdbc = idp.bean(JdbcClient.class);
    List<String> tables =
        jdbc.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            .query(String.class)
            .list();
    StringBuilder all = new StringBuilder();
    for (String table : tables) {
      jdbc.sql("SELECT t::text FROM \"" + table + "\" t")
          .query(String.class)
          .list()
          .forEach(row -> all.append(row).append('\n'));
    }
    jdbc.sql("SELECT encode(attributes, 'escape') FROM login_session")
        .query(String.class)
        .list()
        .forEach(row -> all.append(row).append('\n'));
    return all.toString();
  }
}
