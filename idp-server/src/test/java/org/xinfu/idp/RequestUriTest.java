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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Request objects by reference (RFC 9101 §5.2, OpenID Connect Core §6.2), on the client's site. */
class RequestUriTest {
  private static final String CALLBACK = "https://rp.example/callback";

  @TempDir static Path home;
  private static RequestSite site;
  private static RunningIdp idp;
  private static ECKey key;

  @BeforeAll
  static void start() throws Exception {
    site = new RequestSite();
    key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    idp =
        new RunningIdp(home)
            .with("--xinfu.fetch.inside-hosts=" + site.host(), "--xinfu.logout.timeout=PT2S")
            .start();
  }

  @AfterAll
  static void stop() {
    idp.close();
    site.close();
  }

  /** Registers a client with these {@code request_uris}. */
  private static String client(String... uris) {
    return register(new HashMap<>(Map.of("request_uris", List.of(uris))));
  }

  private static String register(Map<String, Object> more) {
    return new Administrator(idp).register(metadata(more));
  }

  private static Map<String, Object> metadata(Map<String, Object> more) {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("client_name", "以引用提交请求（样例）");
    metadata.put("redirect_uris", List.of(CALLBACK));
    metadata.put("scope", "openid");
    metadata.put("token_endpoint_auth_method", "private_key_jwt");
    metadata.put("jwks", new JWKSet(key.toPublicJWK()).toJSONObject());
    metadata.putAll(more);
    return metadata;
  }

