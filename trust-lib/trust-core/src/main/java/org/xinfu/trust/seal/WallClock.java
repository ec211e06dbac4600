package org.xinfu.trust.seal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;

/**
 * A claimed time without a zone (timeInfo of GM/T 0031-2014, SignatureDateTime of GB/T 33190 table
 * 67). It is China's; but the same programs write what the clock on the wall shows where that is
 * UTC, and read as China's it may then lie before certificate or seal began. Such a time refuses
 * nothing that a zone as far west as UTC-12 would let stand: who has the key may state any time, so
 * nobody gains by it. What it says too late, or after a revocation, it is held to.
 */
public final class WallClock {
  private static final String ID = "stated-time";
  private static final String CLAUSE = "GM/T 0031 6.2.3 d";

  /** How much later the text means in UTC than in China, and in the westernmost zone. */
  private static final Duration UTC = Duration.ofHours(8);

  private static final Duration WESTERNMOST = Duration.ofHours(20);

  private static final Set<Reason> EARLY =
      Set.of(Reason.CERTIFICATE_NOT_YET_VALID, Reason.SEAL_NOT_YET_VALID);

  private WallClock() {}

  /**
   * The judgement at the moment that counts, under interop.
   *
   * @param china the judgement with the time read as China's
   * @param time that reading; empty when the time has a zone
   * @param again the judgement at another reading
   */
  public static SealJudgement reread(
      SealJudgement china,
      Supplier<Optional<Instant>> time,
      TrustPolicy policy,
      Function<Instant, SealJudgement> again) {
    if (policy.strict() || !early(china)) {
      return china;
    }
    return time.get().stream()
        .flatMap(at -> readings(at, policy.at()))
        .map(at -> told(again.apply(at), at))
        .filter(other -> other.report().conclusion() != Conclusion.INVALID)
        .findFirst()
        .orElse(china);
  }

  /** Whether the claim is too early, and that is all that is wrong. */
  private static boolean early(SealJudgement judged) {
    List<Check> wrong =
        judged.report().checks().stream().filter(c -> c.outcome() == Outcome.FAIL).toList();
    return judged.timeSource() == TimeSource.CLAIMED
        && !wrong.isEmpty()
        && wrong.stream().map(Check::reason).allMatch(r -> r != null && EARLY.contains(r));
  }

  /** UTC, then the latest that is no future. */
  private static Stream<Instant> readings(Instant china, Instant now) {
    Instant latest = china.plus(WESTERNMOST);
    return Stream.of(china.plus(UTC), latest.isAfter(now) ? now : latest);
  }

  private static SealJudgement told(SealJudgement judged, Instant at) {
    Report.Builder checks = new Report.Builder().addAll("", judged.report());
    checks.warn(
        ID,
        CLAUSE,
        Reason.TIME_NOT_PROVEN,
        "without a zone, and too early for China's; read as of " + at);
    return new SealJudgement(
        checks.report(),
        judged.integrity(),
        judged.seal(),
        judged.signer(),
        judged.format(),
        judged.algorithm(),
        judged.signedAt(),
        judged.timeSource(),
        judged.evidence(),
        judged.existedBy());
  }
}
