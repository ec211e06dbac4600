package org.xinfu.trust.ofd;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * What became known of one signature.
 *
 * @param own files of which the signature itself consists
 * @param covered files that its references protect
 * @param evidence what its time-stamps bring and prove of it
 * @param existedBy when it surely existed, as they prove
 * @param seen where it shows its seal
 */
record Judged(
    SignatureReport report,
    Set<String> own,
    Set<String> covered,
    Evidence evidence,
    Optional<Instant> existedBy,
    StampOverlap.Seen seen) {
  /** One that shows no seal. */
  Judged(SignatureReport report, Set<String> own) {
    this(report, own, Set.of(), Evidence.none(), Optional.empty(), StampOverlap.Seen.nothing());
  }

  /**
   * A signature of a proven time that holds and protects everything of which another consists
   * proves that it existed by then. Of SM2 alone, whose digest takes in the key: of other suites a
   * value may be found to fit another key and other content.
   *
   * @param others the files of which the other consists
   */
  Optional<Instant> proves(Set<String> others) {
    boolean holds =
        report.conclusion() == Conclusion.VALID
            && report.timeSource() == TimeSource.TIMESTAMP
            && SignatureAlgorithm.SM2_SM3.name().equals(report.algorithm());
    return existedBy.filter(by -> holds && covered.containsAll(others));
  }
}
