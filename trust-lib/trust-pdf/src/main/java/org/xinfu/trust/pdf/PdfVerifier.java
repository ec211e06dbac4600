package org.xinfu.trust.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Conclusion;
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
import org.xinfu.trust.Verdict;

/**
 * The only PDF verifier: ISO 32000-2 §12.8 and ETSI EN 319 142-1, without repair and without
 * guessing. What follows a signed revision is compared with it path by path.
 */
public final class PdfVerifier implements FormatVerifier {
  private static final String CLAUSE = "ISO 32000-2 7.5";

  /** For {@link java.util.ServiceLoader}. */
  public PdfVerifier() {}

  @Override
  public Optional<DocumentFormat> detect(DocumentSource source) {
    return detectBehind(source).filter(format -> PdfHeader.find(source).orElseThrow() == 0);
  }

  @Override
  public Optional<DocumentFormat> detectBehind(DocumentSource source) {
    return PdfHeader.find(source).map(at -> DocumentFormat.PDF);
  }

  @Override
  public DocumentReport verify(DocumentSource source, TrustPolicy policy) {
    return examine(source, policy).report();
  }

  /**
   * The document as it was signed, when every signature is valid; the content of the last signed
   * revision is then reachable, and nothing that came after it.
   */
  public Verdict<VerifiedPdf> open(DocumentSource source, TrustPolicy policy) {
    Examined examined = examine(source, policy);
    DocumentReport report = examined.report();
    Report.Builder checks = new Report.Builder().addAll("", report.document());
    for (SignatureReport signature : report.signatures()) {
      checks.addAll(signature.id() + "/", signature.report());
    }
    if (report.conclusion() == Conclusion.VALID) {
      return checks.verdict(new VerifiedPdf(source, examined.end(), report));
    }
    if (report.signatures().isEmpty()) {
      checks.unknown("signature", "ISO 32000-2 12.8", Reason.NO_SIGNATURE, "");
    }
    return checks.refusal();
  }

  private record Examined(DocumentReport report, long end) {}

  /** What was found in a document: the signatures as reports, and what none of them covers. */
  private record Findings(
      List<SignatureReport> signatures, List<String> uncovered, boolean covers, long end) {
    static final Findings NONE = new Findings(List.of(), List.of(), false, 0);
  }

  private static Examined examine(DocumentSource document, TrustPolicy asked) {
    DocumentSource source = document.inOnePass();
    TrustPolicy policy = asked.withinDocument();
    Report.Builder checks = new Report.Builder();
    Findings found = judge(source, policy, checks);
    Coverage coverage =
        !found.covers()
            ? Coverage.NONE
            : found.uncovered().isEmpty() ? Coverage.WHOLE : Coverage.PARTIAL;
    DocumentReport report =
        new DocumentReport(
            source.sha256(),
            DocumentFormat.PDF,
            coverage,
            found.uncovered(),
            found.signatures(),
            checks.report(),
            PolicyFingerprint.nameOf(policy),
            PolicyFingerprint.of(policy),
            policy.at());
    return new Examined(report, found.end());
  }

  private static Findings judge(DocumentSource source, TrustPolicy policy, Report.Builder checks) {
    if (source.length() > policy.budgets().documentBytes()) {
      checks.unknown("size", "", Reason.BUDGET_EXCEEDED, source.length() + " octets");
      return Findings.NONE;
    }
    try {
      PdfHeader header = PdfHeader.of(source);
      header.judge(policy.strict(), checks);
      PdfView latest = new PdfView(Octets.of(header.document()));
      if (latest.catalog().entries().isEmpty() && !latest.sealed()) {
        checks.fail("structure", CLAUSE, Reason.MALFORMED, "the document has no catalog");
        return Findings.NONE;
      }
      judgeStructure(header.document(), latest, policy, checks);
      return judge(header, latest, policy, checks);
    } catch (IOException | MalformedPdf unreadable) {
      String detail = String.valueOf(unreadable.getMessage());
      if (unreadable instanceof MalformedPdf malformed && malformed.exhausted()) {
        checks.unknown("structure", CLAUSE, Reason.BUDGET_EXCEEDED, detail);
      } else {
        checks.fail("structure", CLAUSE, Reason.MALFORMED, detail);
      }
      return Findings.NONE;
    }
  }

