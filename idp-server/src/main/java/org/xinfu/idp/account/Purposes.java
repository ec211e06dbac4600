package org.xinfu.idp.account;

import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.ServiceName;

/** The port to what a service says of itself. */
public interface Purposes {
  /** Null when there is no such client. */
  @Nullable Purpose purpose(String clientId);

  /** Name, department and intended use in both languages; empty where nothing is registered. */
  record Purpose(ServiceName service, String org, String zh, String en) {}
}
