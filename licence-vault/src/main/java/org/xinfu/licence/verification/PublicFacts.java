package org.xinfu.licence.verification;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.LicenceType;

/**
 * What anyone who has the identifier may learn: that it exists, what it counts for, who issued it,
 * and enough of the holders' names to compare with a person who shows it.
 *
 * @param supersededBy identifier of the version that counts instead
 */
public record PublicFacts(
    String identifier,
    String status,
    LicenceType.Names type,
    String issuer,
    List<String> holders,
    LocalDate validFrom,
    @Nullable LocalDate validTo,
    @Nullable String supersededBy) {
  /** The facts as of {@code today}. */
  public static PublicFacts of(Licence licence, Catalogue catalogue, LocalDate today) {
    String code = licence.identifier().typeCode();
    return new PublicFacts(
        licence.identifier().text(),
        licence.status(today).name(),
        catalogue.find(code).map(p -> p.type().name()).orElse(new LicenceType.Names(code, code)),
        licence.facts().issuer().name(),
        licence.facts().holders().stream().map(Holder::maskedName).toList(),
        licence.facts().validFrom(),
        licence.facts().validTo(),
        licence.supersededBy());
  }
}
