package org.xinfu.trust.spring;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Protection of {@code /api/**} by access tokens (prefix {@code xinfu.api}).
 *
 * @param issuer the identity provider's public URL, exactly as in {@code iss}
 * @param audience what {@code aud} must contain: this application
 * @param sandbox whether tokens of clients in trial (沙箱) are taken, whose persons are fictitious
 * @param scopes path pattern to the scope that it needs, the first that fits; a path that is not
 *     listed is denied
 * @param stepUp path pattern to what the login behind the token has to be as well: {@code acr}
 *     values of which any will do, and perhaps its greatest age, such as {@code urn:xinfu:acr:aal2
 *     PT5M}
 * @param tokenAlgorithms under what tokens are believed: {@code ES256}, {@code SM2-SM3}, or both
 * @param trustList the list of anchors that {@code xinfu trust update} keeps, whose anchors for
 *     OIDC have to vouch for the provider's keys; without it his server's word is enough
 */
@ConfigurationProperties("xinfu.api")
public record ApiSettings(
    String issuer,
    String audience,
    @DefaultValue("false") boolean sandbox,
    @DefaultValue Map<String, String> scopes,
    @DefaultValue Map<String, String> stepUp,
    @DefaultValue("ES256") List<String> tokenAlgorithms,
    @Nullable Path trustList) {
  public ApiSettings {
    scopes = inOrder(scopes);
    stepUp = inOrder(stepUp);
    tokenAlgorithms = List.copyOf(tokenAlgorithms);
  }

  /** Whose tokens are believed, and who vouches for his keys. */
  IssuerTokens.Provider provider(Clock clock) {
    return new IssuerTokens.Provider(
        issuer, Optional.ofNullable(trustList).map(file -> new IssuerAnchors(file, clock)));
  }

  /** Rules are tried in the order in which they are written. */
  static Map<String, String> inOrder(Map<String, String> rules) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(rules));
  }
}
