package org.xinfu.idp.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A public-security front machine with made-up residents, on a loopback port of its own. It speaks
 * what {@code HttpIdentityAuthority} speaks; production refuses to start beside it.
 */
public final class PublicSecuritySimulator implements AutoCloseable {
  private final List<Resident> residents;
  private final Secret key;
  private final Clock clock;
  private final HttpServer server;
  private final JsonMapper json = JsonMapper.builder().build();

  /** Starts it with the key it shares with its one caller. */
  public PublicSecuritySimulator(Secret key, Clock clock) {
    this.key = key;
    this.clock = clock;
    try (InputStream in = Resident.class.getResourceAsStream("residents.json")) {
      residents = json.readValue(Objects.requireNonNull(in), new TypeReference<>() {});
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/check", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Where questions go. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/check");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Bytes question = Bytes.of(exchange.getRequestBody().readAllBytes());
      String mac = Objects.toString(exchange.getRequestHeaders().getFirst("X-Xinfu-Mac"), "");
      if (!HmacSm3.of(key, question).toHex().equals(mac)) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      byte[] body = json.writeValueAsBytes(reply(json.readValue(question.toArray(), MAP)));
      exchange.getResponseHeaders().set("X-Xinfu-Mac", HmacSm3.of(key, Bytes.of(body)).toHex());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Map<String, Object> reply(Map<String, @Nullable Object> question) {
    Optional<Resident> known = residents.stream().filter(one -> one.is(question)).findFirst();
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("id", Objects.toString(question.get("id")));
    reply.put("source", "样例公安人口库");
    reply.put("reference", UUID.randomUUID().toString());
    reply.put("at", clock.instant().toString());
    reply.put(
        "standing", known.map(one -> one.deceased() ? "DECEASED" : "LIVING").orElse("UNKNOWN"));
    reply.put("matched", known.map(one -> List.copyOf(one.matched(question))).orElse(List.of()));
    reply.put("guardian", known.map(one -> one.hasGuardian(question)).orElse(false));
    return reply;
  }

  private static final TypeReference<Map<String, @Nullable Object>> MAP = new TypeReference<>() {};
}
