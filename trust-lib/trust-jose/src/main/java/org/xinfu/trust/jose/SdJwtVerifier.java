package org.xinfu.trust.jose;

import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.VerificationKey;

/** Verifies SD-JWT presentations, RFC 9901 §7. */
public final class SdJwtVerifier {
  private final JoseContext context;
  private final Optional<KeyBinding> demanded;

  private SdJwtVerifier(JoseContext context, Optional<KeyBinding> demanded) {
    this.context = context;
    this.demanded = demanded;
  }

  /** One that trusts issuers' certificates by the policy's signer anchors. */
  public static SdJwtVerifier trusting(TrustPolicy policy) {
    return new SdJwtVerifier(JoseContext.of(policy), Optional.empty());
  }

  /** One that knows the issuer's key already. */
  public static SdJwtVerifier knowing(VerificationKey issuer, TrustPolicy policy) {
    return new SdJwtVerifier(
        JoseContext.of(policy).withKey(SigningKey.given(issuer)), Optional.empty());
  }

  /** The same, wanting a key binding made for this request; without one nothing is valid. */
  public SdJwtVerifier demanding(KeyBinding request) {
    return new SdJwtVerifier(context, Optional.of(request));
  }

  /** Judges {@code sdJwt}; never throws on malformed text. */
  public Verdict<VerifiedSdJwt> verify(String sdJwt) {
    Report.Builder checks = new Report.Builder();
    SdJwtJudge.Judged judged;
    try {
      SdJwtText text = SdJwtText.parse(sdJwt.strip());
      if (text.issued().signatures().size() > context.policy().budgets().signatures()) {
        return checks.unknown("signatures", "", Reason.BUDGET_EXCEEDED, "too many").refusal();
      }
      judged = new SdJwtJudge(text, context.ofOneDocument(), demanded).judge();
    } catch (MalformedJose e) {
      return checks.fail("structure", "RFC 9901 4", Reason.MALFORMED, e.what()).refusal();
    }
    judged.signatures().forEach(one -> one.report().checks().forEach(checks::add));
    judged.checks().checks().forEach(checks::add);
    Optional<VerifiedSdJwt> content =
        judged
            .claims()
            .map(
                claims ->
                    new VerifiedSdJwt(
                        claims, judged.signatures().get(0).certificate(), demanded.isPresent()));
    return content.map(checks::verdict).orElseGet(checks::refusal);
  }
}
