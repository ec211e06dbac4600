package org.xinfu.idp.config;

import org.xinfu.idp.authorize.RequestPolicies;
import org.xinfu.idp.authorize.RequestPolicy;
import org.xinfu.idp.store.ClientReading;
import org.xinfu.idp.store.JdbcRequestPolicies;

/** A policy is read with its client. */
record RequestPolicyReads(ClientReads reads, JdbcRequestPolicies store) implements RequestPolicies {
  @Override
  public RequestPolicy of(String clientId) {
    return reads.of(clientId).map(ClientReading::policy).orElse(RequestPolicy.DEFAULT);
  }

  @Override
  public void set(String clientId, RequestPolicy policy) {
    store.set(clientId, policy);
    reads.forget(clientId);
  }
}
