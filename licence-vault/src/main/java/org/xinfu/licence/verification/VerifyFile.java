package org.xinfu.licence.verification;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.xinfu.licence.anchors.EmbeddedItems;
import org.xinfu.licence.anchors.TrustDirectories;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.id.LicenceIdentifier;

/**
 * Judges a licence file (GB/T 36905: signature, record, status): its signatures as the library
 * judges them, then whether these octets are the registered file and what the licence counts for.
 */
public final class VerifyFile {
  private static final String RECORD = "GB/T 36905";
  private static final String STATUS = "GB/T 36903";
  private final LicenceStore licences;
  private final TrustDirectories trust;
  private final Clock clock;

  public VerifyFile(LicenceStore licences, TrustDirectories trust, Clock clock) {
    this.licences = licences;
    this.trust = trust;
    this.clock = clock;
  }

  /** The library's report with the vault's checks among those of the document. */
  public DocumentReport verify(Bytes file) {
    Instant now = clock.instant();
    TrustPolicy policy = trust.policy(now);
    DocumentReport report = Trust.verify(DocumentSource.of(file), policy);
    if (report.conclusion() == Conclusion.NO_SIGNATURE) {
      return report;
    }
    Report.Builder checks = new Report.Builder().addAll("", report.document());
    Optional<Licence> registered = licences.findByFile(report.sha256());
    if (registered.isPresent()) {
      String identifier = registered.get().identifier().text();
      checks.pass("licence-record", RECORD, identifier);
      status(registered.get(), LocalDate.ofInstant(now, SheetMaker.CHINA), checks);
    } else {
      unregistered(EmbeddedItems.read(file, report, policy), checks);
    }
    return new DocumentReport(
        report.sha256(),
        report.format(),
        report.coverage(),
        report.uncovered(),
        report.signatures(),
        checks.report(),
        report.policyName(),
        report.policySha256(),
        report.at());
  }

  private static void status(Licence licence, LocalDate today, Report.Builder checks) {
    String identifier = licence.identifier().text();
    switch (licence.status(today)) {
      case ACTIVE -> checks.pass("licence-status", STATUS, "ACTIVE");
      case EXPIRED -> checks.fail("licence-status", STATUS, Reason.LICENCE_EXPIRED, identifier);
      case SUPERSEDED ->
          checks.fail(
              "licence-status",
              STATUS,
              Reason.LICENCE_SUPERSEDED,
              String.valueOf(licence.supersededBy()));
      case REVOKED -> checks.fail("licence-status", STATUS, Reason.LICENCE_REVOKED, identifier);
    }
  }

  /** The octets are not a registered file: perhaps a licence of ours with other octets. */
  private void unregistered(Optional<Map<String, String>> items, Report.Builder checks) {
    if (items.isEmpty()) {
      checks.notDone("licence-record", RECORD, "the file is not valid");
      return;
    }
    String text = items.get().getOrDefault(SheetMaker.Embedded.IDENTIFIER, "");
    Optional<LicenceIdentifier> identifier = LicenceIdentifier.parse(text);
    if (identifier.flatMap(licences::find).isPresent()) {
      checks.fail("licence-record", RECORD, Reason.LICENCE_DIFFERS, text);
    } else {
      checks.unknown("licence-record", RECORD, Reason.LICENCE_UNKNOWN, text);
    }
  }
}
