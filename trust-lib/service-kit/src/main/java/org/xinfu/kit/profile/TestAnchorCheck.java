package org.xinfu.kit.profile;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.TestAnchors;

/**
 * Anchors and own certificates that carry the mark of a test authority.
 *
 * @param certificates what the service trusts or speaks with
 */
public record TestAnchorCheck(Supplier<? extends Collection<Certificate>> certificates)
    implements ProductionCheck {
  @Override
  public List<Violation> violations() {
    return certificates.get().stream()
        .filter(TestAnchors::isTest)
        .map(c -> new Violation("test-anchor", "marked as test: " + c.subject()))
        .toList();
  }
}
