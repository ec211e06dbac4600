package org.xinfu.idp.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.WrongAnswer;
import org.xinfu.idp.domain.mandate.Acting;

/**
 * The last line between real and fictitious persons: no token is made across it, whatever grant
 * asks. Tokens of clients in trial say so by a claim, for which resource servers refuse them.
 */
public final class SandboxClaims {
  /** Private claim, {@code true} in every token of a client in trial and in no other. */
  public static final String CLAIM = "sandbox";

  private static final String STORED = "xinfu.wrong";
  private static final String NOBODY = "another-client";
  private static final Duration LONG_AGO = Duration.ofHours(2);

  private final Sandbox sandbox;

  public SandboxClaims(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** As an entry of the stored request; no client can send such a name. */
  public static Map<String, Object> stored(WrongAnswer wrong) {
    return wrong == WrongAnswer.NONE ? Map.of() : Map.of(STORED, wrong.name());
  }

  /** What the client is to be told wrongly about this grant. */
  public static WrongAnswer wrong(@Nullable OAuth2Authorization grant) {
    OAuth2AuthorizationRequest request =
        grant == null ? null : grant.getAttribute(OAuth2AuthorizationRequest.class.getName());
    return request != null && request.getAdditionalParameters().get(STORED) instanceof String name
        ? WrongAnswer.parse(name)
        : WrongAnswer.NONE;
  }

  /** Refuses a token across the line and marks those of clients in trial. */
  public void check(JwtEncodingContext context) {
    String client = context.getRegisteredClient().getClientId();
    boolean trial = sandbox.client(client);
    if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
      if (trial && !sandbox.open()) {
        throw new OAuth2AuthenticationException(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT);
      }
    } else if (!meet(client, context)) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
    if (trial) {
      context.getClaims().claim(CLAIM, true);
    }
  }

  private boolean meet(String client, JwtEncodingContext context) {
    return sandbox.meet(client, context.getPrincipal().getName())
        && ActingClaims.of(context.getAuthorization())
            .map(Acting::entityId)
            .filter(entity -> !sandbox.meet(client, entity))
            .isEmpty();
  }

  /** Makes the first ID token of a client in trial wrong as it was chosen; no other token. */
  public void spoil(JwtEncodingContext context) {
    boolean first =
        AuthorizationGrantType.AUTHORIZATION_CODE.equals(context.getAuthorizationGrantType())
            && OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue());
    WrongAnswer wrong = first ? wrong(context.getAuthorization()) : WrongAnswer.NONE;
    if (wrong == WrongAnswer.NONE || !sandbox.client(context.getRegisteredClient().getClientId())) {
      return;
    }
    JwtClaimsSet.Builder claims = context.getClaims();
    switch (wrong) {
      case NONCE -> claims.claim("nonce", "wrong");
      case NONCE_MISSING -> claims.claims(all -> all.remove("nonce"));
      case AUDIENCE -> claims.audience(List.of(NOBODY)).claims(all -> all.remove("azp"));
      case TOKEN_ISSUER -> claims.issuer(WrongAnswer.ISSUER.issuer(""));
      case EXPIRED -> claims.claims(SandboxClaims::expire);
      case SIGNATURE, ALG_NONE ->
          context.getJwsHeader().header(SpoiltJwtEncoder.MARK, wrong.name());
      case NONE, STATE, STATE_MISSING, ISSUER -> {
        // told wrongly by the authorization endpoint
      }
    }
  }

  private static void expire(Map<String, Object> claims) {
    Instant issued = ((Instant) Objects.requireNonNull(claims.get("iat"))).minus(LONG_AGO);
    claims.put("iat", issued);
    claims.put("exp", issued.plus(LONG_AGO.dividedBy(2)));
  }
}
