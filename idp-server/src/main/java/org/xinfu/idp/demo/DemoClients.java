package org.xinfu.idp.demo;

import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.store.ClientUses;
import org.xinfu.kit.home.ServiceHome;
import tools.jackson.core.type.TypeReference;

/**
 * Registers the clients of the demonstration ({@code xinfu.demo=true}). Each secret is random, made
 * once, and lies in {@code <client>.secret} of the credentials directory.
 */
@Component
@ConditionalOnBooleanProperty("xinfu.demo")
class DemoClients implements SmartInitializingSingleton {
  private final RegisteredClientRepository clients;
  private final ServiceHome home;
  private final Environment environment;
  private final ClientUses uses;

  DemoClients(
      RegisteredClientRepository clients,
      ServiceHome home,
      Environment environment,
      ClientUses uses) {
    this.clients = clients;
    this.uses = uses;
    this.home = home;
    this.environment = environment;
  }

  @Override
  public void afterSingletonsInstantiated() {
    List<DemoClient> wanted = Seeds.read("clients.json", new TypeReference<>() {});
    for (DemoClient client : wanted) {
      String secret =
          client.secretive()
              ? SecretFile.textOrRandom(home.credential(client.id() + ".secret"))
              : null;
      clients.save(client.register(secret, origin(client)));
      uses.put(client.id(), Objects.requireNonNullElse(client.usedAt(), List.of()));
    }
  }

  /** {@code xinfu.urls.seal} and {@code xinfu.urls.vault}: where the other services are. */
  private String origin(DemoClient client) {
    return environment.getProperty("xinfu.urls." + client.service(), "");
  }
}
