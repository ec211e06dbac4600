package org.xinfu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.xinfu.kit.font.FontChain;
import org.xinfu.licence.domain.LicenceFacts;
import org.xinfu.licence.layout.LicenceLayout;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.types.TypePackage;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/** One vault on its own PostgreSQL, asked over HTTP. */
class VaultStoryTest {
  @TempDir static Path home;
  private static final TestPki ELSEWHERE = TestPki.seeded("elsewhere");
  private static final String OFFICER =
      TestHouse.token("licence:issue licence:read licence:revoke licence:deposit");
  private static ConfigurableApplicationContext vault;
  private static TestWeb web;

  @BeforeAll
  static void start() throws IOException {
    TestHouse.furnish(home, ELSEWHERE);
    vault =
        new SpringApplicationBuilder(TestHouse.class, LicenceVault.class)
            .run(
                "--server.port=0",
                "--xinfu.home=" + home,
                "--xinfu.pg.fsync=false",
                "--xinfu.idp.issuer=" + TestHouse.ISSUER.url());
    web = new TestWeb(Integer.parseInt(vault.getEnvironment().getProperty("local.server.port")));
  }

  @AfterAll
  static void stop() {
    vault.close();
  }

  @Test
  void aLicenceIsIssuedOnceReadByItsHolderAndRevoked() {
    Map<String, Object> order = TestOrders.estate("2026000101");
    TestWeb.Answer issued = web.post(OFFICER, "/api/v1/licences", order, "estate-1");
    assertThat(issued.status()).as(issued.text()).isEqualTo(201);
    String identifier = issued.text("identifier");
    assertThat(identifier)
        .startsWith("1.2.156.3005.2." + Samples.REAL_ESTATE + "." + Samples.REGISTRY.uscc());
    int sealings = TestHouse.SEALINGS.get();
    TestWeb.Answer again = web.post(OFFICER, "/api/v1/licences", order, "estate-1");
    assertThat(again.text("identifier")).isEqualTo(identifier);
    assertThat(TestHouse.SEALINGS.get()).isEqualTo(sealings);

    String holder = TestHouse.token("licence:own", "holder", Samples.CITIZEN);
    assertThat(web.get(holder, "/api/v1/licences/mine").text())
        .contains(identifier)
        .doesNotContain(Samples.CITIZEN);
    for (String kind : List.of("ofd", "pdf")) {
      Bytes file = web.get(holder, "/api/v1/licences/" + identifier + "/file." + kind).body();
      leave("sealed." + kind, file);
      TestWeb.Answer verdict = web.upload("/api/v1/verifications", Map.of("file", file));
      assertThat(verdict.text("verdict")).as(verdict.text()).isEqualTo("VALID");
      assertThat(verdict.text()).contains("licence-record").contains("\"WHOLE\"");
    }
    String stranger = TestHouse.token("licence:own", "holder", Samples.COMPANY);
    assertThat(web.get(stranger, "/api/v1/licences/" + identifier).status()).isEqualTo(404);
    assertThat(web.get(null, "/api/v1/licences/" + identifier).status()).isEqualTo(401);

    Bytes pdf = web.get(holder, "/api/v1/licences/" + identifier + "/file.pdf").body();
    TestWeb.Answer revoked =
        web.post(
            OFFICER,
            "/api/v1/licences/" + identifier + "/revoke",
            Map.of("ground", "CANCELLED", "text", "权利人申请注销"),
            "revoke-1");
    assertThat(revoked.text("status")).isEqualTo("REVOKED");
    TestWeb.Answer after = web.upload("/api/v1/verifications", Map.of("file", pdf));
    assertThat(after.text("verdict")).isEqualTo("INVALID");
    assertThat(after.text("reason")).isEqualTo("licence-revoked");
    TestWeb.Answer facts = web.get(null, "/api/v1/verifications?id=" + identifier);
    assertThat(facts.text("status")).isEqualTo("REVOKED");
    assertThat(facts.text()).contains("林**").doesNotContain("林清越");
    TestWeb.Answer twice =
        web.post(
            OFFICER,
            "/api/v1/licences/" + identifier + "/revoke",
            Map.of("ground", "PENALTY", "text", "x"),
            null);
    assertThat(twice.text("code")).isEqualTo("licence-not-current");
  }

