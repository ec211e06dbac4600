package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Registration of clients by administrators, and what people are asked for them. */
class ClientRegistrationTest {
  private static final String LOOPBACK = "http://127.0.0.1/callback";
  private static final String CALLBACK = "https://department.example/callback";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path home;
  private static LogoutReceiver department;
  private static HttpServer files;
  private static RunningIdp idp;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    department = new LogoutReceiver();
    files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.start();
    idp =
        new RunningIdp(home)
            .with(
                "--xinfu.fetch.inside-hosts=" + department.host() + "," + filesHost(),
                "--xinfu.logout.poll=PT0.1S")
            .start();
    admin = token("idp-admin", "idp:clients");
  }

  @AfterAll
  static void stop() {
    idp.close();
    department.close();
    files.stop(0);
  }

  @Test
  void only_administrators_register() {
    assertThat(send("POST", "/api/v1/clients", web(), "Authorization", "").statusCode())
        .isEqualTo(401);
    // A token for another service is none here (RFC 9068 section 4); one for us may lack the scope.
    String elsewhere = "Bearer " + token("department-demo", "licence:read");
    String accounts = "Bearer " + token("idp-admin", "idp:accounts");
    Map<String, Integer> answers = Map.of(elsewhere, 401, accounts, 403);
    answers.forEach(
        (other, status) -> {
          assertThat(send("POST", "/api/v1/clients", web(), "Authorization", other).statusCode())
              .isEqualTo(status);
          assertThat(send("GET", "/api/v1/clients", null, "Authorization", other).statusCode())
              .isEqualTo(status);
        });
  }

  @Test
  void a_client_is_registered_gets_a_secret_once_and_works() {
    HttpResponse<String> created = send("POST", "/api/v1/clients", web());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.headers().firstValue("ETag")).contains("\"1\"");
    Map<String, Object> client = RunningIdp.json(created.body());
    String id = (String) client.get("client_id");
    assertThat(Browser.location(created)).endsWith("/api/v1/clients/" + id);
    assertThat(client)
        .containsEntry("client_name", "示例部门（样例）")
        .containsEntry("has_secret", false)
        .containsEntry("redirect_uris", List.of(CALLBACK))
        .doesNotContainKeys("client_secret", "metadata");
    String secret = secret(id);
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> tokens = tokens(steps, "citizen", id, secret);
    assertThat(RunningIdp.claims((String) tokens.get("id_token"))).containsEntry("aud", id);
    assertThat(secret(id)).isNotEqualTo(secret);
    assertThat(refresh(id, secret, tokens).statusCode()).isEqualTo(401);
    assertThat(send("GET", "/api/v1/clients", null).body()).contains(id).doesNotContain(secret);
    assertThat(audited("client-registered")).isPositive();
    assertThat(everyAnswer()).doesNotContain(secret);
  }

  @Test
  void the_same_request_twice_is_one_client() {
    HttpResponse<String> first = send("POST", "/api/v1/clients", web(), "Idempotency-Key", "k-1");
    HttpResponse<String> again = send("POST", "/api/v1/clients", web(), "Idempotency-Key", "k-1");
    assertThat(again.body()).isEqualTo(first.body());
    Map<String, Object> other = web();
    other.put("client_name", "Another");
    assertThat(send("POST", "/api/v1/clients", other, "Idempotency-Key", "k-1").statusCode())
        .isEqualTo(422);
  }

  @Test
  void nobody_undoes_anothers_change() {
    String id = register(web());
    String path = "/api/v1/clients/" + id;
    Map<String, Object> changed = web();
    changed.put("scope", "openid");
    assertThat(send("PUT", path, changed).statusCode()).isEqualTo(428);
    assertThat(send("PUT", path, changed, "If-Match", "\"7\"").statusCode()).isEqualTo(412);
    HttpResponse<String> put = send("PUT", path, changed, "If-Match", "\"1\"");
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    assertThat(put.headers().firstValue("ETag")).contains("\"2\"");
    assertThat(send("PUT", path, web(), "If-Match", "\"1\"").statusCode()).isEqualTo(412);
    assertThat(RunningIdp.json(send("GET", path, null).body())).containsEntry("scope", "openid");
    assertThat(send("DELETE", path, null).statusCode()).isEqualTo(428);
    assertThat(send("DELETE", path, null, "If-Match", "\"1\"").statusCode()).isEqualTo(412);
    assertThat(send("DELETE", path, null, "If-Match", "\"2\"").statusCode()).isEqualTo(204);
    HttpResponse<String> gone = send("GET", path, null);
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.body()).contains("client-unknown");
    assertThat(audited("client-changed")).isPositive();
    assertThat(audited("client-removed")).isPositive();
  }

  @Test
  void a_narrower_scope_ends_what_was_granted_before() {
    String id = register(web());
    String secret = secret(id);
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> tokens = tokens(steps, "citizen", id, secret);
    Map<String, Object> narrower = web();
    narrower.put("scope", "openid");
    send("PUT", "/api/v1/clients/" + id, narrower, "If-Match", "\"1\"");
    assertThat(refresh(id, secret, tokens).statusCode()).isEqualTo(400);
  }

  @Test
  void a_registered_level_and_age_hold_for_every_request() {
    Map<String, Object> metadata = web();
    metadata.put("minimum_acr_value", "urn:xinfu:acr:aal2");
    metadata.put("default_max_age", 3600);
    metadata.put("default_acr_values", List.of("urn:xinfu:acr:ial1:aal2"));
    String id = register(metadata);
    HttpResponse<String> read = send("GET", "/api/v1/clients/" + id, null);
    assertThat(RunningIdp.json(read.body()))
        .containsEntry("minimum_acr_value", "urn:xinfu:acr:aal2")
        .containsEntry("default_max_age", 3600)
        .containsEntry("default_acr_values", List.of("urn:xinfu:acr:ial1:aal2"));
    LogInSteps steps = new LogInSteps(idp);
    steps.browser.logIn("citizen", idp.password("citizen"));
    HttpResponse<String> asked =
        steps.browser.get("/oauth2/authorize?" + Browser.encode(request(id)));
    assertThat(Browser.location(asked)).endsWith("/login/more?need=FACTOR");
    metadata.remove("minimum_acr_value");
    metadata.remove("default_acr_values");
    String etag = read.headers().firstValue("ETag").orElseThrow();
    assertThat(send("PUT", "/api/v1/clients/" + id, metadata, "If-Match", etag).statusCode())
        .isEqualTo(200);
    asked = steps.browser.get("/oauth2/authorize?" + Browser.encode(request(id)));
    assertThat(Browser.query(Browser.location(asked))).containsKey("code");
  }

  @Test
  void every_fault_is_told_by_field_in_the_readers_language() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    ECKey p384 = new ECKeyGenerator(Curve.P_384).generate();
    Map<String, Map<String, Object>> wrong = new LinkedHashMap<>();
    wrong.put("client_name", Map.of("client_name", " "));
    wrong.put("token_endpoint_auth_method", Map.of("token_endpoint_auth_method", "magic"));
    wrong.put("grant_types", Map.of("grant_types", List.of("authorization_code", "password")));
    wrong.put("scope", Map.of("scope", "openid idp:clients"));
    wrong.put("post_logout_redirect_uris", Map.of("post_logout_redirect_uris", List.of("x")));
    wrong.put("backchannel_logout_uri", Map.of("backchannel_logout_uri", "http://10.1.2.3/out"));
    wrong.put("subject_type", Map.of("subject_type", "secret"));
    wrong.put("purpose_zh", Map.of("consent_days", 30, "purpose_en", "To show it"));
    wrong.put("consent_days", Map.of("consent_days", 0, "purpose_zh", "示例", "purpose_en", "x"));
    wrong.put("access_token_seconds", Map.of("access_token_seconds", 86_400));
    wrong.put("default_max_age", Map.of("default_max_age", -1));
    wrong.put("default_acr_values", Map.of("default_acr_values", List.of("urn:xinfu:acr:aal9")));
    wrong.put("minimum_acr_value", Map.of("minimum_acr_value", "urn:xinfu:acr:aal3"));
    wrong.put("contacts", Map.of("contacts", List.of("nobody")));
    wrong.put("org", Map.of("org", "1234"));
    wrong.put("jwks", keyed(new JWKSet(key).toJSONObject(false)));
    for (var one : wrong.entrySet()) {
      assertFault(one.getKey(), one.getValue());
    }
    assertFault("client_name", Map.of("client_name", "示例\n部门"));
    assertFault("jwks", keyed(new JWKSet(p384.toPublicJWK()).toJSONObject()));
    assertFault("jwks", Map.of("token_endpoint_auth_method", "private_key_jwt"));
    for (String uri :
        List.of(
            "http://department.example/callback",
            "https://department.example/callback#x",
            "https://user@department.example/callback",
            "https://*.department.example/callback",
            "department.example/callback",
            "javascript:alert(1)",
            "https:///callback")) {
      assertFault("redirect_uris", Map.of("redirect_uris", List.of(uri)));
    }
    Map<String, Object> two = web();
    two.put("client_name", "");
    two.put("org", "x");
    String zh = send("POST", "/api/v1/clients", two, "Accept-Language", "zh-CN").body();
    assertThat(zh).contains("不是统一社会信用代码：x", "长度为 1 至 100 个字符");
    assertThat(send("POST", "/api/v1/clients", two, "Accept-Language", "en").body())
        .contains("not a unified social credit code: x");
  }

  @Test
  void keys_behind_a_jwks_uri_are_asked_for_when_unknown_and_not_more_often() throws Exception {
    ECKey first = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
    ECKey second = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
    AtomicReference<String> file = new AtomicReference<>(new JWKSet(first).toString(true));
    AtomicInteger asked = new AtomicInteger();
    files.createContext(
        "/jwks.json",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = file.get().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    Map<String, Object> machine =
        new LinkedHashMap<>(
            Map.of(
                "client_name", "示例部门（样例）",
                "grant_types", List.of("client_credentials"),
                "token_endpoint_auth_method", "private_key_jwt",
                "scope", "licence:read",
                "jwks_uri", "http://" + filesHost() + "/jwks.json"));
    String id = register(machine);
    assertThat(asked).as("asked when needed").hasValue(0);
    assertThat(machineToken(id, first)).isEqualTo(200);
    assertThat(machineToken(id, first)).isEqualTo(200);
    assertThat(asked).hasValue(1);
    file.set(new JWKSet(second).toString(true));
    for (int i = 0; i < 3; i++) {
      assertThat(machineToken(id, second)).as("within the minute").isEqualTo(401);
    }
    assertThat(asked).hasValue(1);
    aMinuteLater(id);
    assertThat(machineToken(id, second)).isEqualTo(200);
    assertThat(machineToken(id, first)).as("taken away").isEqualTo(401);
    file.set(new JWKSet(first).toString(false));
    aMinuteLater(id);
    assertThat(machineToken(id, first)).as("a private key in the open").isEqualTo(401);
    assertThat(machineToken(id, second)).as("what was right stays").isEqualTo(200);
    machine.put("jwks_uri", "https://127.0.0.1:1/jwks.json");
    assertThat(machineToken(register(machine), first)).as("not to be called").isEqualTo(401);
    machine.put("jwks_uri", "http://10.1.2.3/jwks.json");
    assertFaultOf("jwks_uri", machine);
    assertFault("jwks_uri", Map.of("jwks_uri", "https://department.example/jwks.json"));
  }

  private static void aMinuteLater(String id) {
    idp.bean(JdbcClient.class)
        .sql(
            "UPDATE client_remote_keys SET asked_at = asked_at - interval '61 s' WHERE client_id ="
                + " ?")
        .param(id)
        .update();
  }

  private static int machineToken(String id, ECKey key) throws Exception {
    SignedJWT assertion =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(id)
                .subject(id)
                .audience(idp.origin)
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build());
    assertion.sign(new ECDSASigner(key));
    return new Browser(idp.origin)
        .post(
            "/oauth2/token",
            Map.of(
                "grant_type", "client_credentials",
                "scope", "licence:read",
                "client_id", id,
                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", assertion.serialize()))
        .statusCode();
  }

  @Test
  void a_sector_is_joined_by_those_that_its_file_lists() {
    files.createContext(
        "/sector.json",
        exchange -> {
          byte[] body = JSON.writeValueAsBytes(List.of(CALLBACK, "https://two.example/callback"));
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    Map<String, Object> pairwise = web();
    pairwise.put("subject_type", "pairwise");
    pairwise.put("sector_identifier_uri", "http://" + filesHost() + "/sector.json");
    String one = register(pairwise);
    pairwise.put("redirect_uris", List.of("https://three.example/callback"));
    assertFaultOf("sector_identifier_uri", pairwise);
    pairwise.put("sector_identifier_uri", "http://" + filesHost() + "/missing.json");
    assertFaultOf("sector_identifier_uri", pairwise);
    pairwise.put("sector_identifier_uri", "https://127.0.0.1:1/sector.json");
    assertFaultOf("sector_identifier_uri", pairwise);
    pairwise.remove("sector_identifier_uri");
    pairwise.put("redirect_uris", List.of(CALLBACK, "https://three.example/callback"));
    assertFaultOf("sector_identifier_uri", pairwise);
    pairwise.put("redirect_uris", List.of(CALLBACK));
    String other = register(pairwise);
    String plain = register(web());
    List<Object> subjects = new ArrayList<>();
    for (String id : List.of(one, other, plain)) {
      Map<String, Object> tokens = tokens(new LogInSteps(idp), "citizen", id, secret(id));
      subjects.add(RunningIdp.claims((String) tokens.get("id_token")).get("sub"));
    }
    assertThat(subjects).doesNotHaveDuplicates();
  }

  /** Whoever has no host, or one that everybody has, shares names of people with nobody. */
  @Test
  void a_client_without_a_host_of_its_own_is_a_sector_of_its_own() {
    files.createContext(
        "/anybody.json",
        exchange -> {
          byte[] body = "[\"http://127.0.0.1/callback\"]".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    List<Map<String, Object>> kinds = new ArrayList<>();
    kinds.add(Map.of("token_endpoint_auth_method", "none", "redirect_uris", List.of(LOOPBACK)));
    Map<String, Object> machine = new HashMap<>();
    machine.put("grant_types", List.of("urn:ietf:params:oauth:grant-type:token-exchange"));
    machine.put("scope", "licence:read");
    machine.put("redirect_uris", List.of());
    kinds.add(machine);
    String file = "http://" + filesHost() + "/anybody.json";
    for (Map<String, Object> kind : kinds) {
      Map<String, Object> metadata = web();
      metadata.putAll(kind);
      metadata.put("subject_type", "pairwise");
      assertThat(sector(register(metadata)))
          .isNotEqualTo(sector(register(metadata)))
          .startsWith("client c-");
      metadata.put("sector_identifier_uri", file);
      assertFaultOf("sector_identifier_uri", metadata);
    }
  }

  /** Older protocols send people back somewhere, too. */
  @Test
  void services_of_older_protocols_are_in_the_sector_of_their_host() {
    Map<String, Object> cas = old(List.of("https://one.example/app/*"));
    assertThat(sector(register(cas))).isEqualTo("one.example");
    cas.put("cas", Map.of("services", List.of("https://one.example/a", "https://two.example/a")));
    assertFaultOf("sector_identifier_uri", cas);
    files.createContext(
        "/old.json",
        exchange -> {
          byte[] body = "[\"https://one.example/a\"]".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    cas.put("sector_identifier_uri", "http://" + filesHost() + "/old.json");
    assertFaultOf("sector_identifier_uri", cas);
    Map<String, Object> ticket = old(List.of());
    ticket.remove("cas");
    ticket.put("ticket", Map.of("redirect_uris", List.of("https://two.example/a")));
    ticket.put("sector_identifier_uri", "http://" + filesHost() + "/old.json");
    assertFaultOf("sector_identifier_uri", ticket);
    ticket.put("ticket", Map.of("redirect_uris", List.of("https://one.example/a")));
    assertThat(sector(register(ticket))).isEqualTo("127.0.0.1");
  }

  /** Their login pages know no kiosk: what began there would not be wiped. */
  @Test
  void a_client_for_kiosks_speaks_no_older_protocol() {
    Map<String, Object> kiosk = web();
    kiosk.put("used_at", List.of("kiosk"));
    assertThat(register(kiosk)).isNotEmpty();
    kiosk.put("cas", Map.of("services", List.of("https://department.example/cas")));
    assertFaultOf("used_at", kiosk);
    kiosk.remove("cas");
    kiosk.put("ticket", Map.of("redirect_uris", List.of("https://department.example/ticket")));
    assertFaultOf("used_at", kiosk);
  }

  /** People agree to what the page shows (UAX #9: an override turns the words round). */
  @Test
  void what_people_are_asked_shows_as_it_is_written() {
    for (String spoof : List.of("\u202e厅税（样例）", "税务\u200b厅", "\u3164", "税\u2028务")) {
      for (String field : List.of("client_name", "purpose_zh", "purpose_en")) {
        Map<String, Object> metadata = asking();
        metadata.put(field, spoof);
        assertFaultOf(field, metadata);
      }
    }
    Map<String, Object> lines = asking();
    lines.put("purpose_zh", "用于办理\n不动产登记");
    assertThat(register(lines)).as("paragraphs are as they were").isNotEmpty();
  }

  /** A client that moved to another host would find everybody a stranger. */
  @Test
  void a_pairwise_client_stays_in_its_sector() {
    Map<String, Object> metadata = web();
    metadata.put("subject_type", "pairwise");
    String id = register(metadata);
    String path = "/api/v1/clients/" + id;
    metadata.put("redirect_uris", List.of("https://moved.example/callback"));
    HttpResponse<String> moved = send("PUT", path, metadata, "If-Match", "\"1\"");
    assertThat(moved.statusCode()).isEqualTo(409);
    assertThat(moved.body()).contains("client-sector-fixed", "扇区");
    assertThat(sector(id)).isEqualTo("department.example");
    metadata.put("redirect_uris", List.of("https://department.example/other"));
    assertThat(send("PUT", path, metadata, "If-Match", "\"1\"").statusCode()).isEqualTo(200);
    assertThat(sector(id)).isEqualTo("department.example");
  }

  private static Map<String, Object> old(List<String> services) {
    Map<String, Object> metadata = web();
    metadata.put("grant_types", List.of());
    metadata.remove("redirect_uris");
    metadata.remove("scope");
    metadata.put("subject_type", "pairwise");
    metadata.put("cas", Map.of("services", services));
    return metadata;
  }

  private static String sector(String id) {
    return jdbc()
        .sql("SELECT sector FROM client_registration WHERE client_id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  @Test
  void people_are_asked_until_they_withdraw_or_it_ends() {
    String id = register(asking());
    String secret = secret(id);
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> question = steps.authorize("citizen", request(id));
    assertThat(question).containsEntry("client_id", id).doesNotContainKey("code");
    String page = steps.browser.get("/oauth2/consent?" + Browser.encode(question)).body();
    assertThat(page).contains("用于办理不动产登记", "您的姓名与角色", "示例部门（样例）");
    Map<String, Object> tokens = exchanged(steps, id, secret, agree(steps, question));
    assertThat(steps.authorize("citizen", request(id))).containsKey("code");
    String list = steps.browser.get("/account/consents").body();
    assertThat(list).contains("用于办理不动产登记", id);

    steps.browser.submit("/account/consents", "/account/consents/withdraw", "client_id", id);
    assertThat(refresh(id, secret, tokens).statusCode()).isEqualTo(400);
    assertThat(RunningIdp.claims(Objects.requireNonNull(department.next(SOON))))
        .containsEntry("aud", id);
    assertThat(audited("consent-withdrawn")).isPositive();
    Map<String, String> again = steps.authorize("citizen", request(id));
    assertThat(again).doesNotContainKey("code");
    tokens = exchanged(steps, id, secret, agree(steps, again));
    HttpResponse<String> fresh = refresh(id, secret, tokens);
    assertThat(fresh.statusCode()).as(fresh.body()).isEqualTo(200);
    jdbc().sql("UPDATE consent SET expires_at = now() - interval '1 second'").update();
    HttpResponse<String> late = refresh(id, secret, RunningIdp.json(fresh.body()));
    assertThat(late.statusCode()).as("what was agreed to is over").isEqualTo(400);
    assertThat(late.body()).contains("invalid_grant");
    assertThat(steps.authorize("citizen", request(id))).doesNotContainKey("code");
  }

  /** The page is reached by a link that anybody can write. */
  @Test
  void the_question_says_no_words_of_a_link() {
    String id = register(asking());
    LogInSteps steps = new LogInSteps(idp);
    steps.browser.logIn("citizen", idp.password("citizen"));
    String link =
        "/oauth2/consent?"
            + Browser.encode(
                Map.of("client_id", id, "state", "x", "scope", "profile 请致电本号码 openid"));
    String page = steps.browser.get(link).body();
    assertThat(page).contains("用于办理不动产登记", "您的姓名与角色").doesNotContain("请致电");
  }

  /** Personal Information Protection Law art. 14: another purpose is another question. */
  @Test
  void another_purpose_is_asked_for_anew() {
    Map<String, Object> asking = asking();
    String id = register(asking);
    String secret = secret(id);
    LogInSteps steps = new LogInSteps(idp);
    String code = agree(steps, steps.authorize("citizen", request(id)));
    Map<String, Object> tokens = exchanged(steps, id, secret, code);
    LogInSteps reader = new LogInSteps(idp);
    Map<String, String> read = reader.authorize("seal-applicant", request(id));
    Object before = asking.put("purpose_zh", "用于商业推广");
    String path = "/api/v1/clients/" + id;
    assertThat(send("PUT", path, asking, "If-Match", "\"1\"").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = refresh(id, secret, tokens);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("invalid_grant");
    assertThat(answered(reader, read).headers().firstValue("location").orElse(""))
        .as("another purpose than the one on the page")
        .doesNotContain("code=");
    assertThat(steps.authorize("citizen", request(id))).doesNotContainKey("code");
    asking.put("purpose_zh", Objects.requireNonNull(before));
    assertThat(send("PUT", path, asking, "If-Match", "\"2\"").statusCode()).isEqualTo(200);
    Map<String, String> question = steps.authorize("citizen", request(id));
    assertThat(question).as("what ended does not come back").doesNotContainKey("code");
    tokens = exchanged(steps, id, secret, agree(steps, question));
    assertThat(refresh(id, secret, tokens).statusCode()).isEqualTo(200);
  }

  @Test
  void who_refuses_is_not_asked_twice_and_nothing_is_given() {
    String id = register(asking());
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> question = steps.authorize("citizen", request(id));
    HttpResponse<String> no =
        steps.browser.post(
            "/oauth2/authorize",
            Map.of("client_id", id, "state", Objects.requireNonNull(question.get("state"))));
    assertThat(Browser.query(Browser.location(no)))
        .containsEntry("error", "access_denied")
        .doesNotContainKey("code");
  }

  private static Map<String, Object> web() {
    return new HashMap<>(
        Map.of(
            "client_name",
            "示例部门（样例）",
            "redirect_uris",
            List.of(CALLBACK),
            "grant_types",
            List.of("authorization_code", "refresh_token"),
            "scope",
            "openid profile licence:own",
            "org",
            "11510000MB0000019K",
            "contacts",
            List.of("admin@department.example")));
  }

  private static Map<String, Object> asking() {
    Map<String, Object> asking = web();
    asking.put("consent_days", 30);
    asking.put("purpose_zh", "用于办理不动产登记");
    asking.put("purpose_en", "To register real estate");
    asking.put("backchannel_logout_uri", department.uri());
    return asking;
  }

  private static Map<String, Object> keyed(Map<String, Object> jwks) {
    return Map.of("token_endpoint_auth_method", "private_key_jwt", "jwks", jwks);
  }

  private static void assertFault(String field, Map<String, Object> altered) {
    Map<String, Object> body = web();
    body.putAll(altered);
    assertFaultOf(field, body);
  }

  private static void assertFaultOf(String field, Map<String, Object> body) {
    HttpResponse<String> answer = send("POST", "/api/v1/clients", body);
    assertThat(answer.statusCode()).as("%s: %s", field, answer.body()).isEqualTo(400);
    Map<String, Object> problem = RunningIdp.json(answer.body());
    assertThat(problem).containsEntry("code", "request-invalid");
    assertThat((List<?>) problem.get("errors"))
        .as("%s: %s", field, answer.body())
        .isNotEmpty()
        .allSatisfy(error -> assertThat((Map<?, ?>) error).extracting("field").isEqualTo(field));
  }

  private static String register(Map<String, Object> metadata) {
    HttpResponse<String> answer = send("POST", "/api/v1/clients", metadata);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return (String) RunningIdp.json(answer.body()).get("client_id");
  }

  private static String secret(String id) {
    HttpResponse<String> answer = send("POST", "/api/v1/clients/" + id + "/secret", null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    return (String) RunningIdp.json(answer.body()).get("client_secret");
  }

  private static Map<String, String> request(String id) {
    return RunningIdp.authorization(id, CALLBACK, "openid profile");
  }

  private static String agree(LogInSteps steps, Map<String, String> question) {
    HttpResponse<String> yes = answered(steps, question);
    return Objects.requireNonNull(Browser.query(Browser.location(yes)).get("code"));
  }

  private static HttpResponse<String> answered(LogInSteps steps, Map<String, String> question) {
    return steps.browser.post(
        "/oauth2/authorize",
        Map.of(
            "client_id", Objects.requireNonNull(question.get("client_id")),
            "state", Objects.requireNonNull(question.get("state")),
            "scope", "profile"));
  }

  private static Map<String, Object> tokens(
      LogInSteps steps, String account, String id, String secret) {
    return exchanged(steps, id, secret, steps.authorize(account, request(id)).get("code"));
  }

  private static Map<String, Object> exchanged(
      LogInSteps steps, String id, String secret, @Nullable String code) {
    HttpResponse<String> answer =
        steps.browser.post(
            "/oauth2/token",
            Map.of(
                "grant_type",
                "authorization_code",
                "redirect_uri",
                CALLBACK,
                "code",
                Objects.requireNonNull(code),
                "code_verifier",
                RunningIdp.VERIFIER),
            "Authorization",
            basic(id, secret));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return RunningIdp.json(answer.body());
  }

  private static HttpResponse<String> refresh(
      String id, String secret, Map<String, Object> tokens) {
    return new Browser(idp.origin)
        .post(
            "/oauth2/token",
            Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                (String) Objects.requireNonNull(tokens.get("refresh_token"))),
            "Authorization",
            basic(id, secret));
  }

  private static String basic(String id, String secret) {
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static HttpResponse<String> send(
      String method, String path, @Nullable Map<String, Object> body, String... headers) {
    Browser browser = new Browser(idp.origin);
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(browser.uri(path))
            .method(method, content)
            .header("Content-Type", "application/json");
    boolean named = false;
    for (int i = 0; i < headers.length; i += 2) {
      named |= headers[i].equals("Authorization");
      if (!headers[i + 1].isEmpty()) {
        request.header(headers[i], headers[i + 1]);
      }
    }
    return browser.send(named ? request : request.header("Authorization", "Bearer " + admin));
  }

  private static String token(String client, String scope) {
    HttpResponse<String> answer =
        new Browser(idp.origin)
            .post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", scope),
                "Authorization",
                idp.basic(client));
    return (String) RunningIdp.json(answer.body()).get("access_token");
  }

  private static String everyAnswer() {
    return jdbc().sql("SELECT t::text FROM client t").query(String.class).list().toString();
  }

  private static long audited(String act) {
    return jdbc()
        .sql("SELECT count(*) FROM audit WHERE act = ?")
        .param(act)
        .query(Long.class)
        .single();
  }

  private static String filesHost() {
    return "127.0.0.1:" + files.getAddress().getPort();
  }

  private static JdbcClient jdbc() {
    return idp.bean(JdbcClient.class);
  }
}
