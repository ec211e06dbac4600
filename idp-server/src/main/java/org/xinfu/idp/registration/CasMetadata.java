package org.xinfu.idp.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is registered of a client that speaks CAS.
 *
 * @param services rules as {@link org.xinfu.idp.domain.ServiceRule} has them
 * @param proxyCallbacks where it takes proxy-granting tickets (pgtUrl), octet for octet
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CasMetadata(List<String> services, List<String> proxyCallbacks) {
  /** Lists that are not given are empty. */
  public CasMetadata {
    services = list(services);
    proxyCallbacks = list(proxyCallbacks);
  }

  private static List<String> list(@Nullable List<String> values) {
    return values == null ? List.of() : List.copyOf(values);
  }
}
