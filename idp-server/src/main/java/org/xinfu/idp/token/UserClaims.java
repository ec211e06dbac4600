package org.xinfu.idp.token;

import java.util.Objects;
import java.util.function.Function;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;

/**
 * The UserInfo answer (OpenID Connect Core §5.3): who, read afresh; never the citizen id number.
 */
public final class UserClaims implements Function<OidcUserInfoAuthenticationContext, OidcUserInfo> {
  private final Accounts accounts;

  public UserClaims(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public OidcUserInfo apply(OidcUserInfoAuthenticationContext context) {
    Account account =
        accounts
            .byId(context.getAuthorization().getPrincipalName())
            .filter(Account::active)
            .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_TOKEN));
    OidcUserInfo.Builder claims =
        OidcUserInfo.builder()
            .subject(subject(context.getAuthorization()))
            .name(account.displayName())
            .claim("roles", TokenClaims.roles(account));
    LoginFacts.of(context.getAuthorization()).ifPresent(facts -> facts.tell(claims));
    String org = account.org();
    return org == null ? claims.build() : claims.claim("org", org).build();
  }

  /** The same {@code sub} as in the ID token (§5.3.2: MUST), pairwise or not. */
  private static String subject(OAuth2Authorization grant) {
    OAuth2Authorization.Token<OidcIdToken> idToken = grant.getToken(OidcIdToken.class);
    return Objects.requireNonNull(idToken, "UserInfo wants the scope openid")
        .getToken()
        .getSubject();
  }
}
