package org.xinfu.idp.cas;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.token.LoginFacts;

/**
 * The port to services and tickets. A ticket is kept as its hash and works once, on one replica.
 */
public interface CasTickets {
  /** The service that a registered rule covers; the narrowest rule wins. */
  Optional<Service> service(String url);

  /** Makes a ticket: {@code ST-} for a login, {@code PT-} for a proxy. */
  String issue(Ticket ticket, Instant expires);

  /** Takes the ticket away; empty when it was never made, shown before or too old. */
  Optional<Shown> take(String ticket, Instant now);

  /**
   * Notes that the login reached the service, so that the service will be told of its end; false
   * when the login has ended.
   */
  boolean reached(Shown shown, Instant now);

  /** Makes a proxy-granting ticket that dies with the login. */
  String issueGranting(Granting granting, Instant expires);

  /** Who may be spoken for; empty when the login has ended. It stays good. */
  Optional<Granting> granting(String ticket, Instant now);

  /**
   * A service of a registered client.
   *
   * @param callbacks where the client takes proxy-granting tickets
   * @param asks whether people are asked for consent, which CAS cannot do
   */
  record Service(String clientId, String url, Set<String> callbacks, boolean asks) {
    public Service {
      callbacks = Set.copyOf(callbacks);
    }
  }

  /**
   * Whose login it is, and what it was worth.
   *
   * @param acting for whom the person acts; null for themselves
   */
  record Login(String sid, String account, LoginFacts facts, @Nullable Acting acting) {}

  /**
   * What a ticket stands for.
   *
   * @param fresh the person logged in for it, rather than having been logged in already
   * @param proxies callbacks, the last proxy first; empty for a service ticket
   */
  record Ticket(String clientId, String service, Login login, boolean fresh, List<String> proxies) {
    public Ticket {
      proxies = List.copyOf(proxies);
    }

    boolean proxied() {
      return !proxies.isEmpty();
    }
  }

  /**
   * A ticket that was shown.
   *
   * @param handle by which the ticket can be named again when the login ends
   */
  record Shown(String handle, Ticket ticket) {}

  /** What a proxy-granting ticket stands for; the first of the proxies is its holder. */
  record Granting(String clientId, Login login, List<String> proxies) {
    public Granting {
      proxies = List.copyOf(proxies);
    }
  }
}
