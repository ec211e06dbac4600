package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** Tokens that rest nowhere, and what is known of them all the same (RFC 7009, RFC 7662). */
class MachineTokensTest {
  /** The order of P-256 (SEC 2 §2.4.2). */
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private static final String SCOPES = "licence:read seal:read";

  private final RunningIdp idp = SharedIdp.get();
  private final NewClient client = NewClient.machine(idp, SCOPES);

  @Test
  void what_rests_of_a_token_is_that_it_was_issued() {
    String token = token();
    assertThat(grants()).isZero();
    assertThat(audited("token-issued")).isEqualTo(1);
    assertThat(introspected(token))
        .containsEntry("active", true)
        .containsEntry("client_id", client.id)
        .containsEntry("sub", client.id)
        .containsEntry("token_type", "Bearer")
        .containsEntry("jti", RunningIdp.claims(token).get("jti"))
        .containsEntry("iss", idp.origin)
        .containsKeys("exp", "iat", "aud");
    assertThat(((String) introspected(token).get("scope")).split(" "))
        .containsExactlyInAnyOrder(SCOPES.split(" "));
  }

  @Test
  void what_was_called_back_is_worth_nothing_in_any_spelling() {
    String token = token();
    String another = token();
    String respelled = negated(token);
    assertThat(introspected(respelled)).containsEntry("active", true);
    revoke(token, client.basic);
    revoke(token, client.basic);
    assertThat(audited("machine-token-revoked")).isEqualTo(1);
    assertThat(introspected(token)).isEqualTo(Map.of("active", false));
    assertThat(introspected(respelled)).isEqualTo(Map.of("active", false));
    assertThat(introspected(another)).containsEntry("active", true);
    revoke(negated(another), client.basic);
    assertThat(introspected(another)).isEqualTo(Map.of("active", false));
  }

  @Test
  void nobody_else_calls_it_back() {
    String token = token();
    revoke(token, idp.basic("vault-console"));
    assertThat(introspected(token)).containsEntry("active", true);
  }

  @Test
  void a_narrower_client_begins_anew() {
    String token = token();
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("client_name", "换了名字（样例）");
    metadata.put("grant_types", List.of("client_credentials"));
    metadata.put("scope", SCOPES);
    put(metadata, "\"1\"");
    assertThat(introspected(token)).containsEntry("active", true);
    metadata.put("scope", "licence:read");
    put(metadata, "\"2\"");
    assertThat(introspected(token)).isEqualTo(Map.of("active", false));
    assertThat(introspected(token("licence:read"))).containsEntry("active", true);
  }

  @Test
  void tokens_go_with_their_client_and_do_not_come_back_with_its_name() {
    String token = token();
    String row = "SELECT row_to_json(c)::text FROM client c WHERE id = ?";
    String before = SharedIdp.jdbc().sql(row).param(client.id).query(String.class).single();
    SharedIdp.jdbc().sql("DELETE FROM client WHERE id = ?").param(client.id).update();
    assertThat(introspected(token)).isEqualTo(Map.of("active", false));
    SharedIdp.jdbc()
        .sql(
            """
            INSERT INTO client (id, name, auth_methods, grant_types, redirect_uris, scopes,
              post_logout_uris, access_seconds, refresh_seconds, secret_hash, created_at)
            SELECT id, name, auth_methods, grant_types, redirect_uris, scopes, post_logout_uris,
              access_seconds, refresh_seconds, secret_hash, created_at
            FROM json_populate_record(NULL::client, ?::json)
            """)
        .param(before)
        .update();
    assertThat(introspected(token)).isEqualTo(Map.of("active", false));
    assertThat(introspected(token())).containsEntry("active", true);
  }

