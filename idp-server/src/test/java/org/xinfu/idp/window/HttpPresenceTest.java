package org.xinfu.idp.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.window.Presence;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;

/** What readers at a window say of who is there: the evidence of an act is dated by it. */
class HttpPresenceTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final Secret key = Secret.copyOf(new byte[32]);
  private HttpServer server;
  private volatile String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-02-28T23:54:59Z", "2026-03-01T00:05:01Z", "2016-03-01T00:00:00Z"})
  void an_answer_of_another_time_is_none(String at) {
    answer = said(at, "'LIVING'");
    assertThatThrownBy(this::check)
        .isInstanceOf(Presence.Unavailable.class)
        .hasMessageContaining("not of now");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-02-28T23:55:00Z", "2026-03-01T00:00:00Z", "2026-03-01T00:05:00Z"})
  void clocks_may_differ_a_little(String at) {
    answer = said(at, "'LIVING'");
    assertThat(check().present()).isTrue();
    assertThat(check().at()).isEqualTo(Instant.parse(at));
  }

  @Test
  void what_lacks_a_member_is_no_answer() {
    for (String odd :
        new String[] {"null", "{}", "{'id':'ID','present':true}", said("", "'LIVING'")}) {
      answer = odd;
      assertThatThrownBy(this::check).as(odd).isInstanceOf(Presence.Unavailable.class);
    }
    answer = said("2026-03-01T00:00:00Z", "null");
    assertThatThrownBy(this::check).isInstanceOf(Presence.Unavailable.class);
  }

  private static String said(String at, String standing) {
    return "{'id':'ID','source':'s','reference':'r','at':'%s','present':true,'standing':%s}"
        .formatted(at, standing);
  }

  private Presence.Answer check() {
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, "510000197704050033").orElseThrow();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return new HttpPresence(address, () -> key, NOW).check(document, "王五（样例）", "FACE0003-1");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher id = ID.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      String told = id.find() ? answer.replace("ID", id.group(1)) : answer;
      Bytes body = Bytes.utf8(told.replace('\'', '"'));
      exchange.getResponseHeaders().set("X-Xinfu-Mac", HmacSm3.of(key, body).toHex());
      exchange.sendResponseHeaders(200, body.length());
      exchange.getResponseBody().write(body.toArray());
    }
  }
}
