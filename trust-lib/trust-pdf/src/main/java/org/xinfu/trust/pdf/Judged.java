package org.xinfu.trust.pdf;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport.SignerFacts;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.cms.SignerJudgement;
import org.xinfu.trust.time.Existence;

/** A signature on its way to a report. */
final class Judged {
  private final SignatureObject signature;
  private final SubFilter kind;
  private final Report.Builder checks = new Report.Builder();
  private Optional<SignedRange> signed = Optional.empty();
  private Findings findings = Findings.NONE;
  private RevisionChanges changes = new RevisionChanges();
  private Integrity integrity = Integrity.UNKNOWN;
  private Optional<String> level = Optional.empty();
  private boolean archives;

  /**
   * What the value in /Contents said.
   *
   * @param certificate the signer's, or of who stamped
   * @param proven what a document timestamp proves; empty for signatures
   */
  record Findings(
      Integrity integrity,
      Optional<String> algorithm,
      Optional<Instant> signedAt,
      TimeSource timeSource,
      Optional<Certificate> certificate,
      Optional<String> level,
      Optional<Existence> proven) {
    static final Findings NONE =
        new Findings(
            Integrity.UNKNOWN,
            Optional.empty(),
            Optional.empty(),
            TimeSource.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    static Findings of(SignerJudgement signer) {
      return new Findings(
          signer.integrity(),
          signer.suite().map(Enum::name),
          signer.signedAt(),
          signer.timeSource(),
          signer.certificate(),
          signer.level(),
          Optional.empty());
    }

    /** The certificate as reports name it. */
    Optional<SignerFacts> signer() {
      return certificate.map(
          c -> new SignerFacts(c.subject(), c.serial().toString(16), c.sha256(), c.issuer()));
    }
  }

  Judged(SignatureObject signature) {
    this.signature = signature;
    this.kind = SubFilter.of(signature.dictionary());
  }

  SignatureObject signature() {
    return signature;
  }

  SubFilter kind() {
    return kind;
  }

  Report.Builder checks() {
    return checks;
  }

  RevisionChanges changes() {
    return changes;
  }

  void changes(RevisionChanges found) {
    changes = found;
  }

  Optional<SignedRange> signed() {
    return signed;
  }

  void signed(Optional<SignedRange> range) {
    signed = range;
  }

  Findings findings() {
    return findings;
  }

  Optional<String> level() {
    return level;
  }

  void level(Optional<String> reached) {
    level = reached;
  }

  /** Whether it is a time-stamp that proves lists or answers to have existed. */
  boolean archives() {
    return archives;
  }

  void archives(boolean lists) {
    archives = lists;
  }

  /** Where its revision ends; 0 when it covers nothing that could be found. */
  long end() {
    return signed.map(s -> s.range().end()).orElse(0L);
  }

  /** Whether its range is sound, so that there is a signed revision to speak of. */
  boolean sound() {
    return signed.isPresent()
        && checks.report().checks().stream()
            .noneMatch(c -> c.outcome() == Outcome.FAIL && c.reason() == Reason.BYTE_RANGE_WRONG);
  }

  /** The cryptography and the octets alone, whatever came later. */
  Integrity integrity() {
    return integrity;
  }

  /** What the value said, and with it what the octets are worth. */
  void settle(Findings found) {
    findings = found;
    // A failed check of the dictionary or the range is a broken structure, whatever the CMS says;
    // failures of the path are the signer's alone and do not touch the octets.
    boolean structure =
        checks.report().checks().stream()
            .filter(c -> c.clause().startsWith("ISO 32000") || c.id().startsWith("cms-"))
            .anyMatch(c -> c.outcome() == Outcome.FAIL);
    integrity = structure ? Integrity.BROKEN : found.integrity();
  }
}
