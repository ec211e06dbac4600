package org.xinfu.idp.legacy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.legacy.ImportFile.Part;
import org.xinfu.trust.client.ProblemException;
import org.xinfu.trust.client.ServiceUnreachable;
import org.xinfu.trust.client.TokenSource;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/**
 * Calls of {@code /api/v1/accounts/import}. One that got no answer is made again, which can do
 * nothing twice: what was taken over is found there.
 */
final class ImportCalls {
  private static final int ATTEMPTS = 5;

  /** Busy, being restarted, or behind a proxy that is. */
  private static final Set<Integer> AGAIN = Set.of(429, 502, 503, 504);

  /** A hundred digests that are hashed again on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final URI address;
  private final TokenSource tokens;
  private boolean answered;

  ImportCalls(URI idp, String source, TokenSource tokens) {
    this.address = URI.create(idp + "/api/v1/accounts/import?source=" + source);
    this.tokens = tokens;
  }

  /**
   * What came of each line, as it was answered, but with the line's number in the file.
   *
   * @throws NotAnswered when it is refused as a whole, or nothing is answered
   */
  List<Map<String, @Nullable Object>> answer(Part part) {
    HttpResponse<byte[]> response = response(part);
    Map<String, @Nullable Object> members = members(response.body());
    if (response.statusCode() != 200) {
      throw new NotAnswered(
          response.statusCode(),
          response.statusCode() + " " + members.getOrDefault("code", "") + ", " + part);
    }
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    if (members.get("results") instanceof List<?> list) {
      list.forEach(one -> results.add(numbered(one, part)));
    }
    if (results.size() != part.lines().size()) {
      throw new NotAnswered(0, "not what was agreed, to " + part);
    }
    answered = true;
    return results;
  }

  private static Map<String, @Nullable Object> numbered(@Nullable Object result, Part part) {
    if (result instanceof Map<?, ?> members
        && members.get("line") instanceof Long line
        && line >= 1
        && line <= part.numbers().size()) {
      Map<String, @Nullable Object> told = new TreeMap<>();
      members.forEach((name, value) -> told.put(String.valueOf(name), value));
      told.put("line", part.numbers().get(line.intValue() - 1));
      return told;
    }
    throw new NotAnswered(0, "not what was agreed, to " + part);
  }

  private HttpResponse<byte[]> response(Part part) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<byte[]> response = http.send(request(part), BodyHandlers.ofByteArray());
        if (attempt == ATTEMPTS || !AGAIN.contains(response.statusCode())) {
          return response;
        }
      } catch (ProblemException token) {
        if (attempt == ATTEMPTS || !AGAIN.contains(token.status())) {
          throw token;
        }
      } catch (ServiceUnreachable token) {
        if (attempt == ATTEMPTS || !answered) { // a wrong address is told at once
          throw token;
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new NotAnswered(0, address + ": " + e + ", " + part);
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
      pause(Duration.ofMillis(250L << (2 * attempt - 2)));
    }
  }

  private HttpRequest request(Part part) {
    return HttpRequest.newBuilder(address)
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + tokens.token())
        .header("Content-Type", "application/x-ndjson")
        .header("Accept", "application/json, application/problem+json")
        .POST(BodyPublishers.ofByteArray(part.body()))
        .build();
  }

  private static Map<String, @Nullable Object> members(byte[] body) {
    try {
      return Json.parseObject(new String(body, StandardCharsets.UTF_8));
    } catch (JsonException notOurs) {
      return Map.of();
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static NotAnswered interrupted() {
    Thread.currentThread().interrupt();
    return new NotAnswered(0, "interrupted");
  }

  /** Whether anything was done is unknown. */
  static final class NotAnswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    NotAnswered(int status, String message) {
      super(message);
      this.status = status;
    }

    /** Of HTTP; 0 without one. */
    int status() {
      return status;
    }
  }
}
