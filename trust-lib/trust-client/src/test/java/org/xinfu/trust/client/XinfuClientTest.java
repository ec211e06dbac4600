package org.xinfu.trust.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.key.Signer;

/** The clients against a real HTTP server that answers as the contracts say. */
class XinfuClientTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
  private static final String APPLICATION =
      "{\"id\":\"a1\",\"state\":\"SUBMITTED\",\"next\":\"ACCEPT\",\"steps\":[{\"step\":\"APPLY\"}]}";

  private record Asked(String line, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }
  }

  private record Reply(int status, String type, String body) {}

  private final List<Asked> asked = new ArrayList<>();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private HttpServer server;
  private URI base;
  private SealClient seals;
  private LicenceClient licences;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    XinfuClient xinfu = XinfuClient.create(NOW);
    seals = xinfu.seals(base, () -> "token-1");
    licences = xinfu.licences(base, () -> "token-1");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void appliesWithATokenAndAKey() {
    reply(201, APPLICATION);
    SealApplication made =
        seals.apply(
            new SealApplication.Request(
                "样例单位", "91510000MA00000000", "样例章", "", "01", 42, "00", "样例"));
    assertThat(made.id()).isEqualTo("a1");
    assertThat(made.next()).contains("ACCEPT");
    assertThat(made.esId()).isEmpty();
    assertThat(made.steps()).containsExactly("APPLY");
    assertThat(asked.get(0).line()).isEqualTo("POST /api/v1/applications");
    assertThat(asked.get(0).header("Authorization")).isEqualTo("Bearer token-1");
    assertThat(asked.get(0).header("Idempotency-key")).isNotEmpty();
    assertThat(asked.get(0).body()).contains("\"unitName\":\"样例单位\"", "\"diameterMm\":42");
  }

  @Test
  void takesEveryStepAtItsPath() {
    for (SealApplication.Step step : SealApplication.Step.values()) {
      reply(200, APPLICATION);
      seals.step("a 1", step, "note");
    }
    assertThat(asked)
        .extracting(Asked::line)
        .containsExactly(
            "POST /api/v1/applications/a%201/accept",
            "POST /api/v1/applications/a%201/review",
            "POST /api/v1/applications/a%201/approve",
            "POST /api/v1/applications/a%201/reject",
            "POST /api/v1/applications/a%201/make",
            "POST /api/v1/applications/a%201/issue");
    assertThat(asked.get(3).body()).isEqualTo("{\"reason\":\"note\"}");
  }

  @Test
  void sealsWithTheCallersKeyAndRepeatsWhileTheServiceIsAway() {
    replies.add(new Reply(503, "application/problem+json", "{\"code\":\"vault-unavailable\"}"));
    reply(201, "%PDF sealed");
    Sealing.Place place = new Sealing.Place(1, new BigDecimal("120.50"), new BigDecimal("7"));
    Bytes sealed =
        seals.seal(Sealing.of("51000000000001", "m", "b", place), Bytes.utf8("doc"), "k1");
    assertThat(sealed.toUtf8()).isEqualTo("%PDF sealed");
    assertThat(asked).hasSize(2).allMatch(a -> a.header("Idempotency-key").equals("k1"));
    assertThat(asked.get(1).body()).isEqualTo(asked.get(0).body());
    assertThat(asked.get(0).header("Content-type")).startsWith("multipart/form-data; boundary=");
    assertThat(asked.get(0).body())
        .contains(
            "name=\"request\"",
            "\"xMm\":120.5,\"yMm\":7",
            "filename=\"document\"",
            "\r\n\r\ndoc\r\n");
  }

  @Test
  void neverRepeatsACallThatCouldHappenTwice() {
    replies.add(new Reply(503, "text/plain", "away"));
    ProblemException away =
        catchThrowableOfType(ProblemException.class, () -> seals.verify("f.ofd", Bytes.utf8("x")));
    assertThat(away.code()).isEqualTo("http-503");
    assertThat(asked).hasSize(1);
  }

  @Test
  void givesUpAfterThreeAttempts() {
    for (int i = 0; i < 5; i++) {
      replies.add(new Reply(503, "application/problem+json", "{\"code\":\"store-unavailable\"}"));
    }
    ProblemException away =
        catchThrowableOfType(ProblemException.class, () -> seals.application("a1"));
    assertThat(away.code()).isEqualTo("store-unavailable");
    assertThat(asked).hasSize(3);
  }

  @Test
  void aProblemBecomesAnExceptionWithItsCode() {
    replies.add(
        new Reply(409, "application/problem+json", "{\"code\":\"same-person\",\"title\":\"no\"}"));
    ProblemException no =
        catchThrowableOfType(
            ProblemException.class, () -> seals.step("a1", SealApplication.Step.APPROVE, ""));
    assertThat(no.status()).isEqualTo(409);
    assertThat(no.code()).isEqualTo("same-person");
    assertThat(no.requestId()).isEqualTo("req-00001");
    assertThat(no).hasMessageContaining("no");
    assertThat(asked).hasSize(1);
  }

  @Test
  void anAnswerThatBreaksTheContractIsNotAnAnswer() {
    reply(200, "<html>");
    assertThat(catchThrowableOfType(ServiceUnreachable.class, () -> seals.application("a1")))
        .hasMessageContaining("not JSON");
    reply(200, "{}");
    assertThat(catchThrowableOfType(ServiceUnreachable.class, () -> seals.application("a1")))
        .hasMessageContaining("lacks id");
    server.stop(0);
    assertThat(
            catchThrowableOfType(ServiceUnreachable.class, () -> seals.verify("f", Bytes.empty())))
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void readsStatusAndVerdict() {
    reply(
        200,
        "{\"esId\":\"1\",\"seal\":\"ab\",\"value\":\"SUSPENDED\",\"asOf\":\"2026-11-01T00:00:00Z\"}");
    assertThat(seals.status("1", Optional.of("ab")).value()).isEqualTo("SUSPENDED");
    assertThat(asked.get(0).line()).isEqualTo("GET /api/v1/status/1?seal=ab");
    reply(200, "{\"verdict\":\"INVALID\",\"reason\":\"digest-mismatch\",\"coverage\":\"WHOLE\"}\n");
    Verification bad = licences.verify("licence.ofd", Bytes.utf8("PK"));
    assertThat(bad.verdict()).isEqualTo("INVALID");
    assertThat(bad.reason()).contains("digest-mismatch");
    reply(200, "{\"verdict\":\"VALID\",\"reason\":null,\"coverage\":\"WHOLE\"}\n");
    assertThat(licences.verify("licence.ofd", Bytes.utf8("PK")).reason()).isEmpty();
  }

  @Test
  void issuesReadsAndRevokesLicences() {
    String licence =
        "{\"identifier\":\"1.2.156/x\",\"typeCode\":\"T\",\"status\":\"VALID\","
            + "\"files\":[{\"format\":\"OFD\",\"sha256\":\"00\",\"length\":7}]}";
    reply(201, licence);
    LicenceRequest request =
        new LicenceRequest(
            "T",
            List.of(new LicenceRequest.Holder("样例", "CITIZEN", "000000000000000000")),
            Map.of("number", "1"),
            new LicenceRequest.Issuer("样例局", "11510000000000000X"),
            LocalDate.of(2026, 11, 1),
            Optional.empty(),
            "51000000000001");
    Licence issued = licences.issue(request, "k2");
    assertThat(issued.files()).containsExactly(new Licence.File("OFD", "00", 7));
    assertThat(asked.get(0).body())
        .contains("\"validFrom\":\"2026-11-01\"")
        .doesNotContain("validTo");
    reply(200, licence);
    assertThat(licences.get("1.2.156/x").status()).isEqualTo("VALID");
    assertThat(asked.get(1).line()).isEqualTo("GET /api/v1/licences/1.2.156%2Fx");
    reply(200, "{\"identifier\":\"x\",\"status\":\"REVOKED\"}");
    assertThat(licences.revoke("x", LicenceClient.Ground.PENALTY, "样例")).isEqualTo("REVOKED");
    assertThat(asked.get(2).body()).contains("\"ground\":\"PENALTY\"");
  }

  @Test
  void aSecretFetchesATokenOnceAndKeepsIt() {
    reply(200, "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":300}");
    TokenSource tokens =
        XinfuClient.create(NOW)
            .clientCredentials(
                base, new ClientAuthentication.Secret("dept", "p:w d"), List.of("a:b", "c:d"));
    assertThat(tokens.token()).isEqualTo("t");
    assertThat(tokens.token()).isEqualTo("t");
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).line()).isEqualTo("POST /oauth2/token");
    assertThat(asked.get(0).body()).isEqualTo("grant_type=client_credentials&scope=a%3Ab+c%3Ad");
    assertThat(asked.get(0).header("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("dept:p%3Aw+d".getBytes(StandardCharsets.US_ASCII)));
    assertThat(new ClientAuthentication.Secret("dept", "secret").toString())
        .doesNotContain("secret,");
  }

  @Test
  void aShortLivedTokenIsFetchedAgainAndARefusalHasItsCode() {
    reply(200, "{\"access_token\":\"t1\",\"expires_in\":20}");
    reply(200, "{\"access_token\":\"t2\",\"expires_in\":20}");
    replies.add(new Reply(401, "application/json", "{\"error\":\"invalid_client\"}"));
    TokenSource tokens =
        XinfuClient.create(NOW)
            .clientCredentials(base, new ClientAuthentication.Secret("dept", "s"), List.of());
    assertThat(tokens.token()).isEqualTo("t1");
    assertThat(tokens.token()).isEqualTo("t2");
    assertThat(catchThrowableOfType(ProblemException.class, tokens::token).code())
        .isEqualTo("invalid_client");
  }

  @Test
  void aKeyInAVaultSignsTheAssertion() {
    Signer signer = JdkSigner.make();
    reply(200, "{\"access_token\":\"t\",\"expires_in\":300}");
    XinfuClient.create(NOW)
        .clientCredentials(
            base, new ClientAuthentication.PrivateKey("dept", signer, "k1"), List.of("a"))
        .token();
    String body = asked.get(0).body();
    String jwt = body.substring(body.indexOf("client_assertion=") + 17);
    String[] parts = jwt.split("\\.");
    Map<String, ?> claims = Json.parseObject(decoded(parts[1]).toUtf8());
    assertThat(decoded(parts[0]).toUtf8())
        .isEqualTo("{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"JWT\"}");
    assertThat(claims.get("aud")).isEqualTo(base.toString());
    assertThat(claims.get("exp")).isEqualTo(NOW.instant().getEpochSecond() + 60);
    Bytes value = decoded(parts[2]);
    assertThat(value.length()).isEqualTo(64);
    Bytes message = Bytes.utf8(parts[0] + "." + parts[1]);
    assertThat(signer.publicKey().verify(message, der(value))).isTrue();
    assertThat(signer.publicKey().verify(message.concat(Bytes.utf8("x")), der(value))).isFalse();
    assertThat(asked.get(0).header("Authorization")).isEmpty();
  }

  private static Bytes decoded(String part) {
    return Bytes.of(Base64.getUrlDecoder().decode(part));
  }

  private static Bytes der(Bytes value) {
    try {
      byte[] octets = value.toArray();
      return Bytes.of(
          new DERSequence(
                  new ASN1Integer[] {
                    new ASN1Integer(new BigInteger(1, Arrays.copyOf(octets, 32))),
                    new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(octets, 32, 64)))
                  })
              .getEncoded());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void reply(int status, String body) {
    replies.add(new Reply(status, "application/json", body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        new Asked(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            Map.copyOf(exchange.getRequestHeaders()),
            body));
    Reply reply = replies.remove();
    byte[] octets = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    exchange.getResponseHeaders().set("X-Request-Id", "req-00001");
    exchange.sendResponseHeaders(reply.status(), octets.length);
    exchange.getResponseBody().write(octets);
    exchange.close();
  }
}
