package org.xinfu.idp.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The network identity service for the made-up residents, with a key of its own. A voucher is the
 * resident's face receipt, {@code -N-} (网号) or {@code -C-} (网证) and anything: {@code
 * FACE0001-C-17}; it works once. The same resident has another number at every platform.
 */
public final class NetIdentitySimulator implements AutoCloseable {
  private final List<Resident> residents = Resident.all();
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final LicenceKeys keys = new LicenceKeys();
  private final JsonMapper json = JsonMapper.builder().build();
  private final Secret secret;
  private final Clock clock;
  private final HttpServer server;

  /** Starts it; numbers are made with the secret. */
  public NetIdentitySimulator(Secret secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/redeem", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Where questions go. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/redeem");
  }

  /** With what answers are verified. */
  public AppSignature.Key key() {
    return new AppSignature.Key.Sm2(keys.verification("net-identity"));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> question =
          json.readValue(exchange.getRequestBody().readAllBytes(), new TypeReference<>() {});
      byte[] body = json.writeValueAsBytes(reply(question));
      exchange
          .getResponseHeaders()
          .set("X-Xinfu-Signature", keys.sign("net-identity", Bytes.of(body)).toHex());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Map<String, Object> reply(Map<String, String> question) {
    String voucher = Objects.toString(question.get("voucher"), "");
    String app = Objects.toString(question.get("app"), "");
    Optional<Resident> holder =
        residents.stream()
            .filter(one -> one.faceReceipt() != null && !one.deceased())
            .filter(one -> voucher.matches(one.faceReceipt() + "-[NC]-.+"))
            .filter(one -> used.add(voucher))
            .findFirst();
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("id", Objects.toString(question.get("id"), ""));
    reply.put("app", app);
    reply.put("source", "样例国家网络身份认证公共服务");
    reply.put("reference", UUID.randomUUID().toString());
    reply.put("at", clock.instant().toString());
    reply.put("known", holder.isPresent());
    reply.put("number", holder.map(one -> number(app, one)).orElse(""));
    reply.put("kind", voucher.contains("-C-") ? "CREDENTIAL" : "NUMBER");
    return reply;
  }

  private String number(String app, Resident holder) {
    return HmacSm3.of(secret, Bytes.utf8(app + "\n" + holder.documentNumber()))
        .toHex()
        .substring(0, 32);
  }
}
