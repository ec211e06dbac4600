package org.xinfu.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** One call: judge a document of any supported format. */
public final class Trust {
  private Trust() {}

  /**
   * Finds the format by content and judges every signature with the format module on the class
   * path. Octets that no module claims have no signature, whatever other containers (ASiC, ODF) may
   * hold, which the report then says; a format that is known by its magic but whose module is
   * absent is INDETERMINATE {@code format-module-missing}.
   */
  public static DocumentReport verify(DocumentSource source, TrustPolicy policy) {
    DocumentSource once = source.inOnePass();
    return module(once)
        .map(verifier -> verifier.verify(once, policy.forOneDocument()))
        .orElseGet(() -> withoutModule(once, policy));
  }

  /** The format, by content, of a module on the class path; empty when none knows the octets. */
  public static Optional<DocumentFormat> detect(DocumentSource source) {
    return module(source).flatMap(m -> m.detect(source).or(() -> m.detectBehind(source)));
  }

  /**
   * As {@link #verify(DocumentSource, TrustPolicy)}, for a detached signature over {@code content}.
   * A format that always holds its content says nothing of another: INDETERMINATE {@code
   * content-not-covered} at best.
   */
  public static DocumentReport verify(
      DocumentSource source, DocumentSource content, TrustPolicy policy) {
    DocumentSource once = source.inOnePass();
    return module(once)
        .map(verifier -> verifier.verify(once, content, policy.forOneDocument()))
        .map(Trust::besides)
        .orElseGet(() -> withoutModule(once, policy));
  }

  /** Says so where what was handed in was taken no notice of. */
  private static DocumentReport besides(DocumentReport report) {
    if (!report.format().holdsContent() || report.signatures().isEmpty()) {
      return report;
    }
    Report.Builder checks = new Report.Builder().addAll("", report.document());
    checks.unknown(
        "content",
        "",
        Reason.CONTENT_NOT_COVERED,
        report.format() + " holds its content: what was handed in is not signed by it");
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

  /** Whoever knows the first octets; only when nobody does, whoever finds its own behind others. */
  private static Optional<FormatVerifier> module(DocumentSource source) {
    List<FormatVerifier> modules = new ArrayList<>();
    ServiceLoader.load(FormatVerifier.class).forEach(modules::add);
    return modules.stream()
        .filter(module -> module.detect(source).isPresent())
        .findFirst()
        .or(
            () ->
                modules.stream()
                    .filter(module -> module.detectBehind(source).isPresent())
                    .findFirst());
  }

  /** What a file of no format of ours is whose own signatures nobody here judges. */
  public static Optional<String> unjudged(DocumentSource source) {
    return Magic.of(source).isPresent()
        ? Optional.empty()
        : Magic.signedContainer(source)
            .map(kind -> kind + " with signatures: these are not judged");
  }

  private static DocumentReport withoutModule(DocumentSource source, TrustPolicy policy) {
    Optional<DocumentFormat> magic = Magic.of(source);
    Report.Builder checks = new Report.Builder();
    magic.ifPresent(
        format -> checks.unknown("format", "", Reason.FORMAT_MODULE_MISSING, format.name()));
    unjudged(source).ifPresent(what -> checks.notDone("format", "", what));
    return new DocumentReport(
        source.sha256(),
        magic.orElse(DocumentFormat.UNKNOWN),
        Coverage.NONE,
        List.of(),
        List.of(),
        checks.report(),
        PolicyFingerprint.nameOf(policy),
        PolicyFingerprint.of(policy),
        policy.at());
  }
}
