package org.xinfu.idp.client;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/** What a client is beyond the framework's settings: its department and its public keys. */
public final class ClientFacts {
  private static final String ORG = "xinfu.client.org";
  private static final String JWKS = "xinfu.client.jwks";

  private ClientFacts() {}

  /** The settings that {@link #org} and {@link #jwks} read back. */
  public static Map<String, Object> settings(@Nullable String org, @Nullable String jwks) {
    Map<String, Object> settings = new HashMap<>();
    if (org != null) {
      settings.put(ORG, org);
    }
    if (jwks != null) {
      settings.put(JWKS, jwks);
    }
    return settings;
  }

  /** Unified social credit code of the department that runs the client. */
  public static @Nullable String org(RegisteredClient client) {
    return client.getClientSettings().getSetting(ORG);
  }

  /** JWK set of the public keys with which the client signs its assertions. */
  public static @Nullable String jwks(RegisteredClient client) {
    return client.getClientSettings().getSetting(JWKS);
  }
}
