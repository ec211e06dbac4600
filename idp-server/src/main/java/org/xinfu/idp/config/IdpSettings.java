package org.xinfu.idp.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this server is set up (prefix {@code xinfu}).
 *
 * @param publicUrl the issuer: what browsers and services call it, without a trailing slash
 * @param sessionIdle a browser login ends after so long without a request
 * @param signingKey label of the first P-256 key in the HSM token {@code oidc}; its successors
 *     count on from it
 * @param rs256SigningKey the same of the first RSA key, which is made when it is first used
 * @param sm2SigningKey the same of the first SM2 key
 */
@ConfigurationProperties("xinfu")
public record IdpSettings(
    String publicUrl,
    @DefaultValue("PT30M") Duration sessionIdle,
    @DefaultValue("oidc-signing-1") String signingKey,
    @DefaultValue("oidc-rs256-signing-1") String rs256SigningKey,
    @DefaultValue("oidc-sm2-signing-1") String sm2SigningKey) {
  public IdpSettings {
    if (publicUrl.endsWith("/") || publicUrl.contains("?") || publicUrl.contains("#")) {
      throw new IllegalArgumentException("xinfu.public-url is an origin without a trailing slash");
    }
  }

  /** Cookies are marked Secure exactly when browsers come by TLS. */
  public boolean secure() {
    return publicUrl.startsWith("https:");
  }
}
