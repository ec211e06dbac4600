package org.xinfu.idp.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A front machine on a loopback port of its own; it speaks what {@code FrontMachine} speaks. */
final class LoopbackMachine implements AutoCloseable {
  private static final TypeReference<Map<String, @Nullable Object>> MAP = new TypeReference<>() {};

  private final Secret key;
  private final HttpServer server;
  private final JsonMapper json = JsonMapper.builder().build();

  /** Starts it with the key it shares with its one caller; answers come in {@link #serve}. */
  LoopbackMachine(Secret key) {
    this.key = key;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  void serve(String path, UnaryOperator<Map<String, @Nullable Object>> answers) {
    server.createContext(path, exchange -> answer(exchange, answers));
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange, UnaryOperator<Map<String, @Nullable Object>> answers)
      throws IOException {
    try (exchange) {
      Bytes question = Bytes.of(exchange.getRequestBody().readAllBytes());
      String mac = Objects.toString(exchange.getRequestHeaders().getFirst("X-Xinfu-Mac"), "");
      if (!HmacSm3.of(key, question).toHex().equals(mac)) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      byte[] body = json.writeValueAsBytes(answers.apply(json.readValue(question.toArray(), MAP)));
      exchange.getResponseHeaders().set("X-Xinfu-Mac", HmacSm3.of(key, Bytes.of(body)).toHex());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
