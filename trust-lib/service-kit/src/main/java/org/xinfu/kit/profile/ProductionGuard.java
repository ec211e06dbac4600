package org.xinfu.kit.profile;

import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Asks every {@link ProductionCheck} before the first request can come, and refuses with them all.
 */
final class ProductionGuard implements SmartInitializingSingleton {
  private final List<ProductionCheck> checks;

  ProductionGuard(List<ProductionCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public void afterSingletonsInstantiated() {
    List<ProductionCheck.Violation> violations =
        checks.stream().flatMap(check -> check.violations().stream()).toList();
    if (!violations.isEmpty()) {
      throw new NotFitForProduction(violations);
    }
  }
}
