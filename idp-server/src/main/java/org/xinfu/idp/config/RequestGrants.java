package org.xinfu.idp.config;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The framework looks for the grant of a code twice: once for its PKCE challenge, once to exchange
 * it. What is written afterwards is written over the version that was read, or not at all. Somebody
 * who has just logged in and what is granted to them at once are written together; nothing is
 * granted to a login that was ended before it was kept.
 */
record RequestGrants(
    OAuth2AuthorizationService store,
    RequestVisit visit,
    TransactionTemplate transaction,
    RequestFresh fresh)
    implements OAuth2AuthorizationService {
  private static final String FOUND = "grant";

  private record Found(String token, @Nullable OAuth2TokenType type, OAuth2Authorization grant) {
    boolean by(String shown, @Nullable OAuth2TokenType wanted) {
      return token.equals(shown) && java.util.Objects.equals(type, wanted);
    }
  }

  @Override
  public void save(OAuth2Authorization grant) {
    WithinRequest.keep(FOUND, null);
    if (visit.settled()) {
      store.save(grant);
    } else if (!visit.settle(grant)
        && !Boolean.TRUE.equals(transaction.execute(tx -> together(grant)))) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.ACCESS_DENIED);
    }
    fresh.written(grant, visit.sid());
  }

  private boolean together(OAuth2Authorization grant) {
    visit.settle();
    visit.sid().ifPresent(sid -> store.save(grant));
    return visit.sid().isPresent();
  }

  @Override
  public void remove(OAuth2Authorization grant) {
    WithinRequest.keep(FOUND, null);
    store.remove(grant);
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    return store.findById(id);
  }

  @Override
  public @Nullable OAuth2Authorization findByToken(
      String token, @Nullable OAuth2TokenType tokenType) {
    if (WithinRequest.kept(FOUND) instanceof Found found && found.by(token, tokenType)) {
      return found.grant();
    }
    OAuth2Authorization grant = store.findByToken(token, tokenType);
    WithinRequest.keep(FOUND, grant == null ? null : new Found(token, tokenType, grant));
    return grant;
  }
}
