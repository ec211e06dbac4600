package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** The modules of the OpenID Foundation's plan Back-Channel Logout, with what they look at. */
final class BackChannelModules {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final String STATE = "suite-state";

  private BackChannelModules() {}

  /** {@code oidcc-backchannel-logout-discovery-endpoint-verification}. */
  static void discovery(RunningIdp idp) {
    Map<String, Object> metadata =
        RunningIdp.json(new Browser(idp.origin).get("/.well-known/openid-configuration").body());
    assertThat(metadata)
        .containsEntry("backchannel_logout_supported", true)
        .containsEntry("backchannel_logout_session_supported", true)
        .containsEntry("end_session_endpoint", idp.origin + "/connect/logout");
    metadata.forEach(
        (name, value) -> {
          if (name.endsWith("_endpoint") || name.equals("jwks_uri")) {
            assertThat((String) value).as(name).startsWith(idp.origin + "/");
          }
        });
  }

  /** {@code oidcc-backchannel-rp-initiated-logout}. */
  static void rpInitiated(NewClient client, LogoutReceiver receiver) throws Exception {
    SuiteRun run = new SuiteRun(client, "");
    String idToken = (String) Objects.requireNonNull(run.tokens().get("id_token"));
    Map<String, String> asked =
        Map.of(
            "id_token_hint", idToken, "post_logout_redirect_uri", SuiteRun.AFTER, "state", STATE);
    String to = Browser.location(run.browser.get("/connect/logout?" + Browser.encode(asked)));
    String token = receiver.next(Duration.ofSeconds(20));
    assertThat(token).as("nothing but the logout token was sent").doesNotContain("&", "=");
    SignedJWT logout = SignedJWT.parse(token);
    signed(client.idp, logout);
    claims(client, logout.getJWTClaimsSet());
    SignedJWT login = SignedJWT.parse(idToken);
    assertThat(logout.getHeader().getAlgorithm()).isEqualTo(login.getHeader().getAlgorithm());
    assertThat(logout.getJWTClaimsSet().getSubject())
        .isEqualTo(login.getJWTClaimsSet().getSubject());
    assertThat(logout.getJWTClaimsSet().getStringClaim("sid"))
        .isNotEmpty()
        .isEqualTo(login.getJWTClaimsSet().getStringClaim("sid"));
    assertThat(to).startsWith(SuiteRun.AFTER + "?");
    assertThat(Browser.query(to)).isEqualTo(Map.of("state", STATE));
    assertThat(run.answer(run.request("prompt", "none")).get("error")).isEqualTo("login_required");
  }

  private static void signed(RunningIdp idp, SignedJWT logout) throws Exception {
    assertThat(logout.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    JWKSet keys = JWKSet.parse(new Browser(idp.origin).get("/oauth2/jwks").body());
    assertThat(
            logout.verify(
                new ECDSAVerifier(keys.getKeyByKeyId(logout.getHeader().getKeyID()).toECKey())))
        .isTrue();
  }

  /** OpenID Connect Back-Channel Logout 1.0 §2.4. */
  private static void claims(NewClient client, JWTClaimsSet claims) throws Exception {
    Instant now = Instant.now();
    assertThat(claims.getIssuer()).isEqualTo(client.idp.origin);
    assertThat(claims.getAudience()).containsExactly(client.id);
    assertThat(claims.getIssueTime().toInstant())
        .isBetween(now.minusSeconds(300), now.plusSeconds(1));
    assertThat(claims.getExpirationTime().toInstant()).isAfter(now);
    assertThat(claims.getJWTID()).isNotEmpty();
    assertThat(claims.getJSONObjectClaim("events")).isEqualTo(Map.of(EVENT, Map.of()));
    assertThat(claims.getClaims()).doesNotContainKey("nonce");
  }
}
