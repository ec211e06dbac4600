package org.xinfu.seal.ca;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.kit.profile.TestAnchorCheck;

/** Production takes no certificates from an authority that lives in the same program. */
@Component
final class CaProductionCheck implements ProductionCheck {
  private final CaSettings settings;
  private final TrustFiles files;

  CaProductionCheck(CaSettings settings, TrustFiles files) {
    this.settings = settings;
    this.files = files;
  }

  @Override
  public List<Violation> violations() {
    List<Violation> found = new ArrayList<>();
    if (settings.enabled()) {
      found.add(
          new Violation("built-in-ca", "xinfu.seal.ca.enabled must be false; name a real CA"));
    }
    found.addAll(new TestAnchorCheck(files::signers).violations());
    found.addAll(new TestAnchorCheck(files::makers).violations());
    return found;
  }
}
