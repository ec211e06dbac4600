package org.xinfu.trust.jose;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/** The time claims of RFC 7519 §4.1.4–6 against the moment of judgement. */
record TimeClaims(Map<String, @Nullable Object> claims) {
  /** Clocks of issuer and verifier may differ by this much. */
  static final Duration SKEW = Duration.ofMinutes(1);

  /** When the token says that it was issued. */
  Optional<Instant> issuedAt() throws MalformedJose {
    return moment("iat");
  }

  /**
   * A token outside its time is no forgery, and no use either: it is INDETERMINATE. One from the
   * future contradicts itself.
   */
  void judge(Instant at, Report.Builder checks) {
    try {
      Optional<Instant> expiry = moment("exp");
      Optional<Instant> begin = moment("nbf");
      Optional<Instant> issued = moment("iat");
      if (expiry.isPresent() && !at.isBefore(expiry.get().plus(SKEW))) {
        checks.unknown(
            "claim-exp", "RFC 7519 4.1.4", Reason.TOKEN_EXPIRED, "ended " + expiry.get());
      }
      if (begin.isPresent() && at.plus(SKEW).isBefore(begin.get())) {
        checks.unknown(
            "claim-nbf", "RFC 7519 4.1.5", Reason.TOKEN_NOT_YET_VALID, "begins " + begin.get());
      }
      if (issued.isPresent() && issued.get().isAfter(at.plus(SKEW))) {
        checks.fail(
            "claim-iat", "RFC 7519 4.1.6", Reason.SIGNED_IN_FUTURE, "issued " + issued.get());
      }
      checks.pass("claims", "RFC 7519 4.1", "exp " + expiry + ", nbf " + begin);
    } catch (MalformedJose e) {
      checks.fail("claims", "RFC 7519 2", Reason.MALFORMED, e.what());
    }
  }

  /** NumericDate, RFC 7519 §2: seconds, fractions allowed. */
  Optional<Instant> moment(String name) throws MalformedJose {
    if (!claims.containsKey(name)) {
      return Optional.empty();
    }
    Object value = claims.get(name);
    BigDecimal seconds =
        value instanceof Long whole
            ? BigDecimal.valueOf(whole)
            : value instanceof BigDecimal fraction ? fraction : null;
    // The year 9999; also keeps 1e999 from becoming a number of a thousand digits.
    if (seconds == null
        || seconds.signum() < 0
        || seconds.compareTo(new BigDecimal("253402300799")) > 0) {
      throw new MalformedJose(name + " is no NumericDate");
    }
    return Optional.of(Instant.ofEpochSecond(seconds.longValue()));
  }
}
