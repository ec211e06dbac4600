package org.xinfu.licence.issue;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Issuer;

/**
 * What an issuer asks for.
 *
 * @param serial digits and capitals; made from the licence number when absent
 * @param esId seal to be used
 */
record IssueRequest(
    @NotBlank String typeCode,
    @NotEmpty @Valid List<HolderRequest> holders,
    @NotNull TreeMap<String, String> items,
    @NotNull @Valid IssuerRequest issuer,
    @Pattern(regexp = "[0-9A-Z]{1,32}") @Nullable String serial,
    @NotNull LocalDate validFrom,
    @Nullable LocalDate validTo,
    @NotBlank String esId) {

  /** A holder as JSON. */
  record HolderRequest(
      @NotBlank String name,
      @NotBlank String idType,
      @NotBlank String id,
      @Nullable String share,
      @Nullable String role) {
    Holder holder() {
      return new Holder(name, idType, id.replace('x', 'X'), share, role);
    }
  }

  /** An issuer as JSON. */
  record IssuerRequest(@NotBlank String name, @NotBlank String uscc) {
    Issuer issuer() {
      return new Issuer(name, uscc);
    }
  }

  List<Holder> holderList() {
    return holders.stream().map(HolderRequest::holder).toList();
  }
}
