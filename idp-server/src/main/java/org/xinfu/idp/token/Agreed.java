package org.xinfu.idp.token;

import java.util.HashSet;
import java.util.Set;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.mandate.Acting;

/**
 * A refresh rests on what the person agreed to: where the time agreed to is over, or the service
 * has another purpose now, they are asked anew, and until then nothing more is told.
 */
public final class Agreed {
  private final Agreements agreements;

  public Agreed(Agreements agreements) {
    this.agreements = agreements;
  }

  /** The port to agreements. */
  public interface Agreements {
    /**
     * Scopes that somebody lets a client have today; none without an agreement.
     *
     * @param actingFor the entity; empty where they act for themselves
     */
    Set<String> inForce(String clientId, String accountId, String actingFor);
  }

  /** Refuses where people are asked and nothing is in force. */
  public void check(JwtEncodingContext context) {
    RegisteredClient client = context.getRegisteredClient();
    if (!AuthorizationGrantType.REFRESH_TOKEN.equals(context.getAuthorizationGrantType())) {
      return;
    }
    Set<String> asked = new HashSet<>(context.getAuthorizedScopes());
    asked.remove(OidcScopes.OPENID);
    if (!client.getClientSettings().isRequireAuthorizationConsent()) {
      asked.retainAll(Set.of(Scopes.ENTITY)); // what is known of an entity is never told unasked
    }
    String acting = ActingClaims.of(context.getAuthorization()).map(Acting::entityId).orElse("");
    String person = context.getPrincipal().getName();
    if (!asked.isEmpty()
        && !agreements.inForce(client.getClientId(), person, acting).containsAll(asked)) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
  }
}
