package org.xinfu.idp.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The client information response (RFC 7591 §3.2.1), never with a secret. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClientAnswer(
    String clientId,
    long clientIdIssuedAt,
    boolean hasSecret,
    @JsonUnwrapped ClientMetadata metadata) {
  static ClientAnswer of(Registrations.Registration registered) {
    return new ClientAnswer(
        registered.clientId(), registered.issuedAt(), registered.secret(), registered.metadata());
  }
}
