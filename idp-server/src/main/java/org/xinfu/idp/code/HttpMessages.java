package org.xinfu.idp.code;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.xinfu.idp.domain.Contact;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands messages to the platform's SMS and e-mail gateway: POST of {@code {"id","kind","to",
 * "text"}} with a bearer token; any 2xx means taken. Never tried twice: an SMS costs money.
 */
public final class HttpMessages implements Messages {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI gateway;
  private final Supplier<String> token;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final JsonMapper json = JsonMapper.builder().build();

  /** The gateway's address and whatever reads the token's credential file. */
  public HttpMessages(URI gateway, Supplier<String> token) {
    this.gateway = gateway;
    this.token = token;
  }

  @Override
  public void send(Contact to, String text) {
    Map<String, String> message =
        Map.of(
            "id", UUID.randomUUID().toString(),
            "kind", to.kind().name(),
            "to", to.value(),
            "text", text);
    HttpRequest request =
        HttpRequest.newBuilder(gateway)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token.get())
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(message)))
            .build();
    int status = status(request);
    if (status / 100 != 2) {
      throw new MessageNotSent("the gateway answers " + status);
    }
  }

  private int status(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new MessageNotSent("the gateway does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessageNotSent("interrupted", e);
    }
  }
}
