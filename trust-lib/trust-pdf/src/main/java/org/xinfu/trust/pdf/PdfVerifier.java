package org.xinfu.trust.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.FormatVerifier;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.PolicyFingerprint;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;

/**
 * The only PDF verifier: ISO 32000-2 §12.8 and ETSI EN 319 142-1, without repair and without
 * guessing. What follows a signed revision is compared with it object by object.
 */
public final class PdfVerifier implements FormatVerifier {
  private static final Bytes MAGIC = Bytes.utf8("%PDF-");
  private static final String CLAUSE = "ISO 32000-2 7.5";

  /** For {@link java.util.ServiceLoader}. */
  public PdfVerifier() {}

  @Override
  public Optional<DocumentFormat> detect(DocumentSource source) {
    return source.read(0, 5).equals(MAGIC) ? Optional.of(DocumentFormat.PDF) : Optional.empty();
  }

  @Override
  public DocumentReport verify(DocumentSource source, TrustPolicy policy) {
    Report.Builder checks = new Report.Builder();
    List<PdfSignatureJudge.Judged> judged = judge(source, policy, checks);
    return report(source, policy, checks, judged);
  }

  /**
   * The document as it was signed, when every signature is valid; the content of the last signed
   * revision is then reachable, and nothing that came after it.
   */
  public Verdict<VerifiedPdf> open(DocumentSource source, TrustPolicy policy) {
    Report.Builder checks = new Report.Builder();
    List<PdfSignatureJudge.Judged> judged = judge(source, policy, checks);
    DocumentReport report = report(source, policy, checks, judged);
    for (SignatureReport signature : report.signatures()) {
      checks.addAll(signature.id() + "/", signature.report());
    }
    if (report.conclusion() == Conclusion.VALID) {
      long end = judged.stream().mapToLong(PdfSignatureJudge.Judged::end).max().orElse(0);
      return checks.verdict(new VerifiedPdf(source, end, report));
    }
    if (judged.isEmpty()) {
      checks.unknown("signature", "ISO 32000-2 12.8", Reason.NO_SIGNATURE, "");
    }
    return checks.refusal();
  }

  private static List<PdfSignatureJudge.Judged> judge(
      DocumentSource source, TrustPolicy policy, Report.Builder checks) {
    if (source.length() > policy.budgets().documentBytes()) {
      checks.fail("size", "", Reason.BUDGET_EXCEEDED, source.length() + " octets");
      return List.of();
    }
    try (PDDocument document = StrictPdf.load(source, source.length())) {
      Revision latest = new Revision(document, source.length());
      List<SignatureObject> signatures = SignatureFinder.find(latest);
      checks.pass("structure", CLAUSE, "");
      requireReadable(source, signatures, checks);
      if (signatures.size() > policy.budgets().signatures()) {
        checks.fail("signatures", "", Reason.BUDGET_EXCEEDED, signatures.size() + " signatures");
      }
      List<PdfSignatureJudge.Judged> judged = new ArrayList<>();
      for (SignatureObject signature :
          signatures.stream().limit(policy.budgets().signatures()).toList()) {
        judged.add(new PdfSignatureJudge(source, latest, policy).judge(signature));
      }
      return judged;
    } catch (IOException | RuntimeException | StackOverflowError unreadable) {
      // PDFBox reads lazily: damage may surface anywhere, as several unchecked types.
      checks.fail("structure", CLAUSE, Reason.MALFORMED, "" + unreadable.getMessage());
      return List.of();
    }
  }

  /** Signature octets that no reader reaches any more: somebody cut the signature off. */
  private static void requireReadable(
      DocumentSource source, List<SignatureObject> signatures, Report.Builder checks)
      throws IOException {
    if (signatures.isEmpty() && SignatureFinder.mentionsSignature(source)) {
      checks.fail(
          "signature-reachable",
          "ISO 32000-2 12.8.1",
          Reason.SIGNATURE_DICTIONARY_WRONG,
          "the file holds a /ByteRange that belongs to no signature object");
    }
  }

  private static DocumentReport report(
      DocumentSource source,
      TrustPolicy policy,
      Report.Builder checks,
      List<PdfSignatureJudge.Judged> judged) {
    List<SignatureReport> signatures =
        judged.stream().map(PdfSignatureJudge.Judged::report).toList();
    List<String> uncovered =
        judged.stream()
            .filter(j -> j.end() == lastEnd(judged))
            .flatMap(j -> j.report().changesAfter().stream())
            .filter(change -> !change.allowed())
            .map(SignatureReport.Change::path)
            .toList();
    return new DocumentReport(
        RangeDigest.sha256(source),
        DocumentFormat.PDF,
        coverage(judged, uncovered),
        uncovered,
        signatures,
        checks.report(),
        PolicyFingerprint.nameOf(policy),
        PolicyFingerprint.of(policy),
        policy.at());
  }

  private static long lastEnd(List<PdfSignatureJudge.Judged> judged) {
    return judged.stream().mapToLong(PdfSignatureJudge.Judged::end).max().orElse(0);
  }

  private static Coverage coverage(List<PdfSignatureJudge.Judged> judged, List<String> uncovered) {
    boolean intact =
        judged.stream()
            .filter(j -> j.end() == lastEnd(judged))
            .anyMatch(j -> j.report().integrity() == Integrity.INTACT);
    if (!intact) {
      return Coverage.NONE;
    }
    return uncovered.isEmpty() ? Coverage.WHOLE : Coverage.PARTIAL;
  }
}
