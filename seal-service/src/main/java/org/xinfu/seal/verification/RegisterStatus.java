package org.xinfu.seal.verification;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.SealState;
import org.xinfu.seal.domain.Seals;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.SignatureReport.SealFacts;
import org.xinfu.trust.SignatureReport.SealStatus;

/**
 * Adds the register's word on seals of this service. The seal's state is judged at signing time: a
 * suspension after that moment is said, and spoils nothing.
 */
@Component
class RegisterStatus {
  private static final String CHECK = "seal-status";
  private static final String SOURCE = "seal-service";
  private final Seals seals;
  private final Clock clock;

  RegisterStatus(Seals seals, Clock clock) {
    this.seals = seals;
    this.clock = clock;
  }

  DocumentReport added(DocumentReport report) {
    return new DocumentReport(
        report.sha256(),
        report.format(),
        report.coverage(),
        report.uncovered(),
        report.signatures().stream().map(this::added).toList(),
        report.document(),
        report.policyName(),
        report.policySha256(),
        report.at());
  }

  private SignatureReport added(SignatureReport signature) {
    Optional<SealFacts> facts = Optional.ofNullable(signature.seal());
    Optional<Seal> ours = facts.flatMap(f -> seals.find(f.esId())).filter(s -> signs(s, signature));
    if (facts.isEmpty() || ours.isEmpty()) {
      return signature;
    }
    SealFacts seen = facts.get();
    Seal seal = ours.get();
    SealStatus status = new SealStatus(seal.state().name(), clock.instant(), SOURCE);
    return new SignatureReport(
        signature.id(),
        signature.format(),
        signature.level(),
        signature.integrity(),
        signature.coverage(),
        signature.algorithm(),
        signature.signedAt(),
        signature.timeSource(),
        signature.signer(),
        new SealFacts(
            seen.esId(),
            seen.name(),
            seen.type(),
            seen.version(),
            seen.maker(),
            seen.validFrom(),
            seen.validTo(),
            seen.picture(),
            status),
        signature.changesAfter(),
        checked(signature, seal));
  }

  /** The register speaks only of the seal whose certificate signed, not of one that copies it. */
  private static boolean signs(Seal seal, SignatureReport signature) {
    SignatureReport.SignerFacts signer = signature.signer();
    return signer != null
        && (signer.sha256().equals(seal.version().sm2().sha256())
            || signer.sha256().equals(seal.version().p256().sha256()));
  }

  private Report checked(SignatureReport signature, Seal seal) {
    Report.Builder checks = new Report.Builder();
    signature.report().checks().forEach(checks::add);
    Instant signedAt = signature.signedAt();
    if (signedAt == null) {
      return checks.notDone(CHECK, "", "no signing time").report();
    }
    SealState then = stateAt(seals.history(seal.esId()), signedAt);
    String detail = then + " at signing time, " + seal.state() + " since " + seal.since();
    if (then != SealState.ACTIVE) {
      return checks.fail(CHECK, "", Reason.SEAL_NOT_ACTIVE, detail).report();
    }
    if (seal.state() != SealState.ACTIVE) {
      return checks.warn(CHECK, "", Reason.SEAL_NOT_ACTIVE, detail).report();
    }
    return checks.pass(CHECK, "", detail).report();
  }

  private static SealState stateAt(List<Seals.StateChange> history, Instant moment) {
    SealState state = SealState.MADE;
    for (Seals.StateChange change : history) {
      // Signing times are whole seconds; a seal issued and used in one second was active.
      if (!change.at().truncatedTo(ChronoUnit.SECONDS).isAfter(moment)) {
        state = change.state();
      }
    }
    return state;
  }
}
