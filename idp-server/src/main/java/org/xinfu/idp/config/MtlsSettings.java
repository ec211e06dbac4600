package org.xinfu.idp.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Mutual TLS (prefix {@code xinfu.mtls}). Without {@code publicUrl} no client proves itself by a
 * certificate.
 *
 * @param publicUrl origin of {@code mtls_endpoint_aliases}, without a trailing slash: this server's
 *     own listener, or that of a proxy which {@code xinfu.client-cert.proxies} names
 * @param port of our own listener; none without
 * @param certificate PEM file of the listener's certificate and those between it and the anchor
 * @param key PEM file of its key (PKCS #8), mode 0600
 * @param trust directory of the anchors of {@code tls_client_auth} and their CRLs, as in {@code
 *     xinfu.ukey.trust}
 */
@ConfigurationProperties("xinfu.mtls")
record MtlsSettings(
    @Nullable String publicUrl,
    @Nullable Integer port,
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable Path trust) {
  MtlsSettings {
    if (publicUrl != null && (!publicUrl.startsWith("https://") || publicUrl.endsWith("/"))) {
      throw new IllegalArgumentException("xinfu.mtls.public-url is an https origin");
    }
    if (port != null && (publicUrl == null || certificate == null || key == null)) {
      throw new IllegalArgumentException("xinfu.mtls.port wants public-url, certificate and key");
    }
  }
}
