package org.xinfu.idp.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xinfu.trust.fetch.FetchLimits;

/**
 * Which addresses this server calls when a client or a peer names them (prefix {@code
 * xinfu.fetch}). Entries are written as {@link FetchLimits} has them.
 *
 * @param anyPublicHost whether every host with a public address may be called, on ports 80 and 443
 * @param hosts others that may be called, if their addresses are public
 * @param insideHosts others whose addresses may be private, such as departments on the government
 *     network
 */
@ConfigurationProperties("xinfu.fetch")
public record FetchSettings(
    @DefaultValue("true") boolean anyPublicHost,
    @DefaultValue List<String> hosts,
    @DefaultValue List<String> insideHosts) {
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int MAX_BYTES = 64 << 10;

  /** 64 KiB, no redirect: a registered address is the address. */
  FetchLimits limits(Duration total) {
    return new FetchLimits(hosts, anyPublicHost, insideHosts, SCHEMES, MAX_BYTES, total, 0);
  }
}
