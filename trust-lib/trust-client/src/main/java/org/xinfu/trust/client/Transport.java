package org.xinfu.trust.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/** Sends calls to one service; repeats only those that cannot happen twice, at most three times. */
final class Transport {
  private static final int ATTEMPTS = 3;
  private final HttpClient http;
  private final URI base;
  private final TokenSource tokens;
  private final Duration timeout;

  Transport(HttpClient http, URI base, TokenSource tokens, Duration timeout) {
    this.http = http;
    this.base = base;
    this.tokens = tokens;
    this.timeout = timeout;
  }

  /**
   * The answer of 200..299.
   *
   * @throws ProblemException for any other answer
   * @throws ServiceUnreachable when there is none
   */
  Answer send(Call call) {
    int attempts = call.repeatable() ? ATTEMPTS : 1;
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<byte[]> response = http.send(request(call), BodyHandlers.ofByteArray());
        if (!worthRepeating(response.statusCode()) || attempt == attempts) {
          return answer(response);
        }
      } catch (IOException e) {
        if (attempt == attempts) {
          throw new ServiceUnreachable(call.method() + " " + address(call), e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServiceUnreachable("interrupted", e);
      }
      pause(Duration.ofMillis(200L * attempt * attempt));
    }
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(call))
            .timeout(timeout)
            .header("Accept", "application/json, application/problem+json, */*;q=0.5")
            .method(call.method(), BodyPublishers.ofByteArray(call.body().toArray()));
    call.headers().forEach(request::header);
    String token = tokens.token();
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  /** The base may have a path of its own, behind a gateway; it stays in front. */
  private URI address(Call call) {
    return URI.create(base.toString().replaceAll("/+$", "") + call.path());
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    Bytes body = Bytes.of(response.body());
    if (response.statusCode() / 100 == 2) {
      String location = response.headers().firstValue("Location").orElse("");
      return new Answer(response.statusCode(), location, body);
    }
    throw problem(response, body);
  }

  /** RFC 9457, or RFC 6749 §5.2 from the token endpoint, or whatever a proxy said. */
  private static ProblemException problem(HttpResponse<byte[]> response, Bytes body) {
    int status = response.statusCode();
    Fields fields = new Fields(members(body));
    return new ProblemException(
        status,
        fields.optional("code").or(() -> fields.optional("error")).orElse("http-" + status),
        fields.optional("title").or(() -> fields.optional("error_description")).orElse(""),
        response.headers().firstValue("X-Request-Id").orElse(""));
  }

  private static Map<String, @Nullable Object> members(Bytes body) {
    try {
      return Json.parseObject(body.toUtf8());
    } catch (JsonException e) {
      return Map.of(); // not from our service
    }
  }

  private static boolean worthRepeating(int status) {
    return status == 502 || status == 503 || status == 504;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceUnreachable("interrupted", e);
    }
  }
}
