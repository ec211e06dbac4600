package org.xinfu.idp.config;

import java.util.Objects;
import org.xinfu.idp.authorize.RequestPolicies;
import org.xinfu.idp.authorize.RequestPolicy;

/** A policy is the same from the beginning of a request to its end. */
record RequestPolicyReads(RequestPolicies store) implements RequestPolicies {
  @Override
  public RequestPolicy of(String clientId) {
    return Objects.requireNonNull(
        WithinRequest.once("policy " + clientId, () -> store.of(clientId)));
  }

  @Override
  public void set(String clientId, RequestPolicy policy) {
    store.set(clientId, policy);
    WithinRequest.keep("policy " + clientId, null);
  }
}
