package org.xinfu.idp.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;

/** A front machine that says whatever it is told to, and signs it as it should. */
public final class SignedAnswers implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final Secret key = Secret.copyOf(new byte[32]);
  private final HttpServer server;
  private volatile String answer = "";

  public SignedAnswers() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** JSON with ' for its quotation marks, and ID for what the question is called. */
  public void say(String text) {
    answer = text;
  }

  public Secret key() {
    return key;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher id = ID.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      String told = id.find() ? answer.replace("ID", id.group(1)) : answer;
      Bytes body = Bytes.utf8(told.replace('\'', '"'));
      String mac = HmacSm3.of(key, body).toHex();
      exchange.getResponseHeaders().set("X-Xinfu-Mac", mac);
      exchange.getResponseHeaders().set("X-Xinfu-Signature", mac);
      exchange.sendResponseHeaders(200, body.length());
      exchange.getResponseBody().write(body.toArray());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
