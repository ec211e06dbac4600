package org.xinfu.trust.client.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchOutcome.Fetched;
import org.xinfu.trust.fetch.FetchOutcome.NotFetched;
import org.xinfu.trust.fetch.FetchRefusal;
import org.xinfu.trust.fetch.FetchRequest;

/** TLS: the name of the URL counts, although the address was pinned. */
@Timeout(60)
class HttpsFetcherTest {
  private static final char[] PASSWORD = "published".toCharArray();
  private static final Resolver LOOPBACK =
      host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")};

  @TempDir static Path directory;
  private static SSLContext context;

  @BeforeAll
  static void certificate() throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve("tls.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> make =
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-alias",
            "tls",
            "-dname",
            "CN=crl.example.cn",
            "-ext",
            "san=dns:crl.example.cn",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            store.toString());
    Process process = new ProcessBuilder(make).inheritIO().start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("tls", keys.getCertificate("tls"));
    trusted.init(anchors);
    context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  @Test
  void theRightNameIsFetched() throws IOException {
    try (RawServer server = server("list")) {
      assertThat(((Fetched) fetch(server, "crl.example.cn", context.getSocketFactory())).content())
          .hasToString(org.xinfu.trust.Bytes.utf8("list").toString());
    }
  }

  @Test
  void anotherNameOrAnUnknownAuthorityIsNot() throws IOException {
    try (RawServer server = server("list")) {
      SSLSocketFactory usual = (SSLSocketFactory) SSLSocketFactory.getDefault();
      assertRefused(
          fetch(server, "ocsp.example.cn", context.getSocketFactory()), FetchRefusal.UNREACHABLE);
      assertRefused(fetch(server, "crl.example.cn", usual), FetchRefusal.UNREACHABLE);
      assertThat(server.requests()).noneMatch(r -> r.contains("GET"));
    }
  }

  @Test
  void aRedirectDoesNotLeaveTls() throws IOException {
    try (RawServer plain = RawServer.ok("list");
        RawServer server =
            tls("HTTP/1.1 302 Found\r\nLocation: http://crl.example.cn:" + plain.port(), "")) {
      assertRefused(
          fetch(server, "crl.example.cn", context.getSocketFactory()),
          FetchRefusal.SCHEME_NOT_ALLOWED);
      assertThat(plain.requests()).isEmpty();
    }
  }

  @Test
  void aHandshakeThatNeverEndsIsCut() throws IOException {
    try (RawServer silent = RawServer.saying((request, out) -> Thread.sleep(20_000))) {
      assertRefused(
          fetch(silent, "crl.example.cn", context.getSocketFactory()), FetchRefusal.TOO_SLOW);
    }
  }

  private static RawServer server(String body) throws IOException {
    return tls("HTTP/1.1 200 OK\r\nContent-Length: " + body.length(), body);
  }

  private static RawServer tls(String head, String body) throws IOException {
    byte[] octets = (head + "\r\n\r\n" + body).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return new RawServer(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
        (request, out) -> out.write(octets));
  }

  private static FetchOutcome fetch(RawServer server, String name, SSLSocketFactory tls) {
    String host = name + ":" + server.port();
    FetchLimits limits =
        FetchLimits.only(List.of())
            .withInside(List.of(host))
            .within(1 << 20, Duration.ofSeconds(3));
    return new HttpFetcher(limits, Clock.systemUTC(), LOOPBACK, tls)
        .fetch(FetchRequest.get(URI.create("https://" + host + "/"), "*/*"));
  }

  private static void assertRefused(FetchOutcome outcome, FetchRefusal expected) {
    assertThat(outcome).isInstanceOf(NotFetched.class);
    assertThat(((NotFetched) outcome).refusal()).isEqualTo(expected);
  }
}
