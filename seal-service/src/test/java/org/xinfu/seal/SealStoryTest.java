package org.xinfu.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.chain.TestAnchors;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest;
import org.xinfu.trust.ofd.OfdSealer;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealSpec;
import org.xinfu.trust.time.TimestampExchange;

/** The whole story over HTTP, on a real database and a real device. */
class SealStoryTest {
  static final String USCC = UnifiedSocialCreditCode.complete("11510100MB0000001").value();
  private static RunningService house;
  private static SealStory story;
  private static String esId;

  @BeforeAll
  static void start() throws Exception {
    // As ./xinfu up runs it.
    house = new RunningService("--xinfu.seal.tsa.enabled=true");
    story = new SealStory(house);
    esId = story.issued("信符市自然资源和规划局");
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      house.close();
    }
  }

  @Test
  void fromApplicationToIssuedSeal() throws Exception {
    Map<String, Object> seal =
        house.get("/api/v1/seals/" + esId, story.token("x", "seal:read")).json();
    assertThat(esId).matches("510100[0-9]{8}");
    assertThat(seal).containsEntry("state", "ACTIVE").containsEntry("version", 1L);
    byte[] structure =
        house.get("/api/v1/seals/" + esId + "/seal.esl", story.token("x", "seal:read")).octets();
    Seal read = Seal.parse(Bytes.of(structure)).orElseThrow();
    assertThat(read.esId()).isEqualTo(esId);
    assertThat(read.name()).isEqualTo("信符市自然资源和规划局不动产登记专用章");
    assertThat(read.picture().widthMm()).isEqualTo(42);
    assertThat(TestAnchors.isTest(read.makerCertificate())).isTrue();
    byte[] png =
        house.get("/api/v1/seals/" + esId + "/picture.png", story.token("x", "seal:read")).octets();
    assertThat(read.picture().data()).isEqualTo(Bytes.of(png));
    assertThat(
            house
                .get("/api/v1/seals/" + esId + "/picture.svg", story.token("x", "seal:read"))
                .text())
        .startsWith("<svg");
  }

  @Test
  void noPersonTakesTwoSteps() throws Exception {
    String id = story.applied("信符市民政局", "zhang");
    assertProblem(story.step(id, "accept", "zhang"), 403, "same-person");
    assertThat(story.step(id, "accept", "li").status()).isEqualTo(200);
    assertProblem(story.step(id, "review", "li"), 403, "same-person");
    assertProblem(story.step(id, "review", "zhang"), 403, "same-person");
    assertThat(story.step(id, "review", "wang").status()).isEqualTo(200);
    assertProblem(story.step(id, "approve", "li"), 403, "same-person");
    assertThat(story.step(id, "approve", "zhao").status()).isEqualTo(200);
    for (String earlier : List.of("zhang", "li", "wang", "zhao")) {
      assertProblem(story.step(id, "make", earlier), 403, "same-person");
    }
    assertThat(story.step(id, "make", "qian").status()).isEqualTo(200);
  }

  @Test
  void stepsKeepTheirOrderAndTheirRights() throws Exception {
    String id = story.applied("信符市民政局", "zhang");
    assertProblem(story.step(id, "approve", "zhao"), 409, "step-not-possible");
    assertProblem(story.step(id, "issue", "sun"), 409, "step-not-possible");
    String wrong = story.token("li", "seal:review");
    assertProblem(
        house.post("/api/v1/applications/" + id + "/accept", wrong, "{}"), 403, "not-permitted");
    assertProblem(
        house.post("/api/v1/applications/" + id + "/accept", "", "{}"), 401, "not-authenticated");
    assertProblem(
        house.post(
            "/api/v1/applications/" + id + "/reject",
            story.token("li", "seal:review"),
            "{\"reason\":\"no papers\"}"),
        403,
        "not-permitted");
    RunningService.Answer rejected =
        house.post(
            "/api/v1/applications/" + id + "/reject",
            story.token("li", "seal:accept"),
            "{\"reason\":\"no papers\"}");
    assertThat(rejected.json()).containsEntry("state", "REJECTED");
    assertProblem(story.step(id, "accept", "wang"), 409, "step-not-possible");
  }

  @Test
  void badApplicationsAreRefused() throws Exception {
    String token = story.token("zhang", "seal:apply");
    assertProblem(
        house.post(
            "/api/v1/applications",
            token,
            story.form("信符市民政局").replace(USCC, USCC.replace('5', '4'))),
        422,
        "uscc-invalid");
    assertProblem(
        house.post("/api/v1/applications", token, story.form("信符市<民>政局")),
        422,
        "seal-text-invalid");
    assertProblem(
        house.post("/api/v1/applications", token, story.form("信符市𱍊𱍊政局")), 422, "glyph-missing");
    assertProblem(house.post("/api/v1/applications", token, "{}"), 400, "request-invalid");
  }

  @Test
  void sealsAnOfdThatVerifiesUntilOneByteChanges() throws Exception {
    RunningService.Answer sealed = story.seal(esId, TestDocuments.ofd("样例"), "SM2_SM3");
    assertThat(sealed.status()).as(sealed.text()).isEqualTo(201);
    assertThat(sealed.header("Content-Type")).isEqualTo("application/ofd");
    Map<String, Object> record =
        house.get(sealed.header("Location"), story.token("vault", "seal:use")).json();
    assertThat(record)
        .containsEntry("esId", esId)
        .containsEntry("person", "vault")
        .containsEntry("client", "test-client")
        .containsEntry("matter", "test matter");
    Map<String, Object> report = story.verified(sealed.octets());
    assertThat(report).containsEntry("verdict", "VALID").containsEntry("coverage", "WHOLE");
    assertThat(report.toString()).contains("source=seal-service", "value=ACTIVE");
    byte[] altered = sealed.octets();
    altered[altered.length / 2] ^= 1;
    assertThat(story.verified(altered).get("verdict")).isNotEqualTo("VALID");
  }

  @Test
  void sealsAPdfWithEitherAlgorithm() throws Exception {
    for (String algorithm : List.of("SM2_SM3", "ECDSA_P256_SHA256")) {
      RunningService.Answer sealed = story.seal(esId, TestDocuments.pdf(), algorithm);
      assertThat(sealed.status()).as(sealed.text()).isEqualTo(201);
      assertThat(sealed.header("Content-Type")).isEqualTo("application/pdf");
      Map<String, Object> report = story.verified(sealed.octets());
      assertThat(report).as(report.toString()).containsEntry("verdict", "VALID");
      assertThat(report.toString()).contains("algorithm=" + algorithm);
    }
  }

  @Test
  void aRepeatedSealingIsOneUse() throws Exception {
    byte[] document = TestDocuments.ofd("once");
    String[] key = {"Idempotency-Key", "sealing-once"};
    RunningService.Answer first = story.seal(esId, document, "SM2_SM3", key);
    RunningService.Answer again = story.seal(esId, document, "SM2_SM3", key);
    assertThat(again.octets()).isEqualTo(first.octets());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertProblem(
        story.seal(esId, TestDocuments.ofd("other"), "SM2_SM3", key), 422, "idempotency-mismatch");
  }

  @Test
  void whatIsNoDocumentIsRefused() throws Exception {
    assertProblem(
        story.seal(esId, "text".getBytes(StandardCharsets.UTF_8), "SM2_SM3"),
        422,
        "document-not-supported");
    assertThat(
            story.seal(esId, "PK\u0003\u0004".getBytes(StandardCharsets.UTF_8), "SM2_SM3").status())
        .isEqualTo(422);
    assertThat(story.seal(esId, "%PDF-1.7".getBytes(StandardCharsets.UTF_8), "SM2_SM3").status())
        .isEqualTo(422);
  }

  @Test
  void aSuspendedSealRefusesAndOldDocumentsStayValid() throws Exception {
    String suspended = story.issued("信符市住房和城乡建设局");
    byte[] before = story.seal(suspended, TestDocuments.ofd("before"), "SM2_SM3").octets();
    Thread.sleep(1100); // the signing time has whole seconds
    String token = story.token("sun", "seal:suspend");
    assertThat(
            house
                .post("/api/v1/seals/" + suspended + "/suspend", token, "{\"reason\":\"lost\"}")
                .json())
        .containsEntry("state", "SUSPENDED");
    assertProblem(
        story.seal(suspended, TestDocuments.ofd("after"), "SM2_SM3"), 409, "seal-suspended");
    assertProblem(
        house.post("/api/v1/seals/" + suspended + "/suspend", token, "{}"),
        409,
        "seal-state-unchanged");
    Map<String, Object> report = story.verified(before);
    assertThat(report).containsEntry("verdict", "VALID");
    assertThat(report.toString()).contains("value=SUSPENDED", "reason=seal-not-active");
    assertThat(house.get("/api/v1/status/" + suspended, "").json())
        .containsEntry("value", "SUSPENDED");
    house.post("/api/v1/seals/" + suspended + "/resume", token, "{}");
    assertThat(story.seal(suspended, TestDocuments.ofd("resumed"), "SM2_SM3").status())
        .isEqualTo(201);
  }

  @Test
  void aSealThatOnlyBorrowsOurNumberIsNotRegistered() throws Exception {
    TestPki pki = TestPki.create();
    Signer signer = pki.sealSigner("冒用");
    SealSpec usual = TestSeals.spec(signer);
    Bytes borrowed =
        SealMaker.make(
            new SealSpec(
                esId,
                usual.vendorId(),
                usual.type(),
                usual.name(),
                usual.signers(),
                usual.byDigest(),
                usual.createdAt(),
                usual.validFrom(),
                usual.validTo(),
                usual.picture()),
            pki.maker("样例"));
    OfdSealRequest request =
        new OfdSealRequest(
            borrowed,
            List.of(new OfdSealRequest.Stamp(1, 50, 50)),
            OfdSealRequest.Protection.WHOLE,
            TestSeals.SIGNED,
            "test");
    DocumentSource ofd = DocumentSource.of(Bytes.of(TestDocuments.ofd("borrowed")));
    Bytes sealed =
        OfdSealer.seal(ofd, request, signer).orThrow(r -> new IllegalStateException(r.code()));
    Map<String, Object> report = story.verified(sealed.toArray());
    assertThat(report.get("verdict")).isNotEqualTo("VALID");
    assertThat(report.toString()).contains("reason=seal-not-registered", "status=null");
  }

  @Test
  void theStatusNamesTheVeryStructure() throws Exception {
    Map<String, Object> status = house.get("/api/v1/status/" + esId, "").json();
    assertThat(status).containsEntry("value", "ACTIVE");
    String sm3 = (String) status.get("seal");
    assertThat(house.get("/api/v1/status/" + esId + "?seal=" + sm3, "").status()).isEqualTo(200);
    assertProblem(
        house.get("/api/v1/status/" + esId + "?seal=" + "0".repeat(64), ""), 404, "seal-unknown");
    assertProblem(house.get("/api/v1/status/00000000000000", ""), 404, "seal-unknown");
  }

  @Test
  void anchorsAndCrlsArePublicAndMarkedAsTest() throws Exception {
    for (String name : List.of("signers.pem", "makers.pem")) {
      String pem = house.get("/trust/" + name, "").text();
      assertThat(Files.readString(house.home.resolve("trust/" + name))).isEqualTo(pem);
      assertThat(PemFile.read(pem).orElseThrow().certificates())
          .hasSize(name.equals("signers.pem") ? 2 : 1)
          .allMatch(TestAnchors::isTest)
          .allMatch(c -> c.subject().contains("样例"));
    }
    for (String name : List.of("signers.crl", "makers.crl", "signers-p256.crl")) {
      assertThat(house.get("/trust/" + name, "").octets()[0]).isEqualTo((byte) 0x30);
    }
    assertThat(house.get("/trust/..%2Fcredentials%2Fca.pin", "").status()).isGreaterThan(399);
    assertThat(house.get("/trust/none.pem", "").status()).isEqualTo(404);
  }

  @Test
  void theDatabaseItselfRefusesOnePersonTwice() throws Exception {
    String id = story.applied("信符市民政局", "zhang");
    JdbcClient jdbc = house.service.getBean(JdbcClient.class);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                jdbc.sql(
                        "INSERT INTO application_step VALUES (?::uuid, 2, 'ACCEPT', 'zhang', '',"
                            + " now(), '')")
                    .param(id)
                    .update())
        .hasMessageContaining("never_the_same_person");
  }

  @Test
  void everyActLeavesARow() throws Exception {
    JdbcClient jdbc = house.service.getBean(JdbcClient.class);
    assertThat(
            jdbc.sql("SELECT DISTINCT act FROM audit WHERE subject = ?")
                .param(esId)
                .query(String.class)
                .list())
        .contains("seal-made", "seal-issued");
  }

  @Test
  void documentsAreRenewedUnderTheHousesOwnAuthority() throws Exception {
    for (byte[] plain : List.of(TestDocuments.ofd("own"), TestDocuments.pdf())) {
      byte[] sealed = story.seal(esId, plain, "SM2_SM3").octets();
      RunningService.Answer renewed =
          house.upload("/api/v1/renewals", story.token("zhou", "seal:renew"), "", sealed);
      assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
      Map<String, Object> report = story.verified(renewed.octets());
      assertThat(report).containsEntry("verdict", "VALID");
      assertThat(report.get("signatures").toString()).contains("timeSource=TIMESTAMP");
    }
    assertThat(
            house
                .service
                .getBean(JdbcClient.class)
                .sql("SELECT count(*) FROM audit WHERE act = 'time-stamped'")
                .query(Long.class)
                .single())
        .isGreaterThanOrEqualTo(2L);
  }

  /** RFC 3161 §3.4: programs ask without a token, and read in the answer what was wrong. */
  @Test
  void anyoneIsStampedByTheStandardsProtocol() throws Exception {
    Bytes imprint = Digests.sha256(Bytes.utf8("样例"));
    TimestampExchange asked =
        new TimestampExchange(ContentDigest.SHA256, imprint, BigInteger.TEN, Optional.empty());
    HttpResponse<byte[]> answer = stamped("application/timestamp-query", asked.request());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/timestamp-reply");
    Bytes token =
        asked.token(Bytes.of(answer.body())).orThrow(r -> new IllegalStateException(r.code()));
    PemFile anchors = PemFile.read(house.get("/trust/tsa.pem", "").text()).orElseThrow();
    assertThat(anchors.certificates()).hasSize(1);
    assertThat(TestAnchors.isTest(anchors.certificates().get(0))).isTrue();
    TrustPolicy policy =
        TrustPolicy.interop(List.of(), List.of(), Instant.now().plusSeconds(1))
            .withTimestampers(anchors.certificates())
            .withCrls(List.of(Bytes.of(house.get("/trust/timestampers.crl", "").octets())))
            .withMode(TrustPolicy.Mode.STRICT);
    DocumentSource content = DocumentSource.of(Bytes.utf8("样例"));
    assertThat(Trust.verify(DocumentSource.of(token), content, policy).conclusion())
        .isEqualTo(Conclusion.VALID);
    Bytes nonsense = Bytes.of(stamped("application/timestamp-query", Bytes.utf8("x")).body());
    assertThat(asked.token(nonsense).report().conclusion()).isNotEqualTo(Conclusion.VALID);
    assertThat(stamped("text/plain", asked.request()).statusCode()).isEqualTo(415);
    assertThat(house.get("/tsa", "").status()).isIn(401, 403);
  }

  private static HttpResponse<byte[]> stamped(String type, Bytes query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(house.url("/tsa")))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(query.toArray()))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void theContractHasTheRoutesOfTheCode() throws Exception {
    assertThat(OpenApiRoutes.coded(house.service)).isEqualTo(OpenApiRoutes.written());
    assertThat(house.get("/openapi.yaml", "").text()).startsWith("openapi: 3.1.0");
  }

  @Test
  void anotherUnitsThingsAreAsIfTheyWereNotThere() throws Exception {
    String custodian = of(SealAccess.OTHER, "SEAL_CUSTODIAN");
    String own = of(USCC, "SEAL_CUSTODIAN");
    String auditor = of(SealAccess.OTHER, "AUDITOR");
    for (String list : List.of("/api/v1/seals", "/api/v1/applications")) {
      assertThat(house.get(list, custodian).json()).containsEntry("total", 0L);
      assertThat((long) house.get(list, own).json().get("total")).isPositive();
      assertThat((long) house.get(list, auditor).json().get("total")).isPositive();
      assertThat(house.get(list, custodian).text()).contains("\"items\":[]");
    }
    String request =
        """
        {"esId":"%s","matter":"m","businessSerial":"1","unit":"%s",
         "stamps":[{"page":1,"xMm":140,"yMm":220}]}\
        """;
    byte[] document = TestDocuments.ofd("unit");
    String vault = story.token("vault", "seal:use");
    assertProblem(
        house.upload(
            "/api/v1/sealings", vault, request.formatted(esId, SealAccess.OTHER), document),
        404,
        "seal-unknown");
    assertThat(
            house
                .upload("/api/v1/sealings", vault, request.formatted(esId, USCC), document)
                .status())
        .isEqualTo(201);
  }

  private static String of(String org, String role) {
    return house.issuer.token(
        Map.of("sub", role, "org", org, "roles", List.of(role), "scope", "seal:read seal:use"));
  }

  @TestFactory
  Stream<DynamicTest> everyCallAsEverybody() throws Exception {
    return new SealAccess(house, story).tests();
  }

  @Test
  void noPrivateKeyIsInTheServicesData() throws Exception {
    try (var files = Files.walk(house.home.resolve("seal"))) {
      for (Path file : files.filter(Files::isRegularFile).filter(Files::isReadable).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("PRIVATE KEY");
      }
    }
  }

  private static void assertProblem(RunningService.Answer answer, int status, String code) {
    assertThat(answer.json()).as(answer.text()).containsEntry("code", code);
    assertThat(answer.status()).isEqualTo(status);
  }
}
