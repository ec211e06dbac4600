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

  /**
   * As {@link #verify(DocumentSource, TrustPolicy)}, for a detached signature over {@code content}.
   */
  public static DocumentReport verify(
      DocumentSource source, DocumentSource content, TrustPolicy policy) {
    DocumentSource once = source.inOnePass();
    return module(once)
        .map(verifier -> verifier.verify(once, content, policy.forOneDocument()))
        .orElseGet(() -> withoutModule(once, policy));
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

  private static DocumentReport withoutModule(DocumentSource source, TrustPolicy policy) {
    Optional<DocumentFormat> magic = Magic.of(source);
    Report.Builder checks = new Report.Builder();
    magic.ifPresent(
        format -> checks.unknown("format", "", Reason.FORMAT_MODULE_MISSING, format.name()));
    if (magic.isEmpty() && Magic.signedContainer(source)) {
      checks.notDone("format", "", "signatures of ASiC, ODF and OOXML are not read");
    }
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
