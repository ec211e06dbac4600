package org.xinfu.trust.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;

/** What is repeated, what is not, and what becomes of every kind of answer. */
class TransportTest {
  private static final String APPLICATION = "{\"id\":\"a\",\"state\":\"SUBMITTED\",\"steps\":[]}";
  private final XinfuClient xinfu = XinfuClient.create(Clock.systemUTC());
  private Desk desk;
  private SealClient seals;

  @BeforeEach
  void open() throws IOException {
    desk = new Desk();
    seals = xinfu.seals(desk.base(), TokenSource.none());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400,request-invalid",
    "401,not-authenticated",
    "403,not-permitted",
    "404,seal-unknown",
    "409,seal-suspended",
    "413,payload-too-large",
    "422,idempotency-mismatch",
    "500,internal-error",
    "501,http-501"
  })
  void everyRefusalKeepsStatusCodeAndRequestAndIsAskedOnce(int status, String code) {
    desk.problem(status, code);
    ProblemException no =
        catchThrowableOfType(ProblemException.class, () -> seals.application("a"));
    assertThat(no.status()).isEqualTo(status);
    assertThat(no.code()).isEqualTo(code);
    assertThat(no.requestId()).isEqualTo("req-00007");
    assertThat(no).hasMessage(status + " " + code + ": sentence (request req-00007)");
    assertThat(desk.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void aServiceThatIsAwayIsAskedAgainWhenThatIsSafe(int status) {
    desk.problem(status, "vault-unavailable");
    desk.json(200, APPLICATION);
    assertThat(seals.application("a").id()).isEqualTo("a");
    assertThat(desk.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void aPostWithoutAKeyIsNeverSentTwice(int status) {
    desk.problem(status, "vault-unavailable");
    desk.json(200, "{}");
    assertThatThrownBy(() -> seals.verify("f", Bytes.utf8("x")))
        .isInstanceOf(ProblemException.class);
    assertThat(desk.asked()).hasSize(1);
  }

  @Test
  void aPostWithAKeyIsSentAgainWithTheSameKeyAndBody() {
    desk.hangUp();
    desk.problem(503, "store-unavailable");
    desk.json(200, APPLICATION);
    seals.step("a", SealApplication.Step.ACCEPT, "checked");
    assertThat(desk.asked()).hasSize(3);
    assertThat(desk.asked()).extracting(Desk.Asked::text).containsOnly("{\"note\":\"checked\"}");
    assertThat(desk.asked().stream().map(a -> a.header("Idempotency-Key")).distinct()).hasSize(1);
  }

  @Test
  void twoCallsOfTheSameKindHaveTwoKeys() {
    desk.json(200, APPLICATION);
    desk.json(200, APPLICATION);
    seals.step("a", SealApplication.Step.ACCEPT, "");
    seals.step("a", SealApplication.Step.ACCEPT, "");
    assertThat(desk.asked().get(0).header("Idempotency-Key"))
        .isNotEqualTo(desk.asked().get(1).header("Idempotency-Key"));
  }

  @Test
  void aConnectionThatBreaksThreeTimesIsUnreachableWithItsCause() {
    for (int i = 0; i < 3; i++) {
      desk.hangUp();
    }
    assertThatThrownBy(() -> seals.application("a"))
        .isInstanceOf(ServiceUnreachable.class)
        .hasMessage("GET " + desk.base() + "/api/v1/applications/a")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void silenceEndsWithTheTimeOut() {
    SealClient hasty =
        xinfu.withTimeout(Duration.ofMillis(150)).seals(desk.base(), TokenSource.none());
    desk.silence();
    assertThatThrownBy(() -> hasty.verify("f", Bytes.empty()))
        .isInstanceOf(ServiceUnreachable.class)
        .hasCauseInstanceOf(HttpTimeoutException.class);
    assertThat(desk.asked()).hasSize(1);
  }

  @Test
  void anInterruptedCallerIsLetGoAndStaysInterrupted() throws Exception {
    desk.silence();
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                seals.application("a");
                ended.complete(false);
              } catch (ServiceUnreachable e) {
                ended.complete(
                    e.getMessage().equals("interrupted") && Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    caller.interrupt();
    assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRedirectionIsNotFollowedSinceItWouldCarryTheToken() {
    desk.reply(302, Map.of("Location", desk.base() + "/elsewhere"), Bytes.empty());
    SealClient withToken = xinfu.seals(desk.base(), () -> "secret");
    ProblemException moved =
        catchThrowableOfType(ProblemException.class, () -> withToken.application("a"));
    assertThat(moved.code()).isEqualTo("http-302");
    assertThat(desk.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>bad gateway</html>", "[1]", "\"text\"", "{\"code\":7}", "{"})
  void anAnswerThatIsNoProblemIsNamedByItsStatus(String body) {
    desk.reply(404, Map.of("Content-Type", "text/html"), Bytes.utf8(body));
    ProblemException no =
        catchThrowableOfType(ProblemException.class, () -> seals.application("a"));
    assertThat(no.code()).isEqualTo("http-404");
    assertThat(no.requestId()).isEmpty();
  }

  @Test
  void theTokenIsAskedForEachAttemptAndSentAsBearer() {
    AtomicInteger count = new AtomicInteger();
    SealClient client = xinfu.seals(desk.base(), () -> "token-" + count.incrementAndGet());
    desk.problem(503, "store-unavailable");
    desk.json(200, APPLICATION);
    client.application("a");
    assertThat(desk.asked())
        .extracting(a -> a.header("Authorization"))
        .containsExactly("Bearer token-1", "Bearer token-2");
  }

  @Test
  void withoutATokenThereIsNoAuthorization() {
    desk.json(200, APPLICATION);
    seals.application("a");
    assertThat(desk.last().headers()).doesNotContainKey("Authorization");
    assertThat(desk.last().header("Accept")).contains("application/problem+json");
  }

  @Test
  void aRefusedTokenStopsTheCallBeforeTheServiceIsAsked() {
    SealClient client =
        xinfu.seals(
            desk.base(),
            () -> {
              throw new ProblemException(401, "invalid_client", "", "");
            });
    assertThatThrownBy(() -> client.application("a")).hasMessageContaining("invalid_client");
    assertThat(desk.asked()).isEmpty();
  }

  @Test
  void aServiceBehindAGatewayKeepsItsPath() {
    for (String path : List.of("/seal", "/seal/", "/a/b")) {
      desk.json(200, APPLICATION);
      xinfu.seals(URI.create(desk.base() + path), TokenSource.none()).application("a");
    }
    assertThat(desk.asked())
        .extracting(Desk.Asked::line)
        .containsExactly(
            "GET /seal/api/v1/applications/a",
            "GET /seal/api/v1/applications/a",
            "GET /a/b/api/v1/applications/a");
  }

  @Test
  void aHostileIdentifierStaysOneSegment() {
    List<String> lines = new ArrayList<>();
    for (String id : List.of("../seals/1", "a?x=1", "a#b", "a b", "章", "%2e", "a;b")) {
      desk.json(200, APPLICATION);
      seals.application(id);
      lines.add(desk.last().line());
    }
    assertThat(lines)
        .containsExactly(
            "GET /api/v1/applications/..%2Fseals%2F1",
            "GET /api/v1/applications/a%3Fx%3D1",
            "GET /api/v1/applications/a%23b",
            "GET /api/v1/applications/a%20b",
            "GET /api/v1/applications/%E7%AB%A0",
            "GET /api/v1/applications/%252e",
            "GET /api/v1/applications/a%3Bb");
  }

  @Test
  void aHeaderCannotBeSmuggledInByAKey() {
    Sealing.Place place = new Sealing.Place(1, java.math.BigDecimal.ONE, java.math.BigDecimal.ONE);
    Sealing request = Sealing.of("51000000000001", "m", "b", place);
    assertThatThrownBy(() -> seals.seal(request, Bytes.empty(), "k\r\nX-Evil: 1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(desk.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"esId\":\"1\",\"seal\":\"ab\",\"value\":\"ACTIVE\",\"asOf\":\"yesterday\"}",
        "{\"esId\":\"1\",\"seal\":\"ab\",\"value\":\"ACTIVE\"}",
        "{\"esId\":\"1\",\"seal\":\"ab\",\"value\":7,\"asOf\":\"2026-11-01T00:00:00Z\"}",
        "{\"esId\":1,\"seal\":\"ab\",\"value\":\"ACTIVE\",\"asOf\":\"2026-11-01T00:00:00Z\"}",
        "[]",
        ""
      })
  void aStatusThatBreaksTheContractIsNoStatus(String body) {
    desk.json(200, body);
    assertThatThrownBy(() -> seals.status("1", Optional.empty()))
        .isInstanceOf(ServiceUnreachable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\":\"OFD\",\"sha256\":\"00\",\"length\":\"7\"}",
        "{\"format\":\"OFD\",\"sha256\":\"00\",\"length\":99999999999}",
        "{\"format\":\"OFD\",\"sha256\":\"00\",\"length\":1.5}",
        "{\"format\":\"OFD\",\"sha256\":\"00\"}",
        "\"OFD\"",
        "null"
      })
  void aFileThatBreaksTheContractIsNoFile(String file) {
    desk.json(
        200,
        "{\"identifier\":\"i\",\"typeCode\":\"t\",\"status\":\"ACTIVE\",\"files\":[%s]}"
            .formatted(file));
    LicenceClient licences = xinfu.licences(desk.base(), TokenSource.none());
    assertThatThrownBy(() -> licences.get("i")).isInstanceOf(ServiceUnreachable.class);
  }

  @Test
  void aLicenceWithoutFilesHasNone() {
    desk.json(200, "{\"identifier\":\"i\",\"typeCode\":\"t\",\"status\":\"ACTIVE\"}");
    assertThat(xinfu.licences(desk.base(), TokenSource.none()).get("i").files()).isEmpty();
  }
}
