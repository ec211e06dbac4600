package org.xinfu.trust.client.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRefusal;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;

/**
 * Fetches within {@link FetchLimits}. Every hop of a redirect is checked like the first address;
 * cookies, credentials, proxies and compression do not exist here.
 */
public final class HttpFetcher implements Fetcher {
  private final FetchLimits limits;
  private final Clock clock;
  private final Resolver resolver;
  private final SSLSocketFactory tls;

  HttpFetcher(FetchLimits limits, Clock clock, Resolver resolver, SSLSocketFactory tls) {
    this.limits = limits;
    this.clock = clock;
    this.resolver = resolver;
    this.tls = tls;
  }

  /** A fetcher with the name servers and the TLS anchors of the JVM. */
  public static HttpFetcher create(FetchLimits limits, Clock clock) {
    SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return new HttpFetcher(limits, clock, InetAddress::getAllByName, tls);
  }

  @Override
  public FetchOutcome fetch(FetchRequest request) {
    Deadline deadline = Deadline.in(limits.total());
    Set<URI> seen = new HashSet<>();
    URI at = request.uri();
    try {
      while (true) {
        check(at, limits);
        if (!seen.add(at) || seen.size() > limits.redirects() + 1) {
          throw new FetchFailure(FetchRefusal.TOO_MANY_REDIRECTS, "redirected once too often");
        }
        Hop hop = hop(at, request, deadline);
        if (hop.next() == null) {
          return new FetchOutcome.Fetched(at, hop.content(), hop.contentType(), clock.instant());
        }
        at = next(at, hop.next());
      }
    } catch (FetchFailure e) {
      return new FetchOutcome.NotFetched(at, e.refusal(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      boolean late = deadline.passed() || e instanceof SocketTimeoutException;
      FetchRefusal why = late ? FetchRefusal.TOO_SLOW : FetchRefusal.UNREACHABLE;
      return new FetchOutcome.NotFetched(at, why, e.getClass().getSimpleName());
    }
  }

  static void check(URI uri, FetchLimits limits) throws FetchFailure {
    String scheme = uri.getScheme();
    if (scheme == null || uri.isOpaque() || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new FetchFailure(FetchRefusal.URL_MALFORMED, "not an absolute URL of a host");
    }
    if (!limits.schemes().contains(scheme.toLowerCase(Locale.ROOT))) {
      throw new FetchFailure(FetchRefusal.SCHEME_NOT_ALLOWED, scheme);
    }
    if (!limits.allows(uri)) {
      throw new FetchFailure(
          FetchRefusal.HOST_NOT_ALLOWED, uri.getHost() + ":" + FetchLimits.port(uri));
    }
  }

  /** What one server said: content, or where to go next. */
  private record Hop(Bytes content, String contentType, @Nullable String next) {}

  private Hop hop(URI at, FetchRequest request, Deadline deadline)
      throws IOException, FetchFailure {
    InetAddress address = PinnedAddress.of(at, limits, resolver, deadline);
    try (Connection connection = Connection.open(at, address, tls, deadline)) {
      send(at, request, connection.out(), "");
      AnswerReader reader = new AnswerReader(connection.in(), limits.maxBytes());
      AnswerReader.Head head = reader.head();
      if (redirects(head.status(), request)) {
        return new Hop(Bytes.empty(), "", head.header("location"));
      }
      if (head.status() == 204 && request.body().isPresent()) {
        return new Hop(Bytes.empty(), "", null);
      }
      if (head.status() != 200) {
        throw new FetchFailure(FetchRefusal.STATUS_NOT_OK, "status " + head.status());
      }
      Bytes content = reader.body(head);
      deadline.left();
      return new Hop(content, mediaType(head.header("content-type")), null);
    }
  }

  /** A POST is repeated elsewhere only where the server says so (RFC 9110 §15.4). */
  private static boolean redirects(int status, FetchRequest request) {
    return switch (status) {
      case 301, 302, 303 -> request.body().isEmpty();
      case 307, 308 -> true;
      default -> false;
    };
  }

  private static URI next(URI from, String location) throws FetchFailure {
    try {
      URI to = from.resolve(location);
      if ("https".equalsIgnoreCase(from.getScheme()) && "http".equalsIgnoreCase(to.getScheme())) {
        throw new FetchFailure(FetchRefusal.SCHEME_NOT_ALLOWED, "from https to http");
      }
      return to;
    } catch (IllegalArgumentException malformed) {
      throw new FetchFailure(FetchRefusal.URL_MALFORMED, "the address of a redirect");
    }
  }

  /** Writes the request; {@code more} are whole header lines. */
  static void send(URI to, FetchRequest request, OutputStream out, String more) throws IOException {
    // Other characters than ASCII are escaped; a URI holds no line ends.
    URI at = URI.create(to.toASCIIString());
    Bytes body = request.body().orElse(Bytes.empty());
    String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
    String target = at.getRawQuery() == null ? path : path + "?" + at.getRawQuery();
    StringBuilder head = new StringBuilder();
    head.append(request.body().isPresent() ? "POST " : "GET ").append(target);
    head.append(" HTTP/1.1\r\nHost: ").append(at.getHost());
    if (at.getPort() >= 0) {
      head.append(':').append(at.getPort());
    }
    head.append("\r\nUser-Agent: xinfu\r\nAccept: ").append(request.accept());
    head.append("\r\nAccept-Encoding: identity\r\nConnection: close\r\n").append(more);
    if (request.body().isPresent()) {
      head.append("Content-Type: ").append(request.contentType());
      head.append("\r\nContent-Length: ").append(body.length()).append("\r\n");
    }
    head.append("\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(body.toArray());
    out.flush();
  }

  private static String mediaType(String header) {
    int semicolon = header.indexOf(';');
    String type = semicolon < 0 ? header : header.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
