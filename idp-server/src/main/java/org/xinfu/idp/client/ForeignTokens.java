package org.xinfu.idp.client;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.xinfu.idp.domain.Sandbox;

/**
 * At the introspection endpoint: any service may ask about an access token that it was shown, but a
 * refresh token is its own client's alone and unknown to all others (RFC 7662 §4). Codes and ID
 * tokens open nothing at a service, and are no tokens to this question: whoever looks at {@code
 * active} alone would take one for an access token.
 */
public final class ForeignTokens implements AuthenticationProvider {
  private final OAuth2AuthorizationService grants;
  private final Sandbox sandbox;

  public ForeignTokens(OAuth2AuthorizationService grants, Sandbox sandbox) {
    this.grants = grants;
    this.sandbox = sandbox;
  }

  /** Null leaves the answer to the framework. */
  @Override
  public @Nullable Authentication authenticate(Authentication attempt) {
    OAuth2TokenIntrospectionAuthenticationToken asked =
        (OAuth2TokenIntrospectionAuthenticationToken) attempt;
    if (!(asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken asking)
        || asking.getRegisteredClient() == null) {
      return null;
    }
    String client = asking.getRegisteredClient().getId();
    OAuth2Authorization grant = grants.findByToken(asked.getToken(), OAuth2TokenType.REFRESH_TOKEN);
    if ((grant == null || grant.getRegisteredClientId().equals(client))
        && told(asked.getToken(), client)) {
      return null;
    }
    return new OAuth2TokenIntrospectionAuthenticationToken(
        asked.getToken(), asking, OAuth2TokenIntrospection.builder(false).build());
  }

  /** Tokens of clients in trial are nothing to real ones, nor the other way round. */
  private boolean told(String token, String client) {
    OAuth2Authorization grant = grants.findByToken(token, null);
    return grant == null
        || (opens(grant.getToken(token))
            && sandbox.client(grant.getRegisteredClientId()) == sandbox.client(client));
  }

  private static boolean opens(OAuth2Authorization.@Nullable Token<?> found) {
    return found != null
        && (found.getToken() instanceof OAuth2AccessToken
            || found.getToken() instanceof OAuth2RefreshToken);
  }

  @Override
  public boolean supports(Class<?> type) {
    return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(type);
  }
}
