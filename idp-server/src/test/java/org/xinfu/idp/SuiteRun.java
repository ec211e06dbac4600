package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/**
 * One module of the OpenID Foundation's conformance suite: a fresh browser, a client with a static
 * registration and no PKCE, and after every step the checks that the suite makes of it.
 */
final class SuiteRun {
  static final String SUITE = "https://suite.example/test/a/xinfu";
  static final String CALLBACK = SUITE + "/callback";
  static final String AFTER = SUITE + "/post_logout_redirect";

  /** What an ID token may hold that nobody asked for. */
  private static final Set<String> PROTOCOL =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "iat",
          "auth_time",
          "nonce",
          "acr",
          "amr",
          "azp",
          "at_hash",
          "c_hash",
          "nbf",
          "jti",
          "sid",
          "s_hash",
          "txn");

  private static final Pattern FIELD =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

  final NewClient client;
  final Browser browser;
  private final String mode;
  private final RunningIdp idp;

  /** How often the person had to log in so far. */
  int logins;

  /** {@code mode} is a {@code response_mode}, or empty for the default. */
  SuiteRun(NewClient client, String mode) {
    this.client = client;
    this.idp = client.idp;
    this.mode = mode;
    this.browser = new Browser(idp.origin);
  }

  /** A client as testers register it, with more metadata. */
  static NewClient register(RunningIdp idp, Object... more) {
    Object[] usual = {
      "redirect_uris",
      List.of(CALLBACK),
      "post_logout_redirect_uris",
      List.of(AFTER),
      "scope",
      "openid",
      "require_pkce",
      false
    };
    Object[] all = java.util.Arrays.copyOf(usual, usual.length + more.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return NewClient.web(idp, all);
  }

  /** The usual request with further parameters; an empty value takes one away. */
  Map<String, String> request(String... more) {
    Map<String, String> request =
        new HashMap<>(
            Map.of(
                "response_type",
                "code",
                "client_id",
                client.id,
                "redirect_uri",
                CALLBACK,
                "scope",
                "openid",
                "state",
                UUID.randomUUID().toString(),
                "nonce",
                UUID.randomUUID().toString()));
    request.put("response_mode", mode);
    for (int i = 0; i < more.length; i += 2) {
      request.put(more[i], more[i + 1]);
    }
    request.values().removeIf(String::isEmpty);
    return request;
  }

  /** The parameters that reach the callback, after whatever logins are asked for. */
  Map<String, String> answer(Map<String, String> request) {
    return follow(browser.get("/oauth2/authorize?" + Browser.encode(request)), request);
  }

  Map<String, String> follow(HttpResponse<String> asked, Map<String, String> request) {
    HttpResponse<String> at = asked;
    for (int steps = 0; steps < 10; steps++) {
      if (at.statusCode() == 200 && !at.body().contains("action=\"/login\"")) {
        assertThat(mode).as("a page: " + at.body()).isEqualTo("form_post");
        return checked(posted(at), request);
      }
      String to = Browser.location(at);
      if (to.startsWith(CALLBACK)) {
        assertThat(mode).as(to).isEmpty();
        return checked(Browser.query(to), request);
      }
      if (Objects.equals(URI.create(to).getPath(), "/login")) {
        logins++;
        at = browser.logIn("citizen", idp.password("citizen"));
      } else {
        at = browser.get(to);
      }
    }
    throw new AssertionError("no end of redirects");
  }

  /** What the page of form_post sends, and where (OAuth 2.0 Form Post Response Mode §2). */
  private static Map<String, String> posted(HttpResponse<String> page) {
    assertThat(page.body()).contains("method=\"post\" action=\"" + CALLBACK + "\"");
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    Map<String, String> fields = new HashMap<>();
    Matcher field = FIELD.matcher(page.body());
    while (field.find()) {
      fields.put(field.group(1), HtmlUtils.htmlUnescape(field.group(2)));
    }
    return fields;
  }

  private Map<String, String> checked(Map<String, String> answer, Map<String, String> request) {
    assertThat(answer.get("state")).isEqualTo(request.get("state"));
    assertThat(answer.get("iss")).isEqualTo(idp.origin);
    if (answer.containsKey("error")) {
      assertThat(answer.keySet()).isSubsetOf("error", "error_description", "state", "iss");
      // RFC 6749 §4.1.2.1, Appendix A.8
      assertThat(answer.getOrDefault("error_description", "")).matches("[\\x20-\\x7e&&[^\"\\\\]]*");
    } else {
      assertThat(answer.get("code")).hasSizeGreaterThanOrEqualTo(22);
    }
    return answer;
  }

  /** The tokens of a flow that has to go well. */
  Map<String, Object> tokens(String... more) {
    Map<String, String> request = request(more);
    Map<String, String> answer = answer(request);
    assertThat(answer).as("the answer").containsKey("code");
    return tokens(exchange(answer.get("code")), request);
  }

  HttpResponse<String> exchange(String code, String... more) {
    Map<String, String> form =
        new HashMap<>(
            Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK));
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    return token(form);
  }

  /** By the method that the client is registered for. */
  HttpResponse<String> token(Map<String, String> form) {
    return browser.post("/oauth2/token", form, "Authorization", client.basic);
  }

  /** The same for client_secret_post. */
  HttpResponse<String> exchangeByForm(String code) {
    String pair = new String(decoded(client.basic.substring("Basic ".length())));
    return browser.post(
        "/oauth2/token",
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            CALLBACK,
            "client_id",
            client.id,
            "client_secret",
            pair.substring(pair.indexOf(':') + 1)));
  }

  private static char[] decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).toCharArray();
  }

  /** Checks a token answer (RFC 6749 §5.1), its ID token, and that the access token is good. */
  Map<String, Object> tokens(HttpResponse<String> answer, Map<String, String> request) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    Map<String, Object> tokens = RunningIdp.json(answer.body());
    assertThat(tokens.get("token_type")).isEqualTo("Bearer");
    assertThat((Integer) tokens.get("expires_in")).isBetween(1, 31_536_000);
    idToken((String) tokens.get("id_token"), request);
    assertThat(userInfo(tokens).statusCode()).isEqualTo(200);
    return tokens;
  }

  /** OpenID Connect Core §3.1.3.7, and nothing beside what was asked for. */
  private void idToken(String token, Map<String, String> request) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWK key =
          JWKSet.parse(browser.get("/oauth2/jwks").body())
              .getKeyByKeyId(jwt.getHeader().getKeyID());
      assertThat(key).as("the key is published").isNotNull();
      assertThat(
              jwt.verify(
                  new DefaultJWSVerifierFactory()
                      .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey())))
          .isTrue();
    } catch (com.nimbusds.jose.JOSEException | java.text.ParseException e) {
      throw new AssertionError(token, e);
    }
    Map<String, Object> claims = RunningIdp.claims(token);
    assertThat(claims)
        .containsEntry("iss", idp.origin)
        .containsEntry("aud", client.id)
        .containsKeys("sub", "exp");
    assertThat(claims.get("nonce")).isEqualTo(request.get("nonce"));
    assertThat(claims.get("acr")).isInstanceOf(String.class);
    assertThat((String) claims.get("sub")).matches("[\\x20-\\x7e]{1,255}");
    assertThat(number(claims, "iat")).isBetween(now() - 60, now() + 1);
    assertThat(number(claims, "auth_time")).isBetween(now() - 600, now() + 1);
    assertThat(number(claims, "exp")).isGreaterThan(now());
    assertThat(claims.keySet()).as("not asked for").isSubsetOf(PROTOCOL);
  }

  HttpResponse<String> userInfo(Map<String, Object> tokens) {
    return browser.send(
        HttpRequest.newBuilder(browser.uri("/userinfo"))
            .header("Authorization", "Bearer " + tokens.get("access_token")));
  }

  static Map<String, Object> claims(Map<String, Object> tokens) {
    return RunningIdp.claims((String) Objects.requireNonNull(tokens.get("id_token")));
  }

  static long number(Map<String, Object> claims, String name) {
    return ((Number) Objects.requireNonNull(claims.get(name), name)).longValue();
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}
