package org.xinfu.trust.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.Evidence;

/**
 * The receipts of a policy as proofs of existence, by the log keys that it trusts. A log states its
 * time itself, as a time-stamping authority does: once its key is lost, only what a witness saw
 * before counts.
 */
public final class LogReceipts {
  private static final String ID = "log-receipt";
  private static final String CLAUSE = "RFC 9162 2.1.3";
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final TrustPolicy policy;
  private final Report.Builder checks;

  private LogReceipts(TrustPolicy policy, Report.Builder checks) {
    this.policy = policy;
    this.checks = checks;
  }

  /**
   * The earliest moment at which a receipt proves that a signature was there. A receipt about it
   * that is not believed leaves the signature undecided, since whoever handed it in relied on it.
   */
  public static Optional<Instant> prove(
      Bytes signatureValue, TrustPolicy policy, Report.Builder checks) {
    if (policy.receipts().isEmpty()) {
      return Optional.empty();
    }
    List<LogReceipt> about =
        policy.receipts().stream()
            .flatMap(octets -> LogReceipt.parse(octets).stream())
            .filter(receipt -> receipt.isAbout(signatureValue))
            .toList();
    if (about.isEmpty()) {
      checks.notDone(ID, CLAUSE, policy.receipts().size() + " receipts, none about this");
      return Optional.empty();
    }
    return new LogReceipts(policy, checks).earliest(about);
  }

  private Optional<Instant> earliest(List<LogReceipt> receipts) {
    List<Judged> all = receipts.stream().map(this::judge).toList();
    Optional<Judged> best =
        all.stream()
            .filter(j -> j.report().conclusion() == Conclusion.VALID)
            .min(Comparator.comparing(Judged::at));
    checks.addAll("", best.orElse(all.get(0)).report());
    return best.map(Judged::at);
  }

  /** A receipt's time, and whether it is believed. */
  private record Judged(Instant at, Report report) {}

  /** A signature of a trusted log key or witness. */
  private record Seen(Certificate certificate, String name, Instant at) {}

  private Judged judge(LogReceipt receipt) {
    Report.Builder own = new Report.Builder();
    String origin = receipt.checkpoint().origin();
    List<Seen> seen = seen(receipt.note());
    Optional<Seen> log =
        seen.stream().filter(s -> s.name().equals(origin)).min(Comparator.comparing(Seen::at));
    if (log.isEmpty()) {
      own.unknown(ID, CLAUSE, Reason.NO_TRUST_ANCHOR, "no trusted log key signed for " + origin);
      return new Judged(policy.at(), own.report());
    }
    Optional<Instant> witnessed =
        seen.stream()
            .filter(s -> !s.name().equals(origin) && !sameKey(s, log.get()))
            .filter(s -> path(s, Optional.empty()).conclusion() == Conclusion.VALID)
            .map(Seen::at)
            .min(Comparator.naturalOrder());
    Report path = path(log.get(), witnessed);
    String detail =
        "%s, entry %s, seen %s%s"
            .formatted(
                origin,
                receipt.index(),
                log.get().at(),
                witnessed.map(w -> ", witnessed " + w).orElse(""));
    Optional<Reason> reason = path.reason();
    if (log.get().at().isAfter(policy.at().plus(SKEW))) {
      own.unknown(ID, CLAUSE, Reason.SIGNED_IN_FUTURE, detail);
    } else if (reason.isPresent()) {
      own.unknown(ID, CLAUSE, reason.get(), detail);
    } else {
      own.pass(ID, CLAUSE, detail);
    }
    return new Judged(log.get().at(), own.report());
  }

  private static boolean sameKey(Seen one, Seen other) {
    return one.certificate().publicKeyInfo().equals(other.certificate().publicKeyInfo());
  }

  private List<Seen> seen(SignedNote note) {
    List<Seen> all = new ArrayList<>();
    for (Certificate certificate : policy.logs()) {
      certificate
          .publicKey()
          .ifPresent(
              key -> {
                for (SignedNote.Line line : note.lines()) {
                  new NoteKey(line.name(), key)
                      .signedAt(note, line)
                      .ifPresent(at -> all.add(new Seen(certificate, line.name(), at)));
                }
              });
    }
    return all;
  }

  private Report path(Seen seen, Optional<Instant> witnessed) {
    ChainQuery query =
        new ChainQuery(
            policy,
            ChainQuery.Role.LOG,
            seen.at(),
            TimeSource.CLAIMED,
            ChainQuery.Lenience.SEAL,
            witnessed);
    return ChainValidator.validate(seen.certificate(), Evidence.none(), query).report();
  }
}
