package org.xinfu.seal.apply;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xinfu.kit.Refused;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.SealRequest;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * What a unit sends; schema ApplicationRequest of seal-service.yaml.
 *
 * @param sealType default 01
 * @param bottomText default empty
 * @param diameterMm default 42
 */
public record ApplicationForm(
    @NotNull @Size(min = 4, max = 30) String unitName,
    @NotNull @Size(min = 18, max = 18) String uscc,
    @NotNull @Size(min = 2, max = 60) String sealName,
    @Nullable @Size(max = 10) String bottomText,
    @Nullable @Pattern(regexp = "01|02|03|04|99") String sealType,
    @Nullable Integer diameterMm,
    @NotNull @Pattern(regexp = "[0-9a-f]{64}") String materialDigest,
    @NotNull @Size(min = 2, max = 500) String legalBasis) {
  /**
   * The same as the domain knows it.
   *
   * @throws Refused when the code's check character or the diameter is wrong
   */
  public SealRequest request() {
    int diameter = Objects.requireNonNullElse(diameterMm, 42);
    if (diameter != 40 && diameter != 42 && diameter != 45) {
      throw new Refused(CommonRefusal.REQUEST_INVALID);
    }
    return new SealRequest(
        unitName,
        UnifiedSocialCreditCode.parse(uscc)
            .orElseThrow(() -> new Refused(SealRefusal.USCC_INVALID)),
        sealName,
        Objects.requireNonNullElse(bottomText, ""),
        Objects.requireNonNullElse(sealType, "01"),
        diameter,
        materialDigest,
        legalBasis);
  }
}
