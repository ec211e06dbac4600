package org.xinfu.trust.seal;

import java.util.List;
import org.xinfu.trust.chain.Certificate;

/**
 * A seal whose every check held.
 *
 * @param makerPath the maker's certificate first, the anchor last
 */
public record VerifiedSeal(Seal seal, List<Certificate> makerPath) {
  public VerifiedSeal {
    makerPath = List.copyOf(makerPath);
  }
}
