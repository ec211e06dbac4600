package org.xinfu.idp.exchange;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.idp.token.HeaderAlgorithm;

/**
 * Token exchange (RFC 8693) in the place of the framework's, which knows no tokens but its own. The
 * client that exchanges becomes the actor of the new token, in front of all actors before it
 * (§4.1); scopes only shrink, levels never rise, and the end only comes nearer.
 */
public final class ExchangeToken implements AuthenticationProvider {
  /** Actors in one token. */
  private static final int LONGEST = 5;

  private final String issuer;
  private final ExchangeSettings settings;
  private final SubjectTokens subjects;
  private final Part part;

  /** What makes, keeps and records tokens. */
  public record Part(
      JwtEncoder encoder,
      org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService grants,
      IdpAudit audit,
      Clock clock) {}

  public ExchangeToken(
      String issuer, ExchangeSettings settings, SubjectTokens subjects, Part part) {
    this.issuer = issuer;
    this.settings = settings;
    this.subjects = subjects;
    this.part = part;
  }

  @Override
  public boolean supports(Class<?> type) {
    return OAuth2TokenExchangeAuthenticationToken.class.isAssignableFrom(type);
  }

  @Override
  public Authentication authenticate(Authentication request) {
    OAuth2TokenExchangeAuthenticationToken asked = (OAuth2TokenExchangeAuthenticationToken) request;
    if (!(asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken caller)
        || caller.getRegisteredClient() == null) {
      throw refused("invalid_client", "the client is not known");
    }
    RegisteredClient client = caller.getRegisteredClient();
    if (!client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.TOKEN_EXCHANGE)) {
      throw refused("unauthorized_client", "the client may not exchange tokens");
    }
    if (asked.getActorToken() != null) {
      throw refused("invalid_request", "the actor is the client; actor_token is not taken");
    }
    Subject subject =
        subjects
            .read(asked.getSubjectToken(), client.getClientId())
            .filter(found -> depth(found.actors()) < LONGEST)
            .orElseThrow(() -> notTaken(client));
    List<String> audience = audience(asked);
    Set<String> scopes = scopes(asked, client, subject);
    Jwt token = token(client, subject, new Aim(audience, scopes));
    OAuth2AccessToken access =
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER,
            token.getTokenValue(),
            token.getIssuedAt(),
            token.getExpiresAt(),
            scopes);
    keep(client, subject, access, token.getClaims());
    part.audit().record(client.getClientId(), subject.sub(), "token-exchanged", "done");
    return new OAuth2AccessTokenAuthenticationToken(
        client,
        caller,
        access,
        null,
        Map.of("issued_token_type", "urn:ietf:params:oauth:token-type:access_token"));
  }

  /** Where the new token goes. */
  private record Aim(List<String> audience, Set<String> scopes) {}

  /** Other nodes only by name and only those of the policy; else whom the scopes speak to. */
  private List<String> audience(OAuth2TokenExchangeAuthenticationToken asked) {
    if (!asked.getResources().isEmpty()
        || !settings.audiences().containsAll(asked.getAudiences())) {
      throw refused("invalid_target", "no such audience");
    }
    return List.copyOf(asked.getAudiences());
  }

  private static Set<String> scopes(
      OAuth2TokenExchangeAuthenticationToken asked, RegisteredClient client, Subject subject) {
    Set<String> scopes = new LinkedHashSet<>(subject.scopes());
    scopes.retainAll(client.getScopes());
    scopes.removeIf(scope -> !Scopes.forMachines(scope)); // none that tells who somebody is
    if (!scopes.containsAll(asked.getScopes())) {
      throw refused("invalid_scope", "not within the subject token, the policy and the client");
    }
    if (!asked.getScopes().isEmpty()) {
      scopes.retainAll(asked.getScopes());
    }
    if (scopes.isEmpty()) {
      throw refused("invalid_scope", "no scope is left");
    }
    return scopes;
  }

  private Jwt token(RegisteredClient client, Subject subject, Aim aim) {
    Instant now = part.clock().instant();
    Instant longest = now.plus(settings.life());
    Instant expires = subject.expires().isBefore(longest) ? subject.expires() : longest;
    List<String> audience =
        aim.audience().isEmpty() ? List.copyOf(Scopes.audiences(aim.scopes())) : aim.audience();
    JwtClaimsSet.Builder claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .subject(subject.sub())
            .audience(audience)
            .issuedAt(now)
            .notBefore(now)
            .expiresAt(expires)
            .id(UUID.randomUUID().toString())
            .claim("scope", String.join(" ", aim.scopes()))
            .claim("client_id", client.getClientId())
            .claim("roles", List.of())
            .claim("act", act(client, subject));
    subject.told().forEach(claims::claim);
    // Other nodes believe ES256 alone.
    boolean here = aim.audience().isEmpty();
    TokenAlgorithm algorithm =
        here ? ClientFacts.algorithms(client).accessToken() : TokenAlgorithm.ES256;
    JwsHeader header = HeaderAlgorithm.header(algorithm).build();
    return part.encoder().encode(JwtEncoderParameters.from(header, claims.build()));
  }

  private Map<String, Object> act(RegisteredClient client, Subject subject) {
    Map<String, Object> act = new LinkedHashMap<>();
    act.put("sub", client.getClientId());
    act.put("iss", issuer);
    if (!subject.actors().isEmpty()) {
      act.put("act", subject.actors());
    }
    return act;
  }

  /** So that it can be asked about and called back like any other. */
  private void keep(
      RegisteredClient client,
      Subject subject,
      OAuth2AccessToken access,
      Map<String, Object> told) {
    part.grants()
        .save(
            OAuth2Authorization.withRegisteredClient(client)
                .principalName(subject.sub())
                .authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
                .authorizedScopes(access.getScopes())
                .token(
                    access,
                    metadata -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, told))
                .build());
  }

  private static int depth(Map<String, Object> actors) {
    int depth = 0;
    Object next = actors;
    while (next instanceof Map<?, ?> act && !act.isEmpty() && depth <= LONGEST) {
      depth++;
      next = act.get("act");
    }
    return depth;
  }

  private OAuth2AuthenticationException notTaken(RegisteredClient client) {
    part.audit().record(client.getClientId(), "unknown", "token-exchanged", "subject-refused");
    // RFC 8693 §2.2.2: an unacceptable subject token is an invalid_request.
    return refused("invalid_request", "the subject token is not taken here");
  }

  private static OAuth2AuthenticationException refused(String code, String why) {
    return new OAuth2AuthenticationException(new OAuth2Error(code, why, null));
  }
}
