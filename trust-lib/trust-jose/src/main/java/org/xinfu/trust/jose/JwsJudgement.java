package org.xinfu.trust.jose;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.SignatureReport.SignerFacts;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.chain.Certificate;

/**
 * What was found about one signature.
 *
 * @param algorithm suite name, or the header's own word; empty when unreadable
 * @param payload the octets that it protects; empty when they are not at hand
 * @param proofs what time-stamps prove
 */
record JwsJudgement(
    Integrity integrity,
    Optional<String> algorithm,
    Optional<Certificate> certificate,
    Optional<Instant> claimed,
    Optional<JoseHeader> header,
    Optional<Bytes> payload,
    JadesProofs proofs,
    Report report) {
  /** One entry of a document's report: these checks, then {@code more}. */
  SignatureReport toSignatureReport(String id, String format, Report more) {
    Report.Builder all = new Report.Builder();
    report.checks().forEach(all::add);
    more.checks().forEach(all::add);
    Report.Builder own = new Report.Builder();
    more.checks().forEach(own::add);
    return new SignatureReport(
        id,
        format,
        proofs.level().orElse(null),
        own.failed() ? Integrity.BROKEN : integrity,
        payload.isPresent() ? Coverage.WHOLE : Coverage.NONE,
        algorithm.orElse(null),
        proofs.at().or(() -> claimed).orElse(null),
        source(),
        certificate.map(JwsJudgement::facts).orElse(null),
        null,
        List.of(),
        all.report());
  }

  private TimeSource source() {
    return proofs.at().isPresent()
        ? TimeSource.TIMESTAMP
        : claimed.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE;
  }

  private static SignerFacts facts(Certificate c) {
    return new SignerFacts(c.subject(), c.serial().toString(16), c.sha256(), c.issuer());
  }
}
