package org.xinfu.idp.front;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks an authority's front machine over HTTP. Question and answer each carry an HMAC-SM3 of their
 * octets in {@code X-Xinfu-Mac}; an answer to another question, or without the right code, is not
 * believed.
 */
public final class FrontMachine {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST = 64 * 1024;

  private final URI address;
  private final Supplier<Secret> key;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final JsonMapper json = JsonMapper.builder().build();

  public FrontMachine(URI address, Supplier<Secret> key) {
    this.address = address;
    this.key = key;
  }

  /** An answer names the question it answers. */
  public interface Reply {
    /** The question's {@code id}. */
    String id();
  }

  /** No answer that can be believed. */
  public static final class Silence extends Exception {
    private static final long serialVersionUID = 1L;

    Silence(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }

  /** Asks; {@code path} is appended to the machine's address. */
  public <T extends Reply> T ask(String path, Map<String, @Nullable Object> question, Class<T> type)
      throws Silence {
    String id = UUID.randomUUID().toString();
    Map<String, @Nullable Object> asked = new LinkedHashMap<>();
    asked.put("id", id);
    asked.putAll(question);
    String text = json.writeValueAsString(asked);
    Secret secret = key.get();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("X-Xinfu-Mac", HmacSm3.of(secret, Bytes.utf8(text)).toHex())
            .POST(HttpRequest.BodyPublishers.ofString(text))
            .build();
    T reply = read(authentic(send(request), secret), type);
    if (!id.equals(reply.id())) {
      throw new Silence("the authority answers another question", null);
    }
    return reply;
  }

  private static Bytes authentic(HttpResponse<byte[]> answer, Secret secret) throws Silence {
    Bytes body = Bytes.of(answer.body());
    if (answer.statusCode() != 200) {
      throw new Silence("the authority answers " + answer.statusCode(), null);
    }
    String mac = answer.headers().firstValue("X-Xinfu-Mac").orElse("");
    if (!mac.matches("[0-9a-f]{64}") || !HmacSm3.matches(secret, body, Bytes.hex(mac))) {
      throw new Silence("the authority's answer is not authentic", null);
    }
    return body;
  }

  private <T> T read(Bytes body, Class<T> type) throws Silence {
    try {
      @Nullable T reply = json.readValue(body.toArray(), type);
      if (reply == null) {
        throw new Silence("the authority's answer is null", null);
      }
      return reply;
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new Silence("the authority's answer is not readable", e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws Silence {
    try {
      return http.send(
          request,
          HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LONGEST));
    } catch (IOException e) {
      throw new Silence("the authority does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Silence("interrupted", e);
    }
  }
}
