package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks below the protocol: host names, methods, paths, doubled parameters, huge requests. */
class HttpAttackTest {
  private static final Pattern COOKIE = Pattern.compile("(?im)^Set-Cookie: ([^=]+)=([^;\\r]*)");

  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
        "/login",
        "/register",
        "/account",
        "/",
        "/connect/logout",
        "/oauth2/jwks",
        "/no/such/page"
      })
  void no_answer_repeats_the_host_that_a_request_named(String path) {
    for (String spoofed :
        List.of(
            "Host: evil.example",
            "Host: localhost\r\nX-Forwarded-Host: evil.example",
            "Host: localhost\r\nForwarded: host=evil.example;proto=https",
            "Host: localhost\r\nX-Original-URL: http://evil.example/\r\nX-Host: evil.example",
            "Host: localhost@evil.example",
            "Host: evil.example:80@localhost")) {
      RawHttp.Answer answer = raw().head("GET " + path + " HTTP/1.1", spoofed);
      assertThat(answer.all()).as(spoofed).doesNotContain("evil.example");
    }
  }

  @Test
  void tokens_and_answers_name_the_issuer_whatever_the_host() {
    RunningIdp idp = SharedIdp.get();
    String body = "grant_type=client_credentials&scope=licence%3Aread";
    RawHttp.Answer answer =
        raw()
            .exchange(
                "POST /oauth2/token HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host:"
                    + " evil.example\r\n"
                    + FORM
                    + "\r\nAuthorization: "
                    + idp.basic("department-demo")
                    + "\r\nContent-Length: "
                    + body.length()
                    + "\r\nConnection: close\r\n\r\n"
                    + body);
    assertThat(answer.status()).as(answer.all()).isEqualTo(200);
    String token = answer.body().replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
    assertThat(RunningIdp.claims(token)).containsEntry("iss", idp.origin);
    String asked =
        Browser.encode(RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid"));
    RawHttp.Answer login =
        raw().head("GET /oauth2/authorize?" + asked + " HTTP/1.1", "Host: evil.example");
    assertThat(login.status()).isEqualTo(200);
    assertThat(login.all()).contains("action=\"/login\"").doesNotContain("evil.example");
    RawHttp.Answer silent =
        raw()
            .head("GET /oauth2/authorize?" + asked + "&prompt=none HTTP/1.1", "Host: evil.example");
    assertThat(silent.head()).contains("iss=http").doesNotContain("evil.example");
  }

  @Test
  void after_the_login_the_way_leads_home_whatever_host_was_named_before() {
    RawHttp.Answer asked = raw().head("GET /account/sessions HTTP/1.1", "Host: evil.example");
    RawHttp.Answer page =
        raw().head("GET /login HTTP/1.1", "Host: localhost", "Cookie: " + cookies(asked));
    String token = page.body().replaceFirst("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
    String form =
        Browser.encode(
            Map.of(
                "username",
                "citizen",
                "password",
                SharedIdp.get().password("citizen"),
                "_csrf",
                token));
    RawHttp.Answer in =
        raw()
            .exchange(
                "POST /login HTTP/1.1\r\nHost: localhost\r\nCookie: "
                    + cookies(asked, page)
                    + "\r\n"
                    + FORM
                    + "\r\nContent-Length: "
                    + form.length()
                    + "\r\nConnection: close\r\n\r\n"
                    + form);
    assertThat(in.status()).isEqualTo(302);
    assertThat(in.head()).doesNotContain("evil.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/account/..;/api/v1/clients",
        "/login/..%2f..%2fapi/v1/clients",
        "/login/../api/v1/clients",
        "/login/%2e%2e/api/v1/clients",
        "//api/v1/clients",
        "/api//v1/clients",
        "/API/v1/clients",
        "/api/v1/clients/",
        "/api/v1/clients;x=y",
        "/api/v1/clients.json",
        "/login;/../api/v1/clients",
        "/kit/../api/v1/clients",
        "/idp/%2e%2e%2f%2e%2e%2fapplication.properties",
        "/idp/..\\..\\application.properties",
        "/actuator/health/../env",
        "/actuator/env",
        "/actuator/heapdump",
        "/actuator/httpexchanges",
        "/account/",
        "//account",
        "/account%00",
        "/%61ccount/..%00/account"
      })
  void no_spelling_of_a_path_goes_around_its_rule(String path) {
    RawHttp.Answer answer = raw().head("GET " + path + " HTTP/1.1", "Host: localhost");
    assertThat(answer.status()).as(answer.head()).isIn(302, 400, 401, 403, 404);
    if (answer.status() == 302) {
      assertThat(answer.head()).containsPattern("Location: (http://localhost)?/login");
    }
    assertThat(answer.body()).doesNotContain("client_id\"", "xinfu.home");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND", "PUT", "DELETE", "PATCH"})
  void other_methods_do_nothing(String method) {
    for (String path : List.of("/login", "/account", "/oauth2/token", "/oauth2/authorize")) {
      RawHttp.Answer answer =
          raw().head(method + " " + path + " HTTP/1.1", "Host: localhost", "X-Probe: probe-1");
      assertThat(answer.status()).as(path + answer.head()).isBetween(400, 501);
      assertThat(answer.body()).doesNotContain("probe-1");
    }
  }

  @Test
  void a_header_makes_no_other_method() {
    String token = new Administrator(SharedIdp.get()).token();
    Browser browser = SharedIdp.browser();
    HttpResponse<String> answer =
        browser.send(
            HttpRequest.newBuilder(browser.uri("/api/v1/clients/citizen-wallet?_method=DELETE"))
                .header("Authorization", "Bearer " + token)
                .header("X-HTTP-Method-Override", "DELETE")
                .header("X-Method-Override", "DELETE")
                .header("If-Match", "\"1\"")
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isIn(403, 404, 405);
    assertThat(ask("citizen-wallet").statusCode()).as("it is still there").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant_type=client_credentials&grant_type=authorization_code",
        "grant_type=client_credentials&scope=licence%3Aread&scope=licence%3Aissue",
        "grant_type=authorization_code&code=a&code=b&redirect_uri=x&code_verifier=y",
        "grant_type=authorization_code&code=a&redirect_uri=x&redirect_uri=y&code_verifier=z",
        "grant_type=refresh_token&refresh_token=a&refresh_token=b"
      })
  void a_doubled_parameter_is_refused_at_the_token_endpoint(String form) {
    HttpResponse<String> answer = token("/oauth2/token", form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(RunningIdp.json(answer.body())).containsEntry("error", "invalid_request");
  }

  @Test
  void nothing_of_a_token_request_counts_in_the_url() {
    HttpResponse<String> answer =
        token("/oauth2/token?grant_type=client_credentials&scope=licence%3Aread", "x=y");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    Browser browser = SharedIdp.browser();
    String secret = SharedIdp.get().secret("department-demo");
    HttpResponse<String> inUrl =
        browser.post(
            "/oauth2/token?client_id=department-demo&client_secret=" + secret,
            Map.of("grant_type", "client_credentials"));
    assertThat(inUrl.statusCode()).isIn(400, 401);
    assertThat(inUrl.body()).doesNotContain("access_token");
    HttpResponse<String> get =
        browser.get(
            "/oauth2/token?grant_type=client_credentials&client_id=department-demo&client_secret="
                + secret);
    assertThat(get.body()).doesNotContain("access_token");
  }

  @Test
  void a_doubled_logout_target_leads_nowhere_new() {
    HttpResponse<String> answer =
        SharedIdp.browser()
            .get(
                "/connect/logout?client_id=seal-console&post_logout_redirect_uri=http%3A%2F%2F"
                    + "localhost%3A9100%2F&post_logout_redirect_uri=http%3A%2F%2Fevil.example%2F");
    assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("evil");
  }

  @Test
  void huge_requests_are_turned_away() {
    String huge = "x".repeat(3 * 1024 * 1024);
    for (String path : List.of("/oauth2/token", "/oauth2/par", "/login", "/oauth2/authorize")) {
      HttpResponse<String> answer =
          SharedIdp.browser().post(path, Map.of("client_id", "citizen-wallet", "state", huge));
      assertThat(answer.statusCode()).as(path).isIn(400, 401, 403, 413);
      assertThat(answer.headers().firstValue("Location")).as(path).isEmpty();
    }
    RawHttp.Answer head =
        raw().head("GET /login HTTP/1.1", "Host: localhost", "X-Long: " + "x".repeat(100_000));
    assertThat(head.status()).isIn(400, 431);
    StringBuilder many = new StringBuilder("grant_type=client_credentials");
    for (int i = 0; i < 20_000; i++) {
      many.append("&p").append(i).append("=1");
    }
    assertThat(token("/oauth2/token", many.toString()).statusCode()).isIn(400, 413);
  }

  @Test
  void a_huge_document_at_the_api_is_turned_away() {
    Browser browser = SharedIdp.browser();
    String token = new Administrator(SharedIdp.get()).token();
    for (String body :
        List.of(
            "{\"client_name\":\"" + "x".repeat(8 * 1024 * 1024) + "\"}",
            "[".repeat(100_000) + "]".repeat(100_000))) {
      HttpResponse<String> answer =
          browser.send(
              HttpRequest.newBuilder(browser.uri("/api/v1/clients"))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body)));
      assertThat(answer.statusCode()).as(answer.body()).isIn(400, 413);
      assertThat(answer.body().length()).isLessThan(10_000);
    }
  }

  /** Who reads when everything has been sent finds the answer, and no connection that was cut. */
  @Test
  void the_answer_to_a_huge_document_is_there_when_it_has_been_sent() {
    String body = "x".repeat(12 * 1024 * 1024);
    RawHttp.Answer answer =
        raw()
            .exchange(
                "POST /api/v1/clients HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + new Administrator(SharedIdp.get()).token()
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\nConnection: close\r\n\r\n"
                    + body);
    assertThat(answer.status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data; boundary=x", ""})
  void a_token_request_is_a_form(String type) {
    Browser browser = SharedIdp.browser();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(browser.uri("/oauth2/token"))
            .header("Authorization", SharedIdp.get().basic("department-demo"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"grant_type\":\"client_credentials\"}"));
    HttpResponse<String> answer =
        browser.send(type.isEmpty() ? request : request.header("Content-Type", type));
    assertThat(answer.statusCode()).as(answer.body()).isIn(400, 415);
    assertThat(answer.body()).doesNotContain("access_token");
  }

  @Test
  void a_body_with_two_lengths_is_no_request() {
    RawHttp.Answer answer =
        raw()
            .exchange(
                "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n"
                    + FORM
                    + "\r\n"
                    + "Content-Length: 5\r\n"
                    + "Content-Length: 50\r\n"
                    + "Connection: close\r\n\r\n"
                    + "x=y&z");
    assertThat(answer.status()).isEqualTo(400);
    RawHttp.Answer smuggled =
        raw()
            .exchange(
                "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n"
                    + FORM
                    + "\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "0\r\n\r\nGET /login HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(smuggled.all()).doesNotContain("<html");
  }

  private static HttpResponse<String> ask(String client) {
    return SharedIdp.browser()
        .get(
            "/oauth2/authorize?"
                + Browser.encode(RunningIdp.authorization(client, RunningIdp.CALLBACK, "openid")));
  }

  private static HttpResponse<String> token(String path, String form) {
    Browser browser = SharedIdp.browser();
    return browser.send(
        HttpRequest.newBuilder(browser.uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", SharedIdp.get().basic("department-demo"))
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  /** What a browser sends that got these answers. */
  private static String cookies(RawHttp.Answer... answers) {
    Map<String, String> kept = new TreeMap<>();
    for (RawHttp.Answer answer : answers) {
      Matcher cookie = COOKIE.matcher(answer.head());
      while (cookie.find()) {
        kept.put(cookie.group(1), cookie.group(2));
      }
    }
    return kept.entrySet().stream().map(Object::toString).collect(Collectors.joining("; "));
  }

  private static RawHttp raw() {
    return new RawHttp(SharedIdp.get());
  }
}
