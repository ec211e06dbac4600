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
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a service learns of a token that it was shown (RFC 7662). */
class IntrospectionTest {
  private final RunningIdp idp = SharedIdp.get();
  private final NewClient client = NewClient.web(idp);

  @Test
  void of_a_persons_token_its_claims_are_told_as_numbers_where_they_are_times() {
    Map<String, Object> tokens = client.logIn("citizen", "openid profile");
    String access = (String) tokens.get("access_token");
    Map<String, Object> claims = RunningIdp.claims(access);
    Map<String, Object> told = told(access);
    assertThat(told)
        .containsEntry("active", true)
        .containsEntry("client_id", client.id)
        .containsEntry("token_type", "Bearer");
    // RFC 9470 §6.2: acr and auth_time; and what rights hang on
    for (String name :
        List.of("sub", "scope", "aud", "iss", "jti", "exp", "iat", "nbf", "acr", "amr")) {
      assertThat(told.get(name)).as(name).isNotNull().isEqualTo(claims.get(name));
    }
    assertThat(told.get("auth_time")).isEqualTo(claims.get("auth_time")).isInstanceOf(Number.class);
  }

  @Test
  void a_bound_token_is_told_with_its_key_and_not_as_a_bearers() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    HttpResponse<String> asked = bound(proof(key, null));
    String nonce = asked.headers().firstValue("DPoP-Nonce").orElseThrow();
    HttpResponse<String> answer = bound(proof(key, nonce));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String machine = (String) RunningIdp.json(answer.body()).get("access_token");
    // RFC 9449 §6.2: else whoever judges by this answer takes it from anybody
    assertThat(told(machine))
        .containsEntry("active", true)
        .containsEntry("token_type", "DPoP")
        .containsEntry("cnf", Map.of("jkt", key.computeThumbprint().toString()));
  }

  @Test
  void a_token_under_sm2_is_told_as_any_other() {
    String algorithm = "access_token_signed_response_alg";
    NewClient person = NewClient.web(idp, algorithm, "SM2-SM3");
    String access = (String) person.logIn("citizen", "openid").get("access_token");
    assertThat(told(access))
        .containsEntry("active", true)
        .containsEntry("sub", RunningIdp.claims(access).get("sub"));
    NewClient machine = NewClient.machine(idp, "licence:read", algorithm, "SM2-SM3");
    Map<String, String> form = Map.of("grant_type", "client_credentials", "scope", "licence:read");
    assertThat(told((String) machine.token(form).get("access_token")))
        .containsEntry("active", true)
        .containsEntry("scope", "licence:read");
  }

  @Test
  void nothing_but_access_and_refresh_tokens_is_active() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, Object> tokens = client.logIn(steps, "citizen", "openid");
    assertThat(told((String) tokens.get("refresh_token"))).containsEntry("active", true);
    assertThat(told((String) tokens.get("id_token"))).isEqualTo(Map.of("active", false));
    Map<String, String> request =
        RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid");
    String code = steps.authorize("citizen", request).get("code");
    assertThat(told(code)).isEqualTo(Map.of("active", false));
    assertThat(
            steps
                .browser
                .post("/oauth2/token", plain(code), "Authorization", client.basic)
                .statusCode())
        .as("the question spent nothing")
        .isEqualTo(200);
  }

  private static Map<String, String> plain(String code) {
    Map<String, String> form = LogInSteps.codeForm("", RunningIdp.CALLBACK, code);
    form.remove("client_id");
    return form;
  }

  private Map<String, Object> told(String token) {
    HttpResponse<String> answer =
        new Browser(idp.origin)
            .post("/oauth2/introspect", Map.of("token", token), "Authorization", client.basic);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return RunningIdp.json(answer.body());
  }

  private HttpResponse<String> bound(String proof) {
    return new Browser(idp.origin)
        .post(
            "/oauth2/token",
            Map.of("grant_type", "client_credentials", "scope", "licence:read"),
            "Authorization",
            idp.basic("department-demo"),
            "DPoP",
            proof);
  }

  private String proof(ECKey key, @Nullable String nonce) throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", "POST")
            .claim("htu", idp.origin + "/oauth2/token")
            .claim("nonce", nonce)
            .issueTime(Date.from(Instant.now()))
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(key.toPublicJWK())
            .build();
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }
}
