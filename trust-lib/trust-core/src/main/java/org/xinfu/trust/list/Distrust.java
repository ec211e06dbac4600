package org.xinfu.trust.list;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xinfu.trust.chain.RevocationCause;

/**
 * A key that is trusted no longer: of an anchor, a sub CA, a maker, a time-stamping authority.
 *
 * @param keySha256 SHA-256 of its SubjectPublicKeyInfo, lower-case hex
 * @param since when it was given up
 * @param reason why; where the key is in other hands no claimed time is believed
 * @param invalidityDate since when it is suspected, when that is earlier
 */
public record Distrust(
    String keySha256, Instant since, RevocationCause reason, Optional<Instant> invalidityDate) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public Distrust {
    // Compared as text: whatever else is written would name no key, and forbid nothing.
    if (!SHA256.matcher(keySha256).matches()) {
      throw new IllegalArgumentException("no SHA-256 of a key: " + keySha256);
    }
  }

  /** From when on nothing of it counts. */
  Instant limit() {
    return invalidityDate.filter(i -> i.isBefore(since)).orElse(since);
  }
}
