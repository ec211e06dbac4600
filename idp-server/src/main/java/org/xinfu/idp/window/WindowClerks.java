package org.xinfu.idp.window;

import java.util.Objects;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Role;
import org.xinfu.idp.domain.ServiceName;
import org.xinfu.idp.domain.window.WindowAct;
import org.xinfu.idp.domain.window.WindowActs;
import org.xinfu.idp.token.SessionClaims;
import org.xinfu.kit.Refused;

/**
 * Who calls: read afresh by the token itself, so that a clerk whose login ended, or who is
 * suspended, has left or has another post, acts for nobody from that moment on.
 */
record WindowClerks(
    OAuth2AuthorizationService grants,
    RegisteredClientRepository clients,
    Accounts accounts,
    WindowActs acts) {
  /** The clerk with this access token. */
  WindowAct.Clerk of(Jwt token) {
    OAuth2Authorization grant =
        grants.findByToken(token.getTokenValue(), OAuth2TokenType.ACCESS_TOKEN);
    if (grant == null || grant.getAccessToken() == null || !grant.getAccessToken().isActive()) {
      throw new Refused(WindowRefusal.WINDOW_CLERK_GONE);
    }
    String sid = grant.getAttribute(SessionClaims.SID);
    if (sid == null) {
      throw new Refused(WindowRefusal.WINDOW_CLERK_GONE);
    }
    Account clerk =
        accounts
            .byId(grant.getPrincipalName())
            .filter(Account::active)
            .filter(account -> account.roles().contains(Role.WINDOW_CLERK))
            .orElseThrow(() -> new Refused(WindowRefusal.WINDOW_CLERK_GONE));
    String client =
        Objects.requireNonNull(clients.findById(grant.getRegisteredClientId())).getClientId();
    if (!acts.registered(client)) {
      throw new Refused(WindowRefusal.WINDOW_CLIENT_UNREGISTERED);
    }
    return new WindowAct.Clerk(clerk.id(), sid, client, Objects.requireNonNull(clerk.org()));
  }

  /** Name of the application at the window. */
  ServiceName service(WindowAct act) {
    RegisteredClient client = clients.findByClientId(act.clerk().clientId());
    return client == null ? ServiceName.NONE : ClientFacts.name(client);
  }

  /** The act, when it is this clerk's at this application. */
  WindowAct own(String id, WindowAct.Clerk clerk) {
    return acts.byId(id)
        .filter(act -> act.clerk().accountId().equals(clerk.accountId()))
        .filter(act -> act.clerk().clientId().equals(clerk.clientId()))
        .orElseThrow(() -> new Refused(WindowRefusal.WINDOW_ACT_UNKNOWN));
  }
}
