package org.xinfu.idp.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The simulated platform's login page: whoever is picked is logged in. {@code /authorize} leads
 * back with code, state and iss, {@code /sso} with ticket and state.
 */
final class NationalLogin implements HttpHandler {
  private final NationalPlatformSimulator platform;
  private final String path;

  NationalLogin(NationalPlatformSimulator platform, String path) {
    this.platform = platform;
    this.path = path;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getRawQuery();
      Map<String, String> asked = Answer.fields(query);
      if (asked.containsKey("person")) {
        back(exchange, asked);
        return;
      }
      String page =
          platform.people.stream()
              .map(
                  one ->
                      "<li><a href=\"%s?%s&amp;person=%s\">%s %s</a></li>"
                          .formatted(
                              path,
                              query.replace("&", "&amp;"),
                              one.subject(),
                              one.name(),
                              one.level()))
              .collect(
                  Collectors.joining(
                      "", "<!DOCTYPE html><title>国家平台（模拟）</title><h1>国家平台（模拟）</h1><ul>", "</ul>"));
      byte[] octets = page.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
      exchange.sendResponseHeaders(200, octets.length);
      exchange.getResponseBody().write(octets);
    }
  }

  private void back(HttpExchange exchange, Map<String, String> asked) throws IOException {
    String proof = UUID.randomUUID().toString();
    platform.logins.put(proof, asked);
    String name = path.equals("/authorize") ? "code" : "ticket";
    String more = path.equals("/authorize") ? "&iss=" + encode(platform.origin()) : "";
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri")
                + "?"
                + name
                + "="
                + proof
                + "&state="
                + encode(asked.getOrDefault("state", ""))
                + more);
    exchange.sendResponseHeaders(302, -1);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
