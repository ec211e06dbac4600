package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
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
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.xinfu.idp.domain.Accounts;

/** Two nodes, a city and its province, and a third that signs whatever the test wants. */
class TokenExchangeTest {
  private static final String COUNTY = "https://county.example";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
  private static final String CALLBACK = "http://localhost:9200/login/oauth2/code/idp";

  @TempDir static Path cityHome;
  @TempDir static Path provinceHome;
  private static RunningIdp city;
  private static RunningIdp province;
  private static HttpServer county;
  private static ECKey countyKey;
  private static Client cityClient;
  private static Client provinceClient;

  /** A client that exchanges tokens. */
  private record Client(RunningIdp at, String id, String secret) {
    HttpResponse<String> exchange(Map<String, String> more) {
      Map<String, String> form =
          new HashMap<>(Map.of("grant_type", GRANT, "subject_token_type", ACCESS));
      form.putAll(more);
      return new Browser(at.origin).post("/oauth2/token", form, "Authorization", basic());
    }

    String basic() {
      byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    countyKey = new ECKeyGenerator(Curve.P_256).keyID("county-1").generate();
    county = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    county.createContext(
        "/keys",
        exchange -> {
          byte[] keys =
              new JWKSet(countyKey.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    county.start();
    city = new RunningIdp(cityHome);
    province = new RunningIdp(provinceHome);
    city.with(
            "--xinfu.exchange.audiences=" + province.origin,
            "--xinfu.fetch.inside-hosts=localhost:" + province.port,
            "--xinfu.exchange.issuers[0].issuer=" + province.origin,
            "--xinfu.exchange.issuers[0].jwks=" + province.origin + "/oauth2/jwks",
            "--xinfu.exchange.issuers[0].scopes=licence:read=licence:read")
        .start();
    province
        .with(
            "--xinfu.exchange.audiences=" + city.origin,
            "--xinfu.fetch.inside-hosts=localhost:" + city.port + "," + countyHost(),
            "--xinfu.exchange.issuers[0].issuer=" + city.origin,
            "--xinfu.exchange.issuers[0].jwks=" + city.origin + "/oauth2/jwks",
            "--xinfu.exchange.issuers[0].scopes=licence:read=licence:read",
            "--xinfu.exchange.issuers[1].issuer=https://county.example",
            "--xinfu.exchange.issuers[1].jwks=http://" + countyHost() + "/keys",
            "--xinfu.exchange.issuers[1].scopes=read=licence:read,seal=seal:read")
        .start();
    cityClient = client(city, "licence:read licence:catalogue");
    provinceClient = client(province, "licence:read seal:read");
  }

  @AfterAll
  static void stop() {
    city.close();
    province.close();
    county.stop(0);
  }

  @Test
  void a_citys_token_becomes_a_provinces_with_both_actors_and_less_of_everything()
      throws Exception {
    String own = cityToken("licence-officer");
    HttpResponse<String> addressed =
        cityClient.exchange(
            Map.of("subject_token", own, "audience", province.origin, "scope", "licence:read"));
    assertThat(addressed.statusCode()).as(addressed.body()).isEqualTo(200);
    String travelling = token(addressed);
    assertThat(RunningIdp.claims(travelling))
        .containsEntry("aud", province.origin)
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal1")
        .containsEntry("sub", RunningIdp.claims(own).get("sub"));

    HttpResponse<String> taken = provinceClient.exchange(Map.of("subject_token", travelling));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    assertThat(RunningIdp.json(taken.body())).containsEntry("issued_token_type", ACCESS);
    SignedJWT there = SignedJWT.parse(token(taken));
    JWKSet keys = JWKSet.parse(new Browser(province.origin).get("/oauth2/jwks").body());
    assertThat(
            there.verify(
                new ECDSAVerifier(keys.getKeyByKeyId(there.getHeader().getKeyID()).toECKey())))
        .isTrue();
    Map<String, Object> claims = RunningIdp.claims(token(taken));
    assertThat(claims)
        .containsEntry("iss", province.origin)
        .containsEntry("aud", "licence-vault")
        .containsEntry("scope", "licence:read")
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal1")
        .containsEntry("roles", List.of())
        .containsEntry("client_id", provinceClient.id())
        .containsEntry(
            "act",
            Map.of(
                "sub",
                provinceClient.id(),
                "iss",
                province.origin,
                "act",
                Map.of("sub", cityClient.id(), "iss", city.origin)));
    assertThat((String) claims.get("sub"))
        .startsWith("f-")
        .isNotEqualTo(RunningIdp.claims(own).get("sub"));
    assertThat(((Number) claims.get("exp")).longValue())
        .isLessThanOrEqualTo(((Number) RunningIdp.claims(travelling).get("exp")).longValue())
        .isLessThanOrEqualTo(Instant.now().plusSeconds(300).getEpochSecond());
    HttpResponse<String> again = provinceClient.exchange(Map.of("subject_token", travelling));
    assertThat(RunningIdp.claims(token(again))).containsEntry("sub", claims.get("sub"));
  }

  /**
   * A county, the province above it and the nation above that, which the city plays: of three nodes
   * each knows its neighbours alone.
   */
  @Test
  void a_token_climbs_two_steps_with_every_actor_and_never_a_level() {
    String below =
        county(
            c ->
                c.claim("acr", "urn:xinfu:acr:ial3:aal3")
                    .claim("scope", "read seal")
                    .claim("act", Map.of("sub", "county-app", "iss", COUNTY)));
    assertError(cityClient.exchange(Map.of("subject_token", below)), "invalid_request");
    HttpResponse<String> passed =
        provinceClient.exchange(
            Map.of("subject_token", below, "audience", city.origin, "scope", "licence:read"));
    String travelling = token(passed);
    Map<String, Object> halfway = RunningIdp.claims(travelling);
    assertThat(halfway)
        .containsEntry("iss", province.origin)
        .containsEntry("aud", city.origin)
        .containsEntry("scope", "licence:read")
        .containsEntry("acr", "urn:xinfu:acr:ial2:aal2");
    assertError(provinceClient.exchange(Map.of("subject_token", travelling)), "invalid_request");

    Map<String, Object> above =
        RunningIdp.claims(token(cityClient.exchange(Map.of("subject_token", travelling))));
    assertThat(above)
        .containsEntry("iss", city.origin)
        .containsEntry("aud", "licence-vault")
        .containsEntry("scope", "licence:read")
        .containsEntry("acr", "urn:xinfu:acr:ial2:aal2");
    assertThat(actors(above)).containsExactly(cityClient.id(), provinceClient.id(), "county-app");
    assertThat(above.get("sub")).isNotEqualTo(halfway.get("sub")).isNotEqualTo("p-1");
    assertThat(((Number) above.get("exp")).longValue())
        .isLessThanOrEqualTo(((Number) halfway.get("exp")).longValue());
    String low = county(c -> c.claim("acr", "urn:xinfu:acr:ial1:aal1"));
    String carried =
        token(provinceClient.exchange(Map.of("subject_token", low, "audience", city.origin)));
    assertThat(RunningIdp.claims(token(cityClient.exchange(Map.of("subject_token", carried)))))
        .as("what was low stays low")
        .containsEntry("acr", "urn:xinfu:acr:ial1:aal1");
  }

  @SuppressWarnings("unchecked")
  private static List<Object> actors(Map<String, Object> claims) {
    List<Object> actors = new ArrayList<>();
    for (Map<String, Object> act = (Map<String, Object>) claims.get("act");
        act != null;
        act = (Map<String, Object>) act.get("act")) {
      actors.add(act.get("sub"));
    }
    return actors;
  }

  @Test
  void a_token_goes_only_where_the_policy_says_and_carries_only_what_is_allowed() {
    String own = cityToken("licence-officer");
    assertError(
        cityClient.exchange(Map.of("subject_token", own, "audience", "https://evil.example")),
        "invalid_target");
    assertError(
        cityClient.exchange(Map.of("subject_token", own, "resource", "https://evil.example/x")),
        "invalid_target");
    assertError(
        cityClient.exchange(Map.of("subject_token", own, "scope", "licence:issue")),
        "invalid_scope");
    assertError(
        cityClient.exchange(
            Map.of("subject_token", own, "actor_token", own, "actor_token_type", ACCESS)),
        "invalid_request");
    // Not addressed to the province.
    assertError(provinceClient.exchange(Map.of("subject_token", own)), "invalid_request");
    // The city does not trust the county.
    assertError(cityClient.exchange(Map.of("subject_token", county(c -> {}))), "invalid_request");
    HttpResponse<String> machine =
        new Browser(city.origin)
            .post(
                "/oauth2/token",
                Map.of("grant_type", GRANT, "subject_token_type", ACCESS, "subject_token", own),
                "Authorization",
                city.basic("department-demo"));
    assertError(machine, "unauthorized_client");
  }

  @Test
  void a_token_that_was_called_back_or_whose_holder_is_suspended_is_worth_nothing() {
    String own = cityToken("licence-officer");
    new Browser(city.origin)
        .post("/oauth2/revoke", Map.of("token", own), "Authorization", city.basic("vault-console"));
    assertError(cityClient.exchange(Map.of("subject_token", own)), "invalid_request");
    String other = cityToken("licence-officer");
    String account = (String) RunningIdp.claims(other).get("sub");
    city.bean(Accounts.class).setActive(account, false);
    try {
      assertError(cityClient.exchange(Map.of("subject_token", other)), "invalid_request");
    } finally {
      city.bean(Accounts.class).setActive(account, true);
    }
  }

  @Test
  void levels_are_cut_and_scopes_translated() {
    HttpResponse<String> taken =
        provinceClient.exchange(
            Map.of("subject_token", county(c -> c.claim("acr", "urn:xinfu:acr:ial3:aal3"))));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    assertThat(RunningIdp.claims(token(taken)))
        .containsEntry("acr", "urn:xinfu:acr:ial2:aal2")
        .containsEntry("scope", "licence:read");
    for (String unknown : List.of("loa4", "urn:xinfu:acr:ial9:aal9")) {
      assertThat(
              RunningIdp.claims(
                  token(
                      provinceClient.exchange(
                          Map.of("subject_token", county(c -> c.claim("acr", unknown)))))))
          .containsEntry("acr", "urn:xinfu:acr:ial1:aal1");
    }
    assertError(
        provinceClient.exchange(
            Map.of("subject_token", county(c -> c.claim("scope", "licence:read write")))),
        "invalid_request");
  }

  @Test
  void scopes_are_the_clients_too_and_the_end_is_no_later() {
    Client narrow = client(province, "licence:read");
    Instant soon = Instant.now().plusSeconds(30);
    String both = county(c -> c.claim("scope", "read seal").expirationTime(Date.from(soon)));
    Map<String, Object> claims =
        RunningIdp.claims(token(narrow.exchange(Map.of("subject_token", both))));
    assertThat(claims).containsEntry("scope", "licence:read");
    assertThat(((Number) claims.get("exp")).longValue()).isLessThanOrEqualTo(soon.getEpochSecond());
    for (String more : List.of("seal:read", "licence:read seal:read")) {
      assertError(narrow.exchange(Map.of("subject_token", both, "scope", more)), "invalid_scope");
    }
    assertThat(RunningIdp.claims(token(provinceClient.exchange(Map.of("subject_token", both)))))
        .as("who has more gets more")
        .containsEntry("scope", "licence:read seal:read");
  }

  @Test
  void a_client_in_trial_meets_no_persons_of_other_nodes() {
    Client trial = client(province, "licence:read", "sandbox", true);
    assertError(trial.exchange(Map.of("subject_token", county(c -> {}))), "invalid_request");
    Client here = client(city, "licence:read", "sandbox", true);
    assertError(here.exchange(Map.of("subject_token", own(c -> {}))), "invalid_request");
  }

  /** Less is had for the asking, never more, and nothing is no token (RFC 8693 §2.1). */
  @Test
  void scopes_shrink_when_asked_and_nothing_is_left_of_nothing() {
    String both = county(c -> c.claim("scope", "read seal"));
    HttpResponse<String> less =
        provinceClient.exchange(Map.of("subject_token", both, "scope", "seal:read"));
    assertThat(RunningIdp.claims(token(less)))
        .containsEntry("scope", "seal:read")
        .containsEntry("aud", "seal-service");
    Client other = client(province, "licence:catalogue");
    assertError(other.exchange(Map.of("subject_token", both)), "invalid_scope");
  }

  /** Who somebody is, is told to whom they log in to, not to whoever was shown their token. */
  @Test
  void scopes_that_tell_who_somebody_is_are_not_handed_on() {
    Client curious = client(city, "licence:read");
    city.bean(JdbcClient.class)
        .sql("UPDATE client SET scopes = 'licence:read openid profile' WHERE id = ?")
        .param(curious.id())
        .update();
    String token = own(c -> c.claim("scope", "openid profile licence:read"));
    assertThat(RunningIdp.claims(token(curious.exchange(Map.of("subject_token", token)))))
        .containsEntry("scope", "licence:read");
    assertError(
        curious.exchange(Map.of("subject_token", token, "scope", "openid")), "invalid_scope");
  }

  /** RFC 7662 and RFC 7009 hold for exchanged tokens as for any other. */
  @Test
  void an_exchanged_token_is_known_called_back_and_on_record() {
    long done = audited("done");
    long refused = audited("subject-refused");
    String token = token(cityClient.exchange(Map.of("subject_token", own(c -> {}))));
    assertThat(audited("done")).isEqualTo(done + 1);
    assertThat(active(token)).isEqualTo(true);
    new Browser(city.origin)
        .post("/oauth2/revoke", Map.of("token", token), "Authorization", cityClient.basic());
    assertThat(active(token)).isEqualTo(false);
    assertError(cityClient.exchange(Map.of("subject_token", token)), "invalid_request");
    assertThat(audited("subject-refused")).isEqualTo(refused + 1);
  }

  private static Object active(String token) {
    HttpResponse<String> answer =
        new Browser(city.origin)
            .post(
                "/oauth2/introspect",
                Map.of("token", token),
                "Authorization",
                city.basic("vault-console"));
    return RunningIdp.json(answer.body()).get("active");
  }

  private static long audited(String outcome) {
    return city.bean(JdbcClient.class)
        .sql("SELECT count(*) FROM audit WHERE act = 'token-exchanged' AND outcome = ?")
        .param(outcome)
        .query(Long.class)
        .single();
  }

  @Test
  void what_travels_is_under_es256_whatever_the_client_has_at_home() throws Exception {
    Client domestic = client(city, "licence:read", "access_token_signed_response_alg", "SM2-SM3");
    String own = cityToken("licence-officer");
    String home = token(domestic.exchange(Map.of("subject_token", own)));
    assertThat(SignedJWT.parse(home).getHeader().getAlgorithm().getName()).isEqualTo("SM2-SM3");
    Map<String, String> abroad = Map.of("subject_token", own, "audience", province.origin);
    String travelling = token(domestic.exchange(abroad));
    assertThat(SignedJWT.parse(travelling).getHeader().getAlgorithm())
        .isEqualTo(JWSAlgorithm.ES256);
  }

  @Test
  void nobody_chooses_their_name_here() {
    String account =
        province.bean(Accounts.class).byLoginName("citizen").orElseThrow().account().id();
    Map<String, Object> claims =
        RunningIdp.claims(
            token(
                provinceClient.exchange(Map.of("subject_token", county(c -> c.subject(account))))));
    assertThat((String) claims.get("sub")).startsWith("f-").doesNotContain(account);
  }

  @Test
  void a_foreign_token_that_is_not_right_is_not_taken() throws Exception {
    Instant now = Instant.now();
    List<Consumer<JWTClaimsSet.Builder>> wrong =
        List.of(
            c -> c.audience("https://other.example"),
            c -> c.issuer("https://unknown.example"),
            c -> c.issuer(city.origin),
            c -> c.issuer(province.origin),
            c -> c.expirationTime(Date.from(now.minusSeconds(1))),
            c -> c.expirationTime(null),
            c -> c.issueTime(null),
            c -> c.subject("x".repeat(256)),
            c -> c.claim("scope", null),
            c -> c.issueTime(Date.from(now.plusSeconds(600))),
            c -> c.notBeforeTime(Date.from(now.plusSeconds(600))),
            c -> c.subject(null),
            c -> c.claim("client_id", null),
            c -> c.claim("cnf", Map.of("jkt", "x")),
            c -> c.claim("may_act", Map.of("sub", "other")),
            c -> c.claim("sandbox", true),
            c -> c.claim("act", Map.of("sub", "human")).claim("mandate", Map.of("id", "m-1")),
            c -> c.claim("act", Map.of("sub", "human")),
            c -> c.claim("act", Map.of("sub", "human", "iss", COUNTY)),
            c -> c.claim("act", Map.of("sub", "county-app")),
            c -> c.claim("act", Map.of("sub", "county-app", "iss", "https://other.example")),
            c ->
                c.claim(
                    "act",
                    Map.of("sub", "county-app", "iss", COUNTY, "act", Map.of("sub", "human"))),
            c -> c.claim("act", "human"),
            c -> c.claim("act", Map.of()),
            c -> c.claim("act", chain(5)));
    for (Consumer<JWTClaimsSet.Builder> one : wrong) {
      String token = county(one);
      assertError(provinceClient.exchange(Map.of("subject_token", token)), "invalid_request");
    }
    ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("county-1").generate();
    assertError(
        provinceClient.exchange(Map.of("subject_token", signed(stranger, c -> {}))),
        "invalid_request");
    String good = county(c -> {});
    String none =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
            + good.substring(good.indexOf('.'), good.lastIndexOf('.') + 1);
    assertError(provinceClient.exchange(Map.of("subject_token", none)), "invalid_request");
    assertError(provinceClient.exchange(Map.of("subject_token", "x")), "invalid_request");
    assertThat(provinceClient.exchange(Map.of("subject_token", good)).statusCode()).isEqualTo(200);
    assertThat(
            provinceClient
                .exchange(Map.of("subject_token", county(c -> c.claim("act", chain(4)))))
                .statusCode())
        .isEqualTo(200);
  }

  /** What its holder alone may show, or another actor alone, is nobody else's to exchange. */
  @Test
  void an_own_token_that_is_bound_or_meant_for_another_is_not_taken() {
    assertThat(cityClient.exchange(Map.of("subject_token", own(c -> {}))).statusCode())
        .isEqualTo(200);
    List<Consumer<JWTClaimsSet.Builder>> wrong =
        List.of(
            c -> c.claim("cnf", Map.of("jkt", "x")),
            c -> c.claim("cnf", Map.of("x5t#S256", "x")),
            c -> c.claim("may_act", Map.of("sub", "other")),
            c -> c.claim("act", Map.of("sub", "clerk")).claim("window_act", "w-1"),
            c -> c.claim("act", Map.of("sub", "clerk")),
            c -> c.claim("scope", null));
    for (Consumer<JWTClaimsSet.Builder> one : wrong) {
      assertError(cityClient.exchange(Map.of("subject_token", own(one))), "invalid_request");
    }
    Instant hour = Instant.now().minusSeconds(3600);
    assertError(
        cityClient.exchange(Map.of("subject_token", own(c -> {}, hour))), "invalid_request");
  }

  /** A token that the city remembers to have given to somebody. */
  private static String own(Consumer<JWTClaimsSet.Builder> change) {
    return own(change, Instant.now());
  }

  /** One that it gave at that time, for a minute. */
  private static String own(Consumer<JWTClaimsSet.Builder> change, Instant now) {
    String account =
        city.bean(Accounts.class).byLoginName("licence-officer").orElseThrow().account().id();
    Consumer<JWTClaimsSet.Builder> given =
        c ->
            c.issuer(city.origin)
                .subject(account)
                .jwtID(UUID.randomUUID().toString())
                .claim("scope", "licence:read");
    String token = signed(countyKey, given.andThen(change));
    OAuth2AccessToken access =
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER, token, now, now.plusSeconds(60), Set.of());
    RegisteredClient client =
        city.bean(RegisteredClientRepository.class).findByClientId("vault-console");
    city.bean(OAuth2AuthorizationService.class)
        .save(
            OAuth2Authorization.withRegisteredClient(Objects.requireNonNull(client))
                .principalName(account)
                .authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
                .authorizedScopes(Set.of("licence:read"))
                .token(access)
                .build());
    return token;
  }

  private static Map<String, Object> chain(int length) {
    Map<String, Object> act = Map.of("sub", "county-app", "iss", COUNTY);
    for (int i = 1; i < length; i++) {
      act = Map.of("sub", "county-app", "iss", COUNTY, "act", act);
    }
    return act;
  }

  /** A token of the third node, altered. */
  private static String county(Consumer<JWTClaimsSet.Builder> change) {
    return signed(countyKey, change);
  }

  private static String signed(ECKey key, Consumer<JWTClaimsSet.Builder> change) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(COUNTY)
            .subject("p-1")
            .audience(province.origin)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .claim("client_id", "county-app")
            .claim("scope", "read")
            .claim("acr", "urn:xinfu:acr:ial1:aal1");
    change.accept(claims);
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            claims.build());
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static String cityToken(String account) {
    LogInSteps steps = new LogInSteps(city);
    Map<String, String> answer =
        steps.authorize(
            account, RunningIdp.authorization("vault-console", CALLBACK, "openid licence:read"));
    return token(steps.exchangeSecretly("vault-console", CALLBACK, answer.get("code")));
  }

  private static Client client(RunningIdp at, String scope, Object... more) {
    Administrator administrator = new Administrator(at);
    Map<String, Object> metadata = new HashMap<>(Map.of("client_name", "换证（样例）"));
    metadata.putAll(Map.of("grant_types", List.of(GRANT), "scope", scope));
    for (int i = 0; i < more.length; i += 2) {
      metadata.put((String) more[i], more[i + 1]);
    }
    String id = administrator.register(metadata);
    HttpResponse<String> made = administrator.post("/api/v1/clients/" + id + "/secret", Map.of());
    return new Client(at, id, (String) RunningIdp.json(made.body()).get("client_secret"));
  }

  private static String token(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return (String) RunningIdp.json(answer.body()).get("access_token");
  }

  private static void assertError(HttpResponse<String> answer, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(RunningIdp.json(answer.body())).containsEntry("error", code);
  }

  private static String countyHost() {
    return "127.0.0.1:" + county.getAddress().getPort();
  }
}
