package org.xinfu.idp.config;

import java.util.Optional;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.xinfu.idp.plain.MachineBook.Known;
import org.xinfu.idp.store.FreshGrants;
import org.xinfu.idp.store.FreshGrants.Fresh;

/**
 * A grant and what it was given on, from the request that wrote it to the one in which its code
 * comes. There the client and whom it is about are taken as they were; when the code is not spent
 * so, both are forgotten and read.
 */
record RequestFresh(FreshGrants grants, ClientReads clients, SubjectReads subjects) {
  private static final String TAKEN = "fresh grant";

  /** Keeps it where all that it was given on was read in this request. */
  void written(OAuth2Authorization grant, Optional<String> sid) {
    clients
        .kept(grant.getRegisteredClientId())
        .ifPresent(
            client ->
                subjects
                    .kept(grant.getPrincipalName())
                    .map(subject -> new FreshGrants.Basis(client, subject))
                    .ifPresent(basis -> grants.keep(grant, sid, basis)));
  }

  /** The grant of the code of this client, if it was given to the client as it is handed in. */
  Optional<OAuth2Authorization> take(Known known, String code) {
    Optional<Fresh> fresh = grants.take(code).filter(it -> of(known, it));
    fresh.ifPresent(
        it -> {
          WithinRequest.keep(TAKEN, it);
          clients.keep(it.grant().getRegisteredClientId(), it.basis().client().edition());
          subjects.keep(it.grant().getPrincipalName(), it.basis().subject());
        });
    return fresh.map(Fresh::grant);
  }

  private static boolean of(Known known, Fresh fresh) {
    return fresh.grant().getRegisteredClientId().equals(known.client().getClientId())
        && fresh.basis().client().edition() == known.edition();
  }

  /** What was taken in this request. */
  Optional<Fresh> taken() {
    return WithinRequest.kept(TAKEN) instanceof Fresh fresh ? Optional.of(fresh) : Optional.empty();
  }

  /** It was no use. */
  void leave() {
    taken()
        .ifPresent(
            fresh -> {
              WithinRequest.keep(TAKEN, null);
              clients.forget(fresh.grant().getRegisteredClientId());
              subjects.forget(fresh.grant().getPrincipalName());
            });
  }
}
