package org.xinfu.kit.idempotency;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Actor;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries out a creating request at most once per {@code Idempotency-Key}, client and route.
 *
 * <p>Safe across {@code kill -9}: the answer is written in the transaction of the effect, so after
 * a crash either both are there (a retry gets the stored answer) or neither (a retry does it). In
 * flight is an advisory lock of that transaction, which dies with it; no row is ever left claimed.
 */
public final class Idempotency {
  /** The header, draft-ietf-httpapi-idempotency-key-header. */
  public static final String HEADER = "Idempotency-Key";

  private final AnswerStore answers;
  private final TransactionTemplate transactions;
  private final JsonMapper json;

  Idempotency(AnswerStore answers, TransactionTemplate transactions, JsonMapper json) {
    this.answers = answers;
    this.transactions = transactions;
    this.json = json.rebuild().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  }

  /**
   * Runs {@code action} in one transaction, at most once when the request carries a key. Answers of
   * 400 and above roll back and are not kept.
   *
   * @param body what the request asks: the bound record, or {@code byte[]} for raw content
   * @throws Refused with an {@link IdempotencyRefusal}
   */
  public ResponseEntity<?> once(
      HttpServletRequest request, Object body, Supplier<? extends ResponseEntity<?>> action) {
    Optional<String> key = key(request);
    Supplier<ResponseEntity<?>> once =
        key.<Supplier<ResponseEntity<?>>>map(
                k ->
                    () ->
                        keyed(
                            new CallKey(Actor.current().scope(), route(request), k), body, action))
            .orElse(action::get);
    @Nullable ResponseEntity<?> answer =
        transactions.execute(
            status -> {
              ResponseEntity<?> result = once.get();
              if (result.getStatusCode().isError()) {
                status.setRollbackOnly();
              }
              return result;
            });
    return answer == null ? ResponseEntity.noContent().build() : answer;
  }

  private ResponseEntity<?> keyed(
      CallKey key, Object body, Supplier<? extends ResponseEntity<?>> action) {
    if (!answers.lock(key)) {
      throw new Refused(IdempotencyRefusal.IDEMPOTENCY_IN_FLIGHT);
    }
    byte[] octets = octets(body);
    String digest = Digests.sha256(octets);
    Optional<StoredAnswer> stored = answers.find(key);
    if (stored.isPresent()) {
      if (!stored.get().bodySha256().equals(digest)) {
        throw new Refused(IdempotencyRefusal.IDEMPOTENCY_MISMATCH);
      }
      return stored.get().replay();
    }
    ResponseEntity<?> answer = action.get();
    if (!answer.getStatusCode().isError()) {
      answers.keep(key, StoredAnswer.of(digest, answer, content(answer)));
    }
    return answer;
  }

  private byte[] octets(Object body) {
    return body instanceof byte[] raw ? raw : json.writeValueAsBytes(body);
  }

  /**
   * The answer's octets as the message converters will write them: JSON but for text and octets.
   */
  private byte[] content(ResponseEntity<?> answer) {
    @Nullable Object body = answer.getBody();
    if (body == null) {
      return new byte[0];
    }
    if (body instanceof byte[] raw) {
      return raw;
    }
    @Nullable MediaType type = answer.getHeaders().getContentType();
    boolean text =
        body instanceof String
            && (type == null || !type.isCompatibleWith(MediaType.APPLICATION_JSON));
    return text ? ((String) body).getBytes(StandardCharsets.UTF_8) : json.writeValueAsBytes(body);
  }

  private static String route(HttpServletRequest request) {
    return request.getMethod() + " " + request.getRequestURI();
  }

  private static Optional<String> key(HttpServletRequest request) {
    @Nullable String key = request.getHeader(HEADER);
    if (key == null) {
      return Optional.empty();
    }
    if (!key.matches("[\\x21-\\x7e]{1,255}")) {
      throw new Refused(IdempotencyRefusal.IDEMPOTENCY_KEY_MALFORMED);
    }
    return Optional.of(key);
  }

  /** Marks an answer as a replay. */
  static HttpHeaders replayed(HttpHeaders kept) {
    HttpHeaders headers = new HttpHeaders();
    headers.putAll(kept);
    headers.set("Idempotency-Replayed", "true");
    return headers;
  }
}
