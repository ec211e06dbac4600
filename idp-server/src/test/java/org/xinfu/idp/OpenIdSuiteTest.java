package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The modules of the OpenID Foundation's plans Basic, Form Post and Config, by their names: what
 * each asks, and what makes it fail or warn. The suite itself runs outside, see
 * guides/openid-suite.
 */
class OpenIdSuiteTest {
  /** Members that the suite's schema of metadata knows, of those that there might be. */
  private static final Set<String> REGISTERED =
      Set.of(
          "issuer",
          "authorization_endpoint",
          "token_endpoint",
          "jwks_uri",
          "registration_endpoint",
          "scopes_supported",
          "response_types_supported",
          "response_modes_supported",
          "grant_types_supported",
          "token_endpoint_auth_methods_supported",
          "token_endpoint_auth_signing_alg_values_supported",
          "ui_locales_supported",
          "revocation_endpoint",
          "revocation_endpoint_auth_methods_supported",
          "introspection_endpoint",
          "introspection_endpoint_auth_methods_supported",
          "code_challenge_methods_supported",
          "userinfo_endpoint",
          "end_session_endpoint",
          "subject_types_supported",
          "id_token_signing_alg_values_supported",
          "userinfo_signing_alg_values_supported",
          "request_object_signing_alg_values_supported",
          "claims_supported",
          "claims_parameter_supported",
          "request_parameter_supported",
          "request_uri_parameter_supported",
          "require_request_uri_registration",
          "acr_values_supported",
          "backchannel_logout_supported",
          "backchannel_logout_session_supported",
          "dpop_signing_alg_values_supported",
          "pushed_authorization_request_endpoint",
          "require_pushed_authorization_requests",
          "mtls_endpoint_aliases",
          "tls_client_certificate_bound_access_tokens",
          "authorization_response_iss_parameter_supported",
          "device_authorization_endpoint",
          "require_signed_request_object",
          "prompt_values_supported");

  private static RunningIdp idp;
  private static NewClient first;
  private static NewClient second;
  private static NewClient byForm;

  @BeforeAll
  static void register() {
    idp = SharedIdp.get();
    first = SuiteRun.register(idp);
    second = SuiteRun.register(idp);
    byForm = SuiteRun.register(idp, "token_endpoint_auth_method", "client_secret_post");
  }

  @TestFactory
  Stream<DynamicTest> basic() {
    return modules("");
  }

  @TestFactory
  Stream<DynamicTest> form_post() {
    return modules("form_post");
  }

  private static Stream<DynamicTest> modules(String mode) {
    Map<String, Consumer<SuiteRun>> modules = new LinkedHashMap<>();
    requests().forEach((name, more) -> modules.put(name, run -> run.tokens(more)));
    modules.put("oidcc-response-type-missing", OpenIdSuiteTest::responseTypeMissing);
    modules.put("oidcc-userinfo-post", OpenIdSuiteTest::userInfoByPost);
    modules.put("oidcc-prompt-login", run -> again(run, "prompt", "login"));
    modules.put("oidcc-max-age-1", run -> again(run, "max_age", "1"));
    modules.put("oidcc-prompt-none-not-logged-in", OpenIdSuiteTest::nobody);
    modules.put("oidcc-prompt-none-logged-in", run -> same(run, "prompt", "none"));
    modules.put("oidcc-max-age-10000", run -> same(run, "max_age", "10000"));
    modules.put("oidcc-id-token-hint", OpenIdSuiteTest::hint);
    modules.put("oidcc-ensure-request-with-acr-values-succeeds", OpenIdSuiteTest::acrValues);
    modules.put("oidcc-codereuse", OpenIdSuiteTest::codeReuse);
    modules.put("oidcc-ensure-registered-redirect-uri", OpenIdSuiteTest::strangeRedirect);
    modules.put("oidcc-ensure-post-request-succeeds", OpenIdSuiteTest::byPost);
    modules.put("oidcc-claims-essential", OpenIdSuiteTest::essentialName);
    modules.put("oidcc-refresh-token", OpenIdSuiteTest::refresh);
    modules.put("oidcc-ensure-request-with-valid-pkce-succeeds", OpenIdSuiteTest::pkce);
    Stream<DynamicTest> all =
        modules.entrySet().stream()
            .map(
                one ->
                    dynamicTest(
                        one.getKey(), () -> one.getValue().accept(new SuiteRun(first, mode))));
    DynamicTest form =
        dynamicTest(
            "oidcc-server-client-secret-post", () -> secretInForm(new SuiteRun(byForm, mode)));
    return Stream.concat(all, Stream.of(form));
  }

