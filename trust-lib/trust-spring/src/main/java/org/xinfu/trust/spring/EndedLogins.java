package org.xinfu.trust.spring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The port to logins that the identity provider has ended (OpenID Connect Back-Channel Logout). An
 * application on several machines makes a bean of this type over what they share.
 */
public interface EndedLogins {
  /**
   * Remembers an end.
   *
   * @param sid the one login that ended; null: all logins of {@code sub} until {@code at}
   */
  void ended(@Nullable String sid, @Nullable String sub, Instant at);

  /** Whether this login has ended. */
  boolean hasEnded(@Nullable String sid, String sub, Instant loggedInAt);
}
