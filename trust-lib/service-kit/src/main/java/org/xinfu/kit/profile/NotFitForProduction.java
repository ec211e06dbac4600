package org.xinfu.kit.profile;

import java.util.List;
import java.util.stream.Collectors;

/** The start under the production profile was refused; every reason is named. */
public final class NotFitForProduction extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<ProductionCheck.Violation> violations;

  NotFitForProduction(List<ProductionCheck.Violation> violations) {
    super(
        violations.stream()
            .map(v -> v.code() + ": " + v.detail())
            .collect(Collectors.joining("\n  ", "profile=production refuses to start:\n  ", "")));
    this.violations = List.copyOf(violations);
  }

  public List<ProductionCheck.Violation> violations() {
    return violations;
  }
}
