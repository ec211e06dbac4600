package org.xinfu.idp.token;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.xinfu.idp.domain.Subjects;

/**
 * The claims {@code sub} and {@code sid}: the person as this client knows them, and the login in
 * which the code was asked for, as logout tokens will name both. The framework would take the login
 * that was used last, which may be another browser's.
 */
public final class SessionClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {
  /** Attribute of a grant with the {@code sid} of its login. */
  public static final String SID = "xinfu.sid";

  private final Subjects subjects;

  public SessionClaims(Subjects subjects) {
    this.subjects = subjects;
  }

  @Override
  public void customize(JwtEncodingContext context) {
    if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
      return;
    }
    String client = context.getRegisteredClient().getClientId();
    context.getClaims().subject(subjects.of(client, context.getPrincipal().getName()));
    if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
      session(context);
    }
  }

  private static void session(JwtEncodingContext context) {
    OAuth2Authorization grant = context.getAuthorization();
    String sid = grant == null ? null : grant.getAttribute(SID);
    context
        .getClaims()
        .claims(
            claims -> {
              claims.remove("sid");
              if (sid != null) {
                claims.put("sid", sid);
              }
            });
  }
}
