package org.xinfu.idp.config;

import java.time.Instant;
import org.xinfu.idp.authorize.WaitingRoom;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.login.Attempts;
import org.xinfu.idp.store.JdbcAttempts;

/**
 * Whoever is meant by an attempt, and the client that waits for the login, are read with it: what
 * follows in the request does not ask for them again. Whether a password is enough is asked once
 * more when the login is kept; the level that tokens tell is as of the attempt's beginning.
 */
record RequestAttempts(JdbcAttempts store, SubjectReads subjects, ClientReads clients)
    implements Attempts {
  @Override
  public Before before(String loginName, Origin from) {
    String client =
        RequestSessions.here()
            .flatMap(here -> WaitingRoom.client(here.session()::getAttribute))
            .orElse("");
    return kept(store.read(loginName, from, client), client);
  }

  @Override
  public Before beforeOf(String accountId, Origin from) {
    return kept(store.readOf(accountId, from), "");
  }

  private Before kept(JdbcAttempts.Read read, String client) {
    read.before()
        .known()
        .ifPresent(
            known -> read.subject().ifPresent(it -> subjects.keep(known.account().id(), it)));
    if (read.edition() != null) {
      clients.keep(client, read.edition());
    }
    return read.before();
  }

  @Override
  public void failed(Counter counter, Who who, Instant at) {
    store.failed(counter, who, at);
  }

  @Override
  public void forget(Counter counter, Who who) {
    store.forget(counter, who);
  }
}