  /** By our own key, as a token of a person is: only the names of the claims differ. */
  @Test
  void what_does_not_bear_the_name_of_the_generation_or_is_over_is_nothing() {
    String id = (String) RunningIdp.claims(token()).get("jti");
    Instant now = Instant.now();
    assertThat(introspected(signed(id + "-x", client.id, idp.origin, now)))
        .containsEntry("active", true);
    assertThat(introspected(signed("cc-" + id, client.id, idp.origin, now)))
        .isEqualTo(Map.of("active", false));
    assertThat(introspected(signed(id, "department-demo", idp.origin, now)))
        .isEqualTo(Map.of("active", false));
    assertThat(introspected(signed(id, "nobody", idp.origin, now)))
        .isEqualTo(Map.of("active", false));
    assertThat(introspected(signed(id, client.id, "https://elsewhere.example", now)))
        .isEqualTo(Map.of("active", false));
    assertThat(introspected(signed(id, client.id, idp.origin, now.minusSeconds(310))))
        .isEqualTo(Map.of("active", false));
    String token = token();
    assertThat(introspected(token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86)))
        .isEqualTo(Map.of("active", false));
    assertThat(introspected(token + ".x" + "y".repeat(20_000))).isEqualTo(Map.of("active", false));
  }

  /** In five parts: encrypted, so that nothing of it can be read (RFC 7516 §7.1). */
  @Test
  void what_cannot_be_read_is_nothing_to_everybody() {
    String sealed = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA";
    assertThat(introspected(sealed)).isEqualTo(Map.of("active", false));
    revoke(sealed, client.basic);
    Map<String, String> code =
        Map.of("grant_type", "authorization_code", "code", sealed, "redirect_uri", "x");
    assertThat(
            SharedIdp.browser()
                .post("/oauth2/token", code, "Authorization", client.basic)
                .statusCode())
        .isEqualTo(400);
    Map<String, String> agreed = Map.of("client_id", client.id, "state", sealed);
    assertThat(SharedIdp.loggedIn("citizen").browser.post("/oauth2/authorize", agreed).statusCode())
        .isBetween(400, 499);
  }

  private String signed(String id, String subject, String issuer, Instant from) {
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .id(id)
            .subject(subject)
            .issuer(issuer)
            .issuedAt(from)
            .expiresAt(from.plusSeconds(300))
            .claim("scope", "licence:read")
            .build();
    return idp.bean(JwtEncoder.class).encode(JwtEncoderParameters.from(claims)).getTokenValue();
  }

  /** The same signature as (r, n − s), which verifies as well. */
  private static String negated(String token) {
    int dot = token.lastIndexOf('.') + 1;
    byte[] raw = Base64.getUrlDecoder().decode(token.substring(dot));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(raw, 32, 64));
    byte[] other = N.subtract(s).toByteArray();
    Arrays.fill(raw, 32, 64, (byte) 0);
    int length = Math.min(32, other.length);
    System.arraycopy(other, other.length - length, raw, 64 - length, length);
    return token.substring(0, dot) + Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }

  private String token() {
    return token(SCOPES);
  }

  private String token(String scope) {
    Map<String, String> form = Map.of("grant_type", "client_credentials", "scope", scope);
    return (String) client.token(form).get("access_token");
  }

  private Map<String, Object> introspected(String token) {
    return RunningIdp.json(post("/oauth2/introspect", token, idp.basic("vault-console")).body());
  }

  private static HttpResponse<String> post(String path, String token, String basic) {
    HttpResponse<String> answer =
        SharedIdp.browser().post(path, Map.of("token", token), "Authorization", basic);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400);
    return answer;
  }

  private static void revoke(String token, String basic) {
    post("/oauth2/revoke", token, basic);
  }

  private void put(Map<String, Object> metadata, String version) {
    HttpResponse<String> put =
        new Administrator(idp)
            .send(
                "PUT",
                "/api/v1/clients/" + client.id,
                metadata,
                "Content-Type",
                "application/json",
                "If-Match",
                version);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
  }

  private long grants() {
    return count("SELECT count(*) FROM oauth2_grant WHERE client_id = ?", client.id);
  }

  private long audited(String act) {
    return count(
        "SELECT count(*) FROM audit WHERE client = ? AND subject = client AND act = '" + act + "'",
        client.id);
  }

  private static long count(String sql, String id) {
    return SharedIdp.jdbc().sql(sql).params(List.of(id)).query(Long.class).single();
  }
}
