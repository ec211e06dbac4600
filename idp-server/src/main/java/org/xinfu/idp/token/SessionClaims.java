package org.xinfu.idp.token;

import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * The claim {@code sid} of ID tokens: the login in which the code was asked for, as logout tokens
 * will name it. The framework would take the login that was used last, which may be another
 * browser's.
 */
public final class SessionClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {
  /** Attribute of a grant with the {@code sid} of its login. */
  public static final String SID = "xinfu.sid";

  @Override
  public void customize(JwtEncodingContext context) {
    if (!OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
      return;
    }
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
