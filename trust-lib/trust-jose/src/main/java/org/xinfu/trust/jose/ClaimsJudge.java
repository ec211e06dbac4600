package org.xinfu.trust.jose;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;

/** Judges the claims of a payload that is a JWT, RFC 7519 §7.2. */
record ClaimsJudge(
    JoseHeader header, SharedPayload shared, TrustPolicy policy, Report.Builder checks) {
  private static final Set<String> TIMES = Set.of("exp", "nbf", "iat");

  /** RFC 7515 §4.1.9: the last two say how a JWS is written, and nothing of what it carries. */
  private static final Set<String> NO_TYPES = Set.of("", "jose", "jose+json");

  /** Returns when it says that it was issued. */
  Optional<Instant> judge(Bytes payload) {
    boolean token = header.type().equals("jwt") || header.type().endsWith("+jwt");
    Map<String, @Nullable Object> claims;
    try {
      claims = shared.members(payload);
    } catch (MalformedJose e) {
      judgeOther(payload.toUtf8(), token, e);
      return Optional.empty();
    }
    TimeClaims times = new TimeClaims(claims);
    boolean untyped =
        NO_TYPES.contains(header.type()) && claims.keySet().stream().anyMatch(TIMES::contains);
    if (!token && !untyped) {
      return Optional.empty();
    }
    times.judge(policy.at(), checks);
    try {
      return times.issuedAt();
    } catch (MalformedJose alreadyReported) {
      return Optional.empty();
    }
  }

  /**
   * PyJWT writes {@code typ} JWT over whatever it signs, which is told where no reader can find
   * claims in it. What only some can read is refused, and a token in a token is left open: it may
   * have expired, or have been signed by nobody.
   */
  private void judgeOther(String payload, boolean token, MalformedJose problem) {
    boolean untold = !policy.strict() && header.type().equals("jwt") && !payload.contains("{");
    if (nested(payload, token) || (untold && header.has("cty"))) {
      checks.unknown(
          "claims", "RFC 7519 5.2", Reason.CONTENT_NOT_COVERED, "the token within is not judged");
    } else if (untold) {
      checks.warn("claims", "RFC 7519 5.1", Reason.ENCODING_NOT_STANDARD, "no object of claims");
    } else if (token) {
      checks.fail("claims", "RFC 7519 7.2", Reason.MALFORMED, problem.what());
    }
  }

  /** Whether the header says that a token is within, or the payload begins as one does. */
  private boolean nested(String payload, boolean token) {
    String content = header.text("cty").orElse("").toLowerCase(Locale.ROOT);
    return content.equals("jwt")
        || content.equals("application/jwt")
        || (token && JoseText.beginsAsToken(payload));
  }
}
