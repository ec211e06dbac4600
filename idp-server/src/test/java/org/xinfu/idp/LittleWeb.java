package org.xinfu.idp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A small web server whose browsers have sessions, each under one cookie. */
final class LittleWeb<S> implements AutoCloseable {
  final String origin;
  private final HttpServer server;
  private final String cookie;
  private final Map<String, S> sessions = new ConcurrentHashMap<>();

  LittleWeb(String cookie, Map<String, HttpHandler> paths) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.cookie = cookie + "=";
    origin = "http://localhost:" + server.getAddress().getPort();
    paths.forEach(server::createContext);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String host() {
    return origin.substring("http://".length());
  }

  /** Gives the browser a session of its own. */
  S begin(HttpExchange exchange, S session) {
    String id = UUID.randomUUID().toString();
    sessions.put(id, session);
    exchange.getResponseHeaders().add("Set-Cookie", cookie + id + "; Path=/; HttpOnly");
    return session;
  }

  @Nullable S session(HttpExchange exchange) {
    String cookies =
        String.join(";", exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
    for (String one : List.of(cookies.split(";"))) {
      if (one.strip().startsWith(cookie)) {
        return sessions.get(one.strip().substring(cookie.length()));
      }
    }
    return null;
  }

  void end(Predicate<S> which) {
    sessions.values().removeIf(which);
  }

  static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    answer(exchange, 302);
  }

  static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
