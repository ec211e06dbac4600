package org.xinfu.trust.client.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchOutcome.Fetched;
import org.xinfu.trust.fetch.FetchOutcome.NotFetched;
import org.xinfu.trust.fetch.FetchRefusal;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.FetcherProvider;

/** Every limit of the fetcher against servers that really answer. */
@Timeout(30)
class HttpFetcherTest {
  private static final Instant NOW = Instant.parse("2026-11-01T02:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String CRL = "application/pkix-crl";

  @Test
  void whatIsAllowedIsFetched() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "Application/PKIX-crl; v=1");
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            out.write("chunks of a list".getBytes(StandardCharsets.US_ASCII));
          }
        });
    server.start();
    try {
      String host = "127.0.0.1:" + server.getAddress().getPort();
      URI uri = URI.create("http://" + host + "/a?b=%20c");
      Fetched fetched = (Fetched) fetcher(inside(host)).fetch(FetchRequest.get(uri, CRL));
      assertThat(fetched.content().toUtf8()).isEqualTo("chunks of a list");
      assertThat(fetched.contentType()).isEqualTo(CRL);
      assertThat(fetched.at()).isEqualTo(NOW);
      assertThat(fetched.from()).isEqualTo(uri);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nothingIsSentButWhatIsAskedFor() throws IOException {
    String cookie = "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2";
    try (RawServer server = RawServer.saying(cookie, "ok")) {
      HttpFetcher fetcher = fetcher(inside(server.host()));
      URI uri = server.at("/ocsp");
      Bytes body = Bytes.utf8("request");
      assertThat(fetcher.fetch(FetchRequest.get(uri, CRL))).isInstanceOf(Fetched.class);
      assertThat(fetcher.fetch(FetchRequest.post(uri, CRL, body, "application/ocsp-request")))
          .isInstanceOf(Fetched.class);
      String rest =
          " HTTP/1.1\r\nHost: "
              + server.host()
              + "\r\nUser-Agent: xinfu\r\nAccept: application/pkix-crl"
              + "\r\nAccept-Encoding: identity\r\nConnection: close\r\n";
      assertThat(server.requests())
          .containsExactly(
              "GET /ocsp" + rest + "\r\n",
              "POST /ocsp"
                  + rest
                  + "Content-Type: application/ocsp-request\r\nContent-Length: 7\r\n\r\nrequest");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://crl.example.cn/a, SCHEME_NOT_ALLOWED",
    "file:///etc/passwd, URL_MALFORMED",
    "ldap://crl.example.cn/cn=a, SCHEME_NOT_ALLOWED",
    "mailto:a@example.cn, URL_MALFORMED",
    "/only/a/path, URL_MALFORMED",
    "http://user:word@crl.example.cn/, URL_MALFORMED",
    "http://other.cn/, HOST_NOT_ALLOWED",
    "http://example.cn/, HOST_NOT_ALLOWED",
    "http://notexample.cn/, HOST_NOT_ALLOWED",
    "http://crl.example.cn.evil.cn/, HOST_NOT_ALLOWED",
    "http://crl.example.cn:8080/, HOST_NOT_ALLOWED",
    "http://crl.example.cn:443/, HOST_NOT_ALLOWED",
    "http://exact.cn:80/, HOST_NOT_ALLOWED",
    "http://exact.cn:81/, HOST_UNKNOWN",
    "HTTP://CRL.example.CN./, HOST_UNKNOWN",
    "http://crl.example.cn:80/, HOST_UNKNOWN",
    "http://a.b.example.cn/, HOST_UNKNOWN"
  })
  void onlyListedSchemesAndHostsAreAsked(String uri, FetchRefusal expected) {
    FetchLimits limits = FetchLimits.only(List.of(".example.cn", "exact.cn:81"));
    // A name that is looked up has passed the list.
    Resolver resolver =
        host -> {
          throw new UnknownHostException(host);
        };
    HttpFetcher fetcher = new HttpFetcher(limits, CLOCK, resolver, tls());
    assertRefused(fetcher.fetch(FetchRequest.get(URI.create(uri), CRL)), expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0.0.0.0",
        "10.0.0.8",
        "100.64.0.1",
        "169.254.169.254",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.2.1",
        "198.19.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a00:1]",
        "[64:ff9b::7f00:1]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[ff02::1]",
        "[2001::1]",
        "[2001:db8::1]",
        "[2002:7f00:1::]",
        "[fec0::1]"
      })
  void addressesInsideAreNotAsked(String host) {
    HttpFetcher fetcher = fetcher(FetchLimits.anyPublic());
    FetchOutcome outcome =
        fetcher.fetch(FetchRequest.get(URI.create("http://" + host + "/latest/meta-data"), CRL));
    // What Java reads as no host at all never gets as far as an address.
    assertThat(((NotFetched) outcome).refusal())
        .isIn(FetchRefusal.ADDRESS_NOT_PUBLIC, FetchRefusal.URL_MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, true",
    "100.63.255.255, true",
    "100.128.0.0, true",
    "172.15.0.1, true",
    "172.32.0.1, true",
    "192.0.1.1, true",
    "198.20.0.1, true",
    "223.255.255.255, true",
    "100.127.255.255, false",
    "172.16.0.1, false",
    "239.1.1.1, false",
    "2400:3200::1, true",
    "2001:200::1, true",
    "2001:1ff::1, false",
    "4000::1, false",
    "3fff:fff::1, false"
  })
  void theEdgesOfTheBlocks(String address, boolean expected) throws UnknownHostException {
    assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isEqualTo(expected);
  }

  @Test
  void oneInsideAddressAmongPublicOnesIsEnoughToRefuse() {
    Resolver mixed =
        host ->
            new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")};
    HttpFetcher fetcher = new HttpFetcher(FetchLimits.anyPublic(), CLOCK, mixed, tls());
    assertRefused(
        fetcher.fetch(FetchRequest.get(URI.create("http://crl.example.cn/"), CRL)),
        FetchRefusal.ADDRESS_NOT_PUBLIC);
  }

  @Test
  void aNameIsResolvedOnceAndThatAddressIsAsked() throws IOException {
    try (RawServer server = RawServer.ok("list")) {
      AtomicInteger asked = new AtomicInteger();
      // The second answer is another one, as a rebinding name server gives it.
      Resolver rebinding =
          host -> {
            String address = asked.incrementAndGet() == 1 ? "127.0.0.1" : "127.0.0.2";
            return new InetAddress[] {InetAddress.getByName(address)};
          };
      String host = "crl.example.cn:" + server.port();
      HttpFetcher fetcher = new HttpFetcher(inside(host), CLOCK, rebinding, tls());
      FetchOutcome outcome =
          fetcher.fetch(FetchRequest.get(URI.create("http://" + host + "/"), CRL));
      assertThat(outcome).isInstanceOf(Fetched.class);
      assertThat(asked).hasValue(1);
      assertThat(server.requests().get(0)).contains("\r\nHost: " + host + "\r\n");
    }
  }

  @Test
  void aRedirectIsCheckedLikeTheFirstAddress() throws IOException {
    try (RawServer inner = RawServer.ok("secret")) {
      for (String to :
          List.of(
              inner.at("/").toString(),
              "http://169.254.169.254/latest",
              "file:///etc/passwd",
              "ftp://127.0.0.1/",
              "//user@127.0.0.1/",
              "http://[::1]/")) {
        try (RawServer outer = redirect(302, to)) {
          FetchOutcome outcome = fetch(outer, inside(outer.host()));
          assertThat(((NotFetched) outcome).refusal())
              .isIn(
                  FetchRefusal.HOST_NOT_ALLOWED,
                  FetchRefusal.SCHEME_NOT_ALLOWED,
                  FetchRefusal.URL_MALFORMED);
        }
      }
      // Listed, so that only its address speaks against it.
      try (RawServer outer = redirect(302, inner.at("/").toString())) {
        FetchLimits limits =
            FetchLimits.only(List.of(inner.host())).withInside(List.of(outer.host()));
        assertRefused(fetch(outer, limits), FetchRefusal.ADDRESS_NOT_PUBLIC);
      }
      assertThat(inner.requests()).isEmpty();
    }
  }

  /** The first address is public; the name that it leads to has an address inside. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "fd00::1",
        "::1"
      })
  void aRedirectToANameWithAnAddressInsideIsNotFollowed(String inside) throws IOException {
    Resolver names =
        host ->
            new InetAddress[] {
              InetAddress.getByName(host.equals("first.example.cn") ? "127.0.0.1" : inside)
            };
    try (RawServer outer = redirect(302, "http://second.example.cn/latest")) {
      String first = "first.example.cn:" + outer.port();
      FetchLimits limits = FetchLimits.anyPublic().withInside(List.of(first));
      HttpFetcher fetcher = new HttpFetcher(limits, CLOCK, names, tls());
      URI uri = URI.create("http://" + first + "/");
      assertRefused(fetcher.fetch(FetchRequest.get(uri, CRL)), FetchRefusal.ADDRESS_NOT_PUBLIC);
      assertThat(outer.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsFollowed(int status) throws IOException {
    try (RawServer inner = RawServer.ok("list");
        RawServer outer = redirect(status, inner.at("/there").toString())) {
      FetchLimits both =
          FetchLimits.only(List.of()).withInside(List.of(inner.host(), outer.host()));
      Fetched fetched = (Fetched) fetch(outer, both);
      assertThat(fetched.from()).isEqualTo(inner.at("/there"));
      FetchRequest post = FetchRequest.post(outer.at("/"), CRL, Bytes.utf8("q"), "text/plain");
      FetchOutcome posted = fetcher(both).fetch(post);
      if (status >= 307) {
        assertThat(posted).isInstanceOf(Fetched.class);
        assertThat(inner.requests().get(1)).startsWith("POST /there").endsWith("\r\n\r\nq");
      } else {
        assertRefused(posted, FetchRefusal.STATUS_NOT_OK);
      }
    }
  }

  @Test
  void redirectsEnd() throws IOException {
    AtomicInteger count = new AtomicInteger();
    try (RawServer loop = redirect(302, "/again");
        RawServer endless =
            RawServer.saying(
                (request, out) ->
                    out.write(
                        ("HTTP/1.1 302 Found\r\nLocation: /" + count.incrementAndGet() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII)))) {
      assertRefused(fetch(loop, inside(loop.host())), FetchRefusal.TOO_MANY_REDIRECTS);
      assertRefused(fetch(endless, inside(endless.host())), FetchRefusal.TOO_MANY_REDIRECTS);
      assertThat(loop.requests()).hasSize(2);
      assertThat(count).hasValue(4);
    }
  }

  @Test
  void aDripIsCutWhenTheTimeIsUp() throws IOException {
    for (String head :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: ",
            "")) {
      try (RawServer drip =
          RawServer.saying(
              (request, out) -> {
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                while (true) {
                  out.write('a');
                  out.flush();
                  Thread.sleep(50);
                }
              })) {
        long start = System.nanoTime();
        FetchLimits limits = inside(drip.host()).within(1 << 20, Duration.ofMillis(600));
        assertRefused(fetch(drip, limits), FetchRefusal.TOO_SLOW);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      }
    }
  }

  @Test
  void aNameServerThatIsSilentIsCutToo() {
    Resolver slow =
        host -> {
          try {
            Thread.sleep(20_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };
    FetchLimits limits = FetchLimits.anyPublic().within(1000, Duration.ofMillis(300));
    HttpFetcher fetcher = new HttpFetcher(limits, CLOCK, slow, tls());
    assertRefused(
        fetcher.fetch(FetchRequest.get(URI.create("http://crl.example.cn/"), CRL)),
        FetchRefusal.TOO_SLOW);
  }

  @Test
  void whatIsTooLongIsNotRead() throws IOException {
    String ok = "HTTP/1.1 200 OK\r\n";
    for (RawServer.Answer huge :
        List.<RawServer.Answer>of(
            (request, out) -> out.write(ascii(ok + "Content-Length: 99999999999\r\n\r\n")),
            (request, out) ->
                out.write(ascii(ok + "Content-Length: 1001\r\n\r\n" + "a".repeat(1001))),
            (request, out) -> endless(out, ok + "\r\n", "aaaaaaaaaaaaaaaa"),
            (request, out) ->
                endless(out, ok + "Transfer-Encoding: chunked\r\n\r\n", "4\r\naaaa\r\n"),
            (request, out) ->
                out.write(ascii(ok + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n")))) {
      try (RawServer server = RawServer.saying(huge)) {
        FetchLimits limits = inside(server.host()).within(1000, Duration.ofSeconds(10));
        assertRefused(fetch(server, limits), FetchRefusal.TOO_LARGE);
      }
    }
    try (RawServer fits = RawServer.saying("HTTP/1.1 200 OK", "a".repeat(1000))) {
      FetchLimits limits = inside(fits.host()).within(1000, Duration.ofSeconds(10));
      assertThat(fetch(fits, limits)).isInstanceOf(Fetched.class);
    }
  }

  @Test
  void aCompressedBombIsNotInflated() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[8 << 20]);
    }
    byte[] octets = bomb.toByteArray();
    for (String encoding : List.of("gzip", "br", "identity, gzip")) {
      try (RawServer server =
          RawServer.saying(
              (request, out) -> {
                out.write(ascii("HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding));
                out.write(ascii("\r\nContent-Length: " + octets.length + "\r\n\r\n"));
                out.write(octets);
              })) {
        assertRefused(fetch(server, inside(server.host())), FetchRefusal.CONTENT_ENCODED);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH",
        "HTTP/2 200",
        "HTTP/1.1 999 No",
        "HTTP/1.1 200 OK\r\nno colon",
        "HTTP/1.1 200 OK\r\nContent-Length : 2",
        "HTTP/1.1 200 OK\r\nContent-Length: -2",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked",
        "HTTP/1.1 200 OK\r\nContent-Length: 3000"
      })
  void whatIsNotHttpIsRefused(String head) throws IOException {
    try (RawServer server = RawServer.saying(head, "zz")) {
      assertRefused(fetch(server, inside(server.host())), FetchRefusal.ANSWER_MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 206, 304, 400, 401, 404, 500, 503})
  void onlyStatus200Counts(int status) throws IOException {
    try (RawServer server = RawServer.saying("HTTP/1.1 " + status + " X", "body")) {
      NotFetched not = (NotFetched) fetch(server, inside(server.host()));
      assertThat(not.refusal()).isEqualTo(FetchRefusal.STATUS_NOT_OK);
      assertThat(not.detail()).isEqualTo("status " + status);
    }
  }

  @Test
  void nobodyThereIsUnreachable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String host = "127.0.0.1:" + port;
    assertRefused(
        fetcher(inside(host)).fetch(FetchRequest.get(URI.create("http://" + host + "/"), CRL)),
        FetchRefusal.UNREACHABLE);
  }

  @Test
  void theModuleOffersItToTheCore() throws IOException {
    try (RawServer server = RawServer.ok("list")) {
      FetchOutcome outcome =
          FetcherProvider.find(inside(server.host()), CLOCK)
              .orElseThrow()
              .fetch(FetchRequest.get(server.at("/"), CRL));
      assertThat(outcome).isInstanceOf(Fetched.class);
    }
  }

  private static void endless(java.io.OutputStream out, String head, String again)
      throws IOException {
    out.write(ascii(head));
    while (true) {
      out.write(ascii(again));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static RawServer redirect(int status, String to) throws IOException {
    return RawServer.saying("HTTP/1.1 " + status + " Moved\r\nLocation: " + to, "");
  }

  private static FetchLimits inside(String host) {
    return FetchLimits.only(List.of()).withInside(List.of(host));
  }

  private static HttpFetcher fetcher(FetchLimits limits) {
    return HttpFetcher.create(limits, CLOCK);
  }

  private static FetchOutcome fetch(RawServer server, FetchLimits limits) {
    return fetcher(limits).fetch(FetchRequest.get(server.at("/"), CRL));
  }

  private static SSLSocketFactory tls() {
    return (SSLSocketFactory) SSLSocketFactory.getDefault();
  }

  private static void assertRefused(FetchOutcome outcome, FetchRefusal expected) {
    assertThat(outcome).isInstanceOf(NotFetched.class);
    assertThat(((NotFetched) outcome).refusal()).isEqualTo(expected);
  }
}
