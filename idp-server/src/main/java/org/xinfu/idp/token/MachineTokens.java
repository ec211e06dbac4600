package org.xinfu.idp.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.client.SaidClaims;

/**
 * Tokens that machines get for themselves (RFC 6749 §4.4). Such a token tells by itself all that a
 * row would, so none is kept: its grant is read from it, by our own signature. Its {@code jti}
 * tells it from tokens of persons, whose grants rest in the database, and names the generation of
 * its client's tokens: a client that may do less than before begins another, and tokens of earlier
 * ones are worth nothing here.
 */
public final class MachineTokens {
  private static final String MARK = "cc-";

  /** Ours have under a thousand characters. */
  private static final int LONGEST = 16_384;

  private final JwtDecoder decoder;
  private final RegisteredClientRepository clients;

  public MachineTokens(OwnKeys keys, String issuer, RegisteredClientRepository clients) {
    this.decoder =
        keys.decoder(
            new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(), new JwtIssuerValidator(issuer)));
    this.clients = clients;
  }

  /** The {@code jti} of a token of the client as it is now. */
  static String id(RegisteredClient client, String unique) {
    return prefix(client) + unique;
  }

  /** Whether the token says that it is one; nothing is verified. */
  public static boolean named(String token) {
    return token.length() <= LONGEST
        && SaidClaims.of(token)
            .map(JWTClaimsSet::getJWTID)
            .filter(id -> id.startsWith(MARK))
            .isPresent();
  }

  /**
   * The grant that the token came of; its id is the token's {@code jti}, which another spelling of
   * the same token shares. Empty when the token is not ours, has expired, or is of a client that is
   * gone or has begun another generation.
   */
  public Optional<OAuth2Authorization> grant(String token) {
    Jwt jwt;
    try {
      jwt = decoder.decode(token);
    } catch (JwtException notOurs) {
      return Optional.empty();
    }
    String id = jwt.getId();
    RegisteredClient client = clients.findByClientId(String.valueOf(jwt.getSubject()));
    return id == null || client == null || !id.startsWith(prefix(client))
        ? Optional.empty()
        : Optional.of(grant(jwt, id, client));
  }

  private static OAuth2Authorization grant(Jwt jwt, String id, RegisteredClient client) {
    Set<String> scopes = words(jwt.getClaimAsString("scope"));
    OAuth2AccessToken access =
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER,
            jwt.getTokenValue(),
            jwt.getIssuedAt(),
            jwt.getExpiresAt(),
            scopes);
    return OAuth2Authorization.withRegisteredClient(client)
        .id(id)
        .principalName(client.getClientId())
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .authorizedScopes(scopes)
        .token(
            access,
            metadata -> {
              metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, jwt.getClaims());
              metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, false);
            })
        .build();
  }

  private static String prefix(RegisteredClient client) {
    return MARK + ClientFacts.generation(client) + "-";
  }

  private static Set<String> words(@org.jspecify.annotations.Nullable String line) {
    return line == null || line.isEmpty()
        ? Set.of()
        : new LinkedHashSet<>(List.of(line.split(" ")));
  }
}
