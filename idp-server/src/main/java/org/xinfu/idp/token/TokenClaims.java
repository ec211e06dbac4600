package org.xinfu.idp.token;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.ClientAlgorithms;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.TokenAlgorithm;

/**
 * What a token says. Access tokens follow RFC 9068: {@code aud} names the services its scopes speak
 * to, {@code scope} is one string. The account is read afresh at every issue, so a suspended
 * account gets nothing and a lost role takes its scopes along at the next refresh. What was issued
 * is written into the audit book by the store, a person's together with the grant ({@link
 * IssuedToken}).
 */
public final class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {
  private final People people;
  private final StaffClaims staff;

  /** Who somebody is. */
  public record Part(People people, StaffClaims staff) {}

  /** Accounts, as far as tokens tell of them. */
  public interface People {
    /** By {@code sub}; the same for all tokens of one answer. */
    Optional<Account> byId(String id);

    /** The citizen id number (GB 11643) of a natural person; empty for members. */
    Optional<String> citizenId(String accountId);
  }

  public TokenClaims(Part part) {
    this.people = part.people();
    this.staff = part.staff();
  }

  @Override
  public void customize(JwtEncodingContext context) {
    RegisteredClient client = context.getRegisteredClient();
    JwtClaimsSet.Builder claims = context.getClaims();
    if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
      machine(context, claims, client);
      return;
    }
    Account account = active(context.getPrincipal().getName());
    staff
        .of(account.id(), context.getAuthorizedScopes())
        .ifPresent(post -> claims.claim(StaffClaims.NAME, post));
    if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
      person(context, claims, account);
    } else {
      asked(context, identity(account)).forEach(claims::claim);
    }
    // In access tokens by RFC 9068 §2.2.1; services ask for more by RFC 9470.
    LoginFacts.claim(context);
  }

  /** Under which algorithm this client reads this kind of token. */
  public static void sign(JwtEncodingContext context) {
    context
        .getJwsHeader()
        .algorithm(
            new HeaderAlgorithm(algorithm(context.getRegisteredClient(), context.getTokenType())));
  }

  static TokenAlgorithm algorithm(RegisteredClient client, OAuth2TokenType type) {
    ClientAlgorithms read = ClientFacts.algorithms(client);
    return OAuth2TokenType.ACCESS_TOKEN.equals(type) ? read.accessToken() : read.idToken();
  }

  /** The claims about a person that tokens and UserInfo share. */
  static Map<String, Object> identity(Account account) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("name", account.displayName());
    claims.put("roles", roles(account));
    String org = account.org();
    if (org != null) {
      claims.put("org", org);
    }
    return claims;
  }

  /**
   * What of it an ID token tells: all under a scope about who somebody is (OpenID Connect Core
   * §5.4), else what {@code claims} asked for there (§5.5).
   */
  private static Map<String, Object> asked(
      JwtEncodingContext context, Map<String, Object> identity) {
    if (!Scopes.tellsWho(context.getAuthorizedScopes())) {
      identity
          .keySet()
          .retainAll(
              LoginFacts.of(context.getAuthorization()).map(LoginFacts::shown).orElse(List.of()));
    }
    return identity;
  }

  static List<String> roles(Account account) {
    return account.roles().stream().map(Role::name).sorted().toList();
  }

  private static void machine(
      JwtEncodingContext context, JwtClaimsSet.Builder claims, RegisteredClient client) {
    scope(claims, context.getAuthorizedScopes());
    claims
        .claims(
            all ->
                all.computeIfPresent(
                    JwtClaimNames.JTI, (name, id) -> MachineTokens.id(client, (String) id)))
        .claim("client_id", client.getClientId())
        .claim("name", client.getClientName())
        .claim("roles", List.of());
    String org = ClientFacts.org(client);
    if (org != null) {
      claims.claim("org", org);
    }
  }

  private void person(JwtEncodingContext context, JwtClaimsSet.Builder claims, Account account) {
    Set<String> scopes = Scopes.permitted(context.getAuthorizedScopes(), account.roles());
    scope(claims, scopes);
    claims.claim("client_id", context.getRegisteredClient().getClientId());
    identity(account).forEach(claims::claim);
    if (account.kind() == AccountKind.PERSON && scopes.contains(Scopes.OWN_LICENCES)) {
      people.citizenId(account.id()).ifPresent(number -> claims.claim("holder", number));
    }
  }

  private static void scope(JwtClaimsSet.Builder claims, Set<String> scopes) {
    claims.claim("scope", String.join(" ", scopes));
    Set<String> audiences = Scopes.audiences(scopes);
    if (!audiences.isEmpty()) {
      claims.audience(List.copyOf(audiences));
    }
  }

  private Account active(String id) {
    return people
        .byId(id)
        .filter(Account::active)
        .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
  }
}
