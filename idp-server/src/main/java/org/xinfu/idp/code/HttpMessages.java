package org.xinfu.idp.code;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.xinfu.idp.domain.Contact;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands messages to the platform's SMS and e-mail gateway: POST of {@code {"id","kind","to",
 * "text"}} with a bearer token, and the id as {@code Idempotency-Key} too; any 2xx means taken. The
 * whole answer is there in five seconds, or there is none. Nothing is tried twice here: an SMS
 * costs money, and of a code the page says that it was not sent. Notices are tried again by {@link
 * DeliverNotices}.
 */
public final class HttpMessages implements Messages {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

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
  public void send(UUID id, Contact to, String text) {
    Map<String, String> message =
        Map.of(
            "id", id.toString(),
            "kind", to.kind().name(),
            "to", to.value(),
            "text", text);
    HttpRequest request =
        HttpRequest.newBuilder(gateway)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", id.toString())
            .header("Authorization", "Bearer " + secret())
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(message)))
            .build();
    int status = status(request);
    if (status / 100 != 2) {
      throw new MessageNotSent("the gateway answers " + status);
    }
  }

  private String secret() {
    String secret;
    try {
      secret = token.get();
    } catch (IllegalStateException unreadable) {
      throw new MessageNotSent("the gateway's token cannot be read", unreadable);
    }
    // RFC 9110 §5.5. A header of anything else is refused by words that tell all of it.
    if (!TOKEN.matcher(secret).matches()) {
      throw new MessageNotSent("the gateway's token is none that a header can carry");
    }
    return secret;
  }

  /** The request's own time limit ends with the answer's head: its body could go on for ever. */
  private int status(HttpRequest request) {
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (ExecutionException | TimeoutException e) {
      throw new MessageNotSent("the gateway does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessageNotSent("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }
}
