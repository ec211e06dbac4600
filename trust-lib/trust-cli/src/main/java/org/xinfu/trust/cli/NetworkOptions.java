package org.xinfu.trust.cli;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.OnlineRevocation;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.Fetcher;
import org.xinfu.trust.fetch.FetcherProvider;
import picocli.CommandLine.Option;

/** Whom {@code --revocation online} may ask. Without these options: every public host. */
final class NetworkOptions {
  @Option(
      names = "--fetch-host",
      paramLabel = "HOST[:PORT]",
      description = "ask this host alone (.example.cn: all below it); several times for more")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = "--inside-host",
      paramLabel = "HOST[:PORT]",
      description = "ask this host too, even at a private address")
  List<String> inside = new ArrayList<>();

  /** Whether one of them was given. */
  boolean given() {
    return !hosts.isEmpty() || !inside.isEmpty();
  }

  /**
   * {@code policy}, asking online.
   *
   * @throws IllegalArgumentException when a host is not written as one
   */
  TrustPolicy online(TrustPolicy policy, Console console) {
    FetchLimits limits = given() ? FetchLimits.only(hosts) : FetchLimits.anyPublic();
    Fetcher fetcher = fetcher(limits.withInside(inside), console).orElse(Fetcher.refusing());
    return policy.online(new OnlineRevocation(fetcher, policy.name()));
  }

  static Optional<Fetcher> fetcher(FetchLimits limits, Console console) {
    return FetcherProvider.find(limits, console.clock().withZone(ZoneOffset.UTC));
  }
}
