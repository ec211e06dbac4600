package org.xinfu.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.seal.RunningService.Answer;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampExchange;
import org.xinfu.trust.time.TimestampMaker;

/** {@code POST /api/v1/renewals} with an authority of the test's own. */
class RenewalTest {
  private static final String PATH = "/api/v1/renewals";
  private static final TestPki PKI = TestPki.create();
  private static final AtomicInteger ASKED = new AtomicInteger();
  @TempDir static Path dir;
  private static HttpServer authority;
  private static RunningService house;
  private static SealStory story;
  private static String esId;

  @BeforeAll
  static void start() throws Exception {
    TimestampMaker maker =
        new TimestampMaker(authorityKey(), "1.2.156.10197.6.1.99", () -> BigInteger.TEN);
    authority = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    authority.createContext(
        "/tsa",
        exchange -> {
          ASKED.incrementAndGet();
          Bytes query = Bytes.of(exchange.getRequestBody().readAllBytes());
          byte[] answer = maker.respond(query, Instant.now()).toArray();
          exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    authority.start();
    Path anchors = dir.resolve("tsa.pem");
    Instant now = Instant.now();
    CrlMaker.Issue issue =
        new CrlMaker.Issue(now.minusSeconds(3600), now.plusSeconds(86_400), BigInteger.ONE);
    List<Bytes> crls = List.of(CrlMaker.issue(PKI.documentRoot(), List.of(), issue));
    Files.writeString(anchors, new PemFile(PKI.documentRoot().chain(), crls).write());
    house =
        new RunningService(
            "--xinfu.seal.renew.tsa=http://127.0.0.1:" + authority.getAddress().getPort() + "/tsa",
            "--xinfu.seal.renew.tsa-trust=" + anchors,
            "--server.forward-headers-strategy=native",
            "--xinfu.seal.tsa.enabled=true",
            "--xinfu.seal.tsa.per-minute=2");
    story = new SealStory(house);
    esId = story.issued("信符市档案馆");
  }

  private static Signer authorityKey() {
    TestPki.Spec spec =
        new TestPki.Spec(
            "CN=样例时间戳,O=样例,C=CN",
            Purpose.TIMESTAMPER,
            TestPki.BEGIN,
            Instant.parse("2045-01-01T00:00:00Z"),
            SignatureAlgorithm.SM2_SM3);
    return PKI.issue(spec, PKI.documentRoot());
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      house.close();
    }
    authority.stop(0);
  }

  private static Answer renew(byte[] document, String... headers) throws Exception {
    return house.upload(PATH, story.token("vault", "seal:renew"), "", document, headers);
  }

  @Test
  void sealedDocumentsAreRenewedAndRecorded() throws Exception {
    for (byte[] plain : List.of(TestDocuments.ofd("renew"), TestDocuments.pdf())) {
      byte[] sealed = story.seal(esId, plain, "SM2_SM3").octets();
      Answer renewed = renew(sealed);
      assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
      assertThat(renewed.header("Content-Type")).matches("application/(ofd|pdf)");
      assertThat(renewed.octets().length).isGreaterThan(sealed.length);
      DocumentReport report = Trust.verify(source(renewed.octets()), policy());
      assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(report.signatures()).allMatch(s -> s.timeSource().name().equals("TIMESTAMP"));
      assertThat(
              house
                  .service
                  .getBean(JdbcClient.class)
                  .sql("SELECT act FROM audit WHERE subject = ?")
                  .param(Digests.sm3(Bytes.of(sealed)).toHex())
                  .query(String.class)
                  .list())
          .contains("document-renewed");
    }
  }

  private static DocumentSource source(byte[] octets) {
    return DocumentSource.of(Bytes.of(octets));
  }

  private static TrustPolicy policy() throws Exception {
    PemFile signers = PemFile.read(house.get("/trust/signers.pem", "").text()).orElseThrow();
    PemFile makers = PemFile.read(house.get("/trust/makers.pem", "").text()).orElseThrow();
    return TrustPolicy.interop(
            signers.certificates(), makers.certificates(), Instant.now().plusSeconds(1))
        .withTimestampers(PKI.documentRoot().chain());
  }

  @Test
  void oneKeyRenewsOnce() throws Exception {
    byte[] sealed = story.seal(esId, TestDocuments.ofd("once"), "SM2_SM3").octets();
    Answer first = renew(sealed, "Idempotency-Key", "renew-1");
    int asked = ASKED.get();
    Answer again = renew(sealed, "Idempotency-Key", "renew-1");
    assertThat(again.octets()).isEqualTo(first.octets());
    assertThat(ASKED.get()).isEqualTo(asked);
    Answer other = renew(TestDocuments.ofd("other"), "Idempotency-Key", "renew-1");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json()).containsEntry("code", "idempotency-mismatch");
  }

  @Test
  void whatIsNotValidIsNotRenewed() throws Exception {
    byte[] altered = story.seal(esId, TestDocuments.ofd("altered"), "SM2_SM3").octets();
    altered[altered.length / 2] ^= 1;
    assertThat(renew(altered).status()).isEqualTo(422);
    Answer unsigned = renew(TestDocuments.pdf());
    assertThat(unsigned.json()).containsEntry("code", "no-signature");
    Answer text = renew("text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(text.json()).containsEntry("code", "document-not-supported");
  }

  /** The service's own authority, whose callers show no token. */
  @Test
  void aNetworkIsStampedSoOftenAndAnotherAsWell() throws Exception {
    assertThat(stamp("203.0.113.7").status()).isEqualTo(200);
    assertThat(stamp("203.0.113.8").status()).isEqualTo(200);
    long stamped = stamps();
    Answer refused = stamp("203.0.113.9");
    assertThat(refused.status()).as(refused.text()).isEqualTo(429);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.json())
        .containsEntry("code", "stamps-limited")
        .containsEntry("title", "Your network has had all its time-stamps of this minute.");
    assertThat(stamps()).as("nothing is signed").isEqualTo(stamped);
    assertThat(stamp("198.51.100.7").status()).isEqualTo(200);
    house
        .service
        .getBean(JdbcClient.class)
        .sql("UPDATE stamp_allowance SET until = now() - interval '1 second'")
        .update();
    assertThat(stamp("203.0.113.9").status()).as("the next minute").isEqualTo(200);
    assertThat(stamp("203.0.113.9").status()).isEqualTo(200);
    assertThat(stamp("203.0.113.9").status()).isEqualTo(429);
  }

  private static Answer stamp(String from) throws Exception {
    TimestampExchange asked =
        new TimestampExchange(
            ContentDigest.SHA256,
            Digests.sha256(Bytes.utf8("样例")),
            BigInteger.TEN,
            Optional.empty());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(house.url("/tsa")))
            .header("Content-Type", "application/timestamp-query")
            .header("X-Forwarded-For", from)
            .header("Accept-Language", "en")
            .POST(HttpRequest.BodyPublishers.ofByteArray(asked.request().toArray()))
            .build();
    return new Answer(HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()));
  }

  private static long stamps() {
    return house
        .service
        .getBean(JdbcClient.class)
        .sql("SELECT count(*) FROM audit WHERE act = 'time-stamped'")
        .query(Long.class)
        .single();
  }

  @Test
  void itTakesItsOwnScope() throws Exception {
    byte[] plain = TestDocuments.ofd("scope");
    assertThat(house.upload(PATH, story.token("vault", "seal:use"), "", plain).status())
        .isEqualTo(403);
    assertThat(house.upload(PATH, "", "", plain).status()).isEqualTo(401);
  }
}
