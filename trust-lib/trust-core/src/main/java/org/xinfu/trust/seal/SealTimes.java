package org.xinfu.trust.seal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.log.LogReceipts;
import org.xinfu.trust.time.ProvenTime;
import org.xinfu.trust.time.TimeOrder;
import org.xinfu.trust.time.TimestampContext;
import org.xinfu.trust.time.TimestampVerifier;

/**
 * When a seal was made or used, as far as that is known: by a time-stamp on the signature value
 * (GB/T 38540, GM/T 0031-2025), else by the claim.
 */
final class SealTimes {
  private static final String CLAUSE = "GB/T 38540";
  private static final String ORDER = "signing-time-order";

  private final TrustPolicy policy;
  private final Report.Builder checks;
  private final TimestampContext context;
  private Evidence brought = Evidence.none();

  SealTimes(TrustPolicy policy, Report.Builder checks, SealProofs proofs) {
    this.policy = policy;
    this.checks = checks;
    this.context = new TimestampContext(policy, proofs.evidence(), proofs.existedBy());
  }

  /**
   * A moment and how it is known; NONE when it is only the moment of asking.
   *
   * @param latest with what the clock of whoever proves it may be off
   */
  record Moment(Instant at, TimeSource source, Instant latest) {
    Moment(Instant at, TimeSource source) {
      this(at, source, at);
    }

    /** When what bears it surely existed; empty when that is only claimed or asked. */
    Optional<Instant> proven() {
      boolean known = source == TimeSource.TIMESTAMP || source == TimeSource.LOG;
      return Optional.of(latest).filter(l -> known);
    }

    Duration accuracy() {
      return Duration.between(at, latest);
    }
  }

  /** What the time-stamps that held bring, and what they prove of it. */
  Evidence proven() {
    return brought;
  }

  /**
   * A token over the octets of the signature value, or over their DER where they are raw.
   *
   * @param reading how the claimed time is read; empty for what the signature says
   */
  Moment ofSignature(SesSignature signature, Optional<Instant> reading) {
    Moment claimed =
        reading
            .or(signature::signedAt)
            .or(() -> signature.timeInfoToken().flatMap(TimestampVerifier::claimedTime))
            .map(at -> new Moment(at, TimeSource.CLAIMED))
            .orElse(new Moment(policy.at(), TimeSource.NONE));
    if (signature.timestamp().isPresent()) {
      // Nothing protects what hangs there: a wrong token is not passed over, nor a dummy.
      Verdict<ProvenTime> proven =
          verified(signature.timestamp().get(), valuesOf(signature.envelope()));
      Optional<Moment> stamped = judged("timestamp", proven);
      stamped.ifPresent(at -> order(claimed, at));
      return stamped.orElse(claimed);
    }
    signature.timeInfoToken().ifPresent(token -> timeInfo(token, signature.dataHash()));
    Optional<Moment> logged = logged(signature.envelope());
    if (logged.isEmpty() && signature.timeInfoToken().isEmpty()) {
      checks.notDone("timestamp", CLAUSE, "there is none; the time is the signer's claim");
    }
    logged
        .or(() -> context.existedBy().map(by -> new Moment(by, TimeSource.TIMESTAMP)))
        .ifPresent(at -> order(claimed, at));
    return logged.orElse(claimed);
  }

  /** What was there at the time of the stamp was not signed later, whatever the signer claims. */
  private void order(Moment claimed, Moment stamped) {
    String detail = "claimed " + claimed.at() + ", stamped " + stamped.at();
    boolean claims = claimed.source() == TimeSource.CLAIMED;
    TimeOrder order = TimeOrder.of(claimed.at(), stamped.at());
    if (!claims || order == TimeOrder.FITS) {
      checks.pass(ORDER, CLAUSE, detail);
    } else if (policy.strict()) {
      checks.fail(ORDER, CLAUSE, Reason.SIGNING_TIME_CONTRADICTED, detail);
    } else if (order == TimeOrder.ODD) {
      checks.warn(ORDER, CLAUSE, Reason.SIGNING_TIME_CONTRADICTED, detail);
    } else {
      checks.unknown(ORDER, CLAUSE, Reason.SIGNING_TIME_CONTRADICTED, detail);
    }
  }

