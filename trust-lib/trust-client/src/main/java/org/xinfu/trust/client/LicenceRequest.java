package org.xinfu.trust.client;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A licence to be issued.
 *
 * @param items the type's own fields, by the names of its package
 * @param validTo none when open-ended
 * @param esId the seal to be used
 */
public record LicenceRequest(
    String typeCode,
    List<Holder> holders,
    Map<String, String> items,
    Issuer issuer,
    LocalDate validFrom,
    Optional<LocalDate> validTo,
    String esId) {
  /** Who holds it; {@code idType} as in the type package. */
  public record Holder(String name, String idType, String id) {}

  /** Who issues it. */
  public record Issuer(String name, String uscc) {}

  public LicenceRequest {
    holders = List.copyOf(holders);
    items = new LinkedHashMap<>(items);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("typeCode", typeCode);
    json.put("holders", holders.stream().map(LicenceRequest::json).toList());
    json.put("items", items);
    json.put("issuer", Map.of("name", issuer.name(), "uscc", issuer.uscc()));
    json.put("validFrom", validFrom.toString());
    validTo.ifPresent(day -> json.put("validTo", day.toString()));
    json.put("esId", esId);
    return json;
  }

  static Map<String, String> json(Holder holder) {
    return Map.of("name", holder.name(), "idType", holder.idType(), "id", holder.id());
  }
}
