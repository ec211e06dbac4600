package org.xinfu.testkit.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;

/** One person or system on the web: cookies, an optional bearer token, no automatic redirects. */
final class Web {
  private static final String BOUNDARY = "xinfu-demo-boundary-5f1c";
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private @Nullable String token;

  /** The same one, from now on with this access token. */
  Web as(String accessToken) {
    token = accessToken;
    return this;
  }

  Answer get(String url) {
    return send(request(url).GET());
  }

  /** A POST of JSON, with a fresh idempotency key when one is given. */
  Answer post(String url, Map<String, ?> body, @Nullable String idempotencyKey) {
    HttpRequest.Builder request = request(url).header("Content-Type", "application/json");
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    return send(request.POST(BodyPublishers.ofString(CanonicalJson.write(body))));
  }

  Answer form(String url, Map<String, String> fields) {
    return send(
        request(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(fields))));
  }

  Answer form(String url, Map<String, String> fields, String basic) {
    return send(
        request(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Basic " + basic)
            .POST(BodyPublishers.ofString(encode(fields))));
  }

  /** A multipart POST of a file and, when given, a JSON part. */
  Answer upload(String url, @Nullable Part json, Part file) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (json != null) {
      write(body, json);
    }
    write(body, file);
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return send(
        request(url)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body.toByteArray())));
  }

  /** One part of a form; {@code fileName} only for files. */
  record Part(String name, @Nullable String fileName, String type, Bytes content) {
    static Part json(String name, Map<String, ?> value) {
      return new Part(name, null, "application/json", Bytes.utf8(CanonicalJson.write(value)));
    }

    static Part file(String fileName, Bytes content) {
      return new Part("file", fileName, "application/octet-stream", content);
    }
  }

  static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static void write(ByteArrayOutputStream body, Part part) {
    String head =
        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + part.name() + "\"";
    if (part.fileName() != null) {
      head += "; filename=\"" + part.fileName() + "\"";
    }
    head += "\r\nContent-Type: " + part.type() + "\r\n\r\n";
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(part.content().toArray());
    body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private HttpRequest.Builder request(String url) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofMinutes(1))
            .header("Accept-Language", "zh-CN");
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What came back. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    Bytes body() {
      return Bytes.of(response.body());
    }

    String text() {
      return body().toUtf8();
    }

    Map<String, @Nullable Object> json() {
      return Json.parseObject(text());
    }

    /** A member of the JSON object, as text; empty when it is not there. */
    String member(String name) {
      Object value = json().get(name);
      return value == null ? "" : value.toString();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** Status, and the problem's code when there is one: for transcripts. */
    String brief() {
      boolean problem = header("Content-Type").contains("problem+json");
      return status() + (problem ? " " + member("code") : "");
    }

    /** This answer when its status is {@code status}; else the demo ends with what was said. */
    Answer expect(int status) {
      if (status() != status) {
        throw new Transcript.DemoFailed(
            response.uri() + " answered " + status() + ", not " + status + ": " + text());
      }
      return this;
    }
  }
}
