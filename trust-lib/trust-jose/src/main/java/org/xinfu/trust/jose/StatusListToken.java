package org.xinfu.trust.jose;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.TrustList;

/** Status list tokens in JWT form, draft-ietf-oauth-status-list §5.1: typ statuslist+jwt. */
public final class StatusListToken {
  private static final String TYPE = "statuslist+jwt";
  private static final String CLAUSE = "draft-ietf-oauth-status-list 5.1";

  private StatusListToken() {}

  /**
   * What a token says besides the list.
   *
   * @param uri {@code sub}: the name by which tokens refer to this list
   * @param timeToLive how long it may be kept
   */
  public record Issue(String uri, Instant issuedAt, Instant expires, Duration timeToLive) {}

  /** Signs a list. */
  public static String issue(StatusList list, Issue issue, Signer signer) {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("bits", (long) list.bits());
    inner.put("lst", Base64Url.encode(list.compressed()));
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", issue.uri());
    claims.put("iat", issue.issuedAt().getEpochSecond());
    claims.put("exp", issue.expires().getEpochSecond());
    claims.put("ttl", issue.timeToLive().toSeconds());
    claims.put("status_list", inner);
    return JwsSigner.with(signer).withHeader("typ", TYPE).jwt(claims);
  }

  /** Judges a token; never throws on malformed text. */
  public static Verdict<VerifiedStatusList> verify(String token, JwsVerifier verifier) {
    Verdict<VerifiedJws> signed = verifier.verify(token);
    Report.Builder checks = new Report.Builder();
    signed.report().checks().forEach(checks::add);
    if (!(signed instanceof Verdict.Valid<VerifiedJws> valid)) {
      return checks.refusal();
    }
    try {
      VerifiedJws jws = valid.content();
      if (!jws.type().equals(TYPE)) {
        throw new MalformedJose("typ is not " + TYPE);
      }
      VerifiedStatusList list = read(jws.claims().orElse(Map.of()));
      checks.pass("status-list", CLAUSE, list.uri());
      return checks.verdict(list);
    } catch (MalformedJose e) {
      return checks.fail("status-list", CLAUSE, Reason.MALFORMED, e.what()).refusal();
    }
  }

  /**
   * Judges a token by the anchors for status lists of a trust list: whoever is listed for documents
   * alone publishes none. By a list past its next update no token is VALID.
   *
   * @param base gives the moment, the suites and the revocation lists
   */
  public static Verdict<VerifiedStatusList> verify(
      String token, TrustList anchors, TrustPolicy base) {
    TrustPolicy policy = anchors.policy(base, AnchorPurpose.STATUS);
    Verdict<VerifiedStatusList> judged = verify(token, JwsVerifier.trusting(policy));
    if (!(judged instanceof Verdict.Valid<VerifiedStatusList>) || anchors.serves(base.at())) {
      return judged;
    }
    Report.Builder checks = new Report.Builder().addAll("", judged.report());
    return checks
        .unknown("trust-list", "", Reason.TRUST_LIST_STALE, "next update " + anchors.nextUpdate())
        .refusal();
  }

  private static VerifiedStatusList read(Map<String, @Nullable Object> claims)
      throws MalformedJose {
    Optional<Instant> issued = new TimeClaims(claims).issuedAt();
    if (!(claims.get("sub") instanceof String uri)
        || issued.isEmpty()
        || !(claims.get("status_list") instanceof Map<?, ?> inner)
        || !(inner.get("bits") instanceof Long bits)
        || bits < 1
        || bits > 8
        || !(inner.get("lst") instanceof String lst)) {
      throw new MalformedJose("sub, iat, status_list.bits or status_list.lst is missing");
    }
    StatusList list =
        StatusList.inflate(bits.intValue(), Base64Url.decode(lst))
            .orElseThrow(() -> new MalformedJose("the list is damaged or too large"));
    return new VerifiedStatusList(uri, issued.get(), timeToLive(claims.get("ttl")), list);
  }

  private static Optional<Duration> timeToLive(@Nullable Object ttl) throws MalformedJose {
    if (ttl == null) {
      return Optional.empty();
    }
    if (ttl instanceof Long seconds && seconds > 0) {
      return Optional.of(Duration.ofSeconds(seconds));
    }
    throw new MalformedJose("ttl is no positive number");
  }
}
