package org.xinfu.trust.seal;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.FormatVerifier;
import org.xinfu.trust.PolicyFingerprint;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;

/**
 * Judges a bare seal file (SESeal, {@code .esl}) and a bare signature file (SES_Signature, {@code
 * .dat}). The latter's content is elsewhere, so that it is at best INDETERMINATE.
 */
public final class SealFormatVerifier implements FormatVerifier {
  private static final int MOST_OCTETS = 32 << 20;

  @Override
  public Optional<DocumentFormat> detect(DocumentSource source) {
    return SesShape.detect(source.read(0, SesShape.HEAD));
  }

  @Override
  public DocumentReport verify(DocumentSource source, TrustPolicy policy) {
    DocumentFormat format = detect(source).orElse(DocumentFormat.UNKNOWN);
    if (source.length() > Math.min(MOST_OCTETS, policy.budgets().documentBytes())) {
      Report tooLarge =
          new Report.Builder()
              .unknown("size", "", Reason.BUDGET_EXCEEDED, source.length() + " octets")
              .report();
      return report(source, policy, new Judged(format, List.of(), tooLarge));
    }
    Bytes octets = source.readAll(MOST_OCTETS);
    Report container = new Report(List.of());
    SignatureReport signature =
        format == DocumentFormat.SESEAL ? seal(octets, policy) : signature(octets, policy);
    return report(source, policy, new Judged(format, List.of(signature), container));
  }

  private static SignatureReport seal(Bytes octets, TrustPolicy policy) {
    return SealChecks.judgeSeal(octets, policy)
        .toSignatureReport("maker", Coverage.WHOLE, new Report(List.of()));
  }

  private static SignatureReport signature(Bytes octets, TrustPolicy policy) {
    SealClaim claim = new SealClaim(octets, Bytes.empty(), "", Optional.empty());
    return SealVerifier.verifySignature(claim, policy)
        .toSignatureReport("signature", Coverage.NONE, new Report(List.of()));
  }

  private record Judged(
      DocumentFormat format, List<SignatureReport> signatures, Report container) {}

  private static DocumentReport report(DocumentSource source, TrustPolicy policy, Judged judged) {
    boolean whole = judged.format() == DocumentFormat.SESEAL && !judged.signatures().isEmpty();
    return new DocumentReport(
        source.sha256(),
        judged.format(),
        whole ? Coverage.WHOLE : Coverage.NONE,
        List.of(),
        judged.signatures(),
        judged.container(),
        PolicyFingerprint.nameOf(policy),
        PolicyFingerprint.of(policy),
        policy.at());
  }
}