  private static JWTClaimsSet.Builder object(String client) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .audience(idp.origin)
            .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    RunningIdp.authorization(client, CALLBACK, "openid").forEach(claims::claim);
    return claims;
  }

  private static String signed(JWTClaimsSet.Builder claims, ECKey by) throws Exception {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1");
    JOSEObjectType type = new JOSEObjectType("oauth-authz-req+jwt");
    SignedJWT jwt = new SignedJWT(header.type(type).build(), claims.build());
    jwt.sign(new ECDSASigner(by));
    return jwt.serialize();
  }

  private static String signed(JWTClaimsSet.Builder claims) throws Exception {
    return signed(claims, key);
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static Map<String, String> outer(String client, String uri) {
    Map<String, String> outer = RunningIdp.authorization(client, CALLBACK, "openid");
    outer.put("state", "beside");
    outer.put("request_uri", uri);
    return outer;
  }

  private static LogInSteps loggedIn() {
    LogInSteps steps = new LogInSteps(idp);
    steps.browser.logIn("citizen", idp.password("citizen"));
    return steps;
  }

  private static HttpResponse<String> ask(Browser browser, Map<String, String> request) {
    return browser.get("/oauth2/authorize?" + Browser.encode(request));
  }

  private static Map<String, String> answer(String client, String uri) {
    return Browser.query(Browser.location(ask(loggedIn().browser, outer(client, uri))));
  }

  private static void refused(String client, String uri, String error) {
    assertThat(answer(client, uri))
        .as(uri)
        .containsEntry("error", error)
        .containsEntry("state", "beside")
        .containsEntry("iss", idp.origin)
        .doesNotContainKey("code");
  }

  @Test
  void what_lies_at_a_registered_address_is_the_request_and_is_fetched_once_a_minute()
      throws Exception {
    String uri = "http://" + site.host() + "/good";
    String client = client(uri);
    site.put("/good", signed(object(client).claim("state", "signed-state")) + "\n");
    assertThat(answer(client, uri)).containsKey("code").containsEntry("state", "signed-state");
    Map<String, String> alone = Map.of("client_id", client, "request_uri", uri);
    HttpResponse<String> posted = loggedIn().browser.post("/oauth2/authorize", alone);
    assertThat(Browser.query(Browser.location(posted)))
        .containsKey("code")
        .containsEntry("state", "signed-state");
    assertThat(site.fetched("/good")).isEqualTo(1);
    HttpResponse<String> read =
        new Administrator(idp).send("GET", "/api/v1/clients/" + client, Map.of());
    assertThat(RunningIdp.json(read.body())).containsEntry("request_uris", List.of(uri));
  }

  @Test
  void where_a_hash_is_registered_the_file_has_it() throws Exception {
    String at = "http://" + site.host() + "/hashed";
    String first = client();
    String text = signed(object(first));
    site.put("/hashed", text);
    String good = at + "#" + hash(text);
    String other = at + "#" + hash("another");
    replace(first, Map.of("request_uris", List.of(good, other)));
    RunningIdp.await(Duration.ofSeconds(5), () -> answer(first, good).containsKey("code"));
    refused(first, other, "invalid_request_uri");
    assertThat(site.fetched("/hashed")).isEqualTo(2);
    refused(first, at, "invalid_request_uri");
    assertThat(site.fetched("/hashed")).as("registered with the hash, not without").isEqualTo(2);
  }

  @Test
  void nothing_is_fetched_that_the_client_did_not_register() throws Exception {
    String uri = "http://" + site.host() + "/mine";
    String mine = client(uri);
    site.put("/mine", signed(object(mine)));
    site.put("/free", signed(object(mine)));
    String other = client("http://" + site.host() + "/others");
    refused(other, uri, "invalid_request_uri");
    refused(client(), uri, "invalid_request_uri");
    for (String near :
        List.of(
            "http://" + site.host() + "/free",
            uri + "?",
            uri + "#",
            uri + "/",
            uri.toUpperCase(Locale.ROOT),
            "file:///etc/hostname")) {
      refused(mine, near, "invalid_request_uri");
    }
    assertThat(site.fetched("/mine") + site.fetched("/free") + site.fetched("/others")).isZero();
    Map<String, String> nowhere = outer(mine, uri);
    nowhere.put("redirect_uri", "https://evil.example/");
    nowhere.put("request_uri", uri + "x");
    assertThat(ask(loggedIn().browser, nowhere).statusCode()).isEqualTo(400);
    Map<String, String> both = outer(mine, uri);
    both.put("request", signed(object(mine)));
    assertThat(Browser.query(Browser.location(ask(loggedIn().browser, both))))
        .containsEntry("error", "invalid_request");
    assertThat(site.fetched("/mine")).isZero();
  }

  @Test
  void what_was_fetched_is_judged_as_by_value() throws Exception {
    String base = "http://" + site.host() + "/wrong";
    String[] uris = new String[7];
    for (int i = 0; i < uris.length; i++) {
      uris[i] = base + i;
    }
    String client = client(uris);
    String foreign = client();
    ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    List<String> texts =
        List.of(
            signed(object(client), stranger),
            signed(object(foreign)),
            signed(object(client).audience("https://other.example")),
            signed(object(client).expirationTime(Date.from(Instant.now().minusSeconds(5)))),
            signed(object(client).claim("request", signed(object(client)))),
            signed(object(client).claim("request_uri", uris[0])),
            "<html>not a request</html>");
    for (int i = 0; i < uris.length; i++) {
      site.put("/wrong" + i, texts.get(i));
      refused(client, uris[i], "invalid_request_object");
      assertThat(site.fetched("/wrong" + i)).as(texts.get(i)).isEqualTo(1);
    }
  }

  @Test
  void what_cannot_be_fetched_within_the_limits_is_no_request() throws Exception {
    String at = "http://" + site.host();
    String inside = "https://127.0.0.1/private";
    String client = client(at + "/moved", at + "/long", at + "/huge", at + "/gone", inside);
    site.put("/target", signed(object(client)));
    site.put("/moved", ">" + at + "/target");
    site.put("/long", signed(object(client).claim("nonce", "n".repeat(25_000))));
    site.put("/huge", "x".repeat(70_000));
    for (String path : List.of("/moved", "/long", "/huge", "/gone")) {
      refused(client, at + path, "invalid_request_uri");
      refused(client, at + path, "invalid_request_uri");
      assertThat(site.fetched(path)).as("a failure is kept too: " + path).isEqualTo(1);
    }
    assertThat(site.fetched("/target")).as("no redirect is followed").isZero();
    refused(client, inside, "invalid_request_uri");
  }

  @Test
  void a_slow_site_is_asked_once_and_holds_few() throws Exception {
    String uri = "http://" + site.host() + "/slow";
    String client = client(uri);
    site.put("/slow", RequestUriTest::slowly);
    List<Browser> browsers = IntStream.range(0, 40).mapToObj(i -> new Browser(idp.origin)).toList();
    long before = System.nanoTime();
    List<String> errors = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> asked =
          browsers.stream()
              .map(
                  browser ->
                      threads.submit(() -> Browser.location(ask(browser, outer(client, uri)))))
              .toList();
      for (Future<String> one : asked) {
        errors.add(Browser.query(one.get()).get("error"));
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    assertThat(errors).containsOnly("invalid_request_uri", "temporarily_unavailable");
    assertThat(errors.stream().filter("invalid_request_uri"::equals).count()).isBetween(1L, 12L);
    assertThat(site.fetched("/slow")).isEqualTo(1);
  }

  private static String slowly() {
    try {
      Thread.sleep(4000);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  /** What was read with the request holds; nothing is read again when the person has logged in. */
  @Test
  void what_is_changed_while_somebody_logs_in_changes_nothing() throws Exception {
    String uri = "http://" + site.host() + "/changed";
    String client = client(uri);
    site.put("/changed", signed(object(client).claim("state", "before")));
    Browser browser = new Browser(idp.origin);
    HttpResponse<String> asked = ask(browser, outer(client, uri));
    assertThat(Browser.location(asked)).endsWith("/login");
    site.put("/changed", signed(object(client).claim("state", "after")));
    String elsewhere = "http://" + site.host() + "/elsewhere";
    replace(client, Map.of("request_uris", List.of(elsewhere)));
    RunningIdp.await(
        Duration.ofSeconds(5),
        () -> "invalid_request_uri".equals(answer(client, uri).get("error")));
    HttpResponse<String> back = browser.logIn("citizen", idp.password("citizen"));
    assertThat(Browser.query(Browser.location(back)))
        .containsKey("code")
        .containsEntry("state", "before");
    assertThat(site.fetched("/changed")).isEqualTo(1);
  }

  @Test
  void it_cannot_be_pushed_and_does_not_stand_for_a_push() throws Exception {
    String uri = "http://" + site.host() + "/pushed";
    String client = client(uri);
    site.put("/pushed", signed(object(client)));
    Map<String, String> form = outer(client, uri);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", signed(object(client).subject(client).jwtID("once")));
    HttpResponse<String> pushed = new Browser(idp.origin).post("/oauth2/par", form);
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(400);
    assertThat(pushed.body()).contains("invalid_request");
    String pushes = client(uri);
    replace(pushes, Map.of("require_pushed_authorization_requests", true));
    RunningIdp.await(
        Duration.ofSeconds(5), () -> "invalid_request".equals(answer(pushes, uri).get("error")));
    int before = site.fetched("/pushed");
    refused(pushes, uri, "invalid_request");
    assertThat(site.fetched("/pushed")).isEqualTo(before);
  }

  @Test
  void a_client_that_signs_may_refer() throws Exception {
    String uri = "http://" + site.host() + "/strict";
    String client =
        register(Map.of("request_uris", List.of(uri), "require_signed_request_object", true));
    site.put("/strict", signed(object(client)));
    assertThat(answer(client, uri)).containsKey("code");
  }

  private static void replace(String client, Map<String, Object> more) {
    String path = "/api/v1/clients/" + client;
    HttpResponse<String> read = new Administrator(idp).send("GET", path, Map.of());
    HttpResponse<String> put =
        new Administrator(idp)
            .send(
                "PUT",
                path,
                metadata(more),
                "Content-Type",
                "application/json",
                "If-Match",
                read.headers().firstValue("ETag").orElseThrow());
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
  }

  @Test
  void addresses_are_https_in_full_few_and_of_who_has_keys() {
    for (String uri :
        List.of(
            "http://rp.example/request.jwt",
            "https://user@rp.example/request.jwt",
            "https:///request.jwt",
            "request.jwt",
            "urn:ietf:params:oauth:request_uri:x",
            "https://rp.example/a b",
            "https://rp.example/request.jwt#",
            "https://rp.example/request.jwt#abc",
            "https://rp.example/request.jwt#" + "_".repeat(43))) {
      faulty(Map.of("request_uris", List.of(uri)));
    }
    List<String> nine = IntStream.range(0, 9).mapToObj(i -> "https://rp.example/" + i).toList();
    faulty(Map.of("request_uris", nine));
    faulty(
        Map.of("request_uris", nine.subList(0, 8), "require_pushed_authorization_requests", true));
    assertThat(NewClient.refused(idp, "request_uris", List.of("https://rp.example/request.jwt")))
        .as("without keys")
        .contains("\"request_uris\"");
  }

  private static void faulty(Map<String, Object> more) {
    HttpResponse<String> answer = NewClient.admin(idp, "POST", "/api/v1/clients", metadata(more));
    assertThat(answer.statusCode()).as(more + answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"request_uris\"");
  }

  @Test
  void both_documents_tell_of_it() {
    for (String path :
        List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
      assertThat(RunningIdp.json(new Browser(idp.origin).get(path).body()))
          .as(path)
          .containsEntry("request_uri_parameter_supported", true)
          .containsEntry("require_request_uri_registration", true);
    }
  }
}
