package org.xinfu.idp.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

/**
 * A code that was asked for with {@code dpop_jkt}, the SHA-256 thumbprint of a key (RFC 7638), is
 * exchanged with a proof of that key alone (RFC 9449 §10). The framework keeps the parameter and
 * asks nothing.
 */
public final class BoundCode {
  private static final String KEY = "dpop_jkt";

  private BoundCode() {}

  /**
   * Looks at the access token of a code, which is made first.
   *
   * @throws OAuth2AuthenticationException {@code invalid_grant} where the code is bound to a key
   *     and the request has shown no proof, or another key's
   */
  public static void check(JwtEncodingContext context) {
    if (!AuthorizationGrantType.AUTHORIZATION_CODE.equals(context.getAuthorizationGrantType())
        || !OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
      return;
    }
    Object key = key(context.getAuthorization());
    if (key != null && !key.equals(shown(context.get(OAuth2TokenContext.DPOP_PROOF_KEY)))) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
  }

  private static @Nullable Object key(@Nullable OAuth2Authorization grant) {
    OAuth2AuthorizationRequest request =
        grant == null ? null : grant.getAttribute(OAuth2AuthorizationRequest.class.getName());
    return request == null ? null : request.getAdditionalParameters().get(KEY);
  }

  /** The thumbprint of the key that a verified proof was signed by; null without one. */
  private static @Nullable String shown(@Nullable Jwt proof) {
    if (proof == null || !(proof.getHeaders().get("jwk") instanceof Map<?, ?> written)) {
      return null;
    }
    try {
      @SuppressWarnings("unchecked") // names of a JSON object
      Map<String, Object> jwk = (Map<String, Object>) written;
      return JWK.parse(jwk).computeThumbprint().toString();
    } catch (ParseException | JOSEException noKey) {
      return null;
    }
  }
}
