package org.xinfu.idp.config;

import java.util.Optional;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.xinfu.idp.plain.CodeBook;
import org.xinfu.idp.plain.MachineBook.Known;
import org.xinfu.idp.store.JdbcCodeGrants;
import org.xinfu.idp.token.CodeTokens;

/** What is read with the grant of a code need not be read again for its tokens. */
record RequestCodes(
    JdbcCodeGrants store, ClientReads clients, SubjectReads subjects, RequestFresh fresh)
    implements CodeBook {
  @Override
  public Optional<OAuth2Authorization> granted(Known known, String code) {
    return fresh.take(known, code).or(() -> read(known, code));
  }

  private Optional<OAuth2Authorization> read(Known known, String code) {
    Optional<JdbcCodeGrants.Granted> granted = store.granted(known.client(), known.edition(), code);
    granted.ifPresent(
        read -> {
          clients.keep(known.client().getClientId(), known.edition());
          subjects.keep(read.grant().getPrincipalName(), read.subject());
        });
    return granted.map(JdbcCodeGrants.Granted::grant);
  }

  @Override
  public boolean spend(OAuth2Authorization grant, CodeTokens.Made tokens) {
    return fresh
        .taken()
        .map(written -> store.spend(written, tokens))
        .orElseGet(() -> store.spend(grant, tokens));
  }

  @Override
  public void leave() {
    fresh.leave();
  }
}
