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
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients with {@code dpop_bound_access_tokens} (RFC 9449 §5.2) get no token without a proof. */
class KeyBoundClientsTest {
  private static final String APP = "https://app.example/callback";

  @TempDir static Path home;
  private static RunningIdp idp;
  private static ECKey key;

  @BeforeAll
  static void start() throws Exception {
    idp = new RunningIdp(home).start();
    key = new ECKeyGenerator(Curve.P_256).generate();
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  @Test
  void a_machine_gets_none_on_either_way() throws Exception {
    NewClient machine = NewClient.machine(idp, "licence:read", "dpop_bound_access_tokens", true);
    Map<String, String> form =
        new HashMap<>(Map.of("grant_type", "client_credentials", "scope", "licence:read"));
    for (int i = 0; i < 3; i++) {
      refused(machine, form); // known by then, it would be answered at once
    }
    form.put("beside", "1");
    refused(machine, form);
    form.remove("beside");
    bound(machine, form);
    refused(machine, form);
    HttpResponse<String> read =
        new Administrator(idp).send("GET", "/api/v1/clients/" + machine.id, Map.of());
    assertThat(RunningIdp.json(read.body())).containsEntry("dpop_bound_access_tokens", true);
  }

  @Test
  void a_code_and_a_refresh_token_are_not_spent_for_nothing() throws Exception {
    NewClient web = NewClient.web(idp, "dpop_bound_access_tokens", true);
    Map<String, String> request = RunningIdp.authorization(web.id, RunningIdp.CALLBACK, "openid");
    String code = new LogInSteps(idp).authorize("citizen", request).get("code");
    Map<String, String> form = LogInSteps.codeForm("", RunningIdp.CALLBACK, code);
    form.remove("client_id");
    refused(web, form);
    form.put("beside", "1");
    refused(web, form);
    form.remove("beside");
    String refresh = (String) Objects.requireNonNull(bound(web, form).get("refresh_token"));
    Map<String, String> again = Map.of("grant_type", "refresh_token", "refresh_token", refresh);
    refused(web, again);
    bound(web, again);
  }

  @Test
  void a_public_client_gets_none_either() throws Exception {
    String id =
        new Administrator(idp)
            .register(
                Map.of(
                    "client_name",
                    "公开客户端（样例）",
                    "redirect_uris",
                    List.of(APP),
                    "scope",
                    "openid",
                    "token_endpoint_auth_method",
                    "none",
                    "dpop_bound_access_tokens",
                    true));
    Map<String, String> request = RunningIdp.authorization(id, APP, "openid");
    String code = new LogInSteps(idp).authorize("citizen", request).get("code");
    Map<String, String> form = LogInSteps.codeForm(id, APP, code);
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer = new Browser(idp.origin).post("/oauth2/token", form);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(RunningIdp.json(answer.body())).containsEntry("error", "invalid_dpop_proof");
    }
    HttpResponse<String> answer =
        new Browser(idp.origin).post("/oauth2/token", form, "DPoP", proof(nonce()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(RunningIdp.json(answer.body())).containsEntry("token_type", "DPoP");
  }

  @Test
  void who_does_not_prove_itself_is_told_that_first() {
    NewClient machine = NewClient.machine(idp, "licence:read", "dpop_bound_access_tokens", true);
    HttpResponse<String> answer =
        new Browser(idp.origin)
            .post(
                "/oauth2/token",
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    machine.id,
                    "client_secret",
                    "A".repeat(43)));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(RunningIdp.json(answer.body())).containsEntry("error", "invalid_client");
  }

  @Test
  void it_has_no_meaning_where_a_token_is_bound_otherwise_or_not_at_all() {
    assertThat(
            NewClient.refused(
                idp,
                "dpop_bound_access_tokens",
                true,
                "grant_types",
                List.of("authorization_code", "urn:ietf:params:oauth:grant-type:token-exchange")))
        .contains("\"dpop_bound_access_tokens\"");
    assertThat(
            NewClient.refused(
                idp,
                "dpop_bound_access_tokens",
                true,
                "tls_client_certificate_bound_access_tokens",
                true))
        .contains("\"dpop_bound_access_tokens\"");
  }

  private static void refused(NewClient client, Map<String, String> form) {
    HttpResponse<String> answer =
        new Browser(idp.origin).post("/oauth2/token", form, "Authorization", client.basic);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(RunningIdp.json(answer.body())).containsEntry("error", "invalid_dpop_proof");
  }

  private static Map<String, Object> bound(NewClient client, Map<String, String> form)
      throws Exception {
    HttpResponse<String> answer =
        new Browser(idp.origin)
            .post("/oauth2/token", form, "Authorization", client.basic, "DPoP", proof(nonce()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Object> tokens = RunningIdp.json(answer.body());
    assertThat(tokens).containsEntry("token_type", "DPoP");
    assertThat(RunningIdp.claims((String) tokens.get("access_token")))
        .containsEntry("cnf", Map.of("jkt", key.computeThumbprint().toString()));
    return tokens;
  }

  private static String nonce() throws Exception {
    return new Browser(idp.origin)
        .post("/oauth2/token", Map.of("grant_type", "client_credentials"), "DPoP", proof(""))
        .headers()
        .firstValue("DPoP-Nonce")
        .orElseThrow();
  }

  private static String proof(String nonce) throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(Instant.now()))
            .claim("htm", "POST")
            .claim("htu", idp.origin + "/oauth2/token")
            .claim("nonce", nonce);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(key.toPublicJWK())
            .build();
    SignedJWT jwt = new SignedJWT(header, claims.build());
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }
}
