package org.xinfu.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One service on the kit, asked over HTTP. */
class KitTest {
  @TempDir static Path home;
  private static ConfigurableApplicationContext service;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    service =
        new SpringApplicationBuilder(TestService.class)
            .properties(
                "server.port=0",
                "spring.application.name=test-service",
                "xinfu.idp.issuer=http://localhost:1")
            .run("--xinfu.home=" + home);
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void theSameKeyAndBodyGetTheSameAnswerAndOneEffect() throws Exception {
    HttpResponse<String> first = post("{\"name\":\"once\"}", "key-once");
    HttpResponse<String> again = post("{ \"name\" : \"once\" }", "key-once");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(again.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(count("once")).isEqualTo(1);
    assertThat(audited("once")).isEqualTo(1);
  }

  /** RFC 9440 §4: whoever is no proxy of ours says nothing about certificates, to nobody. */
  @Test
  void fieldsAboutCertificatesReachNobody() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:"
                        + service.getEnvironment().getProperty("local.server.port")
                        + "/page"))
            .header("Client-Cert", ":AAAA:")
            .header("client-cert", ":AAAA:")
            .header("Client-Cert-Chain", ":AAAA:")
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Seen")).isEmpty();
  }

  @Test
  void anotherBodyIsAMismatch() throws Exception {
    post("{\"name\":\"a\"}", "key-mismatch");
    HttpResponse<String> other = post("{\"name\":\"b\"}", "key-mismatch");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("\"code\":\"idempotency-mismatch\"");
    assertThat(count("b")).isZero();
  }

  @Test
  void theSecondOfTwoAtOnceIsInFlight() throws Exception {
    CompletableFuture<HttpResponse<String>> first =
        HTTP.sendAsync(request("{\"name\":\"slow\"}", "key-slow"), BodyHandlers.ofString());
    TestService.SLOW_STARTED.await();
    HttpResponse<String> second = post("{\"name\":\"slow\"}", "key-slow");
    TestService.SLOW_MAY_END.countDown();
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("\"code\":\"idempotency-in-flight\"");
    assertThat(first.get().statusCode()).isEqualTo(201);
    assertThat(post("{\"name\":\"slow\"}", "key-slow").body()).isEqualTo(first.get().body());
    assertThat(count("slow")).isEqualTo(1);
  }

  @Test
  void aRefusalRollsBackEffectAndAudit() throws Exception {
    assertThat(post("{\"name\":\"refused\"}", "key-refused").statusCode()).isEqualTo(409);
    assertThat(post("{\"name\":\"answered-409\"}", "key-answered").statusCode()).isEqualTo(409);
    assertThat(count("refused") + count("answered-409")).isZero();
    assertThat(audited("refused") + audited("answered-409")).isZero();
  }

  @Test
  void problemsSpeakTheCallersLanguageChineseFirst() throws Exception {
    HttpResponse<String> zh = get("/api/v1/fail/reason", "");
    HttpResponse<String> en = get("/api/v1/fail/reason", "en-GB,en;q=0.9");
    assertThat(zh.statusCode()).isEqualTo(422);
    assertThat(zh.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(zh.body()).contains("\"code\":\"digest-mismatch\"").containsPattern("[一-鿿]");
    assertThat(en.body()).contains("\"code\":\"digest-mismatch\"").doesNotContainPattern("[一-鿿]");
  }

  @Test
  void failuresOfTheWorldAre503AndBugsAreOpaque() throws Exception {
    HttpResponse<String> vault = get("/api/v1/fail/vault", "en");
    assertThat(vault.statusCode()).isEqualTo(503);
    assertThat(vault.body()).contains("vault-unavailable").doesNotContain("slot 7");
    assertThat(get("/api/v1/fail/store", "en").body()).contains("store-unavailable");
    HttpResponse<String> bug = get("/api/v1/fail/bug", "en");
    assertThat(bug.statusCode()).isEqualTo(500);
    assertThat(bug.body()).contains("internal-error", "Audit id").doesNotContain("secret detail");
  }

  @Test
  void badRequestsAreProblemsWithFields() throws Exception {
    assertThat(post("{\"name\":\" \"}", "k-1234").body())
        .contains("\"code\":\"request-invalid\"", "\"field\":\"name\"");
    assertThat(post("{\"name\":\"x\",\"more\":1}", "k-1235").body())
        .contains("request-malformed", "\"field\":\"more\"");
    assertThat(post("{\"name\":{\"x\":1}}", "k-1237").body())
        .contains("request-malformed", "\"field\":\"name\"");
    assertThat(post("{", "k-1236").body()).contains("request-malformed");
    assertThat(post("{\"name\":\"x\"}", "a b").body()).contains("idempotency-key-malformed");
    assertThat(get("/api/v1/things", "en").body()).contains("method-not-allowed");
  }

  @Test
  void theApiIsClosedByDefaultAndAnswersProblems() throws Exception {
    HttpResponse<String> secret = get("/api/v1/secret", "en");
    assertThat(secret.statusCode()).isEqualTo(401);
    assertThat(secret.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
    assertThat(secret.body()).contains("\"code\":\"not-authenticated\"");
    assertThat(get("/api/v1/unlisted", "en").statusCode()).isEqualTo(401);
    assertThat(get("/somewhere", "en").statusCode()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void requestIdsAreKeptWhenWellFormed() throws Exception {
    HttpRequest.Builder ask = HttpRequest.newBuilder(uri("/api/v1/fail/reason"));
    HttpResponse<String> kept = send(ask.copy().header("X-Request-Id", "abc-12345").build());
    assertThat(kept.headers().firstValue("X-Request-Id")).contains("abc-12345");
    assertThat(kept.body()).contains("\"requestId\":\"abc-12345\"");
    HttpResponse<String> replaced = send(ask.copy().header("X-Request-Id", "a b;c").build());
    assertThat(replaced.headers().firstValue("X-Request-Id").orElseThrow())
        .matches("[0-9a-f-]{36}");
  }

  @Test
  void healthAndMetricsAreServed() throws Exception {
    assertThat(get("/actuator/health", "en").body()).contains("\"status\":\"UP\"");
    assertThat(get("/actuator/prometheus", "en").body()).contains("jvm_memory_used_bytes");
  }

  @Test
  void pagesAreChineseFirstWithAStrictPolicyAndOwnFilesOnly() throws Exception {
    HttpResponse<String> zh = get("/page", "");
    assertThat(zh.statusCode()).as(zh.body()).isEqualTo(200);
    assertThat(zh.body()).contains("lang=\"zh-CN\"", "信符", "id=\"said\"", "aria-current");
    assertThat(get("/page", "en").body()).contains("lang=\"en\"", "Skip to the content");
    assertThat(get("/page?lang=en", "zh-CN").body()).contains("lang=\"en\"");
    assertThat(zh.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(zh.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(zh.headers().firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(get("/kit/kit.css", "").statusCode()).isEqualTo(200);
    assertThat(get("/kit/kit.js", "").statusCode()).isEqualTo(200);
    Matcher script = Pattern.compile("src=\"(/webjars/[^\"]+)\"").matcher(zh.body());
    assertThat(script.find()).isTrue();
    assertThat(get(script.group(1), "").body()).contains("htmx");
  }

  @Test
  void theConsoleNeedsALogin() throws Exception {
    HttpResponse<String> console = get("/console/things", "");
    assertThat(console.statusCode()).isIn(302, 401, 403);
    assertThat(console.body()).doesNotContain("id=\"said\"");
  }

  static HttpResponse<String> post(String body, String key) throws Exception {
    return send(request(body, key));
  }

  private static HttpRequest request(String body, String key) {
    return HttpRequest.newBuilder(uri("/api/v1/things"))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static HttpResponse<String> get(String path, String language) throws Exception {
    HttpRequest.Builder ask = HttpRequest.newBuilder(uri(path));
    return send((language.isEmpty() ? ask : ask.header("Accept-Language", language)).build());
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create(
        "http://localhost:" + service.getEnvironment().getProperty("local.server.port") + path);
  }

  private static int count(String name) {
    return jdbc()
        .sql("SELECT count(*) FROM thing WHERE name = ?")
        .param(name)
        .query(Integer.class)
        .single();
  }

  private static int audited(String name) {
    return jdbc()
        .sql("SELECT count(*) FROM audit WHERE details->>'name' = ?")
        .param(name)
        .query(Integer.class)
        .single();
  }

  private static JdbcClient jdbc() {
    return service.getBean(JdbcClient.class);
  }
}
