package org.xinfu.idp.plain;

import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/** The port to what is known of clients and to the audit book. */
public interface MachineBook {
  /** The client as it was last read, which may be a while ago; empty when it never was. */
  Optional<Known> known(String clientId);

  /**
   * Makes the token and writes, durably, that the client got it; empty, and nothing is written,
   * when the client is another now than the one that is handed in.
   */
  Optional<String> issue(Known known, Supplier<String> token);

  /**
   * A client as it once was.
   *
   * @param trial whether it meets fictitious persons alone
   * @param edition tells it from what it was before and after
   */
  record Known(RegisteredClient client, boolean trial, long edition) {}
}
