package org.xinfu.idp.config;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** A client is the same from the beginning of a request to its end. */
record RequestClients(RegisteredClientRepository store) implements RegisteredClientRepository {
  @Override
  public void save(RegisteredClient client) {
    store.save(client);
    WithinRequest.keep("client " + client.getClientId(), null);
  }

  /** The client's id is its {@code client_id}. */
  @Override
  public @Nullable RegisteredClient findById(String id) {
    return WithinRequest.once("client " + id, () -> store.findById(id));
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    return findById(clientId);
  }
}
