package org.xinfu.idp.token;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Scopes;

/**
 * Reads an authorization request and leaves out the scopes that the roles of whoever is logged in
 * do not permit (RFC 6749 §3.3: the answer's {@code scope} says what was granted). Scopes that the
 * client may not ask for stay in, so that the request is refused as it must be.
 */
public final class PermittedScopes implements AuthenticationConverter {
  private final OAuth2AuthorizationCodeRequestAuthenticationConverter reader =
      new OAuth2AuthorizationCodeRequestAuthenticationConverter();
  private final Accounts accounts;
  private final RegisteredClientRepository clients;

  public PermittedScopes(Accounts accounts, RegisteredClientRepository clients) {
    this.accounts = accounts;
    this.clients = clients;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    Authentication read = reader.convert(request);
    if (!(read instanceof OAuth2AuthorizationCodeRequestAuthenticationToken asked)
        || !(asked.getPrincipal() instanceof Authentication login)
        || login instanceof AnonymousAuthenticationToken) {
      return read;
    }
    Account account = accounts.byId(login.getName()).filter(Account::active).orElse(null);
    RegisteredClient client = clients.findByClientId(asked.getClientId());
    if (account == null || client == null) {
      return read;
    }
    return new OAuth2AuthorizationCodeRequestAuthenticationToken(
        asked.getAuthorizationUri(),
        asked.getClientId(),
        login,
        asked.getRedirectUri(),
        asked.getState(),
        reduced(asked.getScopes(), client, account),
        asked.getAdditionalParameters());
  }

  private static Set<String> reduced(Set<String> asked, RegisteredClient client, Account account) {
    Set<String> kept = new LinkedHashSet<>(Scopes.permitted(asked, account.roles()));
    asked.stream().filter(scope -> !client.getScopes().contains(scope)).forEach(kept::add);
    return kept;
  }
}
