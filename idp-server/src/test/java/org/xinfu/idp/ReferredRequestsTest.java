package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.idp.authorize.TrialDoor;

/**
 * Request objects by reference together with what else may be asked for, with two replicas on one
 * database, and those whose hash is registered.
 */
class ReferredRequestsTest {
  private static final String CALLBACK = RunningIdp.CALLBACK;

  @TempDir static Path home;
  private static RequestSite site;
  private static RunningIdp one;
  private static RunningIdp two;
  private static ECKey key;

  @BeforeAll
  static void start() throws Exception {
    site = new RequestSite();
    key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    one = new RunningIdp(home).with("--xinfu.fetch.inside-hosts=" + site.host()).start();
    two = one.replica().start();
  }

  @AfterAll
  static void stop() {
    two.close();
    one.close();
    site.close();
  }

  /** RFC 9449 §10: the code is bound by the object's word, and by nothing that stands beside it. */
  @Test
  void a_key_that_the_object_names_binds_the_code() throws Exception {
    String uri = uri("/bound");
    String client = client(Map.of("request_uris", List.of(uri)));
    ECKey holder = new ECKeyGenerator(Curve.P_256).generate();
    ECKey thief = new ECKeyGenerator(Curve.P_256).generate();
    site.put("/bound", signed(object(client).claim("dpop_jkt", thumbprint(holder))));
    Map<String, String> asked = asked(client, uri);
    asked.put("dpop_jkt", thumbprint(thief));
    String code = answer(one, asked).get("code");
    assertThat(exchanged(client, code, thief)).containsEntry("error", "invalid_grant");
    assertThat(exchanged(client, code, null)).containsEntry("error", "invalid_grant");
    Map<String, Object> tokens = exchanged(client, code, holder);
    assertThat(tokens).containsEntry("token_type", "DPoP");
    assertThat(RunningIdp.claims((String) tokens.get("access_token")))
        .containsEntry("cnf", Map.of("jkt", thumbprint(holder)));
  }

  @Test
  void a_key_beside_the_object_binds_nothing() throws Exception {
    String uri = uri("/unbound");
    String client = client(Map.of("request_uris", List.of(uri)));
    site.put("/unbound", signed(object(client)));
    Map<String, String> asked = asked(client, uri);
    asked.put("dpop_jkt", thumbprint(new ECKeyGenerator(Curve.P_256).generate()));
    String code = answer(one, asked).get("code");
    assertThat(exchanged(client, code, null)).containsEntry("token_type", "Bearer");
  }

  /** RFC 9449 §5.2: it is asked for a proof whichever way its request came. */
  @Test
  void a_client_that_has_to_prove_its_key_has_to_here_too() throws Exception {
    String uri = uri("/proving");
    String client = client(Map.of("request_uris", List.of(uri), "dpop_bound_access_tokens", true));
    site.put("/proving", signed(object(client)));
    String code = answer(one, asked(client, uri)).get("code");
    assertThat(exchanged(client, code, null)).containsEntry("error", "invalid_dpop_proof");
    ECKey holder = new ECKeyGenerator(Curve.P_256).generate();
    assertThat(exchanged(client, code, holder)).containsEntry("token_type", "DPoP");
  }

  @Test
  void a_client_in_trial_refers_to_its_request_and_meets_fictitious_persons_alone()
      throws Exception {
    String uri = uri("/trial");
    String client = client(Map.of("request_uris", List.of(uri), "sandbox", true));
    site.put("/trial", signed(object(client).claim("state", "of-the-object")));
    Browser real = new Browser(one.origin);
    real.logIn("citizen", one.password("citizen"));
    for (Browser browser : List.of(real, new Browser(one.origin))) {
      HttpResponse<String> asked = ask(browser, asked(client, uri));
      assertThat(Browser.location(asked)).contains(TrialDoor.PAGE);
      HttpResponse<String> back =
          browser.get(Browser.location(TrialClients.choose(browser, "VERIFIED")));
      Map<String, String> answer = Browser.query(Browser.location(back));
      assertThat(answer).containsKey("code").containsEntry("state", "of-the-object");
      Map<String, Object> tokens = exchanged(client, answer.get("code"), null);
      assertThat(RunningIdp.claims((String) tokens.get("id_token"))).containsEntry("sandbox", true);
    }
    assertThat(site.fetched("/trial")).isEqualTo(1);
    site.put("/trial/stranger", signed(object("somebody-else")));
    String other = uri("/trial/stranger");
    String stranger = client(Map.of("request_uris", List.of(other), "sandbox", true));
    assertThat(Browser.query(Browser.location(ask(real, asked(stranger, other)))))
        .containsEntry("error", "invalid_request_object");
  }

