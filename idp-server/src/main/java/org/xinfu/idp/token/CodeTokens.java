package org.xinfu.idp.token;

import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;

/**
 * Makes the tokens that a code is exchanged for (RFC 6749 §4.1.4, OpenID Connect Core §3.1.3.3), by
 * the very generators that the framework calls on its own way: their claims come from one place.
 */
public final class CodeTokens {
  private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType(OidcParameterNames.ID_TOKEN);

  private final JwtGenerator jwts;
  private final AuthorizationServerContext server;
  private final OAuth2RefreshTokenGenerator refreshTokens = new OAuth2RefreshTokenGenerator();

  public CodeTokens(JwtGenerator jwts, AuthorizationServerContext server) {
    this.jwts = jwts;
    this.server = server;
  }

  /**
   * What was made.
   *
   * @param scopes of the grant; the access token may name fewer
   * @param refresh null where the client may have none
   * @param id null where {@code openid} was not asked for
   */
  public record Made(
      Jwt access, Set<String> scopes, @Nullable OAuth2RefreshToken refresh, @Nullable Jwt id) {}

  /**
   * Tokens of a client that has proven itself by its secret.
   *
   * @param code as it was shown
   * @throws org.springframework.security.oauth2.core.OAuth2AuthenticationException where there are
   *     none to be had for this person at this client now
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  public Made make(RegisteredClient client, OAuth2Authorization grant, String code) {
    OAuth2AuthorizationRequest request =
        Objects.requireNonNull(grant.getAttribute(OAuth2AuthorizationRequest.class.getName()));
    DefaultOAuth2TokenContext.Builder asked = context(client, grant, code);
    Jwt access = jwt(asked, OAuth2TokenType.ACCESS_TOKEN);
    OAuth2RefreshToken refresh =
        client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.REFRESH_TOKEN)
            ? refreshTokens.generate(asked.tokenType(OAuth2TokenType.REFRESH_TOKEN).build())
            : null;
    Jwt id = request.getScopes().contains(OidcScopes.OPENID) ? jwt(asked, ID_TOKEN) : null;
    return new Made(access, grant.getAuthorizedScopes(), refresh, id);
  }

  private DefaultOAuth2TokenContext.Builder context(
      RegisteredClient client, OAuth2Authorization grant, String code) {
    Authentication person = Objects.requireNonNull(grant.getAttribute(Principal.class.getName()));
    OAuth2ClientAuthenticationToken proven =
        new OAuth2ClientAuthenticationToken(
            client, ClientAuthenticationMethod.CLIENT_SECRET_BASIC, null);
    return DefaultOAuth2TokenContext.builder()
        .registeredClient(client)
        .principal(person)
        .authorizationServerContext(server)
        .authorization(grant)
        .authorizedScopes(grant.getAuthorizedScopes())
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .authorizationGrant(
            new OAuth2AuthorizationCodeAuthenticationToken(code, proven, null, Map.of()));
  }

  private Jwt jwt(DefaultOAuth2TokenContext.Builder asked, OAuth2TokenType type) {
    return Objects.requireNonNull(
        jwts.generate(asked.tokenType(type).build()), "no client has opaque tokens");
  }
}
