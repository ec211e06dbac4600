package org.xinfu.seal.use;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xinfu.seal.domain.SealRequest;
import org.xinfu.trust.key.SignatureAlgorithm;

/**
 * What a business system asks; schema SealingRequest of seal-service.yaml.
 *
 * @param matter the business for which the seal is used
 * @param businessSerial the business's own number
 * @param stamps one for PDF; OFD takes several under one signature
 * @param protection OFD: WHOLE (default) or CONTINUE
 * @param pdfAlgorithm SM2_SM3 (default) or ECDSA_P256_SHA256
 * @param unit code of the unit in whose name it is sealed; the seal must be that unit's
 */
public record SealingForm(
    @NotNull @Pattern(regexp = "[0-9]{14}") String esId,
    @NotBlank @Size(max = 200) String matter,
    @NotBlank @Size(max = 100) String businessSerial,
    @NotNull @Size(min = 1, max = 100) @Valid List<Place> stamps,
    @Nullable @Pattern(regexp = "WHOLE|CONTINUE") String protection,
    @Nullable @Pattern(regexp = "SM2_SM3|ECDSA_P256_SHA256") String pdfAlgorithm,
    @Nullable @Pattern(regexp = "[0-9A-Z]{18}") String unit) {
  /** Page from 1, millimetres from its top left corner to the picture's. */
  public record Place(
      @Min(1) @Max(100_000) int page, @DecimalMin("0") double xMm, @DecimalMin("0") double yMm) {}

  boolean isFor(SealRequest asked) {
    return unit == null || unit.equals(asked.uscc().value());
  }

  boolean whole() {
    return !"CONTINUE".equals(protection);
  }

  SignatureAlgorithm suite() {
    return SignatureAlgorithm.valueOf(Objects.requireNonNullElse(pdfAlgorithm, "SM2_SM3"));
  }
}