  @Test
  void aChangeMakesTheNextVersionAndEndsTheOld() {
    String first =
        web.post(OFFICER, "/api/v1/licences", TestOrders.food("JY25199040000001"), null)
            .text("identifier");
    Bytes old = web.get(OFFICER, "/api/v1/licences/" + first + "/file.ofd").body();
    Map<String, Object> change = TestOrders.food("JY25199040000001");
    change.keySet().removeAll(List.of("typeCode", "issuer"));
    TestWeb.Answer second =
        web.post(OFFICER, "/api/v1/licences/" + first + "/versions", change, "change-1");
    assertThat(second.status()).as(second.text()).isEqualTo(201);
    assertThat(second.text("identifier")).contains(".JY25199040000001.002.");
    TestWeb.Answer verdict = web.upload("/api/v1/verifications", Map.of("file", old));
    assertThat(verdict.text("reason")).isEqualTo("licence-superseded");
    TestWeb.Answer third =
        web.post(OFFICER, "/api/v1/licences/" + first + "/versions", change, null);
    assertThat(third.text("code")).isEqualTo("licence-not-current");
  }

  @Test
  void aLicenceWhoseTermIsOverIsToldSo() {
    Map<String, Object> order = TestOrders.food("JY25199040000777");
    order.put("validFrom", "2020-03-02");
    order.put("validTo", "2025-03-01");
    TestWeb.Answer issued = web.post(OFFICER, "/api/v1/licences", order, null);
    assertThat(issued.status()).as(issued.text()).isEqualTo(201);
    String file = "/api/v1/licences/" + issued.text("identifier") + "/file.ofd";
    Bytes sealed = web.get(OFFICER, file).body();
    TestWeb.Answer verdict = web.upload("/api/v1/verifications", Map.of("file", sealed));
    assertThat(verdict.text("verdict")).isEqualTo("INVALID");
    assertThat(verdict.text("reason")).isEqualTo("licence-expired");
  }

