package org.xinfu.idp.token;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.mandate.Acting;

/**
 * The UserInfo answer (OpenID Connect Core §5.3): who, read afresh; never the citizen id number.
 */
public final class UserClaims implements Function<OidcUserInfoAuthenticationContext, OidcUserInfo> {
  private final Accounts accounts;
  private final ActingClaims acting;
  private final StaffClaims staff;

  public UserClaims(Accounts accounts, ActingClaims acting, StaffClaims staff) {
    this.accounts = accounts;
    this.acting = acting;
    this.staff = staff;
  }

  @Override
  public OidcUserInfo apply(OidcUserInfoAuthenticationContext context) {
    Account account =
        accounts
            .byId(context.getAuthorization().getPrincipalName())
            .filter(Account::active)
            .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_TOKEN));
    Optional<Acting> represented = ActingClaims.of(context.getAuthorization());
    if (represented.isPresent()) {
      return acting(represented.get(), context);
    }
    OidcUserInfo.Builder claims =
        OidcUserInfo.builder()
            .subject(subject(context.getAuthorization()))
            .name(account.displayName())
            .claim("roles", TokenClaims.roles(account));
    LoginFacts.of(context.getAuthorization()).ifPresent(facts -> facts.tell(claims));
    staff
        .of(account.id(), context.getAccessToken().getScopes())
        .ifPresent(post -> claims.claim(StaffClaims.NAME, post));
    String org = account.org();
    return org == null ? claims.build() : claims.claim("org", org).build();
  }

  /** Entity and human as in the ID token; the entity's claims only under their scope. */
  private OidcUserInfo acting(Acting represented, OidcUserInfoAuthenticationContext context) {
    OAuth2Authorization grant = context.getAuthorization();
    OidcUserInfo.Builder claims = OidcUserInfo.builder().subject(subject(grant));
    Object act = idToken(grant).getClaims().get("act");
    if (act != null) {
      claims.claim("act", act);
    }
    acting.userInfo(represented, context.getAccessToken().getScopes()).forEach(claims::claim);
    LoginFacts.of(grant).ifPresent(facts -> facts.tell(claims));
    return claims.build();
  }

  /** The same {@code sub} as in the ID token (§5.3.2: MUST), pairwise or not. */
  private static String subject(OAuth2Authorization grant) {
    return idToken(grant).getSubject();
  }

  private static OidcIdToken idToken(OAuth2Authorization grant) {
    OAuth2Authorization.Token<OidcIdToken> idToken = grant.getToken(OidcIdToken.class);
    return Objects.requireNonNull(idToken, "UserInfo wants the scope openid").getToken();
  }
}
