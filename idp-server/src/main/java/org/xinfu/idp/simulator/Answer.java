package org.xinfu.idp.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One JSON endpoint of the simulated platform: fields in, an object or 400 out. */
final class Answer implements HttpHandler {
  private final NationalPlatformSimulator platform;
  private final Function<Map<String, String>, @Nullable Map<String, @Nullable Object>> story;

  Answer(
      NationalPlatformSimulator platform,
      Function<Map<String, String>, @Nullable Map<String, @Nullable Object>> story) {
    this.platform = platform;
    this.story = story;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, @Nullable Object> told =
          platform.fault() == NationalPlatformSimulator.Fault.AWAY
              ? null
              : story.apply(fields(body));
      if (told == null) {
        boolean away = platform.fault() == NationalPlatformSimulator.Fault.AWAY;
        exchange.sendResponseHeaders(away ? 503 : 400, -1);
        return;
      }
      byte[] octets = platform.json.writeValueAsBytes(told);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, octets.length);
      exchange.getResponseBody().write(octets);
    }
  }

  /** A form or a query. */
  static Map<String, String> fields(@Nullable String encoded) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : Objects.toString(encoded, "").split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }
}
