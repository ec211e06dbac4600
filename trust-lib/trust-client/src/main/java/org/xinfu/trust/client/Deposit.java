package org.xinfu.trust.client;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a licence made elsewhere says; the vault compares it with the file.
 *
 * @param identifier GB/T 36904
 * @param items the type's own fields, by the names of its package
 * @param validTo none when open-ended
 */
public record Deposit(
    String typeCode,
    String identifier,
    List<LicenceRequest.Holder> holders,
    Map<String, String> items,
    LicenceRequest.Issuer issuer,
    LocalDate validFrom,
    Optional<LocalDate> validTo) {
  public Deposit {
    holders = List.copyOf(holders);
    items = new LinkedHashMap<>(items);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("typeCode", typeCode);
    json.put("identifier", identifier);
    json.put("holders", holders.stream().map(LicenceRequest::json).toList());
    json.put("items", items);
    json.put("issuer", Map.of("name", issuer.name(), "uscc", issuer.uscc()));
    json.put("validFrom", validFrom.toString());
    validTo.ifPresent(day -> json.put("validTo", day.toString()));
    return json;
  }
}
