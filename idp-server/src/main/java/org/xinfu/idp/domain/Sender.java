package org.xinfu.idp.domain;

/** The port to who sent the request that is being answered. */
public interface Sender {
  /** Whether this client has proven itself by its secret, its key or its certificate. */
  boolean proves(String clientId);
}
