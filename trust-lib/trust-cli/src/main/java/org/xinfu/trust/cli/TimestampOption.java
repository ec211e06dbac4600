package org.xinfu.trust.cli;

import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.time.TimestampExchange;
import org.xinfu.trust.time.TimestampSource;
import picocli.CommandLine.Option;

/** Whom to ask for a time-stamp, which raises the signature from B-B to B-T. */
final class TimestampOption {
  private static final int NONCE_BITS = 64;

  @Option(
      names = "--tsa",
      paramLabel = "URL",
      description = "time-stamping authority (RFC 3161); nothing else on the network is asked")
  @Nullable URI address;

  /**
   * The authority; its host alone may be asked.
   *
   * @throws IllegalArgumentException when the address has no host, or nothing here can fetch
   */
  Optional<TimestampSource> source(Console console) {
    URI uri = address;
    if (uri == null) {
      return Optional.empty();
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("--tsa wants an address such as http://tsa.example.cn/");
    }
    String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    FetchLimits limits = FetchLimits.only(List.of()).withInside(List.of(host));
    Fetcher fetcher =
        NetworkOptions.fetcher(limits, console)
            .orElseThrow(() -> new IllegalArgumentException("no module here can fetch"));
    SecureRandom random = new SecureRandom();
    return Optional.of(
        TimestampExchange.over(
            query -> ask(fetcher, uri, query), () -> new BigInteger(NONCE_BITS, random)));
  }

  /** RFC 3161 §3.4. */
  private static Bytes ask(Fetcher fetcher, URI uri, Bytes query) {
    FetchOutcome outcome =
        fetcher.fetch(
            FetchRequest.post(
                uri, "application/timestamp-reply", query, "application/timestamp-query"));
    if (outcome instanceof FetchOutcome.Fetched fetched) {
      return fetched.content();
    }
    throw new VaultException("no time-stamp from " + uri + ": " + outcome);
  }
}