  /** Each replica fetches for itself; what one has kept is not what another must believe. */
  @Test
  void what_one_replica_has_read_is_served_by_the_other() throws Exception {
    String uri = uri("/everywhere");
    String client = client(Map.of("request_uris", List.of(uri)));
    site.put("/everywhere", signed(object(client).claim("state", "signed")));
    for (RunningIdp replica : List.of(one, two, one, two)) {
      assertThat(answer(replica, asked(client, uri)))
          .containsKey("code")
          .containsEntry("state", "signed")
          .containsEntry("iss", one.origin);
    }
    assertThat(site.fetched("/everywhere")).as("once in each").isEqualTo(2);
    Browser browser = new Browser(one.origin);
    HttpResponse<String> open = ask(browser, asked(client, uri));
    assertThat(Browser.location(open)).endsWith("/login");
    boolean here = open.statusCode() == 200;
    String page = here ? open.body() : browser.get(two.origin + "/login").body();
    site.put("/everywhere", signed(object(client).claim("state", "later")));
    Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page);
    assertThat(csrf.find()).isTrue();
    Map<String, String> form =
        Map.of("username", "citizen", "password", one.password("citizen"), "_csrf", csrf.group(1));
    HttpResponse<String> back = browser.post(two.origin + "/login", form);
    Map<String, String> answer = Browser.query(Browser.location(back));
    assertThat(answer).as("what was read goes along").containsEntry("state", "signed");
    assertThat(exchanged(client, answer.get("code"), null)).containsKey("id_token");
    assertThat(site.fetched("/everywhere")).isEqualTo(2);
  }

  /** An address that is taken away is so everywhere, within the time that clients are kept. */
  @Test
  void an_address_that_is_no_more_registered_opens_nothing_at_any_replica() throws Exception {
    String uri = uri("/withdrawn");
    String client = client(Map.of("request_uris", List.of(uri)));
    site.put("/withdrawn", signed(object(client)));
    for (RunningIdp replica : List.of(one, two)) {
      assertThat(answer(replica, asked(client, uri))).containsKey("code");
    }
    replace(client, Map.of("request_uris", List.of(uri("/elsewhere"))));
    for (RunningIdp replica : List.of(one, two)) {
      RunningIdp.await(
          Duration.ofSeconds(10),
          () -> "invalid_request_uri".equals(answer(replica, asked(client, uri)).get("error")));
    }
  }

  /**
   * OpenID Connect Core §6.2, Registration §2: a file whose hash is registered never changes, so
   * that an administrator's word is its term. RFC 9101 asks for no {@code exp}.
   */
  @Test
  void an_object_whose_hash_is_registered_needs_no_end_within_the_hour() throws Exception {
    String client = client(Map.of());
    Instant now = Instant.now();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("/no-end", signed(object(client).expirationTime(null)));
    texts.put(
        "/far", signed(object(client).expirationTime(Date.from(now.plusSeconds(40_000_000)))));
    Map<String, String> refused = new LinkedHashMap<>();
    refused.put("/over", signed(object(client).expirationTime(Date.from(now.minusSeconds(5)))));
    refused.put(
        "/not-yet",
        signed(object(client).expirationTime(null).notBeforeTime(Date.from(now.plusSeconds(900)))));
    refused.put("/not-theirs", signed(object("somebody-else").expirationTime(null)));
    List<String> uris = new ArrayList<>();
    for (Map<String, String> some : List.of(texts, refused)) {
      for (Map.Entry<String, String> file : some.entrySet()) {
        site.put("/pinned" + file.getKey(), file.getValue());
        uris.add(uri("/pinned" + file.getKey()) + "#" + hash(file.getValue()));
      }
    }
    // The same files, to whoever may change them: our rule for those stays.
    uris.add(uri("/pinned/no-end"));
    uris.add(uri("/pinned/far"));
    replace(client, Map.of("request_uris", uris));
    for (String uri : uris.subList(0, 2)) {
      RunningIdp.await(
          Duration.ofSeconds(10), () -> answer(one, asked(client, uri)).containsKey("code"));
    }
    for (String uri : uris.subList(2, uris.size())) {
      assertThat(answer(one, asked(client, uri)))
          .as(uri)
          .containsEntry("error", "invalid_request_object")
          .doesNotContainKey("code");
    }
    Map<String, String> byValue = asked(client, "");
    byValue.remove("request_uri");
    byValue.put("request", texts.get("/no-end"));
    assertThat(answer(one, byValue))
        .as("by value")
        .containsEntry("error", "invalid_request_object");
  }

  private static String uri(String path) {
    return "http://" + site.host() + path;
  }

  private static String client(Map<String, Object> more) {
    return new Administrator(one).register(metadata(more));
  }

  private static Map<String, Object> metadata(Map<String, Object> more) {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("client_name", "引用请求对象（样例）");
    metadata.put("redirect_uris", List.of(CALLBACK));
    metadata.put("scope", "openid");
    metadata.put("token_endpoint_auth_method", "private_key_jwt");
    metadata.put("jwks", new JWKSet(key.toPublicJWK()).toJSONObject());
    metadata.putAll(more);
    return metadata;
  }

  private static void replace(String client, Map<String, Object> more) {
    String path = "/api/v1/clients/" + client;
    Administrator administrator = new Administrator(one);
    String tag =
        administrator.send("GET", path, Map.of()).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> put =
        administrator.send(
            "PUT", path, metadata(more), "Content-Type", "application/json", "If-Match", tag);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
  }

  private static JWTClaimsSet.Builder object(String client) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .audience(one.origin)
            .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    RunningIdp.authorization(client, CALLBACK, "openid").forEach(claims::claim);
    return claims;
  }

  private static String signed(JWTClaimsSet.Builder claims) throws Exception {
    return signed(claims, "oauth-authz-req+jwt");
  }

  private static String signed(JWTClaimsSet.Builder claims, String type) throws Exception {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1");
    SignedJWT jwt = new SignedJWT(header.type(new JOSEObjectType(type)).build(), claims.build());
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static Map<String, String> asked(String client, String uri) {
    Map<String, String> asked = RunningIdp.authorization(client, CALLBACK, "openid");
    asked.put("request_uri", uri);
    return asked;
  }

  private static HttpResponse<String> ask(Browser browser, Map<String, String> request) {
    return browser.get("/oauth2/authorize?" + Browser.encode(request));
  }

  private static Map<String, String> answer(RunningIdp at, Map<String, String> request) {
    Browser browser = new Browser(at.origin);
    browser.logIn("citizen", at.password("citizen"));
    return Browser.query(Browser.location(ask(browser, request)));
  }

  private static String thumbprint(ECKey of) throws Exception {
    return of.computeThumbprint().toString();
  }

  /** By the client's assertion, with a proof of {@code holder} where there is one. */
  private static Map<String, Object> exchanged(
      String client, @Nullable String code, @Nullable ECKey holder) throws Exception {
    assertThat(code).isNotNull();
    Map<String, String> form = LogInSteps.codeForm(client, CALLBACK, code);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put(
        "client_assertion",
        signed(object(client).subject(client).jwtID(UUID.randomUUID().toString()), "JWT"));
    String[] proof = holder == null ? new String[0] : new String[] {"DPoP", proof(holder)};
    return RunningIdp.json(new Browser(one.origin).post("/oauth2/token", form, proof).body());
  }

  private static String proof(ECKey holder) throws Exception {
    HttpResponse<String> without =
        new Browser(one.origin)
            .post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", "licence:read"),
                "Authorization",
                one.basic("department-demo"),
                "DPoP",
                proof(holder, null));
    return proof(holder, without.headers().firstValue("DPoP-Nonce").orElseThrow());
  }

  private static String proof(ECKey holder, @Nullable String nonce) throws Exception {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256);
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", "POST")
            .claim("htu", one.origin + "/oauth2/token")
            .claim("nonce", nonce)
            .issueTime(new Date());
    SignedJWT jwt =
        new SignedJWT(
            header.type(new JOSEObjectType("dpop+jwt")).jwk(holder.toPublicJWK()).build(),
            claims.build());
    jwt.sign(new ECDSASigner(holder));
    return jwt.serialize();
  }
}
