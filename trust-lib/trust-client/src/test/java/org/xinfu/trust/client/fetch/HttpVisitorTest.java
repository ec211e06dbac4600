package org.xinfu.trust.client.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xinfu.trust.client.fetch.HttpVisitor.Visited;
import org.xinfu.trust.client.fetch.HttpVisitor.Visited.Answered;
import org.xinfu.trust.client.fetch.HttpVisitor.Visited.Nothing;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.FetchRefusal;
import org.xinfu.trust.fetch.FetchRequest;

/** A browser with cookies that goes nowhere by itself and nowhere that is not allowed. */
@Timeout(30)
class HttpVisitorTest {
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/set", exchange -> answer(exchange, 302, "/next", "a=1; Path=/", "b=2"));
    server.createContext("/told", HttpVisitorTest::tell);
    server.createContext("/error", exchange -> answer(exchange, 500, ""));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void cookies_come_back_to_where_they_were_set_and_redirects_are_told() {
    HttpVisitor browser = HttpVisitor.create(inside());
    assertThat(visit(browser, "/told")).isEqualTo(new Answered(200, "", "cookies: null"));
    assertThat(visit(browser, "/set")).isEqualTo(new Answered(302, "/next", ""));
    assertThat(((Answered) visit(browser, "/told")).body()).contains("a=1", "b=2");
    assertThat(((Answered) visit(HttpVisitor.create(inside()), "/told")).body())
        .as("another browser has none")
        .isEqualTo("cookies: null");
    assertThat(visit(browser, "/error")).isEqualTo(new Answered(500, "", ""));
  }

  @Test
  void it_keeps_to_the_limits() {
    HttpVisitor outside = HttpVisitor.create(FetchLimits.anyPublic());
    assertThat(refusal(visit(outside, "/told"))).isEqualTo(FetchRefusal.HOST_NOT_ALLOWED);
    HttpVisitor listed = HttpVisitor.create(FetchLimits.only(List.of(host())));
    assertThat(refusal(visit(listed, "/told"))).isEqualTo(FetchRefusal.ADDRESS_NOT_PUBLIC);
    HttpVisitor small = HttpVisitor.create(inside().within(4, Duration.ofSeconds(5)));
    assertThat(refusal(visit(small, "/told"))).isEqualTo(FetchRefusal.TOO_LARGE);
  }

  private static FetchRefusal refusal(Visited visited) {
    return ((Nothing) visited).why().refusal();
  }

  private Visited visit(HttpVisitor browser, String path) {
    return browser.visit(FetchRequest.get(URI.create("http://" + host() + path), "text/html"));
  }

  private FetchLimits inside() {
    return FetchLimits.only(List.of()).withInside(List.of(host()));
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private static void tell(HttpExchange exchange) throws IOException {
    String told = "cookies: " + exchange.getRequestHeaders().getFirst("Cookie");
    byte[] body = told.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int status, String to, String... cookies)
      throws IOException {
    for (String cookie : cookies) {
      exchange.getResponseHeaders().add("Set-Cookie", cookie);
    }
    if (!to.isEmpty()) {
      exchange.getResponseHeaders().add("Location", to);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
