package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
import org.xinfu.idp.authorize.RequestPolicies;
import org.xinfu.idp.authorize.RequestPolicy;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.Budgets;

/** Pushed requests (RFC 9126) and request objects (RFC 9101) against the running server. */
class RequestObjectsTest {
  private static final String CONSOLE_CALLBACK = "http://localhost:9100/login/oauth2/code/idp";
  private static final String SIGNING = "https://rp.example/callback";

  @TempDir static Path home;
  private static RunningIdp idp;
  private static ECKey key;

  @BeforeAll
  static void start() throws Exception {
    idp =
        new RunningIdp(home)
            .with(
                "--server.forward-headers-strategy=native",
                "--xinfu.par.network-per-minute=10",
                "--xinfu.par.client-per-minute=50")
            .start();
    key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    client("signing-rp");
    client("strict-rp");
    idp.bean(RequestPolicies.class).set("strict-rp", new RequestPolicy(false, true, false));
    idp.bean(RequestPolicies.class).set("vault-console", new RequestPolicy(true, false, false));
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  private static void client(String id) {
    String jwks = new JWKSet(key.toPublicJWK()).toString();
    idp.bean(RegisteredClientRepository.class)
        .save(
            RegisteredClient.withId(id)
                .clientId(id)
                .clientName(id)
                .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(SIGNING)
                .scope("openid")
                .clientSettings(
                    ClientSettings.builder()
                        .settings(all -> all.putAll(ClientFacts.settings(null, jwks)))
                        .build())
                .build());
  }

  private static LogInSteps loggedIn() {
    LogInSteps steps = new LogInSteps(idp);
    steps.browser.logIn("seal-applicant", idp.password("seal-applicant"));
    return steps;
  }

  private static HttpResponse<String> ask(Browser browser, Map<String, String> request) {
    return browser.get("/oauth2/authorize?" + Browser.encode(request));
  }

  private static Map<String, String> answer(Browser browser, Map<String, String> request) {
    return Browser.query(Browser.location(ask(browser, request)));
  }

  private static HttpResponse<String> push(String client, Map<String, String> form) {
    return new Browser(idp.origin).post("/oauth2/par", form, "Authorization", idp.basic(client));
  }

  private static Map<String, String> console(String scope) {
    return RunningIdp.authorization("seal-console", CONSOLE_CALLBACK, scope);
  }

  private static String pushed(String client, Map<String, String> form) {
    HttpResponse<String> answer = push(client, form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return (String) RunningIdp.json(answer.body()).get("request_uri");
  }

  @Test
  void a_public_client_pushes_under_its_name_and_nobody_elses() {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid");
    HttpResponse<String> pushed = new Browser(idp.origin).post("/oauth2/par", request);
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
    String uri = (String) RunningIdp.json(pushed.body()).get("request_uri");
    Map<String, String> asked = Map.of("client_id", "citizen-wallet", "request_uri", uri);
    assertThat(answer(loggedIn().browser, asked))
        .containsKey("code")
        .containsEntry("state", "st-1");
    for (String keeper : List.of("seal-console", "signing-rp", "nobody")) {
      HttpResponse<String> refused =
          new Browser(idp.origin)
              .post("/oauth2/par", RunningIdp.authorization(keeper, CONSOLE_CALLBACK, "openid"));
      assertThat(refused.statusCode()).as(keeper).isEqualTo(401);
      assertThat(refused.body()).contains("invalid_client");
    }
    assertThat(
            new Browser(idp.origin)
                .post(
                    "/oauth2/token",
                    Map.of("grant_type", "client_credentials", "client_id", "citizen-wallet"))
                .statusCode())
        .as("elsewhere a name is no proof")
        .isEqualTo(401);
  }

  @Test
  void a_pushed_request_works_once_and_outlives_the_login() {
    HttpResponse<String> answer = push("seal-console", console("openid seal:apply"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    Map<String, Object> body = RunningIdp.json(answer.body());
    assertThat(body).containsEntry("expires_in", 60);
    String uri = (String) body.get("request_uri");
    assertThat(uri).startsWith("urn:ietf:params:oauth:request_uri:").hasSizeGreaterThan(70);
    assertThat(
            idp.bean(JdbcClient.class)
                .sql("SELECT string_agg(p::text, ' ') FROM pushed_request p")
                .query(String.class)
                .single())
        .doesNotContain(uri.substring(uri.lastIndexOf(':') + 1));
    Map<String, String> short1 = Map.of("client_id", "seal-console", "request_uri", uri);
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> done = steps.authorize("seal-applicant", new HashMap<>(short1));
    assertThat(done).containsKey("code").containsEntry("state", "st-1");
    assertThat(
            steps.exchangeSecretly("seal-console", CONSOLE_CALLBACK, done.get("code")).statusCode())
        .isEqualTo(200);
    assertThat(ask(steps.browser, short1).statusCode()).isEqualTo(400);
  }

  /** RFC 9126 §2.3: a row for whoever names a public client is a row for anybody. */
  @Test
  void a_network_and_a_client_push_no_more_than_they_may() {
    Map<String, String> request =
        RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid");
    AtomicInteger network = new AtomicInteger();
    List<Integer> told =
        withinAMinute(
            () -> {
              String prefix = "203.0." + network.incrementAndGet() + ".";
              return IntStream.range(0, 11)
                  .map(host -> pushFrom(prefix + host, request).statusCode())
                  .boxed()
                  .toList();
            });
    assertThat(told.subList(0, 10)).containsOnly(201);
    assertThat(told).last().isEqualTo(429);
    assertThat(pushFrom("198.51.100.1", request).statusCode()).as("another network").isEqualTo(201);
    Map<String, String> machines =
        RunningIdp.authorization("department-demo", RunningIdp.CALLBACK, "openid");
    assertThat(push("department-demo", machines).statusCode()).isEqualTo(400);
    Budgets.Line line = new Budgets.Line("pushed by department-demo", 50, Duration.ofMinutes(1));
    HttpResponse<String> refused =
        withinAMinute(
            () -> {
              Instant now = Instant.now();
              while (idp.bean(Budgets.class).take(List.of(line), now)) {
                assertThat(now).isNotNull();
              }
              return push("department-demo", machines);
            });
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
    assertThat(RunningIdp.json(refused.body())).containsEntry("error", "temporarily_unavailable");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(push("seal-console", console("openid")).statusCode()).as("another").isEqualTo(201);
  }

  /** What is counted by the minute is counted anew when the next begins. */
  private static <T> T withinAMinute(Supplier<T> calls) {
    while (true) {
      long before = Instant.now().getEpochSecond() / 60;
      T told = calls.get();
      if (Instant.now().getEpochSecond() / 60 == before) {
        return told;
      }
    }
  }

  private static HttpResponse<String> pushFrom(String address, Map<String, String> request) {
    return new Browser(idp.origin).post("/oauth2/par", request, "X-Forwarded-For", address);
  }

  @Test
  void what_was_pushed_cannot_be_changed_on_the_way() {
    String uri = pushed("seal-console", console("openid"));
    Map<String, String> more = console("openid seal:apply");
    more.put("request_uri", uri);
    more.put("state", "changed");
    more.put("prompt", "none");
    assertThat(answer(loggedIn().browser, more)).containsKey("code").containsEntry("state", "st-1");
  }

  @Test
  void a_pushed_request_is_its_clients_and_expires() {
    String uri = pushed("seal-console", console("openid"));
    Map<String, String> other = Map.of("client_id", "vault-console", "request_uri", uri);
    assertThat(ask(loggedIn().browser, other).statusCode()).isEqualTo(400);
    idp.bean(JdbcClient.class)
        .sql("UPDATE pushed_request SET expires_at = now() - interval '1 second'")
        .update();
    Map<String, String> late = Map.of("client_id", "seal-console", "request_uri", uri);
    assertThat(ask(loggedIn().browser, late).statusCode()).isEqualTo(400);
  }

  @Test
  void a_wrong_request_is_told_when_it_is_pushed() {
    Map<String, Consumer<Map<String, String>>> faults =
        Map.of(
            "invalid_scope", form -> form.put("scope", "openid licence:own"),
            "unsupported_response_type", form -> form.put("response_type", "token"));
    faults.forEach(
        (error, fault) -> {
          Map<String, String> form = console("openid");
          fault.accept(form);
          HttpResponse<String> answer = push("seal-console", form);
          assertThat(answer.statusCode()).isEqualTo(400);
          assertThat(RunningIdp.json(answer.body())).containsEntry("error", error);
        });
    for (Map<String, String> fault :
        List.of(
            Map.of("redirect_uri", "http://evil.example/"),
            Map.of("code_challenge", ""),
            Map.of("code_challenge_method", "plain"),
            Map.of("prompt", "none login"),
            Map.of("client_id", "vault-console"),
            Map.of("request_uri", "urn:ietf:params:oauth:request_uri:x"))) {
      Map<String, String> form = console("openid");
      form.putAll(fault);
      HttpResponse<String> answer = push("seal-console", form);
      assertThat(answer.statusCode()).as(fault + answer.body()).isEqualTo(400);
      assertThat(answer.body()).as(fault.toString()).contains("invalid_request");
    }
  }

  @Test
  void only_an_authenticated_client_pushes() {
    Browser browser = new Browser(idp.origin);
    assertThat(browser.post("/oauth2/par", console("openid")).statusCode()).isEqualTo(401);
    Map<String, String> wrong = console("openid");
    wrong.put("client_secret", "A".repeat(43));
    assertThat(browser.post("/oauth2/par", wrong).statusCode()).isEqualTo(401);
    LogInSteps steps = loggedIn();
    // A browser's login is no client's.
    HttpResponse<String> person = steps.browser.post("/oauth2/par", console("openid"));
    assertThat(person.statusCode()).isEqualTo(401);
    assertThat(person.body()).contains("invalid_client").doesNotContain("request_uri");
  }

  @Test
  void a_client_that_pushes_may_not_do_without() {
    Map<String, String> plain =
        RunningIdp.authorization(
            "vault-console", "http://localhost:9200/login/oauth2/code/idp", "openid");
    assertThat(answer(loggedIn().browser, plain))
        .containsEntry("error", "invalid_request")
        .containsEntry("iss", idp.origin);
    Map<String, String> uri =
        Map.of("client_id", "vault-console", "request_uri", pushed("vault-console", plain));
    assertThat(answer(loggedIn().browser, uri)).containsKey("code");
  }

  @Test
  void request_and_request_uri_are_refused_where_they_are_not_supported() {
    Map<String, String> object = console("openid");
    object.put("request", "eyJhbGciOiJub25lIn0.e30.");
    assertThat(answer(loggedIn().browser, object))
        .containsEntry("error", "request_not_supported")
        .containsEntry("state", "st-1")
        .containsEntry("iss", idp.origin);
    Map<String, String> uri = console("openid");
    uri.put("request_uri", "https://rp.example/request.jwt");
    assertThat(answer(loggedIn().browser, uri))
        .containsEntry("error", "invalid_request_uri")
        .containsEntry("state", "st-1")
        .containsEntry("iss", idp.origin);
  }

  private static JWTClaimsSet.Builder object(String client) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .audience(idp.origin)
            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
            .jwtID(UUID.randomUUID().toString());
    RunningIdp.authorization(client, SIGNING, "openid").forEach(claims::claim);
    return claims;
  }

  private static String signed(JWTClaimsSet claims, ECKey by, String type) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("k1")
                .type(new JOSEObjectType(type))
                .build(),
            claims);
    jwt.sign(new ECDSASigner(by));
    return jwt.serialize();
  }

  private static String signed(JWTClaimsSet.Builder claims) throws Exception {
    return signed(claims.build(), key, "oauth-authz-req+jwt");
  }

  private static Map<String, String> outer(String client, String object) {
    return new HashMap<>(
        Map.of(
            "client_id", client,
            "response_type", "code",
            "scope", "openid",
            "redirect_uri", SIGNING,
            "request", object));
  }

  @Test
  void the_parameters_are_those_of_the_object_alone() throws Exception {
    Map<String, String> outer =
        outer("signing-rp", signed(object("signing-rp").claim("state", "signed-state")));
    outer.put("state", "beside");
    outer.put("response_mode", "form_post");
    assertThat(answer(loggedIn().browser, outer))
        .containsKey("code")
        .containsEntry("state", "signed-state");
    Map<String, String> alone =
        Map.of("client_id", "signing-rp", "request", signed(object("signing-rp")));
    assertThat(answer(loggedIn().browser, alone)).containsKey("code");
    HttpResponse<String> posted = loggedIn().browser.post("/oauth2/authorize", alone);
    assertThat(Browser.query(Browser.location(posted))).containsKey("code");
    // PKCE stands in the object or nowhere.
    Map<String, String> split =
        outer("signing-rp", signed(object("signing-rp").claim("code_challenge", null)));
    split.put("code_challenge", RunningIdp.challenge(RunningIdp.VERIFIER));
    assertThat(answer(loggedIn().browser, split)).containsEntry("error", "invalid_request");
  }

  @Test
  void numbers_and_json_are_read_as_they_are_meant() throws Exception {
    String aged = signed(object("signing-rp").claim("max_age", 0));
    HttpResponse<String> due = ask(loggedIn().browser, outer("signing-rp", aged));
    assertThat(Browser.location(due)).endsWith("/login");
    Map<String, Object> acr = Map.of("essential", true, "value", "urn:xinfu:acr:aal3");
    String wishing =
        signed(object("signing-rp").claim("claims", Map.of("id_token", Map.of("acr", acr))));
    assertThat(answer(loggedIn().browser, outer("signing-rp", wishing)))
        .containsEntry("error", "unmet_authentication_requirements");
  }

  @Test
  void an_object_that_is_not_to_be_believed_is_refused() throws Exception {
    Instant now = Instant.now();
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    SignedJWT mac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
            object("signing-rp").build());
    mac.sign(new MACSigner(new JWKSet(key.toPublicJWK()).toString()));
    String good = signed(object("signing-rp"));
    Map<String, String> wrong = new HashMap<>();
    wrong.put("unsigned", new PlainJWT(object("signing-rp").build()).serialize());
    wrong.put("mac with the public key", mac.serialize());
    wrong.put("another key", signed(object("signing-rp").build(), other, "oauth-authz-req+jwt"));
    wrong.put("another type", signed(object("signing-rp").build(), key, "at+jwt"));
    wrong.put("issuer", signed(object("signing-rp").issuer("strict-rp")));
    wrong.put("no issuer", signed(object("signing-rp").issuer(null)));
    wrong.put("client", signed(object("signing-rp").claim("client_id", "strict-rp")));
    wrong.put("audience", signed(object("signing-rp").audience("https://other.example")));
    wrong.put("no end", signed(object("signing-rp").expirationTime(null)));
    wrong.put(
        "expired", signed(object("signing-rp").expirationTime(Date.from(now.minusSeconds(5)))));
    wrong.put(
        "too long", signed(object("signing-rp").expirationTime(Date.from(now.plusSeconds(7200)))));
    wrong.put("future", signed(object("signing-rp").notBeforeTime(Date.from(now.plusSeconds(90)))));
    wrong.put("an assertion", signed(object("signing-rp").subject("signing-rp")));
    wrong.put("nested", signed(object("signing-rp").claim("request", good)));
    wrong.put("altered", good.substring(0, good.lastIndexOf('.')) + "." + "A".repeat(86));
    LogInSteps steps = loggedIn();
    wrong.forEach(
        (name, object) ->
            assertThat(answer(steps.browser, outer("signing-rp", object)))
                .as(name)
                .containsEntry("error", "invalid_request_object")
                .containsEntry("iss", idp.origin)
                .doesNotContainKey("code"));
    assertThat(answer(steps.browser, outer("signing-rp", good))).containsKey("code");
  }

