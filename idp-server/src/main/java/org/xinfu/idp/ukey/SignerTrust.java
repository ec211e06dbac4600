package org.xinfu.idp.ukey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.idp.domain.Factor;
import org.xinfu.kit.Refused;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.InitialPolicies;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsJudgement;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.CmsVerifier;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.cms.SignerJudgement;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * Whether a signature holds and its certificate is one to log in with now. A login has no past: the
 * time that a signature claims counts for nothing, and revocation must be known.
 */
public final class SignerTrust {
  private static final Set<Reason> DATES =
      Set.of(Reason.CERTIFICATE_EXPIRED, Reason.CERTIFICATE_NOT_YET_VALID);

  private final Policies policies;
  private final Set<String> devicePolicies;

  /**
   * What to trust.
   *
   * @param devicePolicies certificate policies (RFC 5280 §4.2.1.4) under which an authority
   *     certifies that the key lies in a certified device behind a PIN
   */
  public SignerTrust(Policies policies, Set<String> devicePolicies) {
    this.policies = policies;
    this.devicePolicies = Set.copyOf(devicePolicies);
  }

  /** Anchors, lists and where revocation is asked about; strict. */
  public interface Policies {
    /** Whether there are anchors. */
    boolean configured();

    /** The policy at this moment. */
    TrustPolicy at(Instant now);
  }

  /** A certificate that holds, and what having signed with it is worth. */
  record Trusted(Certificate certificate, Factor factor) {}

  boolean configured() {
    return policies.configured();
  }

  Trusted judge(Bytes signed, SignedContent content, Instant now) {
    TrustPolicy policy = policies.at(now);
    CmsContext context =
        new CmsContext(
            policy.withMode(TrustPolicy.Mode.INTEROP).withRevocation(TrustPolicy.Revocation.NONE),
            CmsProfile.GBT35275,
            Optional.empty());
    CmsJudgement judged = CmsVerifier.verify(signed, content, context);
    if (judged.structure().conclusion() != Conclusion.VALID || judged.signers().size() != 1) {
      throw new Refused(UkeyRefusal.UKEY_SIGNATURE_WRONG);
    }
    SignerJudgement signer = judged.signers().getFirst();
    if (signer.integrity() != Integrity.INTACT || signer.certificate().isEmpty()) {
      throw new Refused(UkeyRefusal.UKEY_SIGNATURE_WRONG);
    }
    if (signer.suite().filter(suite -> suite == SignatureAlgorithm.SM2_SM3).isEmpty()) {
      throw new Refused(UkeyRefusal.UKEY_ALGORITHM_NOT_ALLOWED);
    }
    Certificate certificate = signer.certificate().get();
    List<Certificate> between =
        SignedMessage.parse(signed).map(m -> m.evidence().certificates()).orElse(List.of());
    Verdict<List<Certificate>> path = path(certificate, between, policy);
    if (!(path instanceof Verdict.Valid<List<Certificate>>)) {
      throw new Refused(refusal(path));
    }
    boolean device =
        !devicePolicies.isEmpty()
            && path(
                    certificate,
                    between,
                    policy.withInitialPolicies(InitialPolicies.oneOf(devicePolicies)))
                instanceof Verdict.Valid<List<Certificate>>;
    return new Trusted(certificate, device ? Factor.CERTIFICATE : Factor.PLAIN_CERTIFICATE);
  }

  private static Verdict<List<Certificate>> path(
      Certificate certificate, List<Certificate> between, TrustPolicy policy) {
    ChainQuery query =
        new ChainQuery(
            policy,
            ChainQuery.Role.SIGNER,
            policy.at(),
            TimeSource.CLAIMED, // by us: the challenge is of these minutes
            ChainQuery.Lenience.ETSI);
    // Lists that the message brings are its sender's choice: ours alone are asked.
    return ChainValidator.validate(certificate, Evidence.of(between), query);
  }

  private static UkeyRefusal refusal(Verdict<?> path) {
    Reason reason =
        path.report().reason().orElseThrow(() -> new IllegalStateException("a refusal's reason"));
    if (reason == Reason.CERTIFICATE_REVOKED) {
      return UkeyRefusal.UKEY_CERTIFICATE_REVOKED;
    }
    if (reason == Reason.KEY_USAGE_WRONG) {
      return UkeyRefusal.UKEY_CERTIFICATE_NOT_FOR_SIGNING;
    }
    if (reason == Reason.REVOCATION_UNKNOWN) {
      return UkeyRefusal.UKEY_REVOCATION_UNKNOWN;
    }
    return DATES.contains(reason)
        ? UkeyRefusal.UKEY_CERTIFICATE_EXPIRED
        : UkeyRefusal.UKEY_CERTIFICATE_NOT_TRUSTED;
  }
}
