package org.xinfu.licence.deposit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Issuer;

/** The record that comes with a file made elsewhere (GB/T 36903 items). */
record DepositRequest(
    @NotBlank String typeCode,
    @NotBlank String identifier,
    @NotEmpty @Valid List<HolderRequest> holders,
    @NotNull TreeMap<String, String> items,
    @NotNull @Valid IssuerRequest issuer,
    @NotNull LocalDate validFrom,
    @Nullable LocalDate validTo) {
  /** A holder as JSON. */
  record HolderRequest(@NotBlank String name, @NotBlank String idType, @NotBlank String id) {
    Holder holder() {
      return new Holder(name, idType, id.replace('x', 'X'), null, null);
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