  /** Requests that have to succeed and are looked at no further. */
  private static Map<String, String[]> requests() {
    Map<String, String[]> all = new LinkedHashMap<>();
    all.put("oidcc-server", new String[0]);
    all.put(
        "oidcc-ensure-request-without-nonce-succeeds-for-code-flow", new String[] {"nonce", ""});
    all.put("oidcc-display-page", new String[] {"display", "page"});
    all.put("oidcc-display-popup", new String[] {"display", "popup"});
    all.put(
        "oidcc-ensure-request-with-unknown-parameter-succeeds", new String[] {"extra", "foobar"});
    all.put("oidcc-login-hint", new String[] {"login_hint", "buffy@localhost"});
    all.put("oidcc-ui-locales", new String[] {"ui_locales", "se"});
    all.put("oidcc-claims-locales", new String[] {"claims_locales", "se"});
    return all;
  }

  private static void responseTypeMissing(SuiteRun run) {
    assertThat(run.answer(run.request("response_type", "")).get("error"))
        .isIn("invalid_request", "unsupported_response_type");
  }

  private static void userInfoByPost(SuiteRun run) {
    Map<String, Object> tokens = run.tokens();
    String token = (String) Objects.requireNonNull(tokens.get("access_token"));
    HttpResponse<String> got = run.userInfo(tokens);
    assertThat(got.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
    Map<String, Object> told = RunningIdp.json(got.body());
    assertThat(told).containsEntry("sub", SuiteRun.claims(tokens).get("sub"));
    assertThat((String) told.get("name")).isNotBlank();
    assertThat(run.browser.post("/userinfo", Map.of("access_token", token)).body())
        .isEqualTo(got.body());
    assertThat(run.browser.post("/userinfo", Map.of(), "Authorization", "Bearer " + token).body())
        .isEqualTo(got.body());
  }

  private static void again(SuiteRun run, String... second) {
    long before = SuiteRun.number(SuiteRun.claims(run.tokens()), "auth_time");
    try {
      Thread.sleep(2100); // as long as the suite waits
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    long after = SuiteRun.number(SuiteRun.claims(run.tokens(second)), "auth_time");
    assertThat(after).isGreaterThan(before);
    assertThat(run.logins).isEqualTo(2);
  }

  private static void nobody(SuiteRun run) {
    String state = "aZ0-._~".repeat(18) + "ab";
    assertThat(run.answer(run.request("prompt", "none", "state", state)).get("error"))
        .isEqualTo("login_required");
  }

  private static void same(SuiteRun run, String... second) {
    Map<String, Object> before = SuiteRun.claims(run.tokens());
    assertThat(SuiteRun.claims(run.tokens(second)))
        .containsEntry("sub", before.get("sub"))
        .containsEntry("auth_time", before.get("auth_time"));
    assertThat(run.logins).isOne();
  }

  private static void hint(SuiteRun run) {
    Map<String, Object> before = run.tokens();
    String hint = (String) Objects.requireNonNull(before.get("id_token"));
    same(run, "prompt", "none", "id_token_hint", hint);
  }

  @SuppressWarnings("unchecked")
  private static void acrValues(SuiteRun run) {
    List<String> supported = (List<String>) metadata().get("acr_values_supported");
    assertThat(SuiteRun.claims(run.tokens("acr_values", String.join(" ", supported))).get("acr"))
        .isIn(supported);
  }

  /** With and without half a minute between: nothing here depends on it within a code's life. */
  private static void codeReuse(SuiteRun run) {
    Map<String, String> request = run.request();
    String code = run.answer(request).get("code");
    Map<String, Object> tokens = run.tokens(run.exchange(code), request);
    HttpResponse<String> twice = run.exchange(code);
    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(twice.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(RunningIdp.json(twice.body())).containsEntry("error", "invalid_grant");
    assertThat(run.userInfo(tokens).statusCode()).as("RFC 6749 §4.1.2").isEqualTo(401);
  }

  private static void strangeRedirect(SuiteRun run) {
    for (String uri : List.of(SuiteRun.CALLBACK + "/x", SuiteRun.CALLBACK + "?a=b", "")) {
      HttpResponse<String> page =
          run.browser.page("/oauth2/authorize?" + Browser.encode(run.request("redirect_uri", uri)));
      assertThat(page.statusCode()).as(uri).isEqualTo(400);
      assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
      assertThat(page.body()).contains("<h1");
    }
  }

  private static void byPost(SuiteRun run) {
    Map<String, String> request = run.request();
    Map<String, String> answer =
        run.follow(run.browser.post("/oauth2/authorize", request), request);
    run.tokens(run.exchange(answer.get("code")), request);
  }

  private static void essentialName(SuiteRun run) {
    Map<String, Object> tokens =
        run.tokens("claims", "{\"userinfo\":{\"name\":{\"essential\":true}}}");
    assertThat((String) RunningIdp.json(run.userInfo(tokens).body()).get("name")).isNotBlank();
  }

  private static void refresh(SuiteRun run) {
    Map<String, Object> before = run.tokens();
    Map<String, Object> after = refreshed(run, before);
    assertThat(after.get("access_token")).isNotEqualTo(before.get("access_token"));
    Map<String, Object> old = SuiteRun.claims(before);
    assertThat(SuiteRun.claims(after))
        .containsEntry("sub", old.get("sub"))
        .containsEntry("aud", old.get("aud"))
        .containsEntry("auth_time", old.get("auth_time"))
        .as("OpenID Connect Core §12.2")
        .containsEntry("azp", old.get("azp"));
    assertThat(run.userInfo(after).statusCode()).isEqualTo(200);
    SuiteRun other = new SuiteRun(second, "");
    Map<String, Object> theirs = refreshed(other, other.tokens());
    HttpResponse<String> stolen = run.token(form(theirs));
    assertThat(stolen.statusCode()).as(stolen.body()).isEqualTo(400);
    assertThat(RunningIdp.json(stolen.body())).containsEntry("error", "invalid_grant");
  }

  private static Map<String, Object> refreshed(SuiteRun run, Map<String, Object> tokens) {
    HttpResponse<String> answer = run.token(form(tokens));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return RunningIdp.json(answer.body());
  }

  private static Map<String, String> form(Map<String, Object> tokens) {
    String token = (String) Objects.requireNonNull(tokens.get("refresh_token"));
    assertThat(token).matches("[\\x20-\\x7e]{22,}");
    return Map.of("grant_type", "refresh_token", "refresh_token", token, "scope", "openid");
  }

  private static void pkce(SuiteRun run) {
    Map<String, String> request =
        run.request(
            "code_challenge",
            RunningIdp.challenge(RunningIdp.VERIFIER),
            "code_challenge_method",
            "S256");
    String code = run.answer(request).get("code");
    run.tokens(run.exchange(code, "code_verifier", RunningIdp.VERIFIER), request);
  }

  private static void secretInForm(SuiteRun run) {
    Map<String, String> request = run.request();
    run.tokens(run.exchangeByForm(run.answer(request).get("code")), request);
  }

  private static Map<String, Object> metadata() {
    return RunningIdp.json(new Browser(idp.origin).get("/.well-known/openid-configuration").body());
  }

  @Test
  @SuppressWarnings("unchecked")
  void oidcc_discovery_endpoint_verification() {
    HttpResponse<String> answer = new Browser(idp.origin).get("/.well-known/openid-configuration");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    Map<String, Object> metadata = RunningIdp.json(answer.body());
    assertThat(metadata.keySet()).as("registered").isSubsetOf(REGISTERED);
    assertThat(metadata)
        .containsEntry("issuer", idp.origin)
        .containsKeys("claims_supported", "end_session_endpoint", "userinfo_endpoint")
        .containsEntry("request_parameter_supported", true)
        .containsEntry("request_uri_parameter_supported", true)
        .containsEntry("claims_parameter_supported", true)
        .containsEntry("backchannel_logout_supported", true)
        .containsEntry("backchannel_logout_session_supported", true);
    // Https follows from the issuer, which an operator names.
    metadata.forEach(
        (name, value) -> {
          if (name.endsWith("_endpoint") || name.endsWith("_uri")) {
            assertThat((String) value).as(name).startsWith(idp.origin + "/");
          }
        });
    Map<String, List<String>> wanted =
        Map.of(
            "id_token_signing_alg_values_supported", List.of("RS256"),
            "request_object_signing_alg_values_supported", List.of("RS256"),
            "scopes_supported", List.of("openid"),
            "response_types_supported", List.of("code"),
            "grant_types_supported", List.of("authorization_code", "refresh_token"),
            "subject_types_supported", List.of("public"),
            "code_challenge_methods_supported", List.of("S256"),
            "token_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post"));
    wanted.forEach(
        (name, values) -> assertThat((List<String>) metadata.get(name)).containsAll(values));
    // These make the modules of unsigned objects and of claims that we have not be skipped.
    assertThat((List<String>) metadata.get("request_object_signing_alg_values_supported"))
        .doesNotContain("none");
    assertThat((List<String>) metadata.get("id_token_signing_alg_values_supported"))
        .doesNotContain("none");
    assertThat((List<String>) metadata.get("scopes_supported"))
        .doesNotContain("profile", "email", "address", "phone", "offline_access");
    assertThat((List<String>) metadata.get("ui_locales_supported")).containsExactly("zh-CN", "en");
  }

  @Test
  @SuppressWarnings("unchecked")
  void the_key_set_has_public_keys_with_different_names_alone() {
    Map<String, Object> set = RunningIdp.json(new Browser(idp.origin).get("/oauth2/jwks").body());
    List<Map<String, Object>> keys = (List<Map<String, Object>>) set.get("keys");
    assertThat(keys).isNotEmpty().extracting(key -> key.get("kid")).doesNotHaveDuplicates();
    assertThat(keys)
        .allMatch(key -> Set.of("EC", "RSA").contains(key.get("kty")))
        .noneMatch(key -> key.containsKey("d") || key.containsKey("k"))
        .noneMatch(key -> "SM2".equals(key.get("crv")));
  }
}
