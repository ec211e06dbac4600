package org.xinfu.trust.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a fetcher may do. Hosts are written {@code crl.example.cn} (that host), {@code .example.cn}
 * (everything below it) and {@code crl.example.cn:8080}; without a port those of the schemes, 80
 * and 443, are meant.
 *
 * @param hosts the allow-list
 * @param anyPublicHost whether every host counts as listed, on the schemes' own ports
 * @param insideHosts on the list too, and their addresses may be private; written in full, never as
 *     a suffix
 * @param schemes {@code http} and {@code https}, or one of them
 * @param maxBytes longest answer, in octets
 * @param total time for everything together: names, connections, redirects, the last octet
 * @param redirects most redirects followed
 */
public record FetchLimits(
    List<String> hosts,
    boolean anyPublicHost,
    List<String> insideHosts,
    Set<String> schemes,
    int maxBytes,
    Duration total,
    int redirects) {
  private static final int MAX_BYTES = 16 << 20;
  private static final Duration TOTAL = Duration.ofSeconds(10);
  private static final int REDIRECTS = 3;

  public FetchLimits {
    hosts = hosts.stream().map(FetchLimits::plain).toList();
    insideHosts = insideHosts.stream().map(FetchLimits::plain).toList();
    schemes = Set.copyOf(schemes);
    if (!Set.of("http", "https").containsAll(schemes) || schemes.isEmpty()) {
      throw new IllegalArgumentException("schemes " + schemes);
    }
    if (insideHosts.stream().anyMatch(h -> h.startsWith("."))) {
      throw new IllegalArgumentException("an inside host is named in full: " + insideHosts);
    }
    if (maxBytes < 1 || total.isNegative() || total.isZero() || redirects < 0) {
      throw new IllegalArgumentException("limits that nothing passes");
    }
  }

  /** These hosts alone; 16 MiB, 10 seconds, 3 redirects, http and https. */
  public static FetchLimits only(List<String> hosts) {
    return new FetchLimits(
        hosts, false, List.of(), Set.of("http", "https"), MAX_BYTES, TOTAL, REDIRECTS);
  }

  /** Every host with a public address, on ports 80 and 443; the same limits otherwise. */
  public static FetchLimits anyPublic() {
    return new FetchLimits(
        List.of(), true, List.of(), Set.of("http", "https"), MAX_BYTES, TOTAL, REDIRECTS);
  }

  /** The same, and these hosts too, whose addresses may be private. */
  public FetchLimits withInside(List<String> more) {
    List<String> inside = new ArrayList<>(insideHosts);
    inside.addAll(more);
    return new FetchLimits(hosts, anyPublicHost, inside, schemes, maxBytes, total, redirects);
  }

  /** The same with another size and time. */
  public FetchLimits within(int octets, Duration time) {
    return new FetchLimits(hosts, anyPublicHost, insideHosts, schemes, octets, time, redirects);
  }

  /** The same for https alone. */
  public FetchLimits httpsOnly() {
    return new FetchLimits(
        hosts, anyPublicHost, insideHosts, Set.of("https"), maxBytes, total, redirects);
  }

  /** Whether host and port are on the list. */
  public boolean allows(URI uri) {
    return inside(uri)
        || (anyPublicHost && ownPort(uri))
        || hosts.stream().anyMatch(entry -> matches(entry, uri));
  }

  /** Whether its addresses may be private. */
  public boolean inside(URI uri) {
    return insideHosts.stream().anyMatch(entry -> matches(entry, uri));
  }

  /** The port that is meant, by scheme when none is written. */
  public static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private static boolean ownPort(URI uri) {
    return port(uri) == ("https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80);
  }

  private static boolean matches(String entry, URI uri) {
    // An IPv6 literal has colons of its own, inside brackets.
    int colon = entry.lastIndexOf(':');
    boolean withPort = colon > entry.lastIndexOf(']');
    String host = withPort ? entry.substring(0, colon) : entry;
    boolean port = withPort ? entry.substring(colon + 1).equals("" + port(uri)) : ownPort(uri);
    String asked = plain(uri.getHost());
    return port && (host.startsWith(".") ? asked.endsWith(host) : asked.equals(host));
  }

  /** Names are compared in lower case and without the dot of the root. */
  private static String plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
