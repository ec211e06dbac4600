package org.xinfu.idp.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is registered of a client that speaks the ticket protocol.
 *
 * @param redirectUris where tickets go, octet for octet
 * @param sm2PublicKey 04, x and y in 130 hexadecimal digits; null when calls carry an HMAC-SM3
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TicketMetadata(List<String> redirectUris, @Nullable String sm2PublicKey) {
  /** A list that is not given is empty. */
  public TicketMetadata {
    redirectUris = redirectUris == null ? List.of() : List.copyOf(redirectUris);
  }
}
