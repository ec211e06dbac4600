package org.xinfu.idp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.xinfu.idp.config.SecretFile;

/**
 * A gateway of SMS and e-mail that takes messages, refuses them, or never answers; it can change.
 */
final class MessageGateway implements AutoCloseable {
  /** What becomes of a message. */
  enum Mood {
    TAKES,
    REFUSES,
    HANGS,
    /** Takes it, and its answer never comes. */
    TAKES_AND_HANGS
  }

  private final List<Map<String, Object>> taken = new CopyOnWriteArrayList<>();
  private final List<Map<String, Object>> tried = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile Mood mood = Mood.TAKES;

  MessageGateway() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The setting that names it, with the token that it wants in the server's credentials. */
  String setting(Path home) {
    SecretFile.write(home.resolve("credentials/message-gateway.token"), "a-token\n");
    return "--xinfu.messages.gateway=http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  void mood(Mood next) {
    mood = next;
  }

  /** Tries so far, whatever came of them. */
  int asked() {
    return asked.get();
  }

  /** What it took for the contact, oldest first. */
  List<String> texts(String to) {
    return taken.stream()
        .filter(message -> to.equals(message.get("to")))
        .map(message -> (String) message.get("text"))
        .toList();
  }

  /**
   * The Idempotency-Key of each try for the contact, whatever came of it; empty when there was
   * none.
   */
  List<String> keys(String to) {
    return tried.stream()
        .filter(message -> to.equals(message.get("to")))
        .map(message -> message.get("id").equals(message.get("key")) ? message.get("id") : "")
        .map(String.class::cast)
        .toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, Object> message = new HashMap<>(RunningIdp.json(body));
    message.put("key", exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    tried.add(message);
    asked.incrementAndGet();
    switch (mood) {
      case TAKES -> {
        taken.add(RunningIdp.json(body));
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
      }
      case REFUSES -> {
        exchange.sendResponseHeaders(503, -1);
        exchange.close();
      }
      case HANGS -> {}
      case TAKES_AND_HANGS -> taken.add(RunningIdp.json(body));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
