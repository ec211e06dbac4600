package org.xinfu.idp.token;

import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.trust.json.CanonicalJson;

/**
 * Makes the tokens that a code is exchanged for (RFC 6749 §4.1.4, OpenID Connect Core §3.1.3.3).
 * Whatever they tell of persons, logins and mandates comes of the one customizer that the
 * framework's own way calls too, and so does every refusal; of itself this class writes what is the
 * same in all tokens, and signs.
 */
public final class CodeTokens {
  /** As the framework has it. */
  private static final Duration ID_TOKEN_LIFE = Duration.ofMinutes(30);

  private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType(OidcParameterNames.ID_TOKEN);

  private final OwnKeys keys;
  private final String issuer;
  private final OAuth2TokenCustomizer<JwtEncodingContext> customizer;
  private final Clock clock;
  private final OAuth2RefreshTokenGenerator refreshTokens = new OAuth2RefreshTokenGenerator();

  public CodeTokens(
      OwnKeys keys,
      String issuer,
      OAuth2TokenCustomizer<JwtEncodingContext> customizer,
      Clock clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.customizer = customizer;
    this.clock = clock;
    refreshTokens.setClock(clock);
  }

  /**
   * What was made.
   *
   * @param scopes of the grant; the access token may name fewer
   * @param refresh null where the client may have none
   * @param id null where {@code openid} was not asked for
   */
  public record Made(
      Signed access,
      Set<String> scopes,
      @Nullable OAuth2RefreshToken refresh,
      @Nullable Signed id) {}

  /**
   * A JWT.
   *
   * @param claims times in seconds
   * @param text the claims as they are signed
   */
  public record Signed(
      String getTokenValue,
      Instant getIssuedAt,
      Instant getExpiresAt,
      Map<String, Object> claims,
      String text)
      implements OAuth2Token {}

  /**
   * Tokens of a client that is not in trial, whose tokens may be spoilt on purpose.
   *
   * @param proven whether the client has proven itself by its secret: a public one gets no refresh
   *     token, which anybody could use who finds it (RFC 9700 §2.2.2)
   * @throws org.springframework.security.oauth2.core.OAuth2AuthenticationException where there are
   *     none to be had for this person at this client now
   * @throws IllegalArgumentException for a claim that is no value of JSON once times are written:
   *     no customizer of ours makes one
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  public Made make(RegisteredClient client, OAuth2Authorization grant, boolean proven) {
    OAuth2AuthorizationRequest request =
        Objects.requireNonNull(grant.getAttribute(OAuth2AuthorizationRequest.class.getName()));
    Signed access = accessToken(client, grant);
    Signed id =
        request.getScopes().contains(OidcScopes.OPENID) ? idToken(client, grant, request) : null;
    return new Made(
        access, grant.getAuthorizedScopes(), proven ? refreshToken(client, grant) : null, id);
  }

  private Signed accessToken(RegisteredClient client, OAuth2Authorization grant) {
    Instant now = clock.instant();
    JwtClaimsSet.Builder claims =
        claims(client, now, client.getTokenSettings().getAccessTokenTimeToLive()).notBefore(now);
    return signed(client, grant, OAuth2TokenType.ACCESS_TOKEN, claims);
  }

  private Signed idToken(
      RegisteredClient client, OAuth2Authorization grant, OAuth2AuthorizationRequest request) {
    JwtClaimsSet.Builder claims =
        claims(client, clock.instant(), ID_TOKEN_LIFE).claim("azp", client.getClientId());
    if (request.getAdditionalParameters().get(OidcParameterNames.NONCE) instanceof String nonce
        && !nonce.isBlank()) {
      claims.claim(OidcParameterNames.NONCE, nonce);
    }
    return signed(client, grant, ID_TOKEN, claims);
  }

  private @Nullable OAuth2RefreshToken refreshToken(
      RegisteredClient client, OAuth2Authorization grant) {
    if (!client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.REFRESH_TOKEN)) {
      return null;
    }
    OAuth2RefreshToken fresh =
        refreshTokens.generate(
            DefaultOAuth2TokenContext.builder()
                .registeredClient(client)
                .tokenType(OAuth2TokenType.REFRESH_TOKEN)
                .build());
    return fresh == null ? null : RefreshTokens.named(fresh, grant);
  }

  private JwtClaimsSet.Builder claims(RegisteredClient client, Instant now, Duration life) {
    return JwtClaimsSet.builder()
        .issuer(issuer)
        .audience(List.of(client.getClientId()))
        .issuedAt(now)
        .expiresAt(now.plus(life));
  }

  private Signed signed(
      RegisteredClient client,
      OAuth2Authorization grant,
      OAuth2TokenType type,
      JwtClaimsSet.Builder claims) {
    TokenAlgorithm algorithm = TokenClaims.algorithm(client, type);
    Authentication person = Objects.requireNonNull(grant.getAttribute(Principal.class.getName()));
    customizer.customize(
        JwtEncodingContext.with(HeaderAlgorithm.header(algorithm), claims)
            .registeredClient(client)
            .principal(person)
            .authorization(grant)
            .authorizedScopes(grant.getAuthorizedScopes())
            .tokenType(type)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .build());
    Map<String, Object> told = new LinkedHashMap<>();
    claims.claims(told::putAll);
    Instant issued = (Instant) Objects.requireNonNull(told.get("iat"));
    Instant expires = (Instant) Objects.requireNonNull(told.get("exp"));
    told.replaceAll(WrittenClaims::of);
    String text = CanonicalJson.write(told);
    return new Signed(
        HsmJwtEncoder.signed(keys.current(algorithm), text), issued, expires, told, text);
  }
}
