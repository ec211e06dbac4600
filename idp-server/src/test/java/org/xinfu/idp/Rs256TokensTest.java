package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** RS256 for those who registered for it (OpenID Connect Core §15.1), by a key in the device. */
class Rs256TokensTest {
  private final RunningIdp idp = SharedIdp.get();

  @Test
  void id_tokens_and_user_info_are_signed_by_an_rsa_key_and_other_tokens_are_not()
      throws Exception {
    NewClient client =
        SuiteRun.register(
            idp, "id_token_signed_response_alg", "RS256", "userinfo_signed_response_alg", "RS256");
    SuiteRun run = new SuiteRun(client, "");
    Map<String, Object> tokens = run.tokens(); // verified by the published key
    SignedJWT idToken = SignedJWT.parse((String) tokens.get("id_token"));
    assertThat(idToken.getHeader().getAlgorithm()).hasToString("RS256");
    JWKSet published = JWKSet.parse(run.browser.get("/oauth2/jwks").body());
    RSAKey key = (RSAKey) published.getKeyByKeyId(idToken.getHeader().getKeyID());
    assertThat(key.size()).isGreaterThanOrEqualTo(2048);
    assertThat(key.computeThumbprint().toString()).isEqualTo(key.getKeyID());
    assertThat(key.getAlgorithm()).hasToString("RS256");
    SignedJWT told = SignedJWT.parse(run.userInfo(tokens).body());
    assertThat(told.verify(new RSASSAVerifier(key))).isTrue();
    // Services read access tokens, and they know ES256.
    assertThat(algorithm((String) tokens.get("access_token"))).isEqualTo("ES256");
    NewClient usual = SuiteRun.register(idp);
    assertThat(algorithm((String) new SuiteRun(usual, "").tokens().get("id_token")))
        .isEqualTo("ES256");
  }

  @Test
  void such_an_id_token_is_a_hint() {
    SuiteRun run =
        new SuiteRun(SuiteRun.register(idp, "id_token_signed_response_alg", "RS256"), "");
    String hint = (String) Objects.requireNonNull(run.tokens().get("id_token"));
    run.tokens("prompt", "none", "id_token_hint", hint);
    Map<String, String> asked =
        Map.of("id_token_hint", hint, "post_logout_redirect_uri", SuiteRun.AFTER);
    HttpResponse<String> out = run.browser.get("/connect/logout?" + Browser.encode(asked));
    assertThat(Browser.location(out)).isEqualTo(SuiteRun.AFTER);
  }

  @Test
  void no_access_token_is_signed_so() {
    assertThat(NewClient.refused(idp, "access_token_signed_response_alg", "RS256"))
        .contains("access_token_signed_response_alg");
  }

  private static String algorithm(String token) throws Exception {
    return SignedJWT.parse(token).getHeader().getAlgorithm().getName();
  }
}
