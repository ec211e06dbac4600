package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.department.Department;
import org.xinfu.idp.dpop.ProofLog;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.idp.store.JdbcProofLog;

/** Proof of possession (RFC 9449) with two replicas on one database. */
class DpopTest {
  @TempDir static Path home;
  private static RunningIdp one;
  private static RunningIdp two;
  private static ECKey key;

  @BeforeAll
  static void start() throws Exception {
    one = new RunningIdp(home).start();
    two = one.replica().start();
    key = new ECKeyGenerator(Curve.P_256).generate();
  }

  @AfterAll
  static void stop() {
    two.close();
    one.close();
  }

  @Test
  void a_nonce_is_asked_for_and_any_replica_takes_it() throws Exception {
    HttpResponse<String> without = token(one, proof("POST", "/oauth2/token", null));
    assertThat(without.statusCode()).isEqualTo(400);
    assertThat(RunningIdp.json(without.body())).containsEntry("error", "use_dpop_nonce");
    String nonce = without.headers().firstValue("DPoP-Nonce").orElseThrow();
    HttpResponse<String> answer = token(two, proof("POST", "/oauth2/token", nonce));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Object> body = RunningIdp.json(answer.body());
    assertThat(body).containsEntry("token_type", "DPoP");
    assertThat(RunningIdp.claims((String) body.get("access_token")))
        .containsEntry("cnf", Map.of("jkt", key.computeThumbprint().toString()));
  }

  @Test
  void a_proof_works_once_whichever_replica_sees_it() throws Exception {
    String proof = proof("POST", "/oauth2/token", nonce());
    assertThat(token(one, proof).statusCode()).isEqualTo(200);
    HttpResponse<String> replayed = token(two, proof);
    assertThat(replayed.statusCode()).isEqualTo(400);
    assertThat(RunningIdp.json(replayed.body())).containsEntry("error", "invalid_dpop_proof");
    String other = proof("POST", "/oauth2/token", nonce());
    assertThat(token(two, other).statusCode()).isEqualTo(200);
    assertThat(token(one, other).statusCode()).isEqualTo(400);
  }

  /** The framework remembers for all servers of this process: only the log tells. */
  @Test
  void every_replica_knows_what_was_used_at_the_others() {
    ProofLog here = new JdbcProofLog(one.bean(JdbcClient.class));
    ProofLog there = new JdbcProofLog(two.bean(JdbcClient.class));
    Instant soon = Instant.now().plusSeconds(60);
    String jti = UUID.randomUUID().toString();
    assertThat(here.firstUse("key", jti, soon)).isTrue();
    assertThat(there.firstUse("key", jti, soon)).isFalse();
    assertThat(here.firstUse("key", jti, soon)).isFalse();
    assertThat(there.firstUse("other", jti, soon)).as("another's key").isTrue();
    assertThat(there.firstUse("key", jti + "0", soon)).as("another proof").isTrue();
  }

