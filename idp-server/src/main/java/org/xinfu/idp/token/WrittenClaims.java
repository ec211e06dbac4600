package org.xinfu.idp.token;

import java.net.URL;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;

/**
 * Claims as they stand in a JWT: times are seconds (RFC 7519 §2), and one audience is written alone
 * (§4.1.3), as Nimbus has it.
 */
public final class WrittenClaims {
  private WrittenClaims() {}

  /** The value of a claim, as JSON has it. */
  public static Object of(String name, Object value) {
    return switch (value) {
      case Instant time -> time.getEpochSecond();
      case Date date -> date.toInstant().getEpochSecond();
      case URL url -> url.toString();
      case Collection<?> one when name.equals("aud") && one.size() == 1 -> one.iterator().next();
      default -> value;
    };
  }
}
