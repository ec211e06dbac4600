package org.xinfu.idp.config;

import java.time.Clock;
import java.time.Instant;
import org.xinfu.idp.authorize.WaitingRoom;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.login.Attempts;
import org.xinfu.idp.store.JdbcAttempts;
import org.xinfu.idp.store.JdbcServiceBudget;

/**
 * Whoever is meant by an attempt, and the client that waits for the login, are read with it: what
 * follows in the request does not ask for them again. Whether a password is enough is asked once
 * more when the login is kept; the level that tokens tell is as of the attempt's beginning.
 */
record RequestAttempts(Stores stores, SubjectReads subjects, ClientReads clients, Clock clock)
    implements Attempts {
  /** Attempts, and what fails on the way to services. */
  record Stores(JdbcAttempts attempts, JdbcServiceBudget budget) {}

  @Override
  public Before before(String loginName, Origin from) {
    String client = client();
    return kept(stores.attempts().read(loginName, from, client), client);
  }

  @Override
  public Before beforeOf(String accountId, Origin from) {
    String client = client();
    return kept(stores.attempts().readOf(accountId, from, client), client);
  }

  /** Whose request waits; no client's name where none does. */
  private String client() {
    return RequestSessions.here()
        .flatMap(here -> WaitingRoom.client(here.session()::getAttribute, clock.instant()))
        .orElse("");
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
    stores.attempts().failed(counter, who, at);
  }

  @Override
  public void failed(Service towards, Instant at) {
    stores.budget().failed(towards, at);
  }

  @Override
  public void forget(Counter counter, Who who) {
    stores.attempts().forget(counter, who);
  }
}