  @Test
  void altered_proofs_are_refused() throws Exception {
    String nonce = nonce();
    assertRefused(proof("GET", "/oauth2/token", nonce), "invalid_dpop_proof");
    assertRefused(proof("POST", "/oauth2/revoke", nonce), "invalid_dpop_proof");
    assertRefused(signed(claims("POST", "/oauth2/token", nonce).jwtID(null)), "invalid_dpop_proof");
    assertRefused(signed(old(nonce, -120)), "invalid_dpop_proof");
    assertRefused(signed(old(nonce, 120)), "invalid_dpop_proof");
    String good = proof("POST", "/oauth2/token", nonce);
    assertRefused(good.substring(0, good.length() - 4) + "AAAA", "invalid_dpop_proof");
    assertRefused("not.a.proof", "invalid_dpop_proof");
    assertRefused(proof("POST", "/oauth2/token", nonce.substring(1) + "A"), "use_dpop_nonce");
    assertRefused(proof("POST", "/oauth2/token", "made-up"), "use_dpop_nonce");
    String stale = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[24]);
    assertRefused(proof("POST", "/oauth2/token", stale), "use_dpop_nonce");
  }

  @Test
  void a_bound_token_opens_userinfo_with_its_proof_only() throws Exception {
    LogInSteps steps = new LogInSteps(one);
    String code =
        steps
            .authorize(
                "citizen",
                RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid"))
            .get("code");
    HttpResponse<String> tokens =
        steps.browser.post(
            "/oauth2/token",
            LogInSteps.codeForm("citizen-wallet", RunningIdp.CALLBACK, code),
            "DPoP",
            proof("POST", "/oauth2/token", nonce()));
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    String access = (String) RunningIdp.json(tokens.body()).get("access_token");
    assertThat(userInfo("Bearer " + access, null).statusCode()).isEqualTo(401);
    assertThat(userInfo("DPoP " + access, null).statusCode()).isEqualTo(401);
    HttpResponse<String> asked = userInfo("DPoP " + access, bound(access, null, key));
    assertThat(asked.statusCode()).isEqualTo(401);
    assertThat(asked.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("use_dpop_nonce");
    String nonce = asked.headers().firstValue("DPoP-Nonce").orElseThrow();
    ECKey thief = new ECKeyGenerator(Curve.P_256).generate();
    assertThat(userInfo("DPoP " + access, bound(access, nonce, thief)).statusCode()).isEqualTo(401);
    HttpResponse<String> user = userInfo("DPoP " + access, bound(access, nonce, key));
    assertThat(user.statusCode()).as(user.body()).isEqualTo(200);
    assertThat(RunningIdp.json(user.body())).containsKey("sub");
  }

  /** RFC 9449 §10: code, verifier and the client's secret are not enough. */
  @Test
  void a_code_bound_to_a_key_is_exchanged_with_a_proof_of_that_key_alone() throws Exception {
    NewClient web = NewClient.web(one);
    Map<String, String> request = authorization(web);
    request.put("dpop_jkt", key.computeThumbprint().toString());
    assertBound(web, request);
    HttpResponse<String> pushed = push(web, authorization(web));
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
    String uri = (String) RunningIdp.json(pushed.body()).get("request_uri");
    assertBound(web, Map.of("client_id", web.id, "request_uri", uri));
    assertThat(push(web, request).statusCode()).as("both, of one key").isEqualTo(201);
    request.put("dpop_jkt", "x".repeat(43));
    assertThat(push(web, request).statusCode()).as("both, of two").isEqualTo(400);
  }

  private static Map<String, String> authorization(NewClient web) {
    return RunningIdp.authorization(web.id, RunningIdp.CALLBACK, "openid");
  }

  private static HttpResponse<String> push(NewClient web, Map<String, String> request)
      throws Exception {
    String proof = proof("POST", "/oauth2/par", nonce());
    return new Browser(one.origin)
        .post("/oauth2/par", request, "Authorization", web.basic, "DPoP", proof);
  }

  private static void assertBound(NewClient web, Map<String, String> request) throws Exception {
    String code = new LogInSteps(one).authorize("citizen", request).get("code");
    Map<String, String> form = LogInSteps.codeForm("", RunningIdp.CALLBACK, code);
    form.remove("client_id");
    ECKey thief = new ECKeyGenerator(Curve.P_256).generate();
    String theirs = signed(claims("POST", "/oauth2/token", nonce()), thief);
    assertThat(exchanged(web, form, "DPoP", theirs)).containsEntry("error", "invalid_grant");
    assertThat(exchanged(web, form)).as("on the short way").containsEntry("error", "invalid_grant");
    form.put("beside", "1");
    assertThat(exchanged(web, form)).as("on the long way").containsEntry("error", "invalid_grant");
    assertThat(exchanged(web, form, "DPoP", proof("POST", "/oauth2/token", nonce())))
        .containsEntry("token_type", "DPoP");
  }

  private static Map<String, Object> exchanged(
      NewClient web, Map<String, String> form, String... proof) {
    String[] headers =
        Stream.concat(Stream.of("Authorization", web.basic), Stream.of(proof))
            .toArray(String[]::new);
    return RunningIdp.json(new Browser(one.origin).post("/oauth2/token", form, headers).body());
  }

  @Test
  void a_proof_works_once_at_the_api_too_and_only_with_it_does_the_token() throws Exception {
    // Known by now, the client is answered at once where it shows no proof, and only there.
    assertThat(one.machine("idp-admin", "idp:clients").statusCode()).isEqualTo(200);
    HttpResponse<String> tokens =
        one(
            "/oauth2/token",
            Map.of("grant_type", "client_credentials", "scope", "idp:clients"),
            proof("POST", "/oauth2/token", nonce()));
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    String access = (String) RunningIdp.json(tokens.body()).get("access_token");
    assertThat(api(one, "Bearer " + access, null).statusCode()).isEqualTo(401);
    assertThat(api(one, "DPoP " + access, null).statusCode()).isEqualTo(401);
    String proof = bound("/api/v1/clients", access, nonce(), key);
    HttpResponse<String> first = api(one, "DPoP " + access, proof);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(api(two, "DPoP " + access, proof).statusCode()).as("replayed").isEqualTo(401);
    assertThat(api(one, "DPoP " + access, proof).statusCode()).as("replayed").isEqualTo(401);
  }

  /** RFC 9449 §7.2: whoever stole the token has no key. The framework sees to it. */
  @Test
  void a_bound_token_is_no_bearers_at_another_service_either() throws Exception {
    String access =
        (String)
            RunningIdp.json(token(one, proof("POST", "/oauth2/token", nonce())).body())
                .get("access_token");
    try (Department department = new Department(one.origin)) {
      Browser browser = new Browser(department.origin());
      HttpRequest.Builder request = HttpRequest.newBuilder(browser.uri("/licences"));
      HttpResponse<String> stolen =
          browser.send(request.copy().header("Authorization", "Bearer " + access));
      assertThat(stolen.statusCode()).isEqualTo(401);
      assertThat(stolen.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("invalid_token");
      JWTClaimsSet.Builder claims = claims("GET", "", null);
      String proof =
          signed(claims.claim("htu", department.origin() + "/licences").claim("ath", ath(access)));
      HttpResponse<String> proven =
          browser.send(
              request.copy().header("Authorization", "DPoP " + access).header("DPoP", proof));
      assertThat(proven.statusCode()).as("it has another scope, and is believed").isEqualTo(403);
    }
  }

  @Test
  void who_fails_with_a_proof_is_counted() throws Exception {
    long before = failures();
    Map<String, String> wrong = Map.of("grant_type", "client_credentials", "scope", "no:such");
    HttpResponse<String> answer =
        one("/oauth2/token", wrong, proof("POST", "/oauth2/token", nonce()));
    assertThat(RunningIdp.json(answer.body())).containsEntry("error", "invalid_scope");
    assertThat(failures()).isEqualTo(before + 1);
  }

  private static long failures() {
    return one.bean(JdbcClient.class)
        .sql("SELECT coalesce(sum(used), 0) FROM budget WHERE key_hash = ?")
        .param(one.bean(BlindIndex.class).of("budget", "failed by idp-admin per PT1M"))
        .query(Long.class)
        .single();
  }

  private static HttpResponse<String> one(String path, Map<String, String> form, String proof) {
    return new Browser(one.origin)
        .post(path, form, "Authorization", one.basic("idp-admin"), "DPoP", proof);
  }

  private static HttpResponse<String> api(
      RunningIdp to, String authorization, @Nullable String proof) {
    Browser browser = new Browser(to.origin);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(browser.uri("/api/v1/clients"))
            .header("Authorization", authorization)
            .header("X-Forwarded-Host", URI.create(one.origin).getAuthority())
            .header("X-Forwarded-Port", "" + one.port)
            .header("X-Forwarded-Proto", "http");
    return browser.send(proof == null ? request : request.header("DPoP", proof));
  }

  @Test
  void no_jti_rests_in_the_database() throws Exception {
    JWTClaimsSet.Builder claims = claims("POST", "/oauth2/token", nonce());
    String jti = claims.build().getJWTID();
    assertThat(token(one, signed(claims)).statusCode()).isEqualTo(200);
    String rows =
        one.bean(JdbcClient.class)
            .sql("SELECT t::text FROM dpop_proof t")
            .query(String.class)
            .list()
            .toString();
    assertThat(rows).isNotEqualTo("[]").doesNotContain(jti);
  }

  private static void assertRefused(String proof, String error) {
    HttpResponse<String> answer = token(one, proof);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(RunningIdp.json(answer.body())).containsEntry("error", error);
  }

  private static String nonce() throws Exception {
    return token(one, proof("POST", "/oauth2/token", null))
        .headers()
        .firstValue("DPoP-Nonce")
        .orElseThrow();
  }

  /** To a replica, as the balancer in front of both would send it on. */
  private static HttpResponse<String> token(RunningIdp to, String proof) {
    return new Browser(to.origin)
        .post(
            "/oauth2/token",
            Map.of("grant_type", "client_credentials", "scope", "licence:read"),
            "Authorization",
            to.basic("department-demo"),
            "DPoP",
            proof,
            "X-Forwarded-Host",
            URI.create(one.origin).getAuthority(),
            "X-Forwarded-Port",
            "" + one.port,
            "X-Forwarded-Proto",
            "http");
  }

  private static HttpResponse<String> userInfo(String authorization, @Nullable String proof) {
    Browser browser = new Browser(one.origin);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(browser.uri("/userinfo")).header("Authorization", authorization);
    return browser.send(proof == null ? request : request.header("DPoP", proof));
  }

  private static String bound(String access, @Nullable String nonce, ECKey by) throws Exception {
    return bound("/userinfo", access, nonce, by);
  }

  private static String bound(String path, String access, @Nullable String nonce, ECKey by)
      throws Exception {
    return signed(claims("GET", path, nonce).claim("ath", ath(access)), by);
  }

  private static String ath(String access) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(access.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static String proof(String method, String path, @Nullable String nonce) throws Exception {
    return signed(claims(method, path, nonce));
  }

  private static JWTClaimsSet.Builder old(String nonce, int seconds) {
    return claims("POST", "/oauth2/token", nonce)
        .issueTime(Date.from(Instant.now().plusSeconds(seconds)));
  }

  private static JWTClaimsSet.Builder claims(String method, String path, @Nullable String nonce) {
    return new JWTClaimsSet.Builder()
        .jwtID(UUID.randomUUID().toString())
        .claim("htm", method)
        .claim("htu", one.origin + path)
        .claim("nonce", nonce)
        .issueTime(new Date());
  }

  private static String signed(JWTClaimsSet.Builder claims) throws Exception {
    return signed(claims, key);
  }

  private static String signed(JWTClaimsSet.Builder claims, ECKey by) throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(by.toPublicJWK())
            .build();
    SignedJWT jwt = new SignedJWT(header, claims.build());
    jwt.sign(new ECDSASigner(by));
    return jwt.serialize();
  }
}