  /**
   * The 2014 text does not say what its token is over; one over the content's digest counts. It is
   * inside of what was signed, so that the signature is later: whoever has the key signs what was
   * stamped long ago. The token confirms what is claimed and proves nothing (EN 319 102-1
   * §5.6.2.3).
   */
  private void timeInfo(Bytes token, Bytes hash) {
    Verdict<ProvenTime> stamped = verified(token, List.of(d -> hash, d -> d.of(hash)));
    if (stamped instanceof Verdict.Valid<ProvenTime> valid) {
      String by = valid.content().at() + " by " + valid.content().authority();
      checks.pass("timestamp", "GM/T 0031", by + ", on the content alone: signed since");
      brought = brought.and(valid.content().evidence());
      checks.addAll("timestamp-", stamped.report());
    } else {
      checks.unknown("timestamp", "GM/T 0031", Reason.TIME_NOT_PROVEN, reason(stamped));
    }
  }

  /** When the seal was made; the token of 2025 is over the maker's signature value. */
  Moment ofSeal(Seal seal) {
    Moment claimed = new Moment(seal.createdAt(), TimeSource.CLAIMED);
    if (seal.timestamp().isEmpty()) {
      return logged(seal.envelope()).orElse(claimed);
    }
    Bytes token = seal.timestamp().get();
    if (TimestampVerifier.claimedTime(token).isEmpty()) {
      // Sample seals carry a dummy: it proves nothing, and nothing is contradicted by it.
      checks.unknown("seal-timestamp", "GM/T 0031", Reason.TIME_NOT_PROVEN, "no time-stamp token");
      return claimed;
    }
    return judged("seal-timestamp", verified(token, valuesOf(seal.envelope()))).orElse(claimed);
  }

  private Optional<Moment> logged(SesEnvelope envelope) {
    return LogReceipts.prove(envelope.value(), policy, checks)
        .map(at -> new Moment(at, TimeSource.LOG));
  }

  private Optional<Moment> judged(String id, Verdict<ProvenTime> proven) {
    return proven.fold(
        time -> {
          checks.pass(id, CLAUSE, time.at() + " by " + time.authority());
          brought = brought.and(time.evidence());
          checks.addAll(id + "-", proven.report());
          return Optional.of(new Moment(time.at(), TimeSource.TIMESTAMP, time.latest()));
        },
        (reason, report) -> {
          checks.fail(id, CLAUSE, Reason.TIMESTAMP_WRONG, reason.code());
          return Optional.empty();
        },
        (reason, report) -> {
          checks.unknown(id, CLAUSE, reason, "the time-stamp is not believed");
          return Optional.empty();
        });
  }

  /** The first of the candidates that the token is over; else what became of the first. */
  private Verdict<ProvenTime> verified(
      Bytes token, List<Function<ContentDigest, Bytes>> candidates) {
    Verdict<ProvenTime> first = TimestampVerifier.verify(token, candidates.get(0), context);
    for (int i = 1; i < candidates.size() && overOther(first); i++) {
      Verdict<ProvenTime> next = TimestampVerifier.verify(token, candidates.get(i), context);
      if (!overOther(next)) {
        return next;
      }
    }
    return first;
  }

  private static boolean overOther(Verdict<ProvenTime> verdict) {
    return verdict
        .report()
        .check("imprint")
        .filter(c -> c.reason() == Reason.TIMESTAMP_WRONG)
        .isPresent();
  }

  private List<Function<ContentDigest, Bytes>> valuesOf(SesEnvelope envelope) {
    List<Function<ContentDigest, Bytes>> values = new ArrayList<>();
    values.add(digest -> digest.of(envelope.value()));
    if (!policy.strict()) {
      EcSignature.parseRaw(envelope.value(), 32)
          .map(EcSignature::der)
          .ifPresent(der -> values.add(digest -> digest.of(der)));
    }
    return values;
  }

  private static String reason(Verdict<ProvenTime> verdict) {
    return verdict.report().reason().map(Reason::code).orElse("");
  }
}
