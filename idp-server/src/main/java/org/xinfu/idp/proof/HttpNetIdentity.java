package org.xinfu.idp.proof;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.idp.domain.NetIdentity;
import org.xinfu.idp.front.AnswerTime;
import org.xinfu.trust.Bytes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the network identity service over HTTP. Its answers are signed with its own key (SM2 with
 * SM3, r‖s in hexadecimal in {@code X-Xinfu-Signature}, over the octets of the body), and name the
 * question and the platform that they are for.
 */
public final class HttpNetIdentity implements NetIdentity {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST = 16 * 1024;

  private final URI address;
  private final String app;
  private final Supplier<AppSignature.Key> key;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final JsonMapper json = JsonMapper.builder().build();

  /** {@code app}: how the service calls this platform; {@code key}: the service's own. */
  public HttpNetIdentity(URI address, String app, Supplier<AppSignature.Key> key, Clock clock) {
    this.address = address;
    this.app = app;
    this.key = key;
    this.clock = clock;
  }

  @Override
  public Answer redeem(String voucher) {
    String id = UUID.randomUUID().toString();
    String question = json.writeValueAsString(Map.of("id", id, "app", app, "voucher", voucher));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question))
            .build();
    Reply reply = read(authentic(send(request)));
    if (!id.equals(reply.id()) || !app.equals(reply.app())) {
      throw new Unavailable("the service answers another question");
    }
    try {
      Instant at = Instant.parse(text(reply.at()));
      if (!AnswerTime.ofNow(at, clock)) {
        throw new Unavailable("the service's answer is of " + at + ", not of now");
      }
      String source = text(reply.source());
      String reference = text(reply.reference());
      if (!reply.known()) { // of whom it does not know a service need not say more
        return new Answer(source, reference, at, false, "", Kind.NUMBER);
      }
      if (text(reply.number()).isEmpty()) {
        throw new Unavailable("the service's answer has no number");
      }
      Kind kind = Kind.valueOf(text(reply.kind()));
      return new Answer(source, reference, at, true, text(reply.number()), kind);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new Unavailable("the service's answer is not readable", e);
    }
  }

  private Bytes authentic(HttpResponse<byte[]> answer) {
    Bytes body = Bytes.of(answer.body());
    if (answer.statusCode() != 200) {
      throw new Unavailable("the service answers " + answer.statusCode());
    }
    String signature = answer.headers().firstValue("X-Xinfu-Signature").orElse("");
    if (!AppSignature.verify(key.get(), body, signature)) {
      throw new Unavailable("the service's answer is not signed by it");
    }
    return body;
  }

  private Reply read(Bytes body) {
    try {
      @Nullable Reply reply = json.readValue(body.toArray(), Reply.class);
      if (reply == null) {
        throw new Unavailable("the service's answer is null");
      }
      return reply;
    } catch (JacksonException e) {
      throw new Unavailable("the service's answer is not readable", e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(
          request,
          HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LONGEST));
    } catch (IOException e) {
      throw new Unavailable("the service does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
  }

  /** What is not there cannot be read. */
  private static String text(@Nullable String told) {
    return Objects.requireNonNullElse(told, "");
  }

  private record Reply(
      @Nullable String id,
      @Nullable String app,
      @Nullable String source,
      @Nullable String reference,
      @Nullable String at,
      boolean known,
      @Nullable String number,
      @Nullable String kind) {}
}