  @Test
  void a_client_that_signs_may_not_do_without() throws Exception {
    Map<String, String> plain = RunningIdp.authorization("strict-rp", SIGNING, "openid");
    assertThat(answer(loggedIn().browser, plain)).containsEntry("error", "invalid_request");
    assertThat(answer(loggedIn().browser, outer("strict-rp", signed(object("strict-rp")))))
        .containsKey("code");
  }

  @Test
  void an_object_may_be_pushed() throws Exception {
    Map<String, String> form =
        new HashMap<>(
            Map.of(
                "client_id",
                "strict-rp",
                "request",
                signed(object("strict-rp")),
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                signed(object("strict-rp").subject("strict-rp").build(), key, "JWT")));
    HttpResponse<String> answer = new Browser(idp.origin).post("/oauth2/par", form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String uri = (String) RunningIdp.json(answer.body()).get("request_uri");
    assertThat(answer(loggedIn().browser, Map.of("client_id", "strict-rp", "request_uri", uri)))
        .containsKey("code");
    form.put("request", signed(object("strict-rp").audience("https://other.example")));
    form.put(
        "client_assertion", signed(object("strict-rp").subject("strict-rp").build(), key, "JWT"));
    HttpResponse<String> refused = new Browser(idp.origin).post("/oauth2/par", form);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("invalid_request_object");
  }

  @Test
  void both_documents_name_the_endpoint() {
    for (String path :
        List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
      assertThat(RunningIdp.json(new Browser(idp.origin).get(path).body()))
          .as(path)
          .containsEntry("pushed_authorization_request_endpoint", idp.origin + "/oauth2/par")
          .containsEntry("require_pushed_authorization_requests", false)
          .containsEntry("request_parameter_supported", true)
          .containsEntry("request_uri_parameter_supported", true)
          .containsEntry("require_signed_request_object", false);
    }
  }
}
