package org.xinfu.idp.ticket;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.token.LoginFacts;

/** The port to applications, tickets and tokens; the latter are kept as their hashes. */
public interface AppTickets {
  /** A registered application; empty for any other client. */
  Optional<App> app(String appId);

  /** True the first time that the application uses this nonce; false ever after. */
  boolean firstUse(String appId, String nonce, Instant expires);

  /** Makes a ticket, which works once. */
  String issueTicket(Login login, Instant expires);

  /**
   * Takes the ticket and makes a token of it, noting that the login reached the application. Empty
   * when the ticket is unknown, spent, too old, another application's, or its login has ended.
   */
  Optional<Exchanged> exchange(String appId, String ticket, Instant now, Instant expires);

  /** The login of a token of this application that is still alive. */
  Optional<Login> login(String appId, String token, Instant now);

  /**
   * An application.
   *
   * @param key null until it has one
   * @param asks whether people are asked for consent, which this protocol cannot do
   */
  record App(String id, Set<String> redirectUris, AppSignature.@Nullable Key key, boolean asks) {
    public App {
      redirectUris = Set.copyOf(redirectUris);
    }
  }

  /**
   * Whose login it is at which application, and what it was worth.
   *
   * @param acting for whom the person acts; null for themselves
   */
  record Login(
      String appId, String sid, String account, LoginFacts facts, @Nullable Acting acting) {}

  /** A new token. */
  record Exchanged(String token, Login login) {}
}
