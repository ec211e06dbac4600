package org.xinfu.trust.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.xinfu.trust.Bytes;

/** A real HTTP server that notes what it is asked and answers what it was told to. */
final class Desk implements AutoCloseable {
  /** One request. */
  record Asked(String line, Map<String, List<String>> headers, Bytes body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }

    String text() {
      return body.toUtf8();
    }
  }

  /** One answer; a status of 0 hangs up without any. */
  record Reply(int status, Map<String, String> headers, Bytes body) {}

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Desk() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Asked> asked() {
    return asked;
  }

  Asked last() {
    return asked.get(asked.size() - 1);
  }

  void json(int status, String body) {
    reply(status, Map.of("Content-Type", "application/json"), Bytes.utf8(body));
  }

  void problem(int status, String code) {
    reply(
        status,
        Map.of("Content-Type", "application/problem+json", "X-Request-Id", "req-00007"),
        Bytes.utf8("{\"code\":\"" + code + "\",\"title\":\"sentence\",\"status\":" + status + "}"));
  }

  void reply(int status, Map<String, String> headers, Bytes body) {
    synchronized (replies) {
      replies.add(new Reply(status, headers, body));
    }
  }

  /** The next request gets no answer before the server closes. */
  void silence() {
    reply(-1, Map.of(), Bytes.empty());
  }

  /** The next request's connection ends without an answer. */
  void hangUp() {
    reply(0, Map.of(), Bytes.empty());
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Bytes body = Bytes.of(exchange.getRequestBody().readAllBytes());
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(exchange.getRequestHeaders());
    asked.add(
        new Asked(exchange.getRequestMethod() + " " + exchange.getRequestURI(), headers, body));
    Reply reply;
    synchronized (replies) {
      reply = replies.remove();
    }
    if (reply.status() <= 0) {
      if (reply.status() < 0) {
        await();
      }
      exchange.close();
      return;
    }
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] octets = reply.body().toArray();
    exchange.sendResponseHeaders(reply.status(), octets.length == 0 ? -1 : octets.length);
    if (octets.length > 0) {
      exchange.getResponseBody().write(octets);
    }
    exchange.close();
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
