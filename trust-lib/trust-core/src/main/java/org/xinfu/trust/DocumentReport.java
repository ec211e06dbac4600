package org.xinfu.trust;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The judgement of one document: the contract's JSON as a value. A file is as good as its worst
 * signature; what no signature covers makes it at best INDETERMINATE.
 *
 * @param sha256 of the whole document, hex
 * @param uncovered paths, object numbers or ids of what is shown and protected by no signature
 * @param document checks of the container itself (package, structure, coverage)
 * @param policyName e.g. {@code interop}
 * @param policySha256 digest of the canonical policy
 * @param at the moment for which it was judged
 */
public record DocumentReport(
    String sha256,
    DocumentFormat format,
    Coverage coverage,
    List<String> uncovered,
    List<SignatureReport> signatures,
    Report document,
    String policyName,
    String policySha256,
    Instant at) {
  public DocumentReport {
    uncovered = List.copyOf(uncovered);
    signatures = List.copyOf(signatures);
  }

  /**
   * The worst of the container's checks and of every signature; NO_SIGNATURE when there is none.
   */
  public Conclusion conclusion() {
    Conclusion container = document.conclusion();
    if (container == Conclusion.INVALID) {
      return Conclusion.INVALID;
    }
    if (signatures.isEmpty()) {
      return container == Conclusion.VALID ? Conclusion.NO_SIGNATURE : container;
    }
    return signatures.stream()
        .map(SignatureReport::conclusion)
        .reduce(container, DocumentReport::worse);
  }

  /** Why, when the conclusion is not VALID. */
  public Optional<Reason> reason() {
    Conclusion conclusion = conclusion();
    if (conclusion == Conclusion.NO_SIGNATURE) {
      return Optional.of(Reason.NO_SIGNATURE);
    }
    if (conclusion == Conclusion.VALID) {
      return Optional.empty();
    }
    return Stream.concat(signatures.stream().map(SignatureReport::report), Stream.of(document))
        .filter(r -> r.conclusion() == conclusion)
        .flatMap(r -> r.reason().stream())
        .max(Comparator.comparingInt(Reason::rank));
  }

  private static Conclusion worse(Conclusion a, Conclusion b) {
    if (a == Conclusion.INVALID || b == Conclusion.INVALID) {
      return Conclusion.INVALID;
    }
    return a == Conclusion.INDETERMINATE || b == Conclusion.INDETERMINATE
        ? Conclusion.INDETERMINATE
        : Conclusion.VALID;
  }
}
