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
import org.xinfu.trust.DocumentFormat;
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
        report.format() == DocumentFormat.SESEAL
            ? report.signatures()
            : report.signatures().stream().map(this::added).toList(),
        report.document(),
        report.policyName(),
        report.policySha256(),
        report.at());
  }

  private SignatureReport added(SignatureReport signature) {
    SealFacts seen = signature.seal();
    Optional<Seal> named = Optional.ofNullable(seen).flatMap(f -> seals.find(f.esId()));
    if (seen == null || named.isEmpty()) {
      return signature;
    }
    Seal seal = named.get();
    if (!signs(seal, signature)) {
      String detail = "the register has " + seal.esId() + " with other certificates";
      Report.Builder checks = of(signature);
      checks.unknown(CHECK, "", Reason.SEAL_NOT_REGISTERED, detail);
      return with(signature, seen, checks.report());
    }
    SealStatus status = new SealStatus(seal.state().name(), clock.instant(), SOURCE);
    SealFacts facts =
        new SealFacts(
            seen.esId(),
            seen.name(),
            seen.type(),
            seen.version(),
            seen.maker(),
            seen.validFrom(),
            seen.validTo(),
            seen.picture(),
            status);
    return with(signature, facts, checked(signature, seal));
  }

  private static SignatureReport with(SignatureReport signature, SealFacts facts, Report checks) {
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
        facts,
        signature.changesAfter(),
        checks);
  }

  /** A seal that only borrows the number of one of ours was signed with another certificate. */
  private static boolean signs(Seal seal, SignatureReport signature) {
    SignatureReport.SignerFacts signer = signature.signer();
    return signer != null
        && (signer.sha256().equals(seal.version().sm2().sha256())
            || signer.sha256().equals(seal.version().p256().sha256()));
  }

  private static Report.Builder of(SignatureReport signature) {
    Report.Builder checks = new Report.Builder();
    signature.report().checks().forEach(checks::add);
    return checks;
  }

  private Report checked(SignatureReport signature, Seal seal) {
    Report.Builder checks = of(signature);
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
