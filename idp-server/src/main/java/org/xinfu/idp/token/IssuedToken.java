package org.xinfu.idp.token;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.mandate.Acting;

/**
 * What the audit book keeps of an access token: what it tells, by the names of its claims alone.
 */
public final class IssuedToken {
  private static final String ACT = "token-issued";

  private static final List<String> TOLD =
      List.of("sub", "name", "roles", "org", "holder", StaffClaims.NAME);

  /** The fact of a token that a machine got for itself: it tells of nobody. */
  public static final IdpAudit.Fact TO_MACHINE = new IdpAudit.Fact(ACT, "done", Map.of());

  private IssuedToken() {}

  /** The fact of a grant whose access token has just been made; a machine's tells of nobody. */
  public static IdpAudit.Fact of(OAuth2Authorization grant) {
    boolean machine =
        AuthorizationGrantType.CLIENT_CREDENTIALS.equals(grant.getAuthorizationGrantType());
    return machine ? TO_MACHINE : toPerson(grant, claims(grant));
  }

  /** The fact of an access token with these claims, made for whoever the grant is about. */
  public static IdpAudit.Fact toPerson(OAuth2Authorization grant, Map<String, Object> claims) {
    return new IdpAudit.Fact(ACT, "done", details(grant, claims));
  }

  private static Map<String, String> details(
      OAuth2Authorization grant, Map<String, Object> claims) {
    String scope = Objects.toString(claims.get("scope"), "");
    Acting acting = ActingClaims.of(grant).orElse(null);
    Map<String, String> details = new HashMap<>();
    details.put("claims", acting == null ? ofPerson(claims) : ofEntity(scope));
    details.put("acr", LoginFacts.of(grant).map(LoginFacts::acr).orElse(""));
    details.put("scope", scope);
    if (acting != null) {
      details.put("entity", acting.entityId());
    }
    return details;
  }

  private static Map<String, Object> claims(OAuth2Authorization grant) {
    OAuth2Authorization.Token<OAuth2AccessToken> access = grant.getAccessToken();
    Map<String, Object> claims = access == null ? null : access.getClaims();
    return claims == null ? Map.of() : claims;
  }

  private static String ofPerson(Map<String, Object> claims) {
    return TOLD.stream().filter(claims::containsKey).collect(Collectors.joining(" "));
  }

  private static String ofEntity(String scope) {
    return List.of(scope.split(" ")).contains(Scopes.ENTITY) ? "name org mandate" : "";
  }
}
