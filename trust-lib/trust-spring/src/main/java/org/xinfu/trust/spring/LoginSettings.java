package org.xinfu.trust.spring;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Login at the identity provider (prefix {@code xinfu.login}). Endpoints are derived from the
 * issuer, not fetched, so that the application starts before or after it.
 *
 * @param issuer its public URL, exactly as in {@code iss}
 * @param clientId as registered
 * @param clientSecretFile file that holds the client's secret; or
 * @param clientKeyFile file that holds the client's private P-256 key as a JWK (RFC 7517), with
 *     which the client proves itself instead ({@code private_key_jwt}); exactly one of the two
 * @param scopes what is asked for
 * @param tokenAlgorithm {@code id_token_signed_response_alg} as registered: {@code ES256} or {@code
 *     SM2-SM3}; a token under the other is refused
 * @param open paths that need no login, as Spring's path patterns
 * @param sandbox whether this is a trial (沙箱), in which fictitious persons log in; else they are
 *     refused
 * @param stepUp path pattern to what a login has to be there: {@code acr} values of which any will
 *     do, and perhaps its greatest age, such as {@code urn:xinfu:acr:aal2 PT5M}; who comes with
 *     less is led to the identity provider and back (RFC 9470 §4)
 * @param trustList the list of anchors that {@code xinfu trust update} keeps, whose anchors for
 *     OIDC have to vouch for the provider's keys; without it his server's word is enough
 */
@ConfigurationProperties("xinfu.login")
public record LoginSettings(
    String issuer,
    String clientId,
    @Nullable Path clientSecretFile,
    @Nullable Path clientKeyFile,
    @DefaultValue({"openid", "profile"}) List<String> scopes,
    @DefaultValue({}) List<String> open,
    @DefaultValue("ES256") String tokenAlgorithm,
    @DefaultValue("false") boolean sandbox,
    @DefaultValue Map<String, String> stepUp,
    @Nullable Path trustList) {
  public LoginSettings {
    scopes = List.copyOf(scopes);
    open = List.copyOf(open);
    stepUp = ApiSettings.inOrder(stepUp);
    if ((clientSecretFile == null) == (clientKeyFile == null)) {
      throw new IllegalArgumentException(
          "xinfu.login: client-secret-file or client-key-file, one of the two");
    }
  }

  /** Whose tokens are believed, and who vouches for his keys. */
  IssuerTokens.Provider provider(Clock clock) {
    return new IssuerTokens.Provider(
        issuer, Optional.ofNullable(trustList).map(file -> new IssuerAnchors(file, clock)));
  }
}
