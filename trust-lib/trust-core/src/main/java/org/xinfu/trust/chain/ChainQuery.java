package org.xinfu.trust.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;

/**
 * For what, when and how strictly a path is wanted.
 *
 * @param at best signature time
 * @param timeSource how that time is known; NONE when there is none and {@code at} is the moment of
 *     validation
 * @param existedBy a moment, not before {@code at}, at which what was signed is proven to have
 *     existed, when {@code at} itself is only claimed: until then somebody with the key could have
 *     made it, so the key has to have been good until then (EN 319 102-1 §5.6.2.4)
 * @param unnamed whether nothing that was signed names the certificate by its hash, so that it may
 *     be younger than what proves the signature
 * @param accuracy by how much the true time may be later than a proven {@code at} (RFC 3161
 *     §2.4.2): what came within it neither refutes the signature nor is known to be later
 */
public record ChainQuery(
    TrustPolicy policy,
    Role role,
    Instant at,
    TimeSource timeSource,
    Lenience lenience,
    Optional<Instant> existedBy,
    boolean unnamed,
    Duration accuracy) {
  /** Without a later proof of existence. */
  public ChainQuery(
      TrustPolicy policy, Role role, Instant at, TimeSource timeSource, Lenience lenience) {
    this(policy, role, at, timeSource, lenience, Optional.empty());
  }

  /** Of a certificate that the signature names, by its hash or with its seal. */
  public ChainQuery(
      TrustPolicy policy,
      Role role,
      Instant at,
      TimeSource timeSource,
      Lenience lenience,
      Optional<Instant> existedBy) {
    this(policy, role, at, timeSource, lenience, existedBy, false, Duration.ZERO);
  }

  /** The same of a certificate that nothing signed names by its hash. */
  public ChainQuery ofUnnamed() {
    return new ChainQuery(policy, role, at, timeSource, lenience, existedBy, true, accuracy);
  }

  /** The same where the clock of whoever proves {@link #at} may be behind by so much. */
  public ChainQuery within(Duration off) {
    return new ChainQuery(policy, role, at, timeSource, lenience, existedBy, unnamed, off);
  }

  /** Which of the policy's anchors may end the path. */
  public enum Role {
    SIGNER,
    MAKER,
    TIMESTAMPER,
    /** Keys of logs and of their witnesses. */
    LOG
  }

  /** Whose rules say what a merely claimed time is worth. */
  public enum Lenience {
    /** GM/T 0031 §6.2.3 d: under interop a claimed time inside the validity counts, with a WARN. */
    SEAL,
    /** ETSI EN 319 102-1: without proof of existence it does not. */
    ETSI
  }

  /** The anchors of the role. */
  List<Certificate> anchors() {
    return switch (role) {
      case SIGNER -> policy.signers();
      case MAKER -> policy.makers();
      case TIMESTAMPER -> policy.timestampers();
      case LOG -> policy.logs();
    };
  }

  /** What is asked of certificate policies: of signers alone, since makers have other anchors. */
  InitialPolicies initialPolicies() {
    return role == Role.SIGNER ? policy.initialPolicies() : InitialPolicies.any();
  }

  /** Whether the time was proven by somebody other than the signer. */
  boolean timeProven() {
    return timeSource == TimeSource.TIMESTAMP || timeSource == TimeSource.LOG;
  }

  /** The earliest moment at which existence is proven: by {@link #at}, or the later proof. */
  Optional<Instant> provenBy() {
    return timeProven() ? Optional.of(at.plus(accuracy)) : existedBy;
  }

  /** Whether an earlier, merely claimed time is believed with a warning. */
  boolean claimCounts() {
    return timeSource == TimeSource.CLAIMED && lenience == Lenience.SEAL && !policy.strict();
  }
}
