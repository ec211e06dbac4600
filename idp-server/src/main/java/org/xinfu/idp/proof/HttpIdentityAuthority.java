package org.xinfu.idp.proof;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the authority's front machine (前置机) over HTTP. Question and answer each carry an HMAC-SM3 of
 * their octets in {@code X-Xinfu-Mac}; an answer to another question, or without the right code, is
 * not believed.
 */
public final class HttpIdentityAuthority implements IdentityAuthority {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST = 64 * 1024;

  private final URI address;
  private final Supplier<Secret> key;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final JsonMapper json = JsonMapper.builder().build();

  public HttpIdentityAuthority(URI address, Supplier<Secret> key) {
    this.address = address;
    this.key = key;
  }

  @Override
  public Answer check(Claims claims) {
    String id = UUID.randomUUID().toString();
    String question = json.writeValueAsString(question(id, claims));
    Secret secret = key.get();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("X-Xinfu-Mac", HmacSm3.of(secret, Bytes.utf8(question)).toHex())
            .POST(HttpRequest.BodyPublishers.ofString(question))
            .build();
    HttpResponse<byte[]> answer = send(request);
    Bytes body = Bytes.of(answer.body());
    String mac = answer.headers().firstValue("X-Xinfu-Mac").orElse("");
    if (answer.statusCode() != 200 || body.length() > LONGEST) {
      throw new Unavailable("the authority answers " + answer.statusCode());
    }
    if (!mac.matches("[0-9a-f]{64}") || !HmacSm3.matches(secret, body, Bytes.hex(mac))) {
      throw new Unavailable("the authority's answer is not authentic");
    }
    return read(id, body);
  }

  private static Map<String, @Nullable Object> question(String id, Claims claims) {
    Map<String, @Nullable Object> question = new LinkedHashMap<>();
    question.put("id", id);
    question.put("name", claims.name());
    question.put("documentType", claims.document().type().name());
    question.put("documentNumber", claims.document().number());
    question.put("birthDate", claims.birthDate().toString());
    question.put("term", Objects.toString(claims.term(), null));
    question.put("phone", claims.phone());
    question.put("bankCard", claims.bankCard());
    question.put("faceReceipt", claims.faceReceipt());
    question.put("guardian", claims.guardian());
    return question;
  }

  private Answer read(String id, Bytes body) {
    try {
      Reply reply = json.readValue(body.toArray(), Reply.class);
      if (!reply.id().equals(id)) {
        throw new Unavailable("the authority answers another question");
      }
      Set<Fact> matched = reply.matched().stream().map(Fact::valueOf).collect(Collectors.toSet());
      Standing standing = Standing.valueOf(reply.standing());
      Instant at = Instant.parse(reply.at());
      return new Answer(reply.source(), reply.reference(), at, standing, matched, reply.guardian());
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new Unavailable("the authority's answer is not readable", e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new Unavailable("the authority does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
  }

  private record Reply(
      String id,
      String source,
      String reference,
      String at,
      String standing,
      List<String> matched,
      boolean guardian) {}
}
