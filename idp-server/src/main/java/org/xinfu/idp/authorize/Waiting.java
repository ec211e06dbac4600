package org.xinfu.idp.authorize;

import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request that waits for the person. It rests in the browser's session, so that
 * nothing of it can be altered or left out on the way through the login page.
 *
 * @param parameters what the client asked, every source resolved
 * @param askedAt when a login was asked for; only a login from then on satisfies it; null when none
 *     was
 * @param chosen the account was chosen (prompt=select_account)
 * @param declined the person would rather not show, add or prove more
 * @param expiresAt nobody comes back later than this
 */
public record Waiting(
    LinkedHashMap<String, String> parameters,
    @Nullable Instant askedAt,
    boolean chosen,
    boolean declined,
    Instant expiresAt)
    implements Serializable {
  /** A login from {@code at} on is due, or from the moment when it was asked for before. */
  public Waiting loginAsked(Instant at) {
    return new Waiting(parameters, askedAt == null ? at : askedAt, chosen, declined, expiresAt);
  }

  /** A login from {@code at} on is due, whatever came before. */
  Waiting loginAskedAgain(Instant at) {
    return new Waiting(parameters, at, chosen, false, expiresAt);
  }

  /** Of a protocol whose requests do not say the client, which is known by now. */
  Waiting of(String clientId) {
    LinkedHashMap<String, String> more = new LinkedHashMap<>(parameters);
    more.put("client_id", clientId);
    return new Waiting(more, askedAt, chosen, declined, expiresAt);
  }

  Waiting accountChosen() {
    return new Waiting(parameters, askedAt, true, declined, expiresAt);
  }

  Waiting moreDeclined() {
    return new Waiting(parameters, askedAt, chosen, true, expiresAt);
  }
}