  @Test
  void whatATypeForbidsIsNamedFieldByField() {
    Map<String, Object> order = TestOrders.food("JY1");
    order.remove("validTo");
    TestWeb.Answer refused = web.post(OFFICER, "/api/v1/licences", order, null);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("code")).isEqualTo("fields-wrong");
    assertThat(refused.text()).contains("items.number", "pattern", "validTo", "missing");
    assertThat(web.get(null, "/api/v1/catalogue/" + Samples.FOOD).text()).contains("主体业态");
  }

  @Test
  void aCharacterWithoutGlyphIsRefusedBeforeAnythingIsSealed() {
    Map<String, Object> order = TestOrders.food("JY25199040000002");
    @SuppressWarnings("unchecked")
    Map<String, Object> items = (Map<String, Object>) order.get("items");
    String rare = new String(Character.toChars(0x3FFFE));
    items.put("signatory", "周" + rare);
    int sealings = TestHouse.SEALINGS.get();
    TestWeb.Answer refused = web.post(OFFICER, "/api/v1/licences", order, null);
    assertThat(refused.text("code")).isEqualTo("missing-glyph");
    assertThat(refused.text("title")).contains(rare);
    assertThat(TestHouse.SEALINGS.get()).isEqualTo(sealings);
  }

  @Test
  void aSuspendedSealIssuesNothing() {
    Map<String, Object> order = TestOrders.food("JY25199040000003");
    order.put("esId", TestHouse.SUSPENDED);
    TestWeb.Answer refused = web.post(OFFICER, "/api/v1/licences", order, "suspended-1");
    assertThat(refused.text("code")).isEqualTo("sealing-refused");
    order.put("esId", TestHouse.SEAL);
    assertThat(web.post(OFFICER, "/api/v1/licences", order, "suspended-1").status()).isEqualTo(201);
  }

  @Test
  void anotherOrganisationsMemberIssuesNothingForThisOne() {
    String other = TestHouse.token("licence:issue", "org", Samples.REGISTRY.uscc());
    TestWeb.Answer refused =
        web.post(other, "/api/v1/licences", TestOrders.food("JY25199040000004"), null);
    assertThat(refused.text("code")).isEqualTo("not-your-organisation");
    String reader = TestHouse.token("licence:read");
    assertThat(
            web.post(reader, "/api/v1/licences", TestOrders.food("JY25199040000004"), null)
                .status())
        .isEqualTo(403);
  }

  @Test
  void aClerkReadsTheLicencesOfWhoIsThereAndBothAreWrittenDown() {
    String identifier =
        web.post(OFFICER, "/api/v1/licences", TestOrders.estate("2026000666"), null)
            .text("identifier");
    String path = "/api/v1/licences/" + identifier;
    Map<String, Object> claims = TestHouse.atWindow(Samples.CITIZEN);
    String clerk = TestHouse.ISSUER.token(claims);
    assertThat(web.get(clerk, "/api/v1/licences/mine").text())
        .contains(identifier)
        .doesNotContain(Samples.CITIZEN);
    assertThat(web.get(clerk, path).text()).contains(identifier);
    assertThat(web.get(clerk, path + "/file.ofd").status()).isEqualTo(200);
    for (String act : List.of("licence-read", "licences-listed")) {
      assertThat(
              vault
                  .getBean(JdbcClient.class)
                  .sql(
                      """
                      SELECT details::text FROM audit
                      WHERE act = ? AND actor = 'citizen-at-desk' AND client = 'desk'
                      ORDER BY id DESC LIMIT 1
                      """)
                  .param(act)
                  .query(String.class)
                  .single())
          .contains("clerk-1", Samples.MARKET.uscc(), "act-1", "ial2:present")
          .doesNotContain(Samples.CITIZEN);
    }
    for (String claim : List.of("holder", "window_act", "matter", "acr", "amr", "act", "scope")) {
      Map<String, Object> less = new TreeMap<>(claims);
      less.remove(claim);
      String token = TestHouse.ISSUER.token(less);
      assertThat(web.get(token, "/api/v1/licences/mine").status()).as(claim).isEqualTo(403);
      assertThat(web.get(token, path).status())
          .as(claim)
          .isEqualTo(claim.equals("scope") ? 403 : 404);
    }
    claims.put("amr", List.of("pwd"));
    assertThat(web.get(TestHouse.ISSUER.token(claims), "/api/v1/licences/mine").text("code"))
        .isEqualTo("holder-not-proven");
  }

  @Test
  void aSearchNeedsACause() {
    web.post(OFFICER, "/api/v1/licences", TestOrders.food("JY25199040000005"), null);
    String path = "/api/v1/licences?holder=" + Samples.COMPANY + "&type=" + Samples.FOOD;
    assertThat(web.get(OFFICER, path).text("code")).isEqualTo("purpose-required");
    assertThat(web.get(OFFICER, path + "&useCause=000131020000").text())
        .contains("JY25199040000005");
  }

  @Test
  void aFileMadeElsewhereIsDepositedOnlyWhenGenuineAndTheSame() {
    Bytes unsealed = lay(Samples.business());
    Signer signer = ELSEWHERE.sealSigner("样例市市场监督管理局");
    Bytes file = TestHouse.ofd(unsealed, signer, ELSEWHERE.maker("样例制章"));
    Map<String, Object> record = TestOrders.business();

    byte[] broken = file.toArray();
    broken[broken.length / 2] ^= 1;
    TestWeb.Answer altered = deposit(record, Bytes.of(broken));
    assertThat(altered.status()).isEqualTo(422);
    assertThat(altered.text("code")).isNotEqualTo("fields-wrong");

    Map<String, Object> wrong = TestOrders.business();
    wrong.put(
        "holders",
        List.of(Map.of("name", "样例市清越餐饮有限公司", "idType", "001", "id", "11519900XF000011X8")));
    TestWeb.Answer differs = deposit(wrong, file);
    assertThat(differs.text("code")).isEqualTo("file-differs-from-record");

    assertThat(deposit(record, unsealed).text("code")).isEqualTo("no-signature");
    TestPki stranger = TestPki.seeded("stranger");
    Bytes strange = TestHouse.ofd(unsealed, stranger.sealSigner("不明机构"), stranger.maker("不明"));
    assertThat(deposit(record, strange).status()).isEqualTo(422);

    TestWeb.Answer accepted = deposit(record, file);
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(201);
    assertThat(web.upload("/api/v1/verifications", Map.of("file", file)).text("verdict"))
        .isEqualTo("VALID");
    Bytes other = TestHouse.ofd(unsealed, signer, ELSEWHERE.maker("另一制章"));
    assertThat(web.upload("/api/v1/verifications", Map.of("file", other)).text("reason"))
        .isEqualTo("licence-differs");
  }

  @Test
  void aGenuineFileThatTheVaultNeverSawIsNotItsLicence() {
    Bytes unsealed = lay(Samples.food());
    Bytes file = TestHouse.ofd(unsealed, ELSEWHERE.sealSigner("某局"), ELSEWHERE.maker("某厂"));
    TestWeb.Answer verdict = web.upload("/api/v1/verifications", Map.of("file", file));
    assertThat(verdict.text("verdict")).isEqualTo("INDETERMINATE");
    assertThat(verdict.text("reason")).isEqualTo("licence-unknown");
  }

  @Test
  void pagesAreServedInBothLanguages() {
    String identifier =
        web.post(OFFICER, "/api/v1/licences", TestOrders.food("JY25199040000006"), null)
            .text("identifier");
    String page = web.get(null, "/verify?id=" + identifier).text();
    assertThat(page).contains("电子证照核验", "data-status=\"ACTIVE\"", "样例");
    assertThat(web.get(null, "/verify?lang=en").text()).contains("Verify an e-licence");
    assertThat(web.get(null, "/verify?id=1.2.3").text()).contains("id=\"unknown\"");
    assertThat(web.get(null, "/wallet").status()).isEqualTo(302);
    assertThat(web.get(null, "/console").status()).isEqualTo(302);
  }

  @Test
  void noCitizensNumberLiesInTheDatabaseOrInABlob() throws IOException {
    web.post(OFFICER, "/api/v1/licences", TestOrders.estate("2026000777"), "grep-1");
    JdbcClient jdbc = vault.getBean(JdbcClient.class);
    for (String table :
        List.of(
            "licence",
            "licence_identifier",
            "holding",
            "licence_file",
            "issue_intent",
            "idempotency",
            "audit")) {
      List<String> rows =
          jdbc.sql("SELECT t::text FROM " + table + " t").query(String.class).list();
      assertThat(rows).isNotEmpty();
      assertThat(String.join("\n", rows))
          .doesNotContain(Samples.CITIZEN)
          .doesNotContain(hex(Samples.CITIZEN))
          .doesNotContain(hex("林清越"));
    }
    byte[] needle = Samples.CITIZEN.getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> blobs = Files.walk(home.resolve("vault/blobs"))) {
      List<Path> files = blobs.filter(Files::isRegularFile).toList();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        assertThat(
                new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(new String(needle, StandardCharsets.ISO_8859_1)))
            .isFalse();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCallAsEverybody() {
    String identifier =
        web.post(OFFICER, "/api/v1/licences", TestOrders.estate("2026000888"), null)
            .text("identifier");
    String missing = Samples.estate().identifier().text();
    return new LicenceAccess(vault, identifier, missing).tests();
  }

  @Test
  void theContractNamesEveryRoute() {
    OpenApiRoutes.assertSame(
        vault.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class));
    assertThat(web.get(null, "/openapi.yaml").text()).contains("openapi: 3.1");
  }

  private static TestWeb.Answer deposit(Map<String, Object> record, Bytes file) {
    return web.upload(OFFICER, "/api/v1/deposits", Map.of("metadata", record, "file", file));
  }

  private static Bytes lay(LicenceFacts facts) {
    TypePackage type = Catalogue.standard().find(facts.identifier().typeCode()).orElseThrow();
    return new LicenceLayout(FontChain.standard())
        .lay(
            type.template(),
            new SheetMaker("http://localhost:9200/verify").sheet(type.type(), facts))
        .ofd();
  }

  private static String hex(String text) {
    return Bytes.utf8(text).toHex();
  }

  private static void leave(String name, Bytes file) {
    try {
      Files.write(
          Files.createDirectories(Path.of("target", "layout")).resolve(name), file.toArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
