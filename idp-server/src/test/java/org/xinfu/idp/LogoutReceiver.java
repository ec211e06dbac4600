package org.xinfu.idp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service that receives logout tokens by HTTP, as well or as badly as the test tells it to. */
final class LogoutReceiver implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** Listens on a free port of the loopback interface. */
  LogoutReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::receive);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String uri() {
    return "http://" + host() + "/backchannel";
  }

  /** The next requests are answered with these; all further ones with 200. */
  void answerFirst(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  /** From now on requests come in and are not answered. */
  void hang() {
    gate = new CountDownLatch(1);
  }

  /** Answers again, also those that hang. */
  void goOn() {
    gate.countDown();
  }

  /** The next token that came in; null when none came in that time. */
  @Nullable String next(Duration patience) {
    try {
      return tokens.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every URL that was asked for so far, without the host. */
  List<String> asked() {
    return asked;
  }

  private void receive(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (exchange.getRequestMethod().equals("POST") && body.startsWith("logout_token=")) {
      tokens.add(body.substring("logout_token=".length()));
    }
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    Integer planned = answers.poll();
    int status = planned == null ? 200 : planned;
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
