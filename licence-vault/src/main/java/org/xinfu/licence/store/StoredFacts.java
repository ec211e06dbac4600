package org.xinfu.licence.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Issuer;
import org.xinfu.licence.domain.LicenceFacts;
import org.xinfu.trust.id.LicenceIdentifier;

/** What a licence says, as JSON in the encrypted column. */
record StoredFacts(
    String identifier,
    String number,
    List<Holder> holders,
    Map<String, String> items,
    Issuer issuer,
    LocalDate validFrom,
    @Nullable LocalDate validTo,
    Instant issuedAt) {
  static StoredFacts of(LicenceFacts facts) {
    return new StoredFacts(
        facts.identifier().text(),
        facts.number(),
        facts.holders(),
        facts.items(),
        facts.issuer(),
        facts.validFrom(),
        facts.validTo(),
        facts.issuedAt());
  }

  LicenceFacts facts() {
    return new LicenceFacts(
        LicenceIdentifier.parse(identifier).orElseThrow(),
        number,
        holders,
        items,
        issuer,
        validFrom,
        validTo,
        issuedAt);
  }
}
