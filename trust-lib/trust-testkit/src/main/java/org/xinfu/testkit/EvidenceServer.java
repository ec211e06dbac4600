package org.xinfu.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.xinfu.trust.Bytes;

/** An HTTP server on loopback with lists, certificates and responders, as a CA publishes them. */
public final class EvidenceServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Bytes> files = new ConcurrentHashMap<>();
  private final Map<String, UnaryOperator<Bytes>> responders = new ConcurrentHashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean onlyGet;

  /** Starts on a free port. */
  public EvidenceServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The address of a path, which begins with a slash. */
  public String url(String path) {
    return "http://" + host() + path;
  }

  /** Publishes octets. */
  public EvidenceServer put(String path, Bytes content) {
    files.put(path, content);
    return this;
  }

  /** Answers OCSP requests (DER) there, by POST and GET. */
  public EvidenceServer responder(String path, UnaryOperator<Bytes> respond) {
    responders.put(path, respond);
    return this;
  }

  /** From now on POST is not allowed. */
  public EvidenceServer onlyGet() {
    onlyGet = true;
    return this;
  }

  /** Method and path of every request so far; of OCSP by GET without the request in it. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      int last = path.lastIndexOf('/');
      UnaryOperator<Bytes> byPost = responders.get(path);
      UnaryOperator<Bytes> byGet = last > 0 ? responders.get(path.substring(0, last)) : null;
      boolean post = exchange.getRequestMethod().equals("POST");
      requests.add(
          exchange.getRequestMethod() + " " + (byGet == null ? path : path.substring(0, last)));
      if (post && onlyGet) {
        exchange.sendResponseHeaders(405, -1);
      } else if (post && byPost != null) {
        send(exchange, byPost.apply(Bytes.of(body)));
      } else if (byGet != null) {
        send(exchange, byGet.apply(request(path.substring(last + 1))));
      } else if (files.containsKey(path)) {
        send(exchange, files.get(path));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static Bytes request(String part) {
    String base64 = java.net.URLDecoder.decode(part, StandardCharsets.US_ASCII);
    return Bytes.of(Base64.getDecoder().decode(base64));
  }

  private static void send(HttpExchange exchange, Bytes content) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(200, content.length());
    exchange.getResponseBody().write(content.toArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
