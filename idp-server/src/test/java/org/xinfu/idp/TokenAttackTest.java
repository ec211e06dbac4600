package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
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
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** Tokens that are forged, confused, or meant for somebody else (RFC 8725, RFC 9068 §4). */
class TokenAttackTest {
  private static final String WEB = "http://localhost:9100/login/oauth2/code/idp";

  @Test
  void forged_tokens_open_nothing() throws Exception {
    for (Map.Entry<String, String> forged : forgeries().entrySet()) {
      for (String path : new String[] {"/userinfo", "/api/v1/clients"}) {
        HttpResponse<String> answer = bearer(path, forged.getValue());
        assertThat(answer.statusCode()).as(forged.getKey() + " at " + path).isEqualTo(401);
      }
    }
  }

  private static Map<String, String> forgeries() throws Exception {
    JWTClaimsSet claims = claims();
    ECKey own = new ECKeyGenerator(Curve.P_256).keyID("own").generate();
    JWKSet published = JWKSet.parse(SharedIdp.browser().get("/oauth2/jwks").body());
    ECKey theirs = published.getKeys().getFirst().toECKey();
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put("alg none", new PlainJWT(claims).serialize());
    SignedJWT mac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(theirs.getKeyID()).build(), claims);
    mac.sign(new MACSigner(theirs.toECPublicKey().getEncoded()));
    forged.put("HMAC with the public key", mac.serialize());
    forged.put("own key under their name", signed(claims, own, theirs.getKeyID(), b -> b));
    forged.put("own key in the header", signed(claims, own, "own", b -> b.jwk(own.toPublicJWK())));
    forged.put(
        "own key behind a URL",
        signed(claims, own, "own", b -> b.jwkURL(URI.create("https://evil.example/jwks"))));
    forged.put("a path for a key", signed(claims, own, "../../dev/null", b -> b));
    forged.put("a query for a key", signed(claims, own, "' OR 1=1 --", b -> b));
    String good = accessToken("idp-admin", "idp:clients");
    forged.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
    forged.put("null signature", good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(86));
    forged.put("not a token", "a.b.c");
    forged.put("too long", "a".repeat(6000) + "." + "b".repeat(600) + ".c");
    return forged;
  }

  @Test
  void a_token_for_another_service_is_none_for_the_api() {
    assertThat(bearer("/api/v1/clients", accessToken("idp-admin", "idp:clients")).statusCode())
        .isEqualTo(200);
    // Ours, by our key, with the scope, but addressed to somebody else (RFC 9068 §4: MUST).
    for (String audience : new String[] {"licence-vault", "seal-service", "idp-server-2", ""}) {
      assertThat(bearer("/api/v1/clients", addressed(audience)).statusCode())
          .as(audience)
          .isEqualTo(401);
    }
    assertThat(bearer("/api/v1/clients", addressed("idp-server")).statusCode()).isEqualTo(200);
  }

  @Test
  void an_id_token_is_no_access_token() {
    Map<String, Object> tokens = login();
    String id = (String) tokens.get("id_token");
    assertThat(bearer("/userinfo", id).statusCode()).isEqualTo(401);
    assertThat(bearer("/api/v1/clients", id).statusCode()).isEqualTo(401);
    String refresh = (String) tokens.get("refresh_token");
    assertThat(bearer("/userinfo", refresh).statusCode()).isEqualTo(401);
  }

  @Test
  void a_machines_token_is_nobodys_user_info() {
    String machine = accessToken("department-demo", "licence:read");
    assertThat(bearer("/userinfo", machine).statusCode()).isIn(401, 403);
  }

  @Test
  void two_ways_to_prove_a_client_are_one_too_many() {
    RunningIdp idp = SharedIdp.get();
    Map<String, String> form =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            "department-demo",
            "client_secret",
            "A".repeat(43));
    HttpResponse<String> both =
        SharedIdp.browser()
            .post("/oauth2/token", form, "Authorization", idp.basic("department-demo"));
    assertThat(both.body()).doesNotContain("access_token");
    Map<String, String> other =
        Map.of("grant_type", "client_credentials", "client_id", "idp-admin");
    HttpResponse<String> confused =
        SharedIdp.browser()
            .post("/oauth2/token", other, "Authorization", idp.basic("department-demo"));
    assertThat(confused.body()).doesNotContain("access_token");
  }

  @Test
  void a_confidential_client_is_not_taken_for_a_public_one() {
    LogInSteps steps = new LogInSteps(SharedIdp.get());
    Map<String, String> answer =
        steps.authorize("seal-applicant", RunningIdp.authorization("seal-console", WEB, "openid"));
    HttpResponse<String> tokens = steps.exchange("seal-console", WEB, answer.get("code"));
    assertThat(tokens.statusCode()).isIn(400, 401);
    assertThat(RunningIdp.json(tokens.body())).containsEntry("error", "invalid_client");
  }

  private static Map<String, Object> login() {
    LogInSteps steps = new LogInSteps(SharedIdp.get());
    Map<String, String> answer =
        steps.authorize("seal-applicant", RunningIdp.authorization("seal-console", WEB, "openid"));
    return RunningIdp.json(steps.exchangeSecretly("seal-console", WEB, answer.get("code")).body());
  }

  /** By the server's own key in the device: what a mistake elsewhere could let out. */
  private static String addressed(String audience) {
    Instant now = Instant.now();
    JwtClaimsSet.Builder claims =
        JwtClaimsSet.builder()
            .issuer(SharedIdp.get().origin)
            .subject("idp-admin")
            .issuedAt(now)
            .expiresAt(now.plusSeconds(60))
            .claim("client_id", "idp-admin")
            .claim("scope", "idp:clients");
    if (!audience.isEmpty()) {
      claims.audience(List.of(audience));
    }
    JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256).build();
    return SharedIdp.get()
        .bean(JwtEncoder.class)
        .encode(JwtEncoderParameters.from(header, claims.build()))
        .getTokenValue();
  }

  private static JWTClaimsSet claims() throws ParseException {
    return new JWTClaimsSet.Builder(
            SignedJWT.parse(accessToken("idp-admin", "idp:clients")).getJWTClaimsSet())
        .jwtID(UUID.randomUUID().toString())
        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
        .build();
  }

  private static String signed(
      JWTClaimsSet claims, ECKey by, String kid, UnaryOperator<JWSHeader.Builder> header)
      throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            header.apply(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid)).build(), claims);
    jwt.sign(new ECDSASigner(by));
    return jwt.serialize();
  }

  private static String accessToken(String client, String scope) {
    HttpResponse<String> answer =
        SharedIdp.browser()
            .post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", scope),
                "Authorization",
                SharedIdp.get().basic(client));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return (String) RunningIdp.json(answer.body()).get("access_token");
  }

  private static HttpResponse<String> bearer(String path, String token) {
    Browser browser = SharedIdp.browser();
    return browser.send(
        HttpRequest.newBuilder(browser.uri(path)).header("Authorization", "Bearer " + token));
  }
}
