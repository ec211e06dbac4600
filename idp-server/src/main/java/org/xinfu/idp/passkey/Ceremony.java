package org.xinfu.idp.passkey;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ceremony that a browser has begun; it rests in the browser's session, so that no other browser
 * can end it.
 *
 * @param challenge 32 random octets in base64url
 * @param accountId whose passkey it is about; null where the passkey has to tell
 * @param expiresAt answers that come later are not taken
 */
public record Ceremony(
    Purpose purpose, String challenge, @Nullable String accountId, Instant expiresAt)
    implements Serializable {
  /** What it is for; an answer to one is none to another. */
  public enum Purpose {
    ADD,
    LOG_IN,
    SECOND_FACTOR
  }
}
