package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Assertions as the libraries of others make them (RFC 7523, RFC 9126 §2). */
class ClientAssertionsTest {
  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Map<String, String> MACHINE =
      Map.of("grant_type", "client_credentials", "scope", "licence:read");

  private final RunningIdp idp = SharedIdp.get();
  private ECKey key;
  private String client;

  @BeforeEach
  void register() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    client = registered("client_credentials", "licence:read");
  }

  private String registered(String grant, String scope) {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("client_name", "密钥客户端（样例）");
    metadata.put("grant_types", List.of(grant));
    metadata.put("scope", scope);
    metadata.put("token_endpoint_auth_method", "private_key_jwt");
    metadata.put("jwks", Map.of("keys", List.of(key.toPublicJWK().toJSONObject())));
    if (grant.equals("authorization_code")) {
      metadata.put("redirect_uris", List.of(RunningIdp.CALLBACK));
    }
    HttpResponse<String> created = NewClient.admin(idp, "POST", "/api/v1/clients", metadata);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return (String) RunningIdp.json(created.body()).get("client_id");
  }

  /** RFC 7521 §4.2: optional, "the client is identified by the subject within the assertion". */
  @Test
  void no_client_id_is_needed_beside_one() throws Exception {
    HttpResponse<String> token = ask("/oauth2/token", MACHINE, assertion(client, idp.origin));
    assertThat(token.statusCode()).as(token.body()).isEqualTo(200);
    Map<String, String> named = new HashMap<>(MACHINE);
    named.put("client_id", client);
    assertThat(ask("/oauth2/token", named, assertion(client, idp.origin)).statusCode())
        .isEqualTo(200);
    Map<String, String> about =
        Map.of("token", (String) RunningIdp.json(token.body()).get("access_token"));
    HttpResponse<String> told = ask("/oauth2/introspect", about, assertion(client, idp.origin));
    assertThat(RunningIdp.json(told.body())).containsEntry("active", true);
    assertThat(ask("/oauth2/revoke", about, assertion(client, idp.origin)).statusCode())
        .isEqualTo(200);
    String owner = registered("authorization_code", "openid");
    Map<String, String> exchange = LogInSteps.codeForm(owner, RunningIdp.CALLBACK, codeOf(owner));
    exchange.remove("client_id");
    assertThat(ask("/oauth2/token", exchange, assertion(client, idp.origin)).statusCode())
        .as("of another client")
        .isEqualTo(400);
    exchange.put("code", codeOf(owner));
    assertThat(ask("/oauth2/token", exchange, assertion(owner, idp.origin)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void an_assertion_of_nobody_or_of_two_is_refused() throws Exception {
    Map<String, String> other = new HashMap<>(MACHINE);
    other.put("client_id", "department-demo");
    for (HttpResponse<String> answer :
        List.of(
            ask("/oauth2/token", other, assertion(client, idp.origin)),
            ask("/oauth2/token", MACHINE, assertion("nobody", idp.origin)),
            ask("/oauth2/token", MACHINE, assertion("department-demo", idp.origin)))) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
      assertThat(RunningIdp.json(answer.body())).containsEntry("error", "invalid_client");
    }
    for (String unreadable : List.of("", "x", "a.b.c", "{}")) {
      assertThat(ask("/oauth2/token", MACHINE, unreadable).statusCode())
          .as(unreadable)
          .isIn(400, 401);
    }
  }

  /** RFC 9126 §2: issuer, token endpoint and endpoint for pushes MUST be taken. */
  @Test
  void it_may_be_addressed_to_the_endpoint_that_it_is_shown_at() throws Exception {
    for (String path : List.of("", "/oauth2/token", "/oauth2/par", "/oauth2/revoke")) {
      HttpResponse<String> answer =
          ask("/oauth2/token", MACHINE, assertion(client, idp.origin + path));
      assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
    }
    for (String elsewhere : List.of("http://other.example", idp.origin + "/userinfo")) {
      assertThat(ask("/oauth2/token", MACHINE, assertion(client, elsewhere)).statusCode())
          .as(elsewhere)
          .isEqualTo(401);
    }
    String web = registered("authorization_code", "openid");
    Map<String, String> request = RunningIdp.authorization(web, RunningIdp.CALLBACK, "openid");
    assertThat(ask("/oauth2/par", request, assertion(web, idp.origin + "/oauth2/par")).statusCode())
        .isEqualTo(201);
  }

  private String codeOf(String web) {
    Map<String, String> request = RunningIdp.authorization(web, RunningIdp.CALLBACK, "openid");
    return new LogInSteps(idp).authorize("citizen", request).get("code");
  }

  private HttpResponse<String> ask(String path, Map<String, String> form, String assertion) {
    Map<String, String> all = new HashMap<>(form);
    all.put("client_assertion_type", TYPE);
    all.put("client_assertion", assertion);
    return new Browser(idp.origin).post(path, all);
  }

  private String assertion(String name, String audience) throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(name)
            .subject(name)
            .audience(audience)
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }
}
