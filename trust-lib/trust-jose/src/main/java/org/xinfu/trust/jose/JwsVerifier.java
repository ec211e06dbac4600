package org.xinfu.trust.jose;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.VerificationKey;

/**
 * Verifies JWS and JWT text, RFC 7515 and 7519: compact, flattened or general JSON. Of several
 * signatures every one must hold.
 */
public final class JwsVerifier {
  private final JoseContext context;

  private JwsVerifier(JoseContext context) {
    this.context = context;
  }

  /** One that trusts certificates by the policy's signer anchors. */
  public static JwsVerifier trusting(TrustPolicy policy) {
    return new JwsVerifier(JoseContext.of(policy));
  }

  /**
   * One that knows the key already, as from a JWKS; the header's own keys count for nothing.
   *
   * @param policy gives the moment and the accepted suites
   */
  public static JwsVerifier knowing(VerificationKey key, TrustPolicy policy) {
    return new JwsVerifier(JoseContext.of(policy).withKey(SigningKey.given(key)));
  }

  /** The same for a JWS whose payload stands elsewhere, RFC 7515 Appendix F. */
  public JwsVerifier withContent(Bytes content) {
    return new JwsVerifier(context.withContent(content));
  }

  /** Judges {@code jws}; never throws on malformed text. */
  public Verdict<VerifiedJws> verify(String jws) {
    Report.Builder checks = new Report.Builder();
    List<JwsJudgement> judged;
    try {
      ParsedJws parsed = ParsedJws.parse(jws.strip());
      if (parsed.signatures().size() > context.policy().budgets().signatures()) {
        return checks.unknown("signatures", "", Reason.BUDGET_EXCEEDED, "too many").refusal();
      }
      judged = JwsJudge.judge(parsed, context.ofOneDocument());
    } catch (MalformedJose e) {
      return checks.fail("structure", "RFC 7515 7", Reason.MALFORMED, e.what()).refusal();
    }
    judged.forEach(one -> one.report().checks().forEach(checks::add));
    JwsJudgement first = judged.get(0);
    return first
        .header()
        .map(header -> checks.verdict(verified(header, first)))
        .orElseGet(checks::refusal);
  }

  private static VerifiedJws verified(JoseHeader header, JwsJudgement judged) {
    return new VerifiedJws(header, judged.payload().orElse(Bytes.empty()), judged.certificate());
  }

  /**
   * A key from a JWK, SM2 included, bound to the suite that its {@code alg} names, else to the one
   * that its kind implies; empty when malformed, too weak, or meant for anything but verifying (RFC
   * 7517 §4.2–4.4).
   */
  public static Optional<VerificationKey> key(java.util.Map<String, ?> jwk) {
    return Jwk.verifies(jwk) ? Jwk.read(jwk).flatMap(key -> Jwk.bound(key, jwk)) : Optional.empty();
  }
}
