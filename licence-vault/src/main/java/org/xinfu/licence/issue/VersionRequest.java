package org.xinfu.licence.issue;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceFacts;

/**
 * A change 变更: all of the new facts but the type, the issuer and the serial, which stay.
 *
 * @param esId seal to be used
 */
record VersionRequest(
    @NotEmpty @Valid List<IssueRequest.HolderRequest> holders,
    @NotNull TreeMap<String, String> items,
    @NotNull LocalDate validFrom,
    @Nullable LocalDate validTo,
    @NotBlank String esId) {
  IssueRequest complete(Licence before) {
    LicenceFacts facts = before.facts();
    return new IssueRequest(
        facts.identifier().typeCode(),
        holders,
        items,
        new IssueRequest.IssuerRequest(facts.issuer().name(), facts.issuer().uscc()),
        facts.identifier().serial(),
        validFrom,
        validTo,
        esId);
  }
}
