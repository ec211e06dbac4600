package org.xinfu.idp.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.idp.domain.NetIdentity;
import org.xinfu.idp.proof.HttpNetIdentity;
import org.xinfu.trust.crypt.Secret;

/** An authority whose answer does not end is not read to its end. */
class EndlessAnswerTest {
  private static final long ALL = 64L << 20;

  private final AtomicLong sent = new AtomicLong();
  private HttpServer server;

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

  @Test
  void of_a_front_machine() {
    FrontMachine machine = new FrontMachine(address(), () -> Secret.copyOf(new byte[32]));
    assertThatThrownBy(() -> machine.ask("", Map.of(), Nothing.class))
        .isInstanceOf(FrontMachine.Silence.class);
    assertThat(sent).hasValueLessThan(ALL / 4);
  }

  @Test
  void of_the_national_network_identity() {
    NetIdentity there =
        new HttpNetIdentity(
            address(),
            "app",
            () -> new AppSignature.Key.Mac(Secret.copyOf(new byte[32])),
            Clock.systemUTC());
    assertThatThrownBy(() -> there.redeem("voucher")).isInstanceOf(NetIdentity.Unavailable.class);
    assertThat(sent).hasValueLessThan(ALL / 4);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] some = new byte[1 << 16];
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      while (sent.get() < ALL) {
        exchange.getResponseBody().write(some);
        sent.addAndGet(some.length);
      }
    }
  }

  private record Nothing(String id) implements FrontMachine.Reply {}
}
