package org.xinfu.kit.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.kit.KitDatabase;
import org.xinfu.kit.Refused;
import org.xinfu.trust.Bytes;
import tools.jackson.databind.json.JsonMapper;

/** A key is carried out once; whose key, which body and for how long. */
class IdempotencyTest {
  private static final Instant NOW = Instant.parse("2026-11-01T02:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static DataSource database;
  private static Idempotency idempotency;
  private static final AtomicInteger KEYS = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final String key = "key-" + KEYS.incrementAndGet();

  @BeforeAll
  static void open() {
    database = KitDatabase.fresh();
    idempotency = new Idempotency(store(NOW), transaction(), JSON);
  }

  @AfterEach
  void logout() {
    SecurityContextHolder.clearContext();
  }

  @ParameterizedTest
  @ValueSource(strings = {"k", "!", "~", "a:b/c?d=e", "\"quoted\""})
  void visibleAsciiIsAKey(String text) {
    assertThat(once(text + key, "body").getStatusCode()).isEqualTo(HttpStatus.CREATED);
    assertThat(replayed(once(text + key, "body"))).isTrue();
    assertThat(done).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb", "键", "a\u007f", "\u0000", "é"})
  void anythingElseIsNoKeyAndNothingIsDone(String text) {
    refused(() -> once(text, "body"), IdempotencyRefusal.IDEMPOTENCY_KEY_MALFORMED);
    assertThat(done).hasValue(0);
  }

  @Test
  void aKeyHasAtMost255Characters() {
    String longest = "x".repeat(255 - key.length()) + key;
    assertThat(once(longest, "body").getStatusCode()).isEqualTo(HttpStatus.CREATED);
    refused(() -> once(longest + "x", "body"), IdempotencyRefusal.IDEMPOTENCY_KEY_MALFORMED);
  }

  @Test
  void withoutAKeyEveryRequestIsCarriedOut() {
    idempotency.once(request("/api/v1/things"), "body", this::created);
    idempotency.once(request("/api/v1/things"), "body", this::created);
    assertThat(done).hasValue(2);
  }

  @Test
  void twoPeopleDoNotSeeEachOthersAnswers() {
    login("u1");
    once(key, "body");
    login("u2");
    assertThat(replayed(once(key, "body"))).isFalse();
    assertThat(done).hasValue(2);
    login("u1");
    assertThat(replayed(once(key, "body"))).isTrue();
  }

  @Test
  void aKeyIsForOneRouteAndMethod() {
    once(key, "body");
    MockHttpServletRequest elsewhere = request("/api/v1/others");
    elsewhere.addHeader(Idempotency.HEADER, key);
    assertThat(replayed(idempotency.once(elsewhere, "body", this::created))).isFalse();
    MockHttpServletRequest put = new MockHttpServletRequest("PUT", "/api/v1/things");
    put.addHeader(Idempotency.HEADER, key);
    assertThat(replayed(idempotency.once(put, "body", this::created))).isFalse();
    assertThat(done).hasValue(3);
  }

  @Test
  void theOrderOfMembersIsNoDifferenceAndAValueIs() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", 2);
    Map<String, Object> turned = new LinkedHashMap<>();
    turned.put("b", 2);
    turned.put("a", 1);
    once(key, one);
    assertThat(replayed(once(key, turned))).isTrue();
    turned.put("a", 2);
    refused(() -> once(key, turned), IdempotencyRefusal.IDEMPOTENCY_MISMATCH);
    assertThat(done).hasValue(1);
  }

  @Test
  void rawOctetsAreComparedAsTheyAre() {
    once(key, new byte[] {1, 2});
    assertThat(replayed(once(key, new byte[] {1, 2}))).isTrue();
    refused(() -> once(key, new byte[] {1, 3}), IdempotencyRefusal.IDEMPOTENCY_MISMATCH);
  }

  @Test
  void aReplayHasStatusHeadersAndOctetsOfTheFirst() {
    Supplier<ResponseEntity<?>> first =
        () ->
            ResponseEntity.status(HttpStatus.ACCEPTED)
                .header("Location", "/api/v1/things/7")
                .header("X-Several", "a", "b")
                .contentType(MediaType.APPLICATION_PDF)
                .body("%PDF".getBytes(StandardCharsets.US_ASCII));
    idempotency.once(keyed(), "body", first);
    ResponseEntity<?> again = idempotency.once(keyed(), "body", this::created);
    assertThat(again.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
    assertThat(again.getHeaders().getFirst("Location")).isEqualTo("/api/v1/things/7");
    assertThat(again.getHeaders().get("X-Several")).containsExactly("a", "b");
    assertThat(again.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PDF);
    assertThat((byte[]) again.getBody()).asString(StandardCharsets.US_ASCII).isEqualTo("%PDF");
    assertThat(done).hasValue(0);
  }

  @Test
  void bodiesAreKeptInTheFormThatTheConvertersWrite() {
    assertThat(kept(ResponseEntity.ok(Map.of("a", 1)))).isEqualTo("application/json {\"a\":1}");
    assertThat(kept(ResponseEntity.ok("text 文"))).isEqualTo("text/plain;charset=UTF-8 text 文");
    assertThat(kept(ResponseEntity.ok(new byte[] {65}))).isEqualTo("application/octet-stream A");
    assertThat(kept(ResponseEntity.noContent().build())).isEqualTo("null ");
  }

  @Test
  void anAnswerThatIsAnErrorIsNotKept() {
    Supplier<ResponseEntity<?>> failing =
        () -> {
          done.incrementAndGet();
          return ResponseEntity.status(HttpStatus.CONFLICT).build();
        };
    assertThat(idempotency.once(keyed(), "body", failing).getStatusCode().value()).isEqualTo(409);
    assertThat(idempotency.once(keyed(), "body", failing).getStatusCode().value()).isEqualTo(409);
    assertThat(done).hasValue(2);
    assertThat(once(key, "another body").getStatusCode()).isEqualTo(HttpStatus.CREATED);
  }

  @Test
  void anActionThatThrowsLeavesTheKeyFree() {
    Supplier<ResponseEntity<?>> broken =
        () -> {
          throw new IllegalStateException("broken");
        };
    assertThatThrownBy(() -> idempotency.once(keyed(), "body", broken)).hasMessage("broken");
    assertThat(once(key, "another body").getStatusCode()).isEqualTo(HttpStatus.CREATED);
  }

  @Test
  void whileOneIsInFlightTheOtherIsToldSo() {
    AnswerStore store = store(NOW);
    CallKey held = new CallKey("-/anonymous", "POST /api/v1/things", key);
    transaction()
        .executeWithoutResult(
            status -> {
              assertThat(store.lock(held)).isTrue();
              Thread other =
                  Thread.ofPlatform()
                      .start(
                          () ->
                              refused(
                                  () -> once(key, "body"),
                                  IdempotencyRefusal.IDEMPOTENCY_IN_FLIGHT));
              join(other);
            });
    assertThat(done).hasValue(0);
    assertThat(refusals).hasValue(1);
    assertThat(once(key, "body").getStatusCode()).isEqualTo(HttpStatus.CREATED);
  }

  private final AtomicInteger refusals = new AtomicInteger();

  @Test
  void answersAreForgottenWhenTheyAreOldAndNotBefore() {
    once(key, "body");
    assertThat(store(NOW.plus(Duration.ofDays(2))).forget(Duration.ofDays(2))).isZero();
    assertThat(replayed(once(key, "body"))).isTrue();
    AnswerStore later = store(NOW.plus(Duration.ofDays(2)).plusMillis(1));
    assertThat(later.forget(Duration.ofDays(2))).isPositive();
    assertThat(replayed(once(key, "another body"))).isFalse();
  }

  @Test
  void theHourlyCleaningKeepsTwoDays() {
    once(key, "body");
    new IdempotencyAutoConfiguration.Cleaning(store(NOW.plus(Duration.ofHours(47)))).clean();
    assertThat(replayed(once(key, "body"))).isTrue();
    new IdempotencyAutoConfiguration.Cleaning(store(NOW.plus(Duration.ofHours(49)))).clean();
    assertThat(replayed(once(key, "body"))).isFalse();
  }

  @Test
  void aKeyIsKeptOnce() {
    CallKey mine = new CallKey("c", "r", key);
    StoredAnswer answer = new StoredAnswer("00", 200, Map.of(), Bytes.utf8("x"));
    AnswerStore store = store(NOW);
    store.keep(mine, answer);
    assertThat(store.find(mine)).contains(answer);
    assertThat(store.find(new CallKey("c", "r", key + "2"))).isEmpty();
    assertThatThrownBy(() -> store.keep(mine, answer))
        .isInstanceOf(org.springframework.dao.DuplicateKeyException.class);
  }

  private String kept(ResponseEntity<?> answer) {
    StoredAnswer stored =
        StoredAnswer.of("00", idempotency.once(request("/x"), "b", () -> answer), content(answer));
    ResponseEntity<?> replay = stored.replay();
    Object body = replay.getBody();
    String text = body == null ? "" : new String((byte[]) body, StandardCharsets.UTF_8);
    return replay.getHeaders().getFirst("Content-Type") + " " + text;
  }

  /** What a second request with the same key is answered. */
  private byte[] content(ResponseEntity<?> answer) {
    String fresh = "kept-" + KEYS.incrementAndGet();
    MockHttpServletRequest first = request("/x");
    first.addHeader(Idempotency.HEADER, fresh);
    idempotency.once(first, "b", () -> answer);
    Object body = idempotency.once(first, "b", this::created).getBody();
    return body == null ? new byte[0] : (byte[]) body;
  }

  private ResponseEntity<?> once(String text, Object body) {
    MockHttpServletRequest request = request("/api/v1/things");
    request.addHeader(Idempotency.HEADER, text);
    return idempotency.once(request, body, this::created);
  }

  private MockHttpServletRequest keyed() {
    MockHttpServletRequest request = request("/api/v1/things");
    request.addHeader(Idempotency.HEADER, key);
    return request;
  }

  private ResponseEntity<?> created() {
    return ResponseEntity.status(HttpStatus.CREATED).body(Map.of("id", done.incrementAndGet()));
  }

  private void refused(Runnable call, IdempotencyRefusal refusal) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.refusal()).isEqualTo(refusal));
    refusals.incrementAndGet();
  }

  private static boolean replayed(ResponseEntity<?> answer) {
    return Objects.equals(answer.getHeaders().get("Idempotency-Replayed"), List.of("true"));
  }

  private static MockHttpServletRequest request(String path) {
    return new MockHttpServletRequest("POST", path);
  }

  private static void login(String name) {
    SecurityContextHolder.getContext()
        .setAuthentication(new UsernamePasswordAuthenticationToken(name, null, List.of()));
  }

  private static AnswerStore store(Instant now) {
    return new AnswerStore(JdbcClient.create(database), JSON, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static TransactionTemplate transaction() {
    return new TransactionTemplate(new DataSourceTransactionManager(database));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
