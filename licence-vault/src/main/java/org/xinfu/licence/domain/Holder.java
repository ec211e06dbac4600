package org.xinfu.licence.domain;

import org.jspecify.annotations.Nullable;
import org.xinfu.trust.id.CitizenIdNumber;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * Who holds a licence 持证主体 (GB/T 36903).
 *
 * @param idType annex A: 111 citizen identity number, 001 unified social credit code
 * @param share part of a shared right, as printed, e.g. {@code 1/2}
 * @param role e.g. owner; none when there is but one
 */
public record Holder(
    String name, String idType, String id, @Nullable String share, @Nullable String role) {
  public static final String CITIZEN = "111";
  public static final String ORGANISATION = "001";

  /** Whether the number is of its kind and its check character is right. */
  public boolean idHolds() {
    return switch (idType) {
      case CITIZEN -> CitizenIdNumber.parse(id).isPresent();
      case ORGANISATION -> UnifiedSocialCreditCode.parse(id).isPresent();
      default -> false;
    };
  }

  /** The number as strangers may see it; an organisation's is public. */
  public String maskedId() {
    return idType.equals(CITIZEN)
        ? CitizenIdNumber.parse(id).map(CitizenIdNumber::masked).orElse("***")
        : id;
  }

  /** The name as strangers may see it: the first character, the rest as asterisks. */
  public String maskedName() {
    if (!idType.equals(CITIZEN)) {
      return name;
    }
    int first = name.offsetByCodePoints(0, Math.min(1, name.length()));
    int rest = name.codePointCount(0, name.length()) - 1;
    return name.substring(0, first) + "*".repeat(Math.max(1, rest));
  }
}
