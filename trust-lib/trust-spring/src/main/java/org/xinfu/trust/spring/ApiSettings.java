package org.xinfu.trust.spring;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Protection of {@code /api/**} by access tokens (prefix {@code xinfu.api}).
 *
 * @param issuer the identity provider's public URL, exactly as in {@code iss}
 * @param audience what {@code aud} must contain: this application
 * @param sandbox whether tokens of clients in trial (沙箱) are taken, whose persons are fictitious
 * @param tokenAlgorithms under what tokens are believed: {@code ES256}, {@code SM2-SM3}, or both
 * @param scopes path pattern to the scope that it needs; a path that is not listed is denied
 */
@ConfigurationProperties("xinfu.api")
public record ApiSettings(
    String issuer,
    String audience,
    @DefaultValue("false") boolean sandbox,
    @DefaultValue Map<String, String> scopes,
    @DefaultValue("ES256") List<String> tokenAlgorithms) {
  public ApiSettings {
    scopes = Map.copyOf(scopes);
    tokenAlgorithms = List.copyOf(tokenAlgorithms);
  }
}
