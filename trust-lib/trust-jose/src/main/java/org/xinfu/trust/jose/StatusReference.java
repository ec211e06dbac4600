package org.xinfu.trust.jose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a token's status stands, {@code status.status_list}, draft-ietf-oauth-status-list §6.
 *
 * @param uri name of the list; fetching it is the caller's business
 * @param index entry in it
 */
public record StatusReference(String uri, long index) {
  /** The reference that these claims hold; empty when there is none or it is malformed. */
  public static Optional<StatusReference> of(Map<String, ?> claims) {
    return claims.get("status") instanceof Map<?, ?> status
            && status.get("status_list") instanceof Map<?, ?> list
            && list.get("uri") instanceof String uri
            && list.get("idx") instanceof Long index
            && index >= 0
        ? Optional.of(new StatusReference(uri, index))
        : Optional.empty();
  }

  /** The value of the claim {@code status}. */
  public Map<String, Object> claim() {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("idx", index);
    list.put("uri", uri);
    return Map.of("status_list", list);
  }
}
