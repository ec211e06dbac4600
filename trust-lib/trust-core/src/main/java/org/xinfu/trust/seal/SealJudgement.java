package org.xinfu.trust.seal;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.SignatureReport.SealFacts;
import org.xinfu.trust.SignatureReport.SignerFacts;
import org.xinfu.trust.TimeSource;

/**
 * The judgement of one signature with a seal.
 *
 * @param seal only when the maker's signature on it held
 * @param signer as the certificate in the signature says, trusted or not
 * @param format SES_V4, or what an unreadable one resembles
 * @param algorithm suite name; null when unreadable
 * @param signedAt as claimed; null when unreadable
 */
public record SealJudgement(
    Report report,
    Integrity integrity,
    @Nullable SealFacts seal,
    @Nullable SignerFacts signer,
    String format,
    @Nullable String algorithm,
    @Nullable Instant signedAt,
    TimeSource timeSource) {
  /** Reasons that speak of bytes and cryptography, not of trust. */
  private static final Set<Reason> OF_BYTES =
      Set.of(
          Reason.MALFORMED,
          Reason.SIGNATURE_VALUE_WRONG,
          Reason.DIGEST_MISMATCH,
          Reason.SEAL_SIGNATURE_WRONG,
          Reason.SEAL_FILE_DIFFERS,
          Reason.SEAL_VERSION_CONTRADICTION,
          Reason.PROPERTY_INFO_MISMATCH,
          Reason.SIGNATURE_TYPE_MISMATCH,
          Reason.REFERENCED_FILE_MISSING,
          Reason.REFERENCE_DUPLICATED,
          Reason.SIGNATURE_LIST_CHANGED);

  /** Reasons for which the bytes could not be judged. */
  private static final Set<Reason> NOT_LOOKED_AT =
      Set.of(Reason.SEAL_VERSION_UNSUPPORTED, Reason.CONTENT_NOT_COVERED);

  /**
   * One entry of a document's report: these checks, then the format's own.
   *
   * @param additional the container's checks of this signature
   */
  public SignatureReport toSignatureReport(String id, Coverage coverage, Report additional) {
    Report.Builder all = new Report.Builder();
    report.checks().forEach(all::add);
    additional.checks().forEach(all::add);
    Report whole = all.report();
    return new SignatureReport(
        id,
        format,
        null,
        integrity == Integrity.UNKNOWN ? integrity : integrityOf(whole),
        coverage,
        algorithm,
        signedAt,
        timeSource,
        signer,
        seal,
        List.of(),
        whole);
  }

  /** What the checks say of the bytes alone. */
  static Integrity integrityOf(Report report) {
    if (has(report, Outcome.FAIL, OF_BYTES)) {
      return Integrity.BROKEN;
    }
    return has(report, Outcome.UNKNOWN, NOT_LOOKED_AT) ? Integrity.UNKNOWN : Integrity.INTACT;
  }

  private static boolean has(Report report, Outcome outcome, Set<Reason> reasons) {
    return report.checks().stream()
        .anyMatch(
            c -> c.outcome() == outcome && c.reason() != null && reasons.contains(c.reason()));
  }
}
