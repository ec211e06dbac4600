package org.xinfu.kit.security;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The identity provider as a service sees it (prefix {@code xinfu.idp}). Endpoints are derived from
 * the issuer, not fetched at start, so that services start in any order.
 *
 * @param issuer its public URL, exactly as in {@code iss}
 * @param clientId the console's client; without it there is no console login
 * @param clientSecretFile file that holds the client's secret; {@code <client-id>.secret} in the
 *     credentials directory unless named
 * @param audience what {@code aud} must contain; the service's name unless named
 * @param scopes what the console's login asks for
 * @param tokenAlgorithms under what access tokens are believed: {@code ES256}, {@code SM2-SM3}
 */
@ConfigurationProperties("xinfu.idp")
public record IdentityProvider(
    String issuer,
    @Nullable String clientId,
    @Nullable Path clientSecretFile,
    @Nullable String audience,
    @DefaultValue({"openid", "profile"}) List<String> scopes,
    @DefaultValue("ES256") List<String> tokenAlgorithms) {
  public IdentityProvider {
    scopes = List.copyOf(scopes);
    tokenAlgorithms = List.copyOf(tokenAlgorithms);
  }

  String endpoint(String path) {
    return issuer + path;
  }
}
