package org.xinfu.trust.client.fetch;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.FetchOutcome.NotFetched;
import org.xinfu.trust.fetch.FetchRefusal;
import org.xinfu.trust.fetch.FetchRequest;

/**
 * Visits pages as a browser with cookies (RFC 6265) does, within {@link FetchLimits} like every
 * fetch. It follows no redirect: where to go next is its owner's decision. For one thread; its
 * cookies die with it.
 */
public final class HttpVisitor {
  private final FetchLimits limits;
  private final SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
  private final CookieManager cookies =
      new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);

  private HttpVisitor(FetchLimits limits) {
    this.limits = limits;
  }

  /** A browser that has been nowhere yet. */
  public static HttpVisitor create(FetchLimits limits) {
    return new HttpVisitor(limits);
  }

  /** What came of a visit. */
  public sealed interface Visited {
    /**
     * Any answer at all.
     *
     * @param location of a redirect, as the server wrote it; else empty
     * @param body in UTF-8; empty for redirects and errors
     */
    record Answered(int status, String location, String body) implements Visited {}

    /** None. */
    record Nothing(NotFetched why) implements Visited {}
  }

  /** Visits; never throws for what a stranger's server does. */
  public Visited visit(FetchRequest request) {
    URI at = request.uri();
    Deadline deadline = Deadline.in(limits.total());
    try {
      HttpFetcher.check(at, limits);
      InetAddress address = PinnedAddress.of(at, limits, InetAddress::getAllByName, deadline);
      try (Connection connection = Connection.open(at, address, tls, deadline)) {
        HttpFetcher.send(at, request, connection.out(), cookieLine(at));
        return answered(at, new AnswerReader(connection.in(), limits.maxBytes()));
      }
    } catch (FetchFailure e) {
      return nothing(at, e.refusal(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      boolean late = deadline.passed() || e instanceof SocketTimeoutException;
      FetchRefusal why = late ? FetchRefusal.TOO_SLOW : FetchRefusal.UNREACHABLE;
      return nothing(at, why, e.getClass().getSimpleName());
    }
  }

  private Visited answered(URI at, AnswerReader reader) throws IOException, FetchFailure {
    AnswerReader.Head head = reader.head();
    cookies.put(at, Map.of("Set-Cookie", head.cookies()));
    String body =
        head.status() == 200
            ? new String(reader.body(head).toArray(), java.nio.charset.StandardCharsets.UTF_8)
            : "";
    return new Visited.Answered(head.status(), head.header("location"), body);
  }

  /** Cookies came in header lines, so they hold no line ends of their own. */
  private String cookieLine(URI at) throws IOException {
    List<String> kept = cookies.get(at, Map.of()).getOrDefault("Cookie", List.of());
    return kept.isEmpty() ? "" : "Cookie: " + String.join("; ", kept) + "\r\n";
  }

  private static Visited nothing(URI at, FetchRefusal why, String detail) {
    return new Visited.Nothing(new NotFetched(at, why, detail));
  }
}
