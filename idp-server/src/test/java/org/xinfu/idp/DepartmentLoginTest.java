package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.xinfu.testkit.house.HeadlessChromium;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.CmsSigner;

/** Two departments' applications with the starter, before Chromium: one login opens both. */
class DepartmentLoginTest {
  private static final Path CODE =
      Path.of("src/test/java/org/xinfu/example/department/DepartmentApp.java");

  private static Departments all;
  private static RunningIdp idp;
  private static ExampleApp land;
  private static ExampleApp water;
  private static HeadlessChromium chromium;

  @BeforeAll
  static void start() {
    all = Departments.get();
    idp = all.idp;
    land = all.land;
    water = all.water;
    chromium = new HeadlessChromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void it_takes_fifteen_lines_of_configuration_and_ten_of_code() throws Exception {
    assertThat(
            Files.readAllLines(ExampleApp.CONFIGURATION).stream()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#")))
        .hasSizeLessThanOrEqualTo(15);
    List<String> code =
        Files.readAllLines(CODE).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("/") && !line.startsWith("*"))
            .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
            .filter(line -> !line.matches("[{}]+"))
            .toList();
    assertThat(code).hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void one_login_opens_both_and_one_logout_closes_both() throws Exception {
    try (BrowserContext person = person()) {
      Page page = person.newPage();
      page.navigate(land.origin + "/");
      enter(page, "citizen");
      Departments.arrive(page, land, "/");
      assertThat(page.textContent("h1")).isEqualTo("张三（样例）");
      HeadlessChromium.shot(page, "department-land");

      page.navigate(water.origin + "/");
      assertThat(page.url()).as("no second login").startsWith(water.origin + "/");
      assertThat(page.textContent("h1")).isEqualTo("张三（样例）");

      page.navigate(land.origin + "/logout");
      HeadlessChromium.shot(page, "department-logout");
      page.click("#logout");
      page.waitForSelector(Chromium.LOGIN);
      all.awaitDelivered();
      page.navigate(water.origin + "/");
      assertThat(page.locator(Chromium.LOGIN).count()).as("the other one ended").isOne();
    }
  }

  @Test
  void ending_the_login_from_another_browser_ends_the_departments_session() throws Exception {
    try (BrowserContext desk = person();
        BrowserContext phone = person()) {
      Page page = desk.newPage();
      page.navigate(water.origin + "/");
      enter(page, "licence-officer");
      Departments.arrive(page, water, "/");
      assertThat(page.textContent("h1")).isEqualTo("证照管理员（样例）");
      Page account = phone.newPage();
      account.navigate(idp.origin + "/account/sessions");
      enter(account, "licence-officer");
      account.waitForURL(idp.origin + "/account/sessions*");
      account.click("form[action$='/account/sessions/end-others'] button");
      all.awaitDelivered();
      page.navigate(water.origin + "/");
      assertThat(page.locator(Chromium.LOGIN).count()).isOne();
      account.navigate(idp.origin + "/account");
      assertThat(account.url()).as("the phone's own stays").isEqualTo(idp.origin + "/account");
    }
  }

  @Test
  void a_logout_token_that_is_not_the_providers_ends_nothing() {
    try (BrowserContext person = person()) {
      Page page = person.newPage();
      page.navigate(land.origin + "/");
      enter(page, "citizen");
      Departments.arrive(page, land, "/");
      for (String token : List.of("", "x", "eyJhbGciOiJub25lIn0.e30.")) {
        HttpResponse<String> answer =
            new Browser(land.origin)
                .post("/logout/connect/back-channel/xinfu", Map.of("logout_token", token));
        assertThat(answer.statusCode()).isEqualTo(400);
      }
      page.navigate(land.origin + "/");
      assertThat(page.url()).startsWith(land.origin + "/");
    }
  }

  @Test
  void the_api_asks_for_more_than_the_scope_where_it_is_told_to() {
    String token = walletToken();
    HttpResponse<String> refused = api("/api/pay", token, new byte[0]);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(
            challenge ->
                assertThat(challenge)
                    .startsWith("Bearer error=\"insufficient_user_authentication\"")
                    .contains("acr_values=\"urn:xinfu:acr:aal2\"", "max_age=\"300\""));
    assertThat(api("/api/pay", "no.token.atall", new byte[0]).headers().map().toString())
        .contains("invalid_token");
  }

  /** RFC 8705 §3: a token that is bound to a certificate is taken from its connection alone. */
  @Test
  void the_api_takes_no_token_of_another_connection() {
    byte[] plain = "plain".getBytes(StandardCharsets.UTF_8);
    String free = made(Map.of());
    assertThat(api("/api/verify", free, plain).body()).isEqualTo("NO_SIGNATURE");
    String bound = made(Map.of("x5t#S256", "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"));
    HttpResponse<String> stolen = api("/api/verify", bound, plain);
    assertThat(stolen.statusCode()).isEqualTo(401);
    assertThat(stolen.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("invalid_token");
  }

  private static String made(Map<String, Object> confirmation) {
    Instant now = Instant.now();
    JwtClaimsSet.Builder claims =
        JwtClaimsSet.builder()
            .issuer(idp.origin)
            .subject("p-1")
            .audience(List.of("licence-vault"))
            .issuedAt(now)
            .expiresAt(now.plusSeconds(60))
            .claim("scope", "licence:own");
    if (!confirmation.isEmpty()) {
      claims.claim("cnf", confirmation);
    }
    return idp.bean(JwtEncoder.class)
        .encode(JwtEncoderParameters.from(claims.build()))
        .getTokenValue();
  }

  @Test
  void a_document_is_judged_by_the_trust_list() {
    Bytes signed =
        CmsSigner.cadesAttached(
            Bytes.utf8("批复（样例）"), ExampleApp.PKI.documentSigner("land office"), Instant.now());
    String token = walletToken();
    assertThat(api("/api/verify", token, signed.toArray()).body()).isEqualTo("VALID");
    byte[] altered = signed.toArray();
    altered[altered.length - 10] ^= 1;
    assertThat(api("/api/verify", token, altered).body()).isEqualTo("INVALID");
    assertThat(api("/api/verify", token, Bytes.utf8("plain").toArray()).body())
        .isEqualTo("NO_SIGNATURE");
  }

  /** An access token of the citizen, who logged in by password. */
  private static String walletToken() {
    LogInSteps steps = new LogInSteps(idp);
    Map<String, String> answer =
        steps.authorize(
            "citizen",
            RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid licence:own"));
    HttpResponse<String> tokens =
        steps.exchange("citizen-wallet", RunningIdp.CALLBACK, answer.get("code"));
    return (String) RunningIdp.json(tokens.body()).get("access_token");
  }

  private static HttpResponse<String> api(String path, String token, byte[] body) {
    Browser program = new Browser(land.origin);
    return program.send(
        HttpRequest.newBuilder(program.uri(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private static BrowserContext person() {
    return chromium.browser().newContext(new NewContextOptions().setLocale("zh-CN"));
  }

  private static void enter(Page page, String account) {
    page.waitForSelector(Chromium.LOGIN);
    page.fill("#username", account);
    page.fill("#password", idp.password(account));
    page.click("form[action='/login'] button");
  }
}
