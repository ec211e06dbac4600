package org.xinfu.idp.client;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;

/**
 * At the introspection endpoint: any service may ask about an access token that it was shown, but a
 * refresh token is its own client's alone and unknown to all others (RFC 7662 §4).
 */
public final class ForeignTokens implements AuthenticationProvider {
  private final OAuth2AuthorizationService grants;

  public ForeignTokens(OAuth2AuthorizationService grants) {
    this.grants = grants;
  }

  /** Null leaves the answer to the framework. */
  @Override
  public @Nullable Authentication authenticate(Authentication attempt) {
    OAuth2TokenIntrospectionAuthenticationToken asked =
        (OAuth2TokenIntrospectionAuthenticationToken) attempt;
    OAuth2Authorization grant = grants.findByToken(asked.getToken(), OAuth2TokenType.REFRESH_TOKEN);
    if (grant == null
        || !(asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken asking)
        || asking.getRegisteredClient() == null
        || grant.getRegisteredClientId().equals(asking.getRegisteredClient().getId())) {
      return null;
    }
    return new OAuth2TokenIntrospectionAuthenticationToken(
        asked.getToken(), asking, OAuth2TokenIntrospection.builder(false).build());
  }

  @Override
  public boolean supports(Class<?> type) {
    return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(type);
  }
}
