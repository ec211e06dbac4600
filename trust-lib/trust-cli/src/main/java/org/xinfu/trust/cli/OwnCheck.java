package org.xinfu.trust.cli;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;

/**
 * What was signed is verified before anybody sees it. With anchors it has to be VALID; without,
 * nothing but trust may be missing.
 */
final class OwnCheck {
  /** What anchors and evidence alone can settle. */
  private static final Set<Reason> TRUST =
      Set.of(Reason.NO_TRUST_ANCHOR, Reason.SEAL_MAKER_NOT_TRUSTED, Reason.REVOCATION_UNKNOWN);

  private OwnCheck() {}

  /**
   * The report on what was made.
   *
   * @throws NotSigned when it is not in order
   */
  static DocumentReport of(DocumentSigning signing, DocumentSource made, TrustPolicy policy) {
    return of(made, signing.apart(), policy);
  }

  /** As above, for what is over {@code content} when that lies apart. */
  static DocumentReport of(
      DocumentSource made, Optional<DocumentSource> content, TrustPolicy policy) {
    DocumentReport report = LongTerm.judged(made, content, policy);
    boolean anchored =
        !policy.signers().isEmpty()
            || !policy.makers().isEmpty()
            || !policy.timestampers().isEmpty();
    boolean inOrder =
        anchored
            ? report.conclusion() == Conclusion.VALID
            : intact(report) && open(report).allMatch(OwnCheck::trustAlone);
    if (!inOrder) {
      String what =
          open(report).findFirst().map(c -> c.id() + " " + c.detail()).orElse("no signature");
      String reason = report.reason().map(Reason::code).orElse("");
      throw new NotSigned("what was made is not in order: " + reason + " (" + what + ")");
    }
    return report;
  }

  private static boolean intact(DocumentReport report) {
    return !report.signatures().isEmpty()
        && report.signatures().stream().allMatch(s -> s.integrity() == Integrity.INTACT);
  }

  /** Every check that speaks against it or could not be made for want of something. */
  private static Stream<Check> open(DocumentReport report) {
    return Stream.concat(
            Stream.of(report.document()), report.signatures().stream().map(SignatureReport::report))
        .flatMap(r -> r.checks().stream())
        .filter(c -> c.outcome() == Outcome.FAIL || c.outcome() == Outcome.UNKNOWN);
  }

  private static boolean trustAlone(Check check) {
    Reason reason = check.reason();
    return check.outcome() == Outcome.UNKNOWN && reason != null && TRUST.contains(reason);
  }
}
