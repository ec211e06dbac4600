package org.xinfu.idp.config;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.xinfu.idp.store.ClientReading;

/** The framework looks a client up at each of its steps; the database is asked once. */
record RequestClients(ClientReads reads) implements RegisteredClientRepository {
  @Override
  public void save(RegisteredClient client) {
    reads.store().save(client);
    reads.forget(client.getClientId());
  }

  /** The client's id is its {@code client_id}. */
  @Override
  public @Nullable RegisteredClient findById(String id) {
    return reads.of(id).map(ClientReading::client).orElse(null);
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    return findById(clientId);
  }
}
