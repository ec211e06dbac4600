package org.xinfu.licence.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Issuer;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.Revocation;

/**
 * A licence as its holder or an officer sees it; citizens' numbers masked.
 *
 * @param validTo none when open-ended
 */
public record LicenceView(
    String identifier,
    String typeCode,
    String typeName,
    String number,
    String status,
    String origin,
    List<HolderView> holders,
    Map<String, String> items,
    Issuer issuer,
    LocalDate validFrom,
    @Nullable LocalDate validTo,
    Instant issuedAt,
    @Nullable String supersededBy,
    @Nullable Revocation revocation,
    List<IssuedView.FileView> files) {
  /** A holder. */
  public record HolderView(
      String name, String idType, String maskedId, @Nullable String share, @Nullable String role) {
    static HolderView of(Holder holder) {
      return new HolderView(
          holder.name(), holder.idType(), holder.maskedId(), holder.share(), holder.role());
    }
  }

  /**
   * The view.
   *
   * @param typeName of the licence's type, in the reader's language
   */
  public static LicenceView of(Licence licence, String typeName, LocalDate today) {
    return new LicenceView(
        licence.identifier().text(),
        licence.identifier().typeCode(),
        typeName,
        licence.facts().number(),
        licence.status(today).name(),
        licence.origin().name(),
        licence.facts().holders().stream().map(HolderView::of).toList(),
        licence.facts().items(),
        licence.facts().issuer(),
        licence.facts().validFrom(),
        licence.facts().validTo(),
        licence.facts().issuedAt(),
        licence.supersededBy(),
        licence.revocation(),
        IssuedView.files(licence));
  }
}
