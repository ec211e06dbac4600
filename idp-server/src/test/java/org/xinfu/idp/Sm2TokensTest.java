package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.xinfu.kit.security.TokenRules;
import org.xinfu.testkit.OpenSsl;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.jose.JwsVerifier;
import org.xinfu.trust.jose.VerifiedJws;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.spring.IssuerTokens;

/** Tokens under SM2-SM3 (decision 0010) for services that registered for it, beside ES256. */
class Sm2TokensTest {
  private static final String SM2 = "SM2-SM3";

  @TempDir static Path home;
  @TempDir Path folder;
  private static LogoutReceiver receiver;
  private static RunningIdp idp;
  private static NewClient domestic;
  private static NewClient other;

  @BeforeAll
  static void start() {
    receiver = new LogoutReceiver();
    idp =
        new RunningIdp(home)
            .with("--xinfu.fetch.inside-hosts=" + receiver.host(), "--xinfu.logout.poll=PT0.1S")
            .start();
    domestic =
        NewClient.web(
            idp,
            "id_token_signed_response_alg",
            SM2,
            "userinfo_signed_response_alg",
            SM2,
            "access_token_signed_response_alg",
            SM2,
            "backchannel_logout_uri",
            receiver.uri());
    other = NewClient.web(idp, "userinfo_signed_response_alg", "ES256");
  }

  @AfterAll
  static void stop() {
    idp.close();
    receiver.close();
  }

  @Test
  void the_tokens_of_a_client_are_signed_as_it_registered() throws Exception {
    Map<String, Object> tokens = domestic.logIn("citizen", "openid profile licence:own");
    for (String name : List.of("id_token", "access_token")) {
      String token = text(tokens, name);
      assertThat(alg(token)).as(name).isEqualTo(SM2);
      assertThat(believed(token)).as(name).isInstanceOf(Verdict.Valid.class);
      assertThat(openSsl(token)).as(name).contains("Verified Successfully");
      assertThat(openSsl(altered(token))).as(name).contains("Verification Failure");
    }
    Map<String, Object> refreshed = domestic.refresh(tokens);
    assertThat(alg(text(refreshed, "id_token"))).isEqualTo(SM2);
    assertThat(alg(text(refreshed, "access_token"))).isEqualTo(SM2);
    HttpResponse<String> user = userInfo(text(refreshed, "access_token"));
    assertThat(user.statusCode()).as(user.body()).isEqualTo(200);
    assertThat(alg(user.body())).isEqualTo(SM2);
    assertThat(believed(user.body())).isInstanceOf(Verdict.Valid.class);
    assertThat(RunningIdp.claims(user.body()))
        .containsEntry("sub", RunningIdp.claims(text(tokens, "id_token")).get("sub"));
  }

  @Test
  void who_registered_for_nothing_gets_es256() throws Exception {
    Map<String, Object> tokens = other.logIn("citizen", "openid profile");
    assertThat(alg(text(tokens, "id_token"))).isEqualTo("ES256");
    assertThat(alg(text(tokens, "access_token"))).isEqualTo("ES256");
    assertThat(alg(userInfo(text(tokens, "access_token")).body())).isEqualTo("ES256");
  }

  @Test
  void the_login_ends_by_a_logout_token_of_the_same_kind() throws Exception {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> tokens = domestic.logIn(steps, "citizen", "openid profile");
    String hint = text(tokens, "id_token");
    steps.browser.get("/connect/logout?id_token_hint=" + hint);
    String logout = Objects.requireNonNull(receiver.next(Duration.ofSeconds(20)), "told");
    assertThat(alg(logout)).isEqualTo(SM2);
    assertThat(believed(logout)).isInstanceOf(Verdict.Valid.class);
    assertThat(RunningIdp.claims(logout)).containsEntry("aud", domestic.id);
  }

  @Test
  void a_service_believes_what_it_is_configured_for_and_nothing_else() {
    String sm2 = text(domestic.logIn("citizen", "licence:own"), "access_token");
    String es256 = text(other.logIn("citizen", "licence:own"), "access_token");
    for (String audience : List.of("licence-vault")) {
      JwtDecoder one = TokenRules.decoder(idp.origin, audience);
      JwtDecoder gm = TokenRules.decoder(idp.origin, audience, List.of(SM2));
      JwtDecoder both = TokenRules.decoder(idp.origin, audience, List.of("ES256", SM2));
      assertThat(one.decode(es256).getSubject()).isNotEmpty();
      assertThat(gm.decode(sm2).getSubject()).isEqualTo(both.decode(sm2).getSubject());
      assertThat(both.decode(es256).getSubject()).isEqualTo(one.decode(es256).getSubject());
      assertThatThrownBy(() -> one.decode(sm2)).isInstanceOf(JwtException.class);
      assertThatThrownBy(() -> gm.decode(es256)).isInstanceOf(JwtException.class);
    }
    JwtDecoder elsewhere = TokenRules.decoder(idp.origin, "seal-service", List.of(SM2));
    assertThatThrownBy(() -> elsewhere.decode(sm2)).isInstanceOf(JwtException.class);
  }

