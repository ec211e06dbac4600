package org.xinfu.trust.seal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
import org.xinfu.trust.chain.Evidence;

/**
 * The judgement of one signature, with a seal unless its container has signatures without.
 *
 * @param seal only when the maker's signature on it held; null for a signature without a seal
 * @param signer as the certificate in the signature says, trusted or not
 * @param format SES_V1, SES_V4 or SES_V5; of an unreadable one what it resembles
 * @param algorithm suite name; null when unreadable
 * @param signedAt as claimed; null when unreadable
 * @param evidence what its time-stamps bring for the validation of it and its neighbours, and what
 *     they prove of that
 * @param existedBy a moment at which it surely existed, as its own time-stamps prove; not before
 *     {@code signedAt}, which is what they say (RFC 3161 §2.4.2)
 */
public record SealJudgement(
    Report report,
    Integrity integrity,
    @Nullable SealFacts seal,
    @Nullable SignerFacts signer,
    String format,
    @Nullable String algorithm,
    @Nullable Instant signedAt,
    TimeSource timeSource,
    Evidence evidence,
    Optional<Instant> existedBy) {
  /** One that brings no evidence. */
  public SealJudgement(
      Report report,
      Integrity integrity,
      @Nullable SealFacts seal,
      @Nullable SignerFacts signer,
      String format,
      @Nullable String algorithm,
      @Nullable Instant signedAt,
      TimeSource timeSource) {
    this(
        report,
        integrity,
        seal,
        signer,
        format,
        algorithm,
        signedAt,
        timeSource,
        Evidence.none(),
        Optional.empty());
  }

  /**
   * The same with what it brings.
   *
   * @param latest when it surely existed; empty when nobody proves that
   */
  public SealJudgement bringing(Evidence own, Optional<Instant> latest) {
    return new SealJudgement(
        report, integrity, seal, signer, format, algorithm, signedAt, timeSource, own, latest);
  }

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

  /** Checks that leave the bytes open when they could not be made. */
  private static final Set<String> OF_VALUES =
      Set.of("seal-signature", "signature-value", "data-hash", "content", "check-method");

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
        integrity == Integrity.INTACT ? integrityOf(whole) : integrity,
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
    boolean broken =
        report.checks().stream()
            .anyMatch(
                c ->
                    c.outcome() == Outcome.FAIL
                        && c.reason() != null
                        && OF_BYTES.contains(c.reason()));
    if (broken) {
      return Integrity.BROKEN;
    }
    boolean open =
        report.checks().stream()
            .anyMatch(c -> c.outcome() == Outcome.UNKNOWN && OF_VALUES.contains(c.id()));
    return open ? Integrity.UNKNOWN : Integrity.INTACT;
  }
}
