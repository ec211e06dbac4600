package org.xinfu.idp.authorize;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.xinfu.idp.domain.Budgets;

/**
 * How many requests may be left here (RFC 9126 §2.3), so that strangers do not fill the database. A
 * client that proves itself is counted by its name; one that only names itself by the network that
 * speaks, so that nobody uses up another's.
 */
public final class PushAllowance {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Budgets budgets;
  private final Limits limits;
  private final Clock clock;

  /**
   * How many a minute.
   *
   * @param client of a client that proves itself
   * @param network of all public clients together, from one address prefix
   */
  public record Limits(int client, int network) {}

  public PushAllowance(Budgets budgets, Limits limits, Clock clock) {
    this.budgets = budgets;
    this.limits = limits;
    this.clock = clock;
  }

  /** The same for requests and calls that are too large to wait with a stranger's browser. */
  boolean take(String prefix) {
    Budgets.Line line = new Budgets.Line("waiting from " + prefix, limits.network(), MINUTE);
    return budgets.take(List.of(line), clock.instant());
  }

  /** The same for requests that have to be fetched from a client's site. */
  boolean fetch(String prefix) {
    Budgets.Line line = new Budgets.Line("fetched for " + prefix, limits.network(), MINUTE);
    return budgets.take(List.of(line), clock.instant());
  }

  boolean take(OAuth2ClientAuthenticationToken caller, String prefix) {
    boolean names = ClientAuthenticationMethod.NONE.equals(caller.getClientAuthenticationMethod());
    Budgets.Line line =
        names
            ? new Budgets.Line("pushed from " + prefix, limits.network(), MINUTE)
            : new Budgets.Line("pushed by " + caller.getName(), limits.client(), MINUTE);
    return budgets.take(List.of(line), clock.instant());
  }
}
