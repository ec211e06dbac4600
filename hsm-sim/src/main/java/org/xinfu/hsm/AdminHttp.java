package org.xinfu.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.xinfu.hsm.store.StoreBroken;
import org.xinfu.hsm.store.StoredToken.Role;
import org.xinfu.hsm.token.Device;
import org.xinfu.hsm.token.Token;

/**
 * The admin HTTP on loopback: {@code GET /health} and {@code GET /slots}. It reads, and holds no
 * secret.
 */
final class AdminHttp implements AutoCloseable {
  private final HttpServer server;

  private AdminHttp(HttpServer server) {
    this.server = server;
  }

  static AdminHttp listen(int port, Device device) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 16);
      get(server, "/health", () -> "{\"status\":\"UP\",\"model\":\"SIMULATOR\"}");
      get(server, "/slots", () -> slots(device));
      server.start();
      return new AdminHttp(server);
    } catch (IOException e) {
      throw new StoreBroken("cannot listen on loopback port " + port, e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void get(HttpServer server, String path, Supplier<String> json) {
    server.createContext(
        path,
        exchange -> {
          boolean known = exchange.getRequestURI().getPath().equals(path);
          if (!known) answer(exchange, 404, "{}");
          else if (!exchange.getRequestMethod().equals("GET")) answer(exchange, 405, "{}");
          else answer(exchange, 200, json.get());
        });
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Labels are of letters, digits and three signs: nothing needs escaping. */
  private static String slots(Device device) {
    return device.tokens().stream()
        .map(token -> slot(device, token))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String slot(Device device, Token token) {
    return "{\"slot\":%d,\"label\":\"%s\",\"serial\":\"%s\",\"sessions\":%d,\"objects\":%d,\"pinFailures\":%d}"
        .formatted(
            device.slotOf(token),
            token.label(),
            token.serial(),
            device.sessionsOf(token).size(),
            token.objectCount(),
            token.failures(Role.USER));
  }
}
