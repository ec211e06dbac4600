package org.xinfu.seal.domain;

import java.util.Set;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * What a unit asks for.
 *
 * @param unitName the unit's legal name; it stands on the arc
 * @param uscc the unit's code; its digits 3 to 8 are the seal code's division
 * @param sealName the name in the seal structure
 * @param bottomText the business under the star; may be empty
 * @param type 01 official, 02 finance, 03 invoice, 04 contract, 99 other (common code table)
 * @param diameterMm 40, 42 or 45
 * @param materialDigest SM3 of the application's papers, hex
 * @param legalBasis the rule under which the unit may have a seal
 */
public record SealRequest(
    String unitName,
    UnifiedSocialCreditCode uscc,
    String sealName,
    String bottomText,
    String type,
    int diameterMm,
    String materialDigest,
    String legalBasis) {
  private static final Set<String> TYPES = Set.of("01", "02", "03", "04", "99");

  public SealRequest {
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException("unknown seal type");
    }
  }

  /** The six digits of the administrative division, GB/T 2260. */
  public String division() {
    return uscc.value().substring(2, 8);
  }
}
