package org.xinfu.licence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;
import tools.jackson.databind.json.JsonMapper;

/** A client of the vault. */
final class TestWeb {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  TestWeb(int port) {
    base = "http://localhost:" + port;
  }

  /** An answer. */
  record Answer(int status, Bytes body) {
    String text() {
      return body.toUtf8();
    }

    /** A member of the JSON object. */
    String text(String member) {
      return String.valueOf(Json.parseObject(text().strip()).get(member));
    }
  }

  Answer get(@Nullable String token, String path) {
    return send(token, HttpRequest.newBuilder(URI.create(base + path)).GET());
  }

  Answer post(@Nullable String token, String path, Map<String, Object> body, @Nullable String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .header("Accept-Language", "en")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return send(token, request);
  }

  Answer upload(String path, Map<String, ?> parts) {
    return upload(null, path, parts);
  }

  /** Parts that are {@link Bytes} are files, others JSON. */
  Answer upload(@Nullable String token, String path, Map<String, ?> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parts.forEach(
        (name, part) -> {
          boolean file = part instanceof Bytes;
          out.writeBytes(
              ("--xx\r\nContent-Disposition: form-data; name=\""
                      + name
                      + (file ? "\"; filename=\"f\"" : "\"")
                      + "\r\nContent-Type: "
                      + (file ? "application/octet-stream" : "application/json")
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
          out.writeBytes(
              part instanceof Bytes bytes ? bytes.toArray() : JSON.writeValueAsBytes(part));
          out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
    out.writeBytes("--xx--\r\n".getBytes(StandardCharsets.UTF_8));
    return send(
        token,
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "multipart/form-data; boundary=xx")
            .header("Accept-Language", "en")
            .POST(HttpRequest.BodyPublishers.ofByteArray(out.toByteArray())));
  }

  private Answer send(@Nullable String token, HttpRequest.Builder request) {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), Bytes.of(answer.body()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