  private static Findings judge(
      PdfHeader header, PdfView latest, TrustPolicy policy, Report.Builder checks)
      throws IOException {
    DocumentSource source = header.document();
    List<SignatureObject> signatures = SignatureFinder.find(latest);
    boolean blind = SignatureFinder.blind(latest);
    if (signatures.isEmpty() && SignatureFinder.mentionsSignature(source)) {
      requireReadable(latest, blind, checks);
    }
    judgeNames(signatures, checks);
    int most = policy.budgets().signatures();
    if (signatures.size() > most) {
      checks.unknown("signatures", "", Reason.BUDGET_EXCEEDED, signatures.size() + " signatures");
    }
    PdfSignatureJudge judge = new PdfSignatureJudge(source, latest, policy);
    List<Judged> judged = judge.judge(signatures.stream().limit(most).toList(), blind);
    LaterChanges later = new LaterChanges(latest, judged);
    later.judge();
    List<String> uncovered = new ArrayList<>(later.uncovered());
    if (!uncovered.isEmpty()) {
      checks.unknown(
          "coverage",
          "ISO 32000-2 12.8.2.2",
          Reason.CONTENT_NOT_COVERED,
          uncovered.size() + " later changes that no signature covers");
    }
    List<String> outside = signatures.isEmpty() ? List.of() : OutsideContent.in(latest, judged);
    if (!outside.isEmpty()) {
      checks.unknown(
          "content-inside",
          "ISO 32000-2 12.8.1",
          Reason.CONTENT_NOT_COVERED,
          String.join(", ", outside.subList(0, Math.min(20, outside.size()))));
      uncovered.addAll(outside);
    }
    if (header.uncovered()) {
      uncovered.add(0, "octets before the header");
    }
    return new Findings(
        judged.stream().map(judge::report).toList(),
        uncovered,
        later.coversSomething(),
        judged.stream().mapToLong(Judged::end).max().orElse(0));
  }

  private static void judgeStructure(
      DocumentSource source, PdfView latest, TrustPolicy policy, Report.Builder checks) {
    List<String> oddities = latest.table().oddities();
    List<String> doubts = new ArrayList<>(latest.table().contradictions());
    doubts.addAll(latest.table().doubts());
    if (ZipEnd.whole(latest.octets())) {
      doubts.add("the file is a zip archive too");
    }
    if (!doubts.isEmpty() && unsigned(source, latest)) {
      // Whatever readers make of it, nobody signed anything.
      checks.warn("structure", CLAUSE, Reason.MALFORMED, String.join(", ", doubts));
    } else if (!doubts.isEmpty()) {
      checks.unknown("structure", CLAUSE, Reason.MALFORMED, String.join(", ", doubts));
    } else if (oddities.isEmpty()) {
      checks.pass("structure", CLAUSE, "");
    } else if (policy.strict()) {
      checks.unknown(
          "structure", CLAUSE, Reason.ENCODING_NOT_STANDARD, String.join(", ", oddities));
    } else {
      checks.warn("structure", CLAUSE, Reason.ENCODING_NOT_STANDARD, String.join(", ", oddities));
    }
  }

  private static boolean unsigned(DocumentSource source, PdfView latest) {
    return !SignatureFinder.blind(latest)
        && SignatureFinder.find(latest).isEmpty()
        && !SignatureFinder.mentionsSignature(source);
  }

  /** Signature octets that no reader reaches any more: somebody cut the signature off. */
  private static void requireReadable(PdfView latest, boolean blind, Report.Builder checks) {
    String detail = "the file holds a /ByteRange that belongs to no signature object";
    boolean rights = SignatureFinder.rights(latest);
    if (blind || rights) {
      checks.unknown(
          "signature-reachable",
          "ISO 32000-2 12.8.1",
          rights ? Reason.NO_SIGNATURE : Reason.FORMAT_MODULE_MISSING,
          rights ? "usage rights only" : detail);
    } else {
      checks.fail(
          "signature-reachable", "ISO 32000-2 12.8.1", Reason.SIGNATURE_DICTIONARY_WRONG, detail);
    }
  }

  /** Two signatures under one full name: readers show one for the other. */
  private static void judgeNames(List<SignatureObject> signatures, Report.Builder checks) {
    Map<String, Integer> names = new HashMap<>();
    signatures.forEach(s -> s.field().ifPresent(name -> names.merge(name, 1, Integer::sum)));
    names.entrySet().stream()
        .filter(name -> name.getValue() > 1)
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(
            name ->
                checks.unknown(
                    "field-names",
                    "ISO 32000-2 12.7.4.2",
                    Reason.SIGNATURE_DICTIONARY_WRONG,
                    "several signatures are called " + name));
  }
}