  @Test
  void the_suite_is_the_keys_whatever_the_header_says() throws Exception {
    String sm2 = text(domestic.logIn("citizen", "openid licence:own"), "access_token");
    String es256 = text(other.logIn("citizen", "openid licence:own"), "access_token");
    JwtDecoder both =
        IssuerTokens.decoder(
            idp.origin,
            List.of("ES256", SM2),
            Set.of(),
            token -> OAuth2TokenValidatorResult.success());
    for (String swapped :
        List.of(
            withHeader(sm2, kid(sm2), "ES256"),
            withHeader(es256, kid(es256), SM2),
            withHeader(sm2, kid(es256), SM2),
            withHeader(es256, kid(sm2), "ES256"),
            withHeader(sm2, "unknown", SM2),
            withHeader(sm2, kid(sm2), "none"),
            altered(sm2))) {
      assertThat(userInfo(swapped).statusCode()).isEqualTo(401);
      assertThatThrownBy(() -> both.decode(swapped)).isInstanceOf(JwtException.class);
    }
    assertThat(both.decode(sm2).getSubject()).isNotEmpty();
  }

  @Test
  void what_discovery_names_is_there_and_stock_libraries_go_on() throws Exception {
    Map<String, Object> discovery =
        RunningIdp.json(new Browser(idp.origin).get("/.well-known/openid-configuration").body());
    assertThat(discovery)
        .containsEntry("id_token_signing_alg_values_supported", List.of("ES256", "RS256", SM2))
        .containsEntry("userinfo_signing_alg_values_supported", List.of("ES256", "RS256", SM2))
        .doesNotContainKey("sm2_jwks_uri");
    String oauth = new Browser(idp.origin).get("/.well-known/oauth-authorization-server").body();
    assertThat(RunningIdp.json(oauth))
        .containsEntry("sm2_jwks_uri", idp.origin + "/oauth2/jwks/sm2");
    // A library that knows no SM2 refuses a whole set for one such key; it is shown none.
    JWKSet stock = JWKSet.parse(new Browser(idp.origin).get("/oauth2/jwks").body());
    assertThat(stock.getKeys()).hasSize(1);
    List<Map<String, Object>> all = published();
    assertThat(all).extracting(key -> key.get("crv")).containsExactly("P-256", "SM2");
    assertThat(all).extracting(key -> key.get("alg")).containsExactly("ES256", SM2);
    assertThat(all.getFirst()).containsEntry("kid", stock.getKeys().getFirst().getKeyID());
    assertThat(all).noneMatch(key -> key.containsKey("d"));
  }

  @Test
  void other_algorithms_are_faults_of_the_registration() {
    for (String field :
        List.of(
            "id_token_signed_response_alg",
            "userinfo_signed_response_alg",
            "access_token_signed_response_alg")) {
      for (String alg : List.of("none", "PS256", "SM2", "HS256")) {
        assertThat(NewClient.refused(idp, field, alg)).contains(field);
      }
    }
    Map<String, Object> kept =
        RunningIdp.json(
            NewClient.admin(idp, "GET", "/api/v1/clients/" + domestic.id, Map.of()).body());
    assertThat(kept)
        .containsEntry("id_token_signed_response_alg", SM2)
        .containsEntry("userinfo_signed_response_alg", SM2)
        .containsEntry("access_token_signed_response_alg", SM2);
  }

  /** As a service with trust-jose and nothing of Spring does it. */
  private static Verdict<VerifiedJws> believed(String token) throws Exception {
    TrustPolicy policy = TrustPolicy.interop(List.of(), List.of(), Instant.now());
    return JwsVerifier.knowing(key(kid(token)), policy).verify(token);
  }

  private static VerificationKey key(String kid) {
    Map<String, Object> jwk =
        published().stream().filter(key -> kid.equals(key.get("kid"))).findFirst().orElseThrow();
    VerificationKey key = JwsVerifier.key(jwk).orElseThrow();
    assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.SM2_SM3);
    return key;
  }

  /** OpenSSL judges the same octets by the same key. */
  private String openSsl(String token) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    OpenSsl openssl = new OpenSsl(folder);
    openssl.write("message", Bytes.of(jwt.getSigningInput()));
    openssl.write("public.pem", OpenSsl.pem("PUBLIC KEY", key(kid(token)).encoded()));
    Bytes value = Bytes.of(jwt.getSignature().decode());
    openssl.write("signature", EcSignature.parseRaw(value, 32).orElseThrow().der());
    return openssl.run(
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "public.pem",
        "-in",
        "message",
        "-sigfile",
        "signature",
        "-rawin",
        "-digest",
        "sm3",
        "-pkeyopt",
        "distid:1234567812345678");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> published() {
    String set = new Browser(idp.origin).get("/oauth2/jwks/sm2").body();
    return (List<Map<String, Object>>) Objects.requireNonNull(RunningIdp.json(set).get("keys"));
  }

  private static HttpResponse<String> userInfo(String token) {
    Browser browser = new Browser(idp.origin);
    return browser.send(
        HttpRequest.newBuilder(browser.uri("/userinfo"))
            .header("Authorization", "Bearer " + token));
  }

  private static String withHeader(String token, String kid, String alg) {
    String header = "{\"kid\":\"" + kid + "\",\"typ\":\"JWT\",\"alg\":\"" + alg + "\"}";
    String encoded =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Bytes.utf8(header).toArray());
    return encoded + token.substring(token.indexOf('.'));
  }

  /** One character of the claims is another. */
  private static String altered(String token) {
    int at = token.indexOf('.') + 20;
    char other = token.charAt(at) == 'A' ? 'B' : 'A';
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private static String alg(String token) throws Exception {
    return SignedJWT.parse(token).getHeader().getAlgorithm().getName();
  }

  private static String kid(String token) throws Exception {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }

  private static String text(Map<String, Object> tokens, String name) {
    return (String) Objects.requireNonNull(tokens.get(name), name);
  }
}
