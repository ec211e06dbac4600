package org.xinfu.idp.client;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.domain.CertificateName;
import org.xinfu.idp.domain.ClientAlgorithms;
import org.xinfu.idp.domain.ServiceName;

/** What a client is beyond the framework's settings: department, public keys, algorithms. */
public final class ClientFacts {
  private static final String ORG = "xinfu.client.org";
  private static final String JWKS = "xinfu.client.jwks";
  private static final String ALGORITHMS = "xinfu.client.algorithms";
  private static final String CERTIFICATE = "xinfu.client.certificate";
  private static final String REMOTE_KEYS = "xinfu.client.remote-keys";

  private static final String KEY_BOUND = "xinfu.client.key-bound";
  private static final String GENERATION = "xinfu.client.generation";
  private static final String ENGLISH = "xinfu.client.english-name";

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

  /** The setting that {@link #name} reads back beside the framework's own. */
  public static Map<String, Object> english(@Nullable String name) {
    return name == null ? Map.of() : Map.of(ENGLISH, name);
  }

  /** What people call it. */
  public static ServiceName name(RegisteredClient client) {
    return new ServiceName(client.getClientName(), client.getClientSettings().getSetting(ENGLISH));
  }

  /** The setting that {@link #algorithms} reads back. */
  public static Map<String, Object> settings(ClientAlgorithms algorithms) {
    return Map.of(ALGORITHMS, algorithms);
  }

  /** Under what its tokens are signed. */
  public static ClientAlgorithms algorithms(RegisteredClient client) {
    ClientAlgorithms registered = client.getClientSettings().getSetting(ALGORITHMS);
    return registered == null ? ClientAlgorithms.DEFAULT : registered;
  }

  /** The setting that {@link #certificateName} reads back. */
  public static Map<String, Object> settings(CertificateName name) {
    return Map.of(CERTIFICATE, name);
  }

  /** What its certificate is called; null unless it proves itself by {@code tls_client_auth}. */
  public static @Nullable CertificateName certificateName(RegisteredClient client) {
    return client.getClientSettings().getSetting(CERTIFICATE);
  }

  /** The setting that {@link #generation} reads back. */
  public static Map<String, Object> generation(String name) {
    return Map.of(GENERATION, name);
  }

  /** Which tokens that it got for itself are worth something: those that bear this name. */
  public static String generation(RegisteredClient client) {
    return client.getClientSettings().<String>getSetting(GENERATION);
  }

  /** The setting that {@link #remoteKeys} reads back. */
  public static Map<String, Object> settings(boolean remoteKeys) {
    return Map.of(REMOTE_KEYS, remoteKeys);
  }

  /** Whether it has a {@code jwks_uri}. */
  public static boolean remoteKeys(RegisteredClient client) {
    return Boolean.TRUE.equals(client.getClientSettings().getSetting(REMOTE_KEYS));
  }

  /** The setting that {@link #keyBound(RegisteredClient)} reads back. */
  public static Map<String, Object> keyBound(boolean bound) {
    return Map.of(KEY_BOUND, bound);
  }

  /** Whether it gets no token without a proof of possession (RFC 9449 §5.2). */
  public static boolean keyBound(RegisteredClient client) {
    return Boolean.TRUE.equals(client.getClientSettings().getSetting(KEY_BOUND));
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
