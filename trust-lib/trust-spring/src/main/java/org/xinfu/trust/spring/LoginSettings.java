package org.xinfu.trust.spring;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Login at the identity provider (prefix {@code xinfu.login}). Endpoints are derived from the
 * issuer, not fetched, so that the application starts before or after it.
 *
 * @param issuer its public URL, exactly as in {@code iss}
 * @param clientId as registered
 * @param clientSecretFile file that holds the client's secret
 * @param scopes what is asked for
 * @param tokenAlgorithm {@code id_token_signed_response_alg} as registered: {@code ES256} or {@code
 *     SM2-SM3}; a token under the other is refused
 * @param open paths that need no login, as Spring's path patterns
 * @param sandbox whether this is a trial (沙箱), in which fictitious persons log in; else they are
 *     refused
 */
@ConfigurationProperties("xinfu.login")
public record LoginSettings(
    String issuer,
    String clientId,
    Path clientSecretFile,
    @DefaultValue({"openid", "profile"}) List<String> scopes,
    @DefaultValue({}) List<String> open,
    @DefaultValue("ES256") String tokenAlgorithm,
    @DefaultValue("false") boolean sandbox) {
  public LoginSettings {
    scopes = List.copyOf(scopes);
    open = List.copyOf(open);
  }
}
