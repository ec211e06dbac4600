package org.xinfu.idp.authorize;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.domain.ServiceName;

/** How people call the client of a request that waits. */
@Component
record Services(RegisteredClientRepository clients) {
  ServiceName name(Waiting waiting) {
    String id = waiting.parameters().getOrDefault("client_id", waiting.parameters().get("app_id"));
    RegisteredClient client = id == null ? null : clients.findByClientId(id);
    return client == null ? ServiceName.NONE : ClientFacts.name(client);
  }
}
