package org.xinfu.trust.jose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/** Judges JWS files (compact, flattened, general) and SD-JWT files, every signature of each. */
public final class JoseFormatVerifier implements FormatVerifier {
  @Override
  public Optional<DocumentFormat> detect(DocumentSource source) {
    return JoseText.detect(source);
  }

  @Override
  public DocumentReport verify(DocumentSource source, TrustPolicy policy) {
    return verify(source, JoseContext.of(policy).ofOneDocument(), source.length());
  }

  @Override
  public DocumentReport verify(DocumentSource source, DocumentSource content, TrustPolicy policy) {
    long largest = Math.max(source.length(), content.length());
    JoseContext context = JoseContext.of(policy).ofOneDocument();
    return verify(
        source,
        largest > JoseText.MOST_OCTETS
            ? context
            : context.withContent(content.readAll(JoseText.MOST_OCTETS)),
        largest);
  }

  private DocumentReport verify(DocumentSource source, JoseContext context, long largest) {
    TrustPolicy policy = context.policy();
    DocumentFormat format = detect(source).orElse(DocumentFormat.UNKNOWN);
    Report.Builder container = new Report.Builder();
    if (largest > Math.min(JoseText.MOST_OCTETS, policy.budgets().documentBytes())) {
      container.unknown("size", "", Reason.BUDGET_EXCEEDED, largest + " octets");
      return report(source, policy, new Judged(format, List.of(), List.of(), container.report()));
    }
    try {
      String text = Base64Url.utf8(source.readAll(JoseText.MOST_OCTETS)).strip();
      return report(
          source,
          policy,
          format == DocumentFormat.SD_JWT
              ? selective(SdJwtText.parse(text), context)
              : plain(ParsedJws.parse(text), context));
    } catch (MalformedJose e) {
      container.fail("structure", "RFC 7515 7", Reason.MALFORMED, e.what());
      return report(source, policy, new Judged(format, List.of(), List.of(), container.report()));
    }
  }

  private record Judged(
      DocumentFormat format,
      List<SignatureReport> signatures,
      List<String> uncovered,
      Report container) {}

  private static Judged plain(ParsedJws jws, JoseContext context) {
    Report.Builder container = new Report.Builder();
    List<SignatureReport> signatures = new ArrayList<>();
    if (withinBudget(jws, context, container)) {
      for (JwsJudgement one : JwsJudge.judge(jws, context)) {
        signatures.add(one.toSignatureReport(id(signatures.size()), "JWS", new Report(List.of())));
      }
    }
    uncovered(jws, container);
    return new Judged(DocumentFormat.JWS, signatures, jws.foreign(), container.report());
  }

  private static Judged selective(SdJwtText text, JoseContext context) {
    Report.Builder container = new Report.Builder();
    List<SignatureReport> signatures = new ArrayList<>();
    if (withinBudget(text.issued(), context, container)) {
      SdJwtJudge.Judged judged = new SdJwtJudge(text, context, Optional.empty()).judge();
      for (JwsJudgement one : judged.signatures()) {
        signatures.add(one.toSignatureReport(id(signatures.size()), "SD_JWT", judged.checks()));
      }
    }
    uncovered(text.issued(), container);
    return new Judged(
        DocumentFormat.SD_JWT, signatures, text.issued().foreign(), container.report());
  }

  private static boolean withinBudget(
      ParsedJws jws, JoseContext context, Report.Builder container) {
    boolean within = jws.signatures().size() <= context.policy().budgets().signatures();
    if (!within) {
      container.unknown(
          "signatures", "", Reason.BUDGET_EXCEEDED, jws.signatures().size() + " signatures");
    }
    return within;
  }

  /** Members that RFC 7515 does not know are shown by whoever does, and nobody signed them. */
  private static void uncovered(ParsedJws jws, Report.Builder container) {
    if (!jws.foreign().isEmpty()) {
      container.unknown(
          "members", "RFC 7515 7.2", Reason.CONTENT_NOT_COVERED, String.join(" ", jws.foreign()));
    }
  }

  private static String id(int index) {
    return Integer.toString(index + 1);
  }

  private static DocumentReport report(DocumentSource source, TrustPolicy policy, Judged judged) {
    boolean whole =
        !judged.signatures().isEmpty()
            && judged.signatures().stream().allMatch(s -> s.coverage() == Coverage.WHOLE);
    return new DocumentReport(
        source.sha256(),
        judged.format(),
        !whole ? Coverage.NONE : judged.uncovered().isEmpty() ? Coverage.WHOLE : Coverage.PARTIAL,
        judged.uncovered(),
        judged.signatures(),
        judged.container(),
        PolicyFingerprint.nameOf(policy),
        PolicyFingerprint.of(policy),
        policy.at());
  }
}
