package org.xinfu.idp.upstream;

import java.util.List;
import org.xinfu.idp.domain.Upstream;

/** The platforms above that are configured; often none. */
public record Platforms(List<Upstream> all) {
  public Platforms {
    all = List.copyOf(all);
  }
}
