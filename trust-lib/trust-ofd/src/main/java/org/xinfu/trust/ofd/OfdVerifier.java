package org.xinfu.trust.ofd;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xinfu.trust.Bytes;
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
 * Judges OFD packages, GB/T 33190-2016 §18 with seals of GB/T 38540-2020. VALID means: one
 * unambiguous package, every signature holds, and together they protect everything that a reader
 * shows and every other file in the package.
 */
public final class OfdVerifier implements FormatVerifier {
  private static final Bytes ZIP = Bytes.hex("504b0304");
  private static final Bytes PDF = Bytes.utf8("%PDF");
  private static final int TAIL = 1 << 20;
  private static final int LONGEST_PREFIX = 4096;

  /** For {@link java.util.ServiceLoader}; the verifier has no state. */
  public OfdVerifier() {}

  /**
   * OFD, when a zip names an OFD.xml or a Document.xml, or cannot be listed at all: a damaged
   * package is a damaged OFD, not an unknown file.
   */
  @Override
  public Optional<DocumentFormat> detect(DocumentSource source) {
    Bytes head = source.read(0, 4);
    boolean zip = head.equals(ZIP);
    if (!zip && (head.equals(PDF) || !zipBehind(source))) {
      return Optional.empty();
    }
    long from = Math.max(0, source.length() - TAIL);
    String tail = text(source, from, TAIL);
    int end = tail.lastIndexOf("PK\u0005\u0006");
    boolean listed = end >= 0;
    boolean ofd = named(tail) || (listed && named(directory(source, tail, end, from)));
    return (zip && !listed) || (listed && ofd) ? Optional.of(DocumentFormat.OFD) : Optional.empty();
  }

  private static boolean named(String names) {
    return names.contains("Document.xml") || names.toLowerCase(Locale.ROOT).contains("ofd.xml");
  }

  /** How the directory of very many files begins, where the tail does not reach. */
  private static String directory(DocumentSource source, String tail, int end, long from) {
    if (end + ZipLayout.END_SIZE > tail.length()) {
      return "";
    }
    long size = 0;
    for (int i = 3; i >= 0; i--) {
      size = (size << 8) | tail.charAt(end + 12 + i);
    }
    return text(source, Math.max(0, from + end - size), TAIL);
  }

  private static String text(DocumentSource source, long from, int length) {
    return new String(source.read(from, length).toArray(), StandardCharsets.ISO_8859_1);
  }

  /** Some vendors put octets of their own before the zip. */
  private static boolean zipBehind(DocumentSource source) {
    return text(source, 0, LONGEST_PREFIX).contains("PK\u0003\u0004");
  }

  @Override
  public DocumentReport verify(DocumentSource source, TrustPolicy policy) {
    return judge(source, policy).report();
  }

  /**
   * Judges the package and, only when it is VALID, hands out its content.
   *
   * @return the report of a refusal names every failed check of the package and its signatures
   */
  public static Verdict<VerifiedOfd> open(DocumentSource source, TrustPolicy policy) {
    Judged judged = judge(source, policy);
    Report.Builder all = new Report.Builder().addAll("", judged.report().document());
    for (SignatureReport signature : judged.report().signatures()) {
      all.addAll(signature.id() + "/", signature.report());
    }
    if (judged.report().conclusion() == Conclusion.NO_SIGNATURE) {
      all.fail("signature", "GB/T 33190 18", Reason.NO_SIGNATURE, "");
    }
    return judged.graph().isPresent()
        ? all.verdict(new VerifiedOfd(judged.graph().get()))
        : all.refusal();
  }

  private record Judged(DocumentReport report, Optional<OfdGraph> graph) {}

  private static Judged judge(DocumentSource document, TrustPolicy asked) {
    DocumentSource source = document.inOnePass();
    TrustPolicy policy = asked.withinDocument();
    Report.Builder checks = new Report.Builder();
    PackageJudge.Findings findings = new PackageJudge.Findings(List.of(), Coverage.NONE, List.of());
    Optional<OfdGraph> graph = Optional.empty();
    if (source.length() > policy.budgets().documentBytes()) {
      checks.unknown("size", "", Reason.BUDGET_EXCEEDED, source.length() + " octets");
      return new Judged(report(source, policy, findings, checks.report()), graph);
    }
    try {
      OfdPackage content = OfdPackage.open(source, policy.budgets());
      checks.pass("package", OfdPackage.CLAUSE, content.paths().size() + " files");
      content.doubts().report(policy.strict(), checks);
      OfdGraph found = OfdGraph.of(new OfdFiles(content, policy.budgets().depth()));
      findings = new PackageJudge(found, policy, checks).judge();
      graph = Optional.of(found);
    } catch (Finding f) {
      checks.fail("package", OfdPackage.CLAUSE, f.reason(), f.detail());
    }
    return new Judged(report(source, policy, findings, checks.report()), graph);
  }

  private static DocumentReport report(
      DocumentSource source, TrustPolicy policy, PackageJudge.Findings findings, Report document) {
    return new DocumentReport(
        source.sha256(),
        DocumentFormat.OFD,
        findings.coverage(),
        findings.uncovered(),
        findings.signatures(),
        document,
        PolicyFingerprint.nameOf(policy),
        PolicyFingerprint.of(policy),
        policy.at());
  }
}
