package org.xinfu.kit.security;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose word counts for client certificates (prefix {@code xinfu.client-cert}).
 *
 * @param proxies addresses of the proxies that end TLS and write {@code Client-Cert} (RFC 9440), as
 *     their connections show them; none unless named
 */
@ConfigurationProperties("xinfu.client-cert")
record ClientCertificates(@DefaultValue Set<String> proxies) {
  ClientCertificates {
    proxies = Set.copyOf(proxies);
  }
}
