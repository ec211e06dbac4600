package org.xinfu.idp.authorize;

/** The port to what was agreed with each client about its requests. */
public interface RequestPolicies {
  /** {@link RequestPolicy#DEFAULT} when nothing was said. */
  RequestPolicy of(String clientId);

  /** Sets it; the client has to be registered. */
  void set(String clientId, RequestPolicy policy);
}
